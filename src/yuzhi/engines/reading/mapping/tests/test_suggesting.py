"""What columns most likely are: by their titles, by what stands in them, and by what stands above them."""

import pytest

from yuzhi.engines.reading.mapping import as_told, look, suggested, tables_for, told
from yuzhi.engines.reading.mapping.cells import cell_rule
from yuzhi.engines.reading.mapping.tests.sheets import AREAS, MONTHLY, book, document, text
from yuzhi.kernel.errors import BadFile, BadValue


def fields(mapping):
    return {one.title: one.field for one in mapping.columns}


def test_a_monthly_sheet_below_a_heading_is_understood(tmp_path):
    found, = look(book(tmp_path / "月报.xlsx", *MONTHLY))
    assert found.header == 3
    assert tables_for(found, 3, AREAS)[0][0] == "pledges"
    mapping = suggested(found, 3, "pledges", AREAS)
    assert fields(mapping) == {
        "序号": "", "质押登记编号": "number", "出质人名称": "pledgor", "专利号": "rights", "质押金额": "amount", "登记日期": "registered_on",
        "所属区县": "county", "备注": "",
    }
    assert mapping.column_of("amount").unit == "wan", "the unit stands above the header"
    assert mapping.column_of("rights").split == "、"
    assert mapping.missing == ()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_in_any_encoding_and_with_any_delimiter_is_understood(tmp_path, encoding, delimiter):
    rows = (["Application Number", "Title", "Assignee", "Filing Date"], ["CN202110000000.1", "一种煤化装置", "某公司", "31/12/2021"])
    found, = look(text(tmp_path / "export.csv", *rows, encoding=encoding, delimiter=delimiter))
    mapping = suggested(found, 1, tables_for(found, 1, AREAS)[0][0], AREAS)
    assert fields(mapping) == {"Application Number": "number", "Title": "title", "Assignee": "applicants", "Filing Date": "filed_on"}
    assert mapping.column_of("filed_on").order == "dmy"


def test_numbers_and_codes_give_a_column_away_whatever_its_title(tmp_path):
    rows = (["甲", "乙"], ["CN202110000000.1", "CN113000000A"], ["202110000001.6", "CN113000001A"])
    found, = look(text(tmp_path / "无题.csv", *rows))
    assert fields(suggested(found, 1, "patents", AREAS)) == {"甲": "number", "乙": "publication"}


def test_a_title_that_says_nothing_is_not_read(tmp_path):
    found, = look(text(tmp_path / "杂.csv", ["颜色", "心情"], ["红", "好"]))
    mapping = suggested(found, 1, "patents", AREAS)
    assert set(fields(mapping).values()) == {""}
    assert mapping.missing == ("申请号",)


def test_a_mapping_survives_being_told(tmp_path):
    found, = look(book(tmp_path / "月报.xlsx", *MONTHLY))
    mapping = suggested(found, 3, "pledges", AREAS)
    assert told(as_told(mapping)) == mapping


@pytest.mark.parametrize(("words", "complaint"), [
    ({"table": "nowhere"}, "没有名为“nowhere”的数据表"),
    ({"table": "pledges", "columns": [{"title": "甲", "field": "moon"}]}, "不在“知识产权质押登记”表里"),
    ({"table": "pledges", "columns": [{"title": "甲", "field": "number"}, {"title": "乙", "field": "number"}]}, "出现了两次"),
    ({"table": "pledges", "columns": [{"title": "甲", "field": "amount", "unit": "美元"}]}, "unit 不能是“美元”"),
    ({"table": "pledges", "columns": [{"title": "甲", "field": "number"}], "constants": {"number": "1"}}, "已由“甲”这一列给出"),
    ({"table": "pledges", "columns": [{"title": "甲", "field": ""}], "surprise": 1}, "surprise"),
    ([], "写得不对"),
])
def test_words_that_cannot_be_meant_are_refused_by_name(words, complaint):
    with pytest.raises(BadValue, match=complaint):
        told(words)


def test_an_old_workbook_is_refused_in_words(tmp_path):
    path = tmp_path / "旧.xls"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)
    with pytest.raises(BadFile, match="另存为 xlsx"):
        look(document(path))



def test_a_header_over_two_rows_is_one(tmp_path):
    rows = (
        ["质押融资月报表", "", "", "", "", ""],
        ["填报单位：市局", "", "", "2026年11月", "", "金额单位：万元"],
        ["序号", "出质人", "", "质押登记", "", ""],
        ["", "名称", "统一社会信用代码", "登记号", "登记日期", "担保金额"],
        ["1", "某公司", "", "Y2026610000001", "2026-11-03", "500"],
    )
    found, = look(book(tmp_path / "月报.xlsx", *rows))
    mapping = suggested(found, found.header, "pledges", AREAS)
    assert found.header == 4
    assert fields(mapping) == {
        "序号": "", "出质人·名称": "pledgor", "出质人·统一社会信用代码": "pledgor_code", "质押登记·登记号": "number",
        "质押登记·登记日期": "registered_on", "质押登记·担保金额": "amount",
    }
    assert mapping.column_of("amount").unit == "wan"


def test_a_list_below_one_header_is_never_taken_for_a_part_of_it(tmp_path):
    rows = (["名称", "", "日期"], ["甲公司", "乙", "2026-01-01"], ["丙公司", "丁", "2026-01-02"])
    found, = look(text(tmp_path / "名单.csv", *rows))
    assert found.titles(found.header)[0] == "名称"
    rows = (["序号", "名称", ""], ["", "甲公司", ""], ["2", "乙公司", ""])
    found, = look(text(tmp_path / "名单.csv", *rows))
    assert found.titles(found.header) == ["序号", "名称"]


def test_titles_in_two_languages_and_classes_of_designs_and_marks_are_known(tmp_path):
    rows = (
        ["公开(公告)号 Publication Number", "Application Number (申请号)", "标题(英文) Title (English)", "Locarno Classification", "简单同族 Simple Family"],
        ["CN113000000S", "CN202130000000.3", "Lamp", "26-05", "CN202130000000.3"],
    )
    found, = look(text(tmp_path / "导出.csv", *rows))
    assert list(fields(suggested(found, 1, "patents", AREAS)).values()) == ["publication", "number", "title_en", "locarno", ""]
    rows = (["注册证号", "尼斯类别", "商标名称"], ["78000000", "第30类", "驼城"])
    found, = look(text(tmp_path / "公告.csv", *rows))
    assert list(fields(suggested(found, 1, "trademarks", AREAS)).values()) == ["number", "nice_class", "name"]


def test_an_export_with_numbers_as_offices_exchange_them_is_understood(tmp_path):
    rows = (
        ["Kind", "Display Key", "Application Number", "Priority Numbers", "Earliest Priority Date", "IPCR Classifications", "Cited by Patent Count"],
        ["A", "CN 110000000 A", "CN 202010001000 A", "CN 202010001000 A", "2020-01-01", "C10B53/04;;C10G1/00", "3"],
    )
    found, = look(text(tmp_path / "lens.csv", *rows))
    mapping = suggested(found, 1, "patents", AREAS)
    assert list(fields(mapping).values()) == ["right_kind", "publication", "number", "priorities", "", "ipc", ""]
    assert str(cell_rule(mapping.column_of("number"), "application_number", AREAS).parse("CN 202010001000 A")) == "202010001000.9"
