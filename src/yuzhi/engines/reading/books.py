"""Workbooks as rows of text: what a person sees in each cell, numbers in full, formulas by their results."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime, time
from typing import Any, TypeVar

from openpyxl import load_workbook
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from yuzhi.engines.reading.packages import check_package
from yuzhi.engines.reading.rows import UNCALCULATED
from yuzhi.engines.reading.sources import Document
from yuzhi.kernel.errors import BadFile

_EXACT_FLOAT = 10**15
"""A spreadsheet keeps 15 digits of a number; longer ones were rounded."""

_TELL = 256

T = TypeVar("T")


def book_sheets(document: Document) -> Iterator[tuple[str, bool, Iterator[tuple[int, list[str]]]]]:
    """Every worksheet: its title, whether it is hidden, and its rows as texts with the number of each.

    Raises: BadFile for damaged or hostile workbooks.
    """
    failed = _failed_cells(document) if check_package(document.path, document.name) else {}
    with document.path.open("rb") as file, _guarded(document, lambda: CalamineWorkbook.from_filelike(file)) as book:
        listed = [told for told in book.sheets_metadata if told.typ is SheetTypeEnum.WorkSheet]
        for place, told in enumerate(listed):
            hidden = told.visible is not SheetVisibleEnum.Visible
            rows_of = _sheet_rows(document, book, told.name, (place, len(listed)))
            yield told.name, hidden, _marked(rows_of, failed[told.name]) if told.name in failed else rows_of


def _failed_cells(document: Document) -> dict[str, dict[int, dict[int, str]]]:
    """What stands in cells whose formula failed, by sheet, row and column; the quick library leaves them blank.

    A formula whose result was never stored (programs that write workbooks without opening them) is told as such.
    """
    try:
        with document.path.open("rb") as file, document.path.open("rb") as again:      # by bytes: a name may lie
            return _failed(load_workbook(file, read_only=True, data_only=True), load_workbook(again, read_only=True))
    except Exception as damage:     # this library names no errors of its own for workbooks that are damaged
        raise _unreadable(document, damage) from damage


def _failed(results: Any, formulas: Any) -> dict[str, dict[int, dict[int, str]]]:
    found: dict[str, dict[int, dict[int, str]]] = {}
    for sheet, written in zip(results.worksheets, formulas.worksheets, strict=True):
        for cells, behind in zip(sheet.iter_rows(), written.iter_rows(), strict=True):
            for cell, formula in zip(cells, behind, strict=True):
                lost = formula.data_type == "f" and cell.value is None
                # A cell that was never written has no place; one that failed or waits for its result was written.
                if lost or cell.data_type == "e":
                    at, text = (formula, UNCALCULATED) if lost else (cell, str(cell.value))
                    found.setdefault(sheet.title, {}).setdefault(at.row, {})[at.column - 1] = text
    return found


def _marked(
    rows_of: Iterable[tuple[int, list[str]]], failed: Mapping[int, Mapping[int, str]]
) -> Iterator[tuple[int, list[str]]]:
    for number, texts in rows_of:
        for index, text in failed.get(number, {}).items():
            texts.extend([""] * (index + 1 - len(texts)))
            texts[index] = text
        yield number, texts


def _sheet_rows(
    document: Document, book: CalamineWorkbook, name: str, part: tuple[int, int]
) -> Iterator[tuple[int, list[str]]]:
    """The rows of a sheet; `part` is its place among how many sheets, which count alike in how far the reader is."""
    sheet = _guarded(document, lambda: book.get_sheet_by_name(name))
    top, left = sheet.start or (0, 0)
    margin = [""] * left
    for offset, cells in enumerate(sheet.iter_rows()):
        if not offset % _TELL:
            document.tell((part[0] + offset / max(sheet.height, 1)) / part[1])
        yield top + offset + 1, margin + [cell if type(cell) is str else text_of(cell) for cell in cells]


def _guarded(document: Document, act: Callable[[], T]) -> T:
    """What the spreadsheet library answers; its complaints become ours."""
    try:
        return act()
    except (CalamineError, OSError, ValueError, KeyError) as damage:
        raise _unreadable(document, damage) from damage


def _unreadable(document: Document, damage: Exception) -> BadFile:
    return BadFile(f"《{document.name}》：工作簿无法读取（{str(damage)[:120]}），没有入库。请用表格软件另存为 xlsx。")


def text_of(cell: object) -> str:
    """A workbook's cell as the text that a person sees in it, numbers in full.

    Numbers beyond 15 digits keep their scientific notation: an exact rule then says that digits were lost.

    >>> text_of(201220249767.4), text_of(202010000000.0), text_of(9.16109e17), text_of(0.1 + 0.2)
    ('201220249767.4', '202010000000', '9.16109000000000e+17', '0.3')
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    return str(cell)


def _number(cell: int | float) -> str:
    if not abs(cell) < _EXACT_FLOAT:
        return f"{float(cell):.14e}"
    return str(int(cell)) if cell == int(cell) else f"{cell:.15g}"
