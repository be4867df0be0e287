"""Rows: read it, name it as ignored, or stop."""

from dataclasses import replace

import pytest

from yuzhi.engines.reading.rows import Row
from yuzhi.engines.reading.rules import RULES
from yuzhi.engines.reading.tests.offices import CONTEXT
from yuzhi.kernel.errors import BadFile
from yuzhi.kernel.origin import FieldOrigin, Origin

PLACE = Origin("ab" * 32, "Sheet1!7")


def row(context=CONTEXT, **cells):
    return Row(cells, PLACE, context)


def test_a_value_is_taken_with_its_origin():
    one = row(申请日="2024年5月1日")
    assert one.take("申请日", RULES["day"], field="filed_on").isoformat() == "2024-05-01"
    assert one.fields == {"filed_on": FieldOrigin("申请日", "day")}


def test_all_bad_cells_of_a_row_are_told_at_once_with_the_whole_row():
    one = row(申请日="2024-02-30", 金额="很多", 名称="甲")
    one.take("申请日", RULES["day"])
    one.take("金额", RULES["money_yuan"])
    one.take("名称", RULES["text"])
    assert [(fault.origin.place, fault.column, fault.value) for fault in one.faults] == [
        ("Sheet1!7", "申请日", "2024-02-30"), ("Sheet1!7", "金额", "很多"),
    ]
    assert all(fault.row == {"申请日": "2024-02-30", "金额": "很多", "名称": "甲"} for fault in one.faults)


def test_a_required_cell_that_is_blank_is_a_fault_and_an_optional_one_is_none():
    one = row(号="  ", 名=" ")
    assert one.take("号", RULES["text"], required=True) is None
    assert one.take("名", RULES["text"]) is None
    assert [fault.column for fault in one.faults] == ["号"]


def test_a_column_that_nobody_reads_stops_the_file_by_name():
    one = row(号="1", 新列="2")
    one.take("号", RULES["text"])
    with pytest.raises(BadFile, match=r"Sheet1!7.*“新列”.*忽略"):
        one.finish()


def test_a_column_may_be_named_as_ignored_by_the_reader_or_by_an_officer():
    one = row(replace(CONTEXT, ignored=frozenset({"备注"})), 号="1", 序号="2", 备注="3")
    one.take("号", RULES["text"])
    one.finish(ignore={"序号"})
    with pytest.raises(BadFile, match="“备注”"):
        other = row(号="1", 备注="3")
        other.take("号", RULES["text"])
        other.finish()


def test_a_repair_replaces_the_text_at_its_place_and_is_the_rule():
    repaired = replace(CONTEXT, repairs={("Sheet1!7", "申请日"): ("2024-05-01", 12)})
    one = row(repaired, 申请日="2024-05-01O")
    assert one.take("申请日", RULES["day"], field="filed_on").isoformat() == "2024-05-01"
    assert one.fields["filed_on"] == FieldOrigin("申请日", "repair:12")
    elsewhere = Row({"申请日": "2024-05-01O"}, Origin("ab" * 32, "Sheet1!8"), repaired)
    assert elsewhere.take("申请日", RULES["day"]) is None and elsewhere.faults


def test_a_lookup_replaces_a_text_wherever_it_stands():
    looked_up = replace(CONTEXT, lookups={("类型", "发明专利"): ("发明", 3)})
    one = row(looked_up, 类型="发明专利")
    assert one.take("类型", RULES["text"], field="kind") == "发明"
    assert one.fields["kind"].rule == "repair:3"


@pytest.mark.parametrize("blank", ["", "  ", "\u3000"])
def test_a_lookup_never_fills_in_a_blank_cell(blank):
    looked_up = replace(CONTEXT, lookups={("信用代码", ""): ("91610800MA7000001X", 3), ("信用代码", blank): ("x", 4)})
    one = row(looked_up, 信用代码=blank, 名称="甲")
    assert one.take("信用代码", RULES["text"], field="code") is None
    assert one.take("名称", RULES["text"], field="name") == "甲"
    assert "code" not in one.fields
    at_place = replace(CONTEXT, repairs={("Sheet1!7", "信用代码"): ("91610800MA7000001X", 5)})
    assert row(at_place, 信用代码=blank).take("信用代码", RULES["text"]) == "91610800MA7000001X"


@pytest.mark.parametrize(("text", "value"), [
    ("2.01220249767E+11", "201220249767"), ("2.012202497674E+11", "201220249767.4"), ("1.5", "1.5"), ("12E", "12E"),
])
def test_scientific_notation_is_undone_where_no_digit_was_lost(text, value):
    assert row(号=text).take("号", RULES["identifier"]) == value


@pytest.mark.parametrize("text", ["2.0121E+11", "9.16109e+17", "2E5"])
def test_a_rounded_number_is_a_fault_that_says_so(text):
    one = row(号=text)
    assert one.take("号", RULES["identifier"]) is None
    assert "科学计数法" in one.faults[0].reason


def test_free_text_may_look_like_a_number():
    assert row(说明="2.0121E+11").take("说明", RULES["text"]) == "2.0121E+11"
