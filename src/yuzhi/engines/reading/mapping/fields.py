"""The fields that a column of somebody else's spreadsheet may fill: those of our own template, and the county."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.formats.templates import AREA_TITLE, MADE, TEMPLATES, WITHDRAWAL, Column, Template

SEVERAL = frozenset({"list_semicolon", "ipc_list", "cpc_list", "locarno_list", "credit_codes", "nice_classes"})
"""Rules of cells that hold several values."""
SEPARATORS: Mapping[str, str] = {"": "分号", "、": "顿号", "|": "竖线", ",": "逗号", "/": "斜线"}
UNITS: Mapping[str, str] = {"": "元", "wan": "万元", "yi": "亿元"}
_STATED = re.compile(r"单位\s*[:：为是]?\s*(?:人民币)?\s*(亿元|万元|元)|[(（\[【]\s*(?:人民币)?\s*(亿元|万元|元)\s*[)）\]】]|(亿元|万元)")
ORDERS: Mapping[str, str] = {"": "年月日", "dmy": "日月年", "mdy": "月日年"}


def stated_unit(text: str) -> str | None:
    """The unit of sums that a title or a line above the header states: a key of UNITS, None where it states none.

    >>> stated_unit("质押金额（万元）"), stated_unit("单位：元"), stated_unit("质押金额")
    ('wan', '', None)
    """
    found = _STATED.search(text)
    if found is None:
        return None
    said = next(filter(None, found.groups()))
    return next(unit for unit, zh in UNITS.items() if zh == said)


@dataclass(frozen=True, slots=True)
class Offer:
    """One field that a column may fill. `key` fields tell rows apart; `advised` ones our own template insists on."""

    column: Column
    key: bool
    advised: bool

    @property
    def field(self) -> str:
        """The field's name."""
        return self.column.field

    @property
    def zh(self) -> str:
        """What people call it; the unit is chosen beside it."""
        return self.column.zh.replace("（元）", "")

    @property
    def rule(self) -> str:
        """The rule that reads its cells."""
        return self.column.rule


@lru_cache(maxsize=64)
def offers(table: str) -> tuple[Offer, ...]:
    """The fields of a table in the order of its template, what must be known first.

    Raises: KeyError for a table without a template.
    """
    template = TEMPLATES[table]
    columns = [one for one in template.columns if one.field not in (WITHDRAWAL, MADE)]
    if "county" in TABLES[table].names and not template.has("county"):
        columns.append(Column(AREA_TITLE, "county", "area", False, (), "", ""))
    must = needed(template)
    listed = [Offer(one, one.field in must, one.required and one.field not in must) for one in columns]
    return tuple(sorted(listed, key=lambda one: (not one.key, not one.advised)))


def needed(template: Template) -> frozenset[str]:
    """The fields without which a row is about nothing."""
    return frozenset(one.field for one in template.columns if one.required and one.field in template.key)


def offer(table: str, field: str) -> Offer | None:
    """The offer of that name, None where the table has none."""
    return next((one for one in offers(table) if one.field == field), None)
