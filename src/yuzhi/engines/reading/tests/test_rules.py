"""Rules: what a cell must be, and what is stored for it."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuzhi.engines.formats.tables import CHOICES
from yuzhi.engines.reading.rules import RULES, area, choice, only
from yuzhi.engines.reading.tests.offices import AREAS
from yuzhi.kernel.errors import BadValue


@pytest.mark.parametrize(("rule", "text", "value"), [
    ("bool_shi_fou", "是", True), ("bool_shi_fou", " FALSE ", False), ("int", "１,２３４", 1234), ("year", "2024年", 2024),
    ("money_yuan", "1,000,000", "1000000.00"), ("money_wan", "100", "1000000.00"), ("nice_classes", "1；5;30", [1, 5, 30]),
    ("nice_classes", "第31类", [31]), ("list_semicolon", "甲；乙;", ["甲", "乙"]), ("ipc", "E01B3/32(2006.01)I", "E01B 3/32"),
    ("ipc_list", "a01b 1/00;A01B", ["A01B 1/00", "A01B"]), ("phone", "(0912)3525000", "0912-3525000"),
    ("phone", "138****0000", "138****0000"), ("credit_codes", "91110108551385082Q;;", ["91110108551385082Q", "", ""]),
    ("locarno_list", "09-03;2605", ["09-03", "26-05"]),
])  # fmt: skip
def test_a_cell_is_read_into_what_is_stored(rule, text, value):
    assert RULES[rule].parse(text) == value


@pytest.mark.parametrize(("rule", "text"), [
    ("bool_shi_fou", "有"), ("int", "1.5"), ("int", "-1"), ("year", "24"), ("money_yuan", "1.005"), ("nice_classes", "46"),
    ("nice_classes", ";"), ("phone", "无"), ("ipc", "A01B 1/00;A01C 1/00"), ("day", "1024-01-01"), ("day", "45000"),
    ("credit_code", "91110108551385082A"), ("application_number", "201220249767.5"),
])  # fmt: skip
def test_anything_else_is_refused_with_a_reason(rule, text):
    with pytest.raises(BadValue, match=r"[一-鿿]"):
        RULES[rule].parse(text)


def test_a_choice_is_written_as_people_say_it():
    assert choice(CHOICES["event"])("未缴年费终止") == "fee_lapsed"
    with pytest.raises(BadValue, match="发明、实用新型、外观设计"):
        choice(CHOICES["right_kind"])("专利")


def test_an_area_is_known_by_its_name_and_a_mark_is_one_word():
    assert area(AREAS)("神木市") == "610881"
    assert only("撤回")(" 撤回 ") is True
    with pytest.raises(BadValue, match="撤回"):
        only("撤回")("删除")


@given(st.sampled_from(sorted(RULES)), st.text(max_size=40) | st.from_regex(r"[0-9A-Z.;/\-]{1,30}"))
def test_no_text_makes_a_rule_stumble(rule, text):
    with suppress(BadValue):
        RULES[rule].parse(text)
