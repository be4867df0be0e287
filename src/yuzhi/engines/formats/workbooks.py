"""Rows as an xlsx workbook in which every text stays a text: nothing runs when it is opened or edited."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell, WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from yuzhi.engines.formats.csvs import STARTS_A_FORMULA

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_CELL = 32_767
"""Units: characters that a cell holds. Source: ECMA-376, part 1, 18.3.1.4; the limit of the common programs."""
_NARROW, _WIDE = 10, 60


def workbook(sheets: Sequence[tuple[str, Sequence[str], Iterable[Sequence[Any]]]]) -> bytes:
    """The workbook with these sheets: (title, header or (), rows). A header stays in sight.

    Texts that a spreadsheet would take for a formula are marked as texts, also for whoever edits the cell. Signs that no
    workbook may hold are left out; a text that is too long for a cell is cut, and ends with “…”.
    """
    book = Workbook(write_only=True)
    for title, header, rows in sheets:
        page = book.create_sheet(title)
        kept = [list(row) for row in rows]
        for place, width in enumerate(_widths([header, *kept]), 1):
            page.column_dimensions[get_column_letter(place)].width = width
        if header:
            page.freeze_panes = "A2"
            page.append([_cell(page, text, bold=True) for text in header])
        for row in kept:
            page.append([_cell(page, value) for value in row])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def _cell(page: WriteOnlyWorksheet, value: Any, *, bold: bool = False) -> Cell:
    if isinstance(value, list | tuple):
        value = "；".join(str(one) for one in value)
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time.min)
    if value is None or isinstance(value, bool | int | float | datetime):
        return WriteOnlyCell(page, value)
    text = ILLEGAL_CHARACTERS_RE.sub("", str(value))
    cell = WriteOnlyCell(page, text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - 1] + "…")
    cell.data_type = "s"
    if bold:
        cell.font = Font(bold=True)
    if text.startswith(STARTS_A_FORMULA):
        cell.quotePrefix = True      # else a click into the cell and out again would make it a formula
    if "\n" in text or len(text) > _WIDE:
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    return cell


def _widths(rows: Sequence[Sequence[Any]]) -> list[int]:
    """A width for each column, in characters: as wide as its texts, within bounds; a Chinese character counts two."""
    widths: list[int] = []
    for row in rows:
        for place, value in enumerate(row):
            if place == len(widths):
                widths.append(_NARROW)
            shown = "；".join(str(one) for one in value) if isinstance(value, list | tuple) else str("" if value is None else value)
            wide = sum(2 if ord(letter) > 0x2E7F else 1 for letter in shown[:_WIDE]) + 2
            widths[place] = min(_WIDE, max(widths[place], wide))
    return widths
