"""Sheets: headers are found, cells keep their text, nothing is overlooked."""

from datetime import date, datetime

import pytest

from yuzhi.engines.reading.records import Skipped
from yuzhi.engines.reading.rows import UNCALCULATED, Row
from yuzhi.engines.reading.rules import RULES
from yuzhi.engines.reading.sheets import rows
from yuzhi.engines.reading.tests.offices import CONTEXT, SHEET, book_of, file_of, with_member
from yuzhi.kernel.errors import BadFile


def header(texts):
    titles = {text.strip() for text in texts}
    return {text: text.strip() for text in texts if text.strip()} if {"号码", "日期"} <= titles else None


def read(folder, data, name="file.csv", **more):
    return list(rows(file_of(folder, data, name), CONTEXT, header, **more))


def cells(found):
    return [dict(row.cells) for row in found if isinstance(row, Row)]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_a_csv_is_read_in_every_encoding_that_offices_use(tmp_path, encoding):
    found = read(tmp_path, "号码,日期,名称\r\n1,2024-01-02,榆林市㐀\r\n".encode(encoding))
    assert cells(found) == [{"号码": "1", "日期": "2024-01-02", "名称": "榆林市㐀"}]


def test_a_cell_may_hold_lines_and_the_place_is_where_its_row_begins(tmp_path):
    found = read(tmp_path, '号码,日期\n"一\n二",x\n3,y\n'.encode())
    assert [(row.origin.place, row.cells["号码"]) for row in found] == [("line 2", "一\n二"), ("line 4", "3")]


def test_formulas_in_a_csv_stay_text(tmp_path):
    found = read(tmp_path, '号码,日期\n=1+1,"=HYPERLINK(""http://x"")"\n+1,@SUM\n'.encode())
    assert [list(row.values()) for row in cells(found)] == [["=1+1", '=HYPERLINK("http://x")'], ["+1", "@SUM"]]


def test_a_formula_that_failed_is_told_whatever_the_file_is_called(tmp_path):
    cells_of = "".join(f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in ("号码", "日期"))
    sheet = SHEET.format(f'<row r="1">{cells_of}</row><row r="2"><c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B2"><v>1</v></c></row>')
    book = with_member(book_of(("表", [["x"]])), "xl/worksheets/sheet1.xml", sheet.encode())
    for name in ("a.xlsx", "a1b2c3", "a.csv"):       # the archive keeps files under their sha256
        assert cells(read(tmp_path, book, name)) == [{"号码": "#DIV/0!", "日期": "1"}]


def test_a_heading_may_stand_above_the_header(tmp_path):
    book = book_of(("表", [["榆林市登记表"], [], ["制表日", "2024-05-01"], ["号码", "日期"], ["1", "x"]]))
    found = read(tmp_path, book, "a.xlsx")
    assert [(row.origin.place, dict(row.cells)) for row in found] == [("表!5", {"号码": "1", "日期": "x"})]


def test_numbers_and_days_of_a_workbook_become_the_text_that_people_see(tmp_path):
    book = book_of(("表", [
        ["号码", "日期"], [201220249767.4, datetime(2024, 5, 31)], [202010000000, date(2024, 6, 1)], [0.1 + 0.2, True],
        [916108001234567890, None],
    ]))
    found = cells(read(tmp_path, book, "a.xlsx"))
    assert [list(row.values()) for row in found] == [
        ["201220249767.4", "2024-05-31"], ["202010000000", "2024-06-01"], ["0.3", "是"],
        ["9.16108001234568e+17", ""],
    ]


def test_a_formula_gives_its_result_and_a_failed_one_says_so(tmp_path):
    book = book_of(("表", [["号码", "日期"], ["x", "y"]]))
    cells_of = (
        '<row r="1"><c r="A1" t="str"><v>号码</v></c><c r="B1" t="str"><v>日期</v></c></row>'
        '<row r="3"><c r="A3"><f>6*7</f><v>42</v></c><c r="B3" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'
    )
    data = with_member(book, "xl/worksheets/sheet1.xml", SHEET.format(cells_of).encode())
    (row,) = read(tmp_path, data, "a.xlsx")
    assert (row.origin.place, dict(row.cells)) == ("表!3", {"号码": "42", "日期": "#DIV/0!"})
    assert row.take("日期", RULES["text"]) is None and "公式出错" in row.faults[0].reason


