"""Facts as a page tells them: label, lines, and where each value comes from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from yuzhi.engines.formats.faces import Face, holders
from yuzhi.engines.formats.tables import CHOICES, Field
from yuzhi.engines.lake.merge import Told
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.areas import Area, AreaBook
from yuzhi.kernel.languages import LANGUAGES, Language
from yuzhi.kernel.offices import OFFICES, Office
from yuzhi.kernel.origin import FieldOrigin
from yuzhi.kernel.unplaced import word_of
from yuzhi.records.datasets.models import LoadFile
from yuzhi.records.parties.naming import looks_like_a_person
from yuzhi.rooms.lookup.queries.covering import source_name

RULES: Mapping[str, object] = {
    "text": gettext_lazy("照录"), "day": gettext_lazy("按日期读取"), "county_of_address": gettext_lazy("按第一申请人地址认定"),
    "list": gettext_lazy("按分隔符拆分"), "act": gettext_lazy("工作人员更正"), "int": gettext_lazy("按整数读取"),
    "money": gettext_lazy("按金额读取"), "repair": gettext_lazy("按工作人员的修复读取"),
}
"""Reading rule → what it does, in the reader's words; a rule that is missing here shows its own name."""


def natural_holder(face: Face | None, values: Mapping[str, Any]) -> bool | None:
    """Whether the first holder is a person, by the look of the name; None where the row itself says it."""
    if face is None or values.get(face.holder_kind):
        return None
    named = holders(face, values)
    return looks_like_a_person(named[0][0]) if named and not named[0][1] else None


@dataclass(frozen=True, slots=True)
class OriginMark:
    """Where one value comes from: file, place, column or element, load, rule, and the two times."""

    label: str
    source: str
    source_name: str
    file: str
    file_name: str
    place: str
    path: str
    rule: str
    rule_words: str
    load: str
    true_from: date | None
    known_from: datetime | None
    also: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Fact:
    """One field as the page shows it; `masked` where the reader may not see it in full.

    `code` is what the line stands for, where it is the word for a stored code.
    """

    name: str
    label: str
    lines: tuple[str, ...]
    origin: OriginMark | None = None
    masked: bool = False
    long: bool = False
    code: str = ""


@dataclass(frozen=True, slots=True)
class Teller:
    """Turns merged values into facts, with the names of files and sources looked up once per page."""

    tools: Toolbox
    files: Mapping[str, str] = field(default_factory=dict)

    def fact(self, declared: Field, told: Told, shown: Any, *, masked: bool = False) -> Fact:
        """One field: what is shown of it, and the mark of its origin."""
        label = label_of(declared)
        origin = self.mark(label, told.statement, told.origin)
        also = tuple(
            (source_name(row["source"], self.tools), "、".join(self.lines(declared, value)))
            for value, row in ([] if masked else told.others)
        )
        return Fact(
            declared.name, label, self.lines(declared, shown), _with(origin, also), masked, declared.type == "text",
            code=shown if isinstance(shown, str) and self.word(declared.name, shown) else "",
        )

    def mark(self, label: str, row: Mapping[str, Any], place: FieldOrigin | None) -> OriginMark:
        """The mark of a statement's origin, of one field where its place is known."""
        rule = place.rule if place else ""
        known = row["known_from"]
        return OriginMark(
            label, row["source"], source_name(row["source"], self.tools), row["file"] or "",
            self.files.get(row["file"], ""), row["place"] or "", place.path if place else "", rule,
            str(RULES.get(rule.partition(":")[0], "")), row["load"],
            row["true_from"], datetime.fromisoformat(known) if isinstance(known, str) else known,
        )

    def lines(self, declared: Field, value: Any) -> tuple[str, ...]:
        """A value as texts: words for codes and counties, money with separators, a list line by line."""
        if isinstance(value, list | tuple):
            return tuple(str(one) for one in value)
        if isinstance(value, str) and (word := self.word(declared.name, value)):
            return (word,)
        if isinstance(value, bool):
            return (_("是") if value else _("否"),)
        if isinstance(value, Decimal):
            return (f"{value:,.2f}",)
        return (value.isoformat() if isinstance(value, date) else str(value),)

    def word(self, name: str, code: str) -> str:
        """What people call a stored code of a field; "" for a field that holds no codes, or for a code that is none."""
        word = word_of_code(name, code, self.tools.areas, english=_english())
        return _(word) if word else ""          # the catalogue's entry for "" is its own head

    def county(self, code: str) -> str:
        """What people call the place of a county code, in the language of the page; the code where it is elsewhere."""
        return _(word_of(code, self.tools.areas, english=_english()))


def word_of_code(name: str, code: str, areas: AreaBook, *, english: bool = False) -> str:
    """What people call a stored code of a field; "" for a field that holds no codes, and for a code that nobody knows."""
    if name in CHOICES:
        return CHOICES[name].get(code, "")
    if name == "county":
        return word_of(code, areas, english=english)
    named: Mapping[str, Mapping[str, Area | Office | Language]] = {
        "area": {area.code: area for area in areas.areas}, "office": OFFICES, "language": LANGUAGES,
    }
    found = named.get(name, {}).get(code)
    return (found.en if english else found.zh) if found else ""


def teller(tools: Toolbox, statements: Iterable[Mapping[str, Any]]) -> Teller:
    """A teller that knows the file names of these statements."""
    digests = {row["file"] for row in statements if row["file"]}
    names = LoadFile.objects.filter(digest__in=digests).values_list("digest", "name")
    return Teller(tools, dict(names))


def label_of(declared: Field) -> str:
    """A field's label in the language of the page."""
    return declared.en.capitalize() if _english() else declared.zh


def _english() -> bool:
    return (get_language() or "zh").startswith("en")


def _with(mark: OriginMark, also: tuple[tuple[str, str], ...]) -> OriginMark:
    return replace(mark, also=also)
