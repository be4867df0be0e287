"""Empty templates: what an officer downloads can be filled in and read back."""

import io

import pytest
from openpyxl import load_workbook

from yuzhi.engines.formats.templates import LISTS_SHEET, NOTES_SHEET, TEMPLATES
from yuzhi.engines.reading.blanks import csv_template, workbook

ALL = pytest.mark.parametrize("template", TEMPLATES.values(), ids=lambda template: template.name)


@ALL
def test_a_workbook_has_its_titles_its_notes_and_hidden_choices(template):
    book = load_workbook(io.BytesIO(workbook(template, ["榆阳区", "神木市"])))
    assert book.sheetnames == [template.zh, NOTES_SHEET, LISTS_SHEET]
    assert book[LISTS_SHEET].sheet_state == "hidden"
    data = book[template.zh]
    assert [cell.value for cell in data[1]] == [column.title for column in template.columns]
    assert data.max_row == 1, "the example belongs on the sheet of notes"
    notes = [[cell.value or "" for cell in row] for row in book[NOTES_SHEET].iter_rows(min_row=4)]
    assert [(row[0], row[1]) for row in notes] == [
        (column.zh, "必填" if column.required else "选填") for column in template.columns
    ]


def test_a_choice_is_offered_from_the_hidden_sheet():
    template = TEMPLATES["pledges"]
    book = load_workbook(io.BytesIO(workbook(template, ["榆阳区", "神木市"])))
    checks = {str(check.sqref).split("2:")[0]: check for check in book[template.zh].data_validations.dataValidation}
    lists = book[LISTS_SHEET]
    offered = {letter: [cell.value for cell in lists[letter] if cell.value] for letter in checks}
    titles = {cell.column_letter: cell.value for cell in book[template.zh][1]}
    by_title = {titles[letter]: choices for letter, choices in offered.items()}
    assert by_title["权利类型"] == ["专利", "商标", "著作权", "混合"]
    assert by_title["是否续贷"] == ["是", "否"]
    assert by_title["所在县（市、区）"] == ["榆阳区", "神木市"]
    assert by_title["记录操作"] == ["撤回"]
    assert all(check.formula1.startswith("'选项'!$") for check in checks.values())


def test_identifying_numbers_are_text_so_that_no_program_rounds_them():
    template = TEMPLATES["pledges"]
    sheet = load_workbook(io.BytesIO(workbook(template)))[template.zh]
    formats = {sheet.cell(1, index).value: sheet.column_dimensions[sheet.cell(1, index).column_letter].number_format
               for index in range(1, len(template.columns) + 1)}
    assert formats["*质押登记号"] == "@"
    assert formats["*登记日"] == "yyyy-mm-dd"


@ALL
def test_a_csv_opens_in_a_spreadsheet_program_with_its_titles(template):
    data = csv_template(template)
    assert data.startswith(b"\xef\xbb\xbf") and data.endswith(b"\r\n")
    assert data.decode("utf-8-sig").strip().split(",") == [column.title for column in template.columns]
