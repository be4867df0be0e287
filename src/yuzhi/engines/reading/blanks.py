"""Empty templates for officers to fill in: a workbook that checks what is typed, or a CSV with the titles."""

import csv
import io
from collections.abc import Mapping, Sequence

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from yuzhi.engines.formats.templates import LISTS_SHEET, NOTES_SHEET, Column, Template

ROWS = 50_000
"""How many rows carry formats and checks."""

_MUST, _MAY = PatternFill("solid", fgColor="B83A2E"), PatternFill("solid", fgColor="2F4F4F")
_TITLE_FONT = Font(name="宋体", bold=True, color="FFFFFF", size=11)
_EDGE = Border(bottom=Side("thin", color="999999"), right=Side("thin", color="999999"))
_WIDTHS = {"day": 13, "int": 10, "year": 8, "bool_shi_fou": 8, "credit_code": 22, "application_number": 20}
_LONG = {"abstract", "title", "address", "goods", "detail", "first_claim", "applicants"}
_FORMATS = {"day": "yyyy-mm-dd", "int": "0", "year": "0", "money_yuan": "#,##0.00"}
_ADVICE = "第一行是列名，请勿改动；次序可以调整，不用的选填列可以删去。带 * 的列必填。示例只写在本页。"
_NOTE_TITLES = ("列名", "是否必填", "含义与写法", "可选项", "示例")


def workbook(template: Template, areas: Sequence[str] = ()) -> bytes:
    """The template as an xlsx workbook: the empty sheet, 填写说明, and a hidden sheet with the choices.

    `areas` are the names that the column of the area offers. Cells are text unless they are days or numbers, so
    that a spreadsheet program does not round a number.
    """
    book = Workbook()
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    sheet.title = template.zh
    notes = book.create_sheet(NOTES_SHEET)
    lists = book.create_sheet(LISTS_SHEET)
    lists.sheet_state = "hidden"
    for index, column in enumerate(template.columns, 1):
        choices = areas if column.rule == "area" else column.choices
        _title(sheet, index, column)
        _offer(sheet, lists, index, choices, strict=column.rule != "area")
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(template.columns))}1"
    _explain(notes, template, {"area": areas})
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def csv_template(template: Template) -> bytes:
    """The template as a CSV with its titles only, in UTF-8 with the mark that spreadsheet programs look for."""
    written = io.StringIO()
    csv.writer(written, lineterminator="\r\n").writerow([column.title for column in template.columns])
    return written.getvalue().encode("utf-8-sig")


def _title(sheet: Worksheet, index: int, column: Column) -> None:
    cell = sheet.cell(1, index, column.title)
    cell.fill = _MUST if column.required else _MAY
    cell.font = _TITLE_FONT
    cell.border = _EDGE
    cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
    width = 40 if column.field in _LONG else _WIDTHS.get(column.rule, 18)
    letter = get_column_letter(index)
    sheet.column_dimensions[letter].width = max(width, 2 * len(column.title) + 2)
    sheet.column_dimensions[letter].number_format = _FORMATS.get(column.rule, "@")


def _offer(sheet: Worksheet, lists: Worksheet, index: int, choices: Sequence[str], *, strict: bool) -> None:
    """Puts the choices in the hidden sheet and lets the column pick from them."""
    if not choices:
        return
    letter = get_column_letter(index)
    for row, choice in enumerate(choices, 1):
        lists.cell(row, index, choice)
    span = f"{quote_sheetname(LISTS_SHEET)}!${letter}$1:${letter}${len(choices)}"
    check = DataValidation(type="list", formula1=span, allow_blank=True, showErrorMessage=strict)
    check.errorTitle, check.error = "不在可选项中", "请从下拉列表中选择，或留空。"
    check.add(f"{letter}2:{letter}{ROWS}")
    sheet.add_data_validation(check)


def _explain(notes: Worksheet, template: Template, offered: Mapping[str, Sequence[str]]) -> None:
    notes.append([f"{template.zh}：填写说明"])
    notes.append([_ADVICE])
    notes.append(list(_NOTE_TITLES))
    for column in template.columns:
        choices = "、".join(offered.get(column.rule, ()) or column.choices)
        notes.append([column.zh, "必填" if column.required else "选填", column.hint, choices, column.example])
    notes["A1"].font = Font(name="宋体", bold=True, size=14)
    for index, width in enumerate((32, 10, 60, 50, 26), 1):
        notes.column_dimensions[get_column_letter(index)].width = width
        notes.cell(3, index).font = _TITLE_FONT
        notes.cell(3, index).fill = _MAY
    for row in notes.iter_rows(min_row=4):
        for cell in row:
            cell.number_format = "@"
            cell.alignment = Alignment(vertical="top", wrap_text=True)
