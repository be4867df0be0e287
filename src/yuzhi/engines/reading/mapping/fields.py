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
ORDERS: Mapping[str, str] = {"": "年月日", "dmy": "日月年", "mdy": "月日年"}


_UNIT = re.compile(r"([亿万])元|(?:单位[:：]?\s*|[(（/\[【]\s*|[金费额款价值])(?:人民币)?元(?![器件素])")
_NAMED = {"": "", "万": "wan", "亿": "yi"}


def unit_in(text: str) -> str | None:
    """The unit of sums that a title or a line above the header states; None where it states none, or several.

    >>> unit_in("质押金额（万元）"), unit_in("单位：亿元"), unit_in("金额/元"), unit_in("金额"), unit_in("元器件企业")
    ('wan', 'yi', '', None, None)
    """
    said = {_NAMED[one] for one in _UNIT.findall(text)}
    return said.pop() if len(said) == 1 else None


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
