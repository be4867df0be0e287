"""Where a value comes from: file, place in it, and the rule that read it."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Origin:
    """The place of one record: which bytes, and where in them.

    `file` is the sha256 of the bytes as received. `place` names the spot as its reader would: for
    sheets `Sheet1!7` (1-based row, as spreadsheet programs count), for line files `line 12`, for
    XML `member.xml` inside an archive or `/` for the document itself.

    >>> str(Origin("ab" * 32, "Sheet1!7"))
    'abababab…!Sheet1!7'
    """

    file: str
    place: str

    def __str__(self) -> str:
        return f"{self.file[:8]}…!{self.place}"


@dataclass(frozen=True, slots=True)
class FieldOrigin:
    """Where one field of a record was read, below the record's own place, and by which rule.

    `path` is a column title (`申请日`), or an element path from the record's root
    (`BibliographicData/InventionTitle`). `rule` names the reading rule (`day`, `text`,
    `county_of_address`, `repair:12`).
    """

    path: str
    rule: str


FieldOrigins = Mapping[str, FieldOrigin]
