"""Which fields of a table carry a right's title, number, holders and classes: the face that pages and search show."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Face:
    """The fields of one kind of right by the part that they play; "" where a kind has no such field."""

    title: str
    number: str
    subkind: str
    holders: str
    codes: str
    holder_kind: str = ""
    address: str = "address"
    begun: str = ""
    text: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    inventors: str = ""
    filed: str = ""


FACES: dict[str, Face] = {
    "patents": Face(
        "title", "number", "right_kind", "applicants", "applicant_codes", begun="filed_on",
        text=("abstract", "title_en", "first_claim"), classes=("ipc", "cpc", "locarno"),
        others=("inventors", "agency"), inventors="inventors", filed="filed_on",
    ),
    "trademarks": Face(
        "name", "number", "mark_kind", "registrant", "registrant_code", "registrant_kind", begun="applied_on",
        text=("goods",), classes=("nice_class",), others=("agency",), filed="applied_on",
    ),
    "works": Face(
        "name", "number", "work_kind", "owner", "owner_code", "owner_kind", begun="completed_on",
        classes=("category",),
    ),
    "indications": Face(
        "name", "number", "system", "holder", "holder_code", address="", begun="recognised_on",
        text=("product_kind",), classes=("nice_class",),
    ),
    "varieties": Face(
        "name", "number", "genus", "holder", "holder_code", begun="applied_on",
        text=("genus",), others=("breeders",), inventors="breeders", filed="applied_on",
    ),
}
"""One face for each table of rights."""


def listed(value: Any) -> list[str]:
    """A field's value as a list of texts: a list as it is, one value as a list of one, blank as none."""
    if value is None or value == "":
        return []
    if isinstance(value, list | tuple):
        return [str(item) for item in value if item]
    return [str(value)]


def holders(face: Face, values: Mapping[str, Any]) -> list[tuple[str, str]]:
    """(name, credit code or "") of each holder, first holder first."""
    names = listed(values.get(face.holders))
    codes = listed(values.get(face.codes))
    return [(name, codes[place] if place < len(codes) else "") for place, name in enumerate(names)]
