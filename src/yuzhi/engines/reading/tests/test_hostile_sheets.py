"""Damaged and hostile spreadsheets are refused with a clear message, before they cost anything."""

import resource
import zipfile
from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yuzhi.engines.reading.packages import check_package
from yuzhi.engines.reading.sheets import rows, sheets
from yuzhi.engines.reading.tests.offices import CONTEXT, SHEET, book_of, file_of, with_member
from yuzhi.kernel.errors import BadFile

HEADER = ("号码", "日期")
GOOD = book_of(("表", [HEADER, ["1", "2"]]))
PART = "xl/worksheets/sheet1.xml"


def header(texts):
    return {text: text for text in texts} if set(HEADER) <= set(texts) else None


def read(folder, data, name="a.xlsx"):
    return list(rows(file_of(folder, data, name), CONTEXT, header))


def refuse(folder, data, match, name="a.xlsx"):
    with pytest.raises(BadFile, match=match) as told:
        read(folder, data, name)
    assert name in told.value.sentence


def sheet(cells):
    return with_member(GOOD, PART, SHEET.format(cells).encode())


def test_an_escaped_zero_byte_is_shown_and_not_kept(tmp_path):
    book = book_of(("表", [HEADER, ["一_x0000_二", "2020-01-01"]]))
    found = read(tmp_path, with_member(book, PART, _part(book).replace(b"_x005F_x0000_", b"_x0000_")))
    assert found[0].cells["号码"] == "一\ufffd二"


def _part(book):
    with zipfile.ZipFile(BytesIO(book)) as archive:
        return archive.read(PART)


def test_a_workbook_cut_short_is_refused(tmp_path):
    refuse(tmp_path, GOOD[:-200], "损坏|不完整")
    refuse(tmp_path, GOOD[:100], "损坏|不完整")


def test_a_workbook_with_a_broken_member_is_refused(tmp_path):
    broken = bytearray(GOOD)
    at = GOOD.index(b"xl/worksheets/sheet1.xml") + 60
    broken[at : at + 40] = b"\xff" * 40
    refuse(tmp_path, bytes(broken), "损坏|不完整|无法读取")


def test_a_zip_bomb_is_refused(tmp_path):
    refuse(tmp_path, with_member(GOOD, PART, b" " * 90_000_000), "压缩炸弹")


@pytest.mark.parametrize("cells", [
    '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    '<row r="1"><c r="AAAAAAAA99999999999"><v>1</v></c></row>',
    "<row r='1'><c r = 'A1'><v>1</v></c><c r = 'ALM1'><v>1</v></c></row>",
    '<row r="1"><c r="A1"><v>1</v></c><c r="A9999999999"><v>1</v></c></row>',
    '<row r="1"><c r="ZZ1"><v>1</v></c></row><row r="900000"><c r="A900000"><v>1</v></c></row>',
    '<row r="1"><c r="A1"><v>1</v></c><c r="&#88;FD1048576"><v>1</v></c></row>',
    "<row>" + "<c><v>1</v></c>" * 2000 + "</row>",
])
def test_cells_in_a_far_corner_are_refused_without_laying_the_sheet_out(tmp_path, cells):
    refuse(tmp_path, sheet(cells), "超出|超过|无法读取")


def test_a_header_of_a_million_columns_is_refused(tmp_path):
    refuse(tmp_path, sheet("<row>" + "<c><v>1</v></c>" * 1_000_000 + "</row>"), "列")
    refuse(tmp_path, b"x," * 1_000_000 + b"\n", "列|CSV", "a.csv")


def test_one_long_text_that_every_cell_repeats_is_refused(tmp_path):
    strings = b"<sst><si><t>" + b"x" * 3_000_000 + b"</t></si></sst>"
    cells = "".join(f'<row r="{row}"><c r="A{row}" t="s"><v>0</v></c></row>' for row in range(1, 2001))
    refuse(tmp_path, with_member(sheet(cells), "xl/sharedStrings.xml", strings), "文字超过|压缩炸弹")


def test_a_lying_extension_is_read_by_its_content(tmp_path):
    assert [row.cells["号码"] for row in read(tmp_path, GOOD, "a.csv")] == ["1"]
    assert [row.cells["号码"] for row in read(tmp_path, "号码,日期\n7,8\n".encode(), "a.xlsx")] == ["7"]


def test_old_workbooks_and_other_archives_say_what_to_do(tmp_path):
    refuse(tmp_path, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "另存为 xlsx", "a.xls")
    archive = BytesIO()
    with zipfile.ZipFile(archive, "w") as written:
        written.writestr("a.txt", "x")
    refuse(tmp_path, archive.getvalue(), "缺少 xl/workbook.xml")


@pytest.mark.parametrize("data", [
    "号码,日期\n榆林,\0\n".encode(), b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "号码,日期\n榆林\n".encode("gb18030") + b"\xff\xff",
    "号码,日期\n".encode("utf-16")[:-1],
], ids=["nul", "png", "gb18030 broken", "utf-16 cut"])  # fmt: skip
def test_what_is_no_text_is_refused(tmp_path, data):
    refuse(tmp_path, data, "不是文本文件", "a.csv")


def test_a_quote_that_never_ends_is_refused(tmp_path):
    refuse(tmp_path, '号码,日期\n1,"二\n3,4\n'.encode(), "不是完整的 CSV", "a.csv")


def test_a_part_whose_name_is_no_text_is_refused(tmp_path):
    damaged, at = bytearray(GOOD), GOOD.index(b"docProps/app.xml")
    damaged[at], damaged[at - 23] = 0x80, 0x08      # a name that says it is UTF-8 and is not
    refuse(tmp_path, bytes(damaged), "损坏", "a.xlsx")


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_workbook_with_any_byte_changed_is_read_or_refused(tmp_path, data):
    damaged = bytearray(GOOD)
    for _ in range(data.draw(st.integers(1, 8))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    try:
        for one in sheets(file_of(tmp_path, bytes(damaged), "a.xlsx")):
            list(one.rows)
    except BadFile as bad:
        assert "a.xlsx" in bad.sentence


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(tmp_path, data):
    try:
        read(tmp_path, data, "a.csv")
    except BadFile as bad:
        assert "a.csv" in bad.sentence


def test_looking_a_workbook_through_takes_little_memory(tmp_path):
    rows_of = "".join(f'<row r="{n}"><c r="A{n}"><v>{n}</v></c></row>' for n in range(1, 200_001))
    document = file_of(tmp_path, sheet(rows_of), "a.xlsx")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    check_package(document.path, document.name)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000