def test_a_failed_formula_beside_cells_that_were_never_written_is_one_bad_cell(tmp_path):
    book = book_of(("表", [["号码", "日期"], ["x", "y"]]))
    cells_of = (
        '<row r="1"><c r="A1" t="str"><v>号码</v></c><c r="B1" t="str"><v>日期</v></c><c r="C1" t="str"><v>备注</v></c></row>'
        '<row r="2"><c r="A2"><v>1</v></c><c r="C2" t="e"><f>A2/0</f><v>#DIV/0!</v></c></row>'
        '<row r="3"><c r="A3"><v>2</v></c><c r="C3"><f>500*10000</f></c></row>'
    )
    data = with_member(book, "xl/worksheets/sheet1.xml", SHEET.format(cells_of).encode())
    first, second = read(tmp_path, data, "a.xlsx")
    assert (first.cells["号码"], first.cells["备注"], second.cells["备注"]) == ("1", "#DIV/0!", UNCALCULATED)


def test_every_sheet_with_a_header_is_read_hidden_or_not_and_the_others_are_named(tmp_path):
    book = book_of(
        ("一", [["号码", "日期"], ["1", ""]]), ("二", [["号码", "日期"], ["2", ""]]), ("备查", [["别的"], ["x"]]),
        ("填写说明", [["号码", "日期"], ["9", ""]]), hidden=frozenset({"二"}),
    )
    found = read(tmp_path, book, "a.xlsx", aside=frozenset({"填写说明"}))
    assert [row.cells["号码"] for row in found if isinstance(row, Row)] == ["1", "2"]
    assert [(one.origin.place, "备查" in one.reason) for one in found if isinstance(one, Skipped)] == [("备查", True)]


def test_blank_columns_are_nothing_until_somebody_writes_below_them(tmp_path):
    data = "号码,日期,,\n1,2,,\n3,4,,漏\n".encode()
    assert cells(read(tmp_path, data)) == [
        {"号码": "1", "日期": "2"}, {"号码": "3", "日期": "4", "（D 列，无标题）": "漏"},
    ]


def test_a_title_that_comes_twice_is_kept_apart(tmp_path):
    found = cells(read(tmp_path, "号码,日期,号码\n1,2,3\n".encode()))
    assert found == [{"号码": "1", "日期": "2", "号码（C 列，重复）": "3"}]


def test_short_rows_are_filled_up_and_blank_rows_are_none(tmp_path):
    assert cells(read(tmp_path, "号码,日期\n1\n,\n  ,\n".encode())) == [{"号码": "1", "日期": ""}]


def test_a_file_without_the_header_is_refused_and_says_what_it_looked_for(tmp_path):
    with pytest.raises(BadFile, match="没有认得的表头"):
        read(tmp_path, "甲,乙\n1,2\n".encode())


def test_a_missing_column_stops_the_file_by_name(tmp_path):
    with pytest.raises(BadFile, match=r"line 1.*名称"):
        read(tmp_path, "号码,日期\n1,2\n".encode(), required=frozenset({"名称"}))


def test_a_formula_whose_result_was_never_stored_is_told_and_not_taken_for_blank(tmp_path):
    first, second = (row for row in read(tmp_path, book_of(("表", [["号码", "日期"], ["=1+1", "2024-01-01"], ["7", "=TODAY()"]])), "公式.xlsx"))
    assert (first.take("号码", RULES["text"]), second.take("号码", RULES["text"])) == (None, "7")
    assert second.take("日期", RULES["day"]) is None
    assert all("没有存下算出的值" in row.faults[0].reason for row in (first, second))
