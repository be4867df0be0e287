"""How the rows of one mapped spreadsheet are read: worked out once for a file."""

from collections.abc import Mapping
from typing import Any

from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.formats.templates import TEMPLATES
from yuzhi.engines.reading.mapping import SheetMapping
from yuzhi.engines.reading.mapping.cells import cell_rule
from yuzhi.engines.reading.mapping.declared import MappedColumn
from yuzhi.engines.reading.mapping.fields import UNITS, needed, offer, stated_unit
from yuzhi.engines.reading.rows import Row, Rule
from yuzhi.engines.reading.sources import Context
from yuzhi.kernel.errors import BadFile, BadValue
from yuzhi.kernel.origin import FieldOrigin
from yuzhi.packs.cn.sources.templates.plan import NUMBERS

FIXED = "（固定内容）"
"""What stands for a column in the origin of a value that the mapping says for all rows."""


class MappedPlan:
    """The columns of a mapping with their rules, and what all rows have in common."""

    __slots__ = ("constants", "context", "ignored", "mapping", "must", "numbers", "places", "steps", "template", "titles")

    def __init__(self, mapping: SheetMapping, context: Context) -> None:
        if mapping.missing:
            raise BadFile(f"列名对照里没有 {'、'.join(mapping.missing)}，不能确定每一行是哪一件，没有入库。请在数据中心补全对照。")
        self.mapping, self.context = mapping, context
        self.template = TEMPLATES[mapping.table]
        self.must = needed(self.template)
        self.steps = tuple((one.title, one.field, _rule(mapping, one, context)) for one in mapping.used)
        self.titles = {field: title for title, field, _ in self.steps}
        self.ignored = frozenset(one.title for one in mapping.columns if not one.field)
        self.constants = _constants(mapping, context)
        self.numbers = tuple(one.field for one in self.template.columns if one.rule in NUMBERS)
        self.places = "county" in TABLES[mapping.table].names

    def values(self, row: Row) -> dict[str, Any]:
        """The values of a row with the constants; what cannot be read is noted in the row.

        Raises: BadFile for a column that nobody reads.
        """
        values: dict[str, Any] = {}
        for title, field, rule in self.steps:
            required = field in self.must
            if title not in row.cells:
                if required:
                    row.fault(title, f"“{title}”是必需的，这里是空的：请补上后重新读取。")
                continue
            value = row.take(title, rule, required=required, field=field)
            if value is not None:
                values[field] = value
        row.finish(ignore=self.ignored)
        for field, value in self.constants.items():
            values[field], row.fields[field] = value, FieldOrigin(FIXED, "constant")
        return values

    def agree(self, stated: str | None) -> None:
        """Nothing, where the unit of sums that a file states above its header is the one that its columns are read in.

        Raises: BadFile else: ten thousand times too much is worse than nothing.
        """
        if stated is None or UNITS[stated] == self.mapping.stated:
            return
        for one in self.mapping.used:
            found = offer(self.mapping.table, one.field)
            if found and found.rule == "money_yuan" and stated_unit(one.title) is None and one.unit != stated:
                raise BadFile(
                    f"表头上方写着单位是{UNITS[stated]}，而“{self.mapping.zh or self.mapping.name}”的“{one.title}”一列按{UNITS[one.unit]}读，"
                    "没有入库。单位确实改了的，请在数据中心为它存一个新版本；写错了的，请改好原件再交。"
                )

    def title(self, field: str) -> str:
        """The column that fills a field, as faults name it."""
        return self.titles.get(field, FIXED if field in self.constants else "")


def _rule(mapping: SheetMapping, column: MappedColumn, context: Context) -> Rule[Any]:
    found = offer(mapping.table, column.field)
    assert found is not None
    return cell_rule(column, found.rule, context.areas)


def _constants(mapping: SheetMapping, context: Context) -> Mapping[str, Any]:
    """The constants as values.

    Raises: BadFile where one cannot be read: no row could be right.
    """
    found = {}
    for field, text in mapping.constants.items():
        try:
            found[field] = _rule(mapping, MappedColumn(FIXED, field), context).parse(text)
        except BadValue as bad:
            raise BadFile(f"固定内容“{text}”读不懂，没有入库。{bad.sentence}") from bad
    return found
