"""Rows as they were received, taken apart strictly: read a column, name it as ignored, or stop."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from yuzhi.engines.reading.records import Fault
from yuzhi.engines.reading.sources import Context
from yuzhi.kernel.errors import BadFile, BadValue
from yuzhi.kernel.origin import FieldOrigin, Origin

T = TypeVar("T")

UNCALCULATED = "#公式没有存下结果"
"""What stands for a cell whose formula has no stored result."""
FAILED_FORMULAS = frozenset({
    "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#SPILL!", "#CALC!", "#GETTING_DATA",
})
"""What spreadsheet programs show in place of a value that could not be computed."""

_UNREAD = re.compile("没有人读 “(.+?)” 这一列（或几列）。", re.DOTALL)
_SCIENTIFIC = re.compile(r"([1-9])(?:\.(\d+))?[Ee]\+?(\d{1,3})")


@dataclass(frozen=True, slots=True)
class Rule(Generic[T]):
    """One named way to read a cell. `parse` raises BadValue.

    `exact` says that the text identifies something, so a rounded number must not pass for it.
    """

    name: str
    parse: Callable[[str], T]
    exact: bool = False


class Row:
    """One row: cells by title, and the place they stand at.

    Takes note of every field's origin and of every cell that could not be read, so that one look at the
    quarantine shows all that is wrong with a row.
    """

    __slots__ = ("_context", "_plain", "_taken", "cells", "faults", "fields", "origin")

    def __init__(self, cells: Mapping[str, str], origin: Origin, context: Context | None = None) -> None:
        self.cells = cells
        self.origin = origin
        self.faults: list[Fault] = []
        self.fields: dict[str, FieldOrigin] = {}
        self._taken: set[str] = set()
        self._context = context
        self._plain = context is None or not (context.repairs or context.lookups)

    def take(self, column: str, rule: Rule[T], *, required: bool = False, field: str = "") -> T | None:
        """The value of a column read by a rule; None where it is blank or could not be read.

        A cell that cannot be read, or is blank although required, becomes a Fault in `faults`. With `field`,
        the origin of that field is noted.
        """
        self._taken.add(column)
        text, name = self.cells.get(column, ""), rule.name
        if not self._plain:
            text, name = self._repaired(column, text.strip(), name)
        if not text or not (text := text.strip()):
            if required:
                self.fault(column, f"“{column}”是必填项，这里是空的：请补上后重新读取。")
            return None
        if text == UNCALCULATED:
            self.fault(column, "这一格是公式，文件里没有存下算出的值：请用表格软件打开原件、保存后重新提交。")
            return None
        if text[0] == "#" and text in FAILED_FORMULAS:
            self.fault(column, f"“{text}”是公式出错的结果，不是内容：请在原件中改成实际的值后重新提交。")
            return None
        try:
            value = rule.parse(_exactly(text) if rule.exact and ("E" in text or "e" in text) else text)
        except BadValue as bad:
            self.fault(column, bad.sentence)
            return None
        if field:
            self.fields[field] = _field_origin(column, name)
        return value

    def blank(self, column: str) -> bool:
        """Whether there is nothing in the column, and nobody repaired it."""
        return self._plain and not self.cells[column]

    def fault(self, column: str, reason: str) -> None:
        """Notes that a column cannot be read, and why."""
        self.faults.append(Fault(self.origin, column, self.cells.get(column, ""), reason, dict(self.cells)))

    def finish(self, ignore: Collection[str] = ()) -> None:
        """Makes sure that nothing was overlooked.

        Raises: BadFile naming every column that nobody took and nobody ignores.
        """
        unread = self.cells.keys() - self._taken
        unread = unread.difference(ignore) if unread else unread
        if unread and self._context:
            unread -= self._context.ignored
        if unread:
            raise unknown_columns(self.origin.place, [title for title in self.cells if title in unread])

    def _repaired(self, column: str, text: str, name: str) -> tuple[str, str]:
        context = self._context
        assert context is not None
        repair = context.repaired(self.origin.place, column, text)
        return (repair[0].strip(), f"repair:{repair[1]}") if repair else (text, name)


@lru_cache(maxsize=4096)
def _field_origin(column: str, name: str) -> FieldOrigin:
    """One value for all rows: a file has few columns and many rows."""
    return FieldOrigin(column, name)


def unknown_columns(place: str, titles: Iterable[str]) -> BadFile:
    """The error that stops a file whose columns nobody reads."""
    named = "、".join(f"“{title}”" for title in titles)
    return BadFile(
        f"{place}：没有人读 {named} 这一列（或几列）。为避免漏读，整个文件没有入库。"
        "请改用平台模板的列名、删去多余的列，或在数据中心把它们列为忽略后重新读取。"
    )


def unread_titles(sentence: str) -> list[str]:
    """The titles that `unknown_columns` named in this sentence; none where it is another sentence.

    >>> unread_titles(unknown_columns("Sheet1!2", ["备注", "经办人"]).sentence)
    ['备注', '经办人']
    """
    named = _UNREAD.search(sentence)
    return named[1].split("”、“") if named else []


def missing_columns(place: str, titles: Iterable[str]) -> BadFile:
    """The error that stops a file without the columns that it must have."""
    named = "、".join(f"“{title}”" for title in titles)
    return BadFile(
        f"{place}：缺少必需的列 {named}，整个文件没有入库。请补上后重新提交，可从数据中心下载空白模板对照。"
    )


def _exactly(text: str) -> str:
    """The text, or the whole number that scientific notation spells in full.

    Raises: BadValue where digits were lost.
    """
    match = _SCIENTIFIC.fullmatch(text)
    if match is None:
        return text
    lead, decimals, power = match[1], match[2] or "", int(match[3])
    if len(decimals) < power:
        raise BadValue(
            f"“{text}”已被表格软件改成科学计数法，丢失了后面的位数，无法还原："
            "请在原件中把该列设为“文本”格式，重新填写完整号码。"
        )
    return f"{lead}{decimals[:power]}" + (f".{decimals[power:]}" if decimals[power:] else "")
