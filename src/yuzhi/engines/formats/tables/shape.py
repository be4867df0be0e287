"""What a table and a field are."""

from dataclasses import dataclass
from typing import Literal

FieldType = Literal["str", "text", "day", "int", "bool", "money", "list"]
"""`str` a short text · `text` a long one · `day` a legal date (Asia/Shanghai) · `int` · `bool` ·
`money` CNY, two decimals · `list` an ordered list of short texts."""


Personal = Literal["", "name", "phone", "address"]


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table, with its label in both languages.

    `personal` marks personal data, masked by role: `name` of a natural person, `phone`, `address`
    (shown to the county for natural persons), or "" for what anyone may see.
    """

    name: str
    zh: str
    en: str
    type: FieldType = "str"
    personal: Personal = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One typed, append-only table of the lake. `right` says that its keys are rights with a page."""

    name: str
    zh: str
    en: str
    fields: tuple[Field, ...]
    right: bool = False

    def field(self, name: str) -> Field:
        """The field of that name; KeyError where there is none."""
        found = next((f for f in self.fields if f.name == name), None)
        if found is None:
            raise KeyError(f"{self.name} has no field {name}; it has {', '.join(self.names)}")
        return found

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all fields, in order."""
        return tuple(f.name for f in self.fields)


def column(name: str, zh: str, en: str, type: FieldType = "str", personal: Personal = "") -> Field:
    """A field, written shortly."""
    return Field(name, zh, en, type, personal)


COUNTY = (
    column("county", "县（市、区）", "county code"),
    column("county_reason", "县（市、区）认定理由", "reason for the county"),
)
