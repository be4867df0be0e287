"""What is hidden stays hidden: examples of the rule book, and properties over any value."""

import re
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuzhi.engines.formats.tables import TABLES
from yuzhi.records.accounts.masks import (
    ADDRESS_HIDDEN,
    NUMBER_HIDDEN,
    holder_is_person,
    masked,
    masked_row,
    personal_fields,
    without_id_numbers,
)


@dataclass(frozen=True)
class Answer:
    allowed: bool


YES, NO = Answer(True), Answer(False)


@pytest.mark.parametrize(
    ("kind", "value", "public"),
    [
        ("name", "张三", "张*"),
        ("name", "欧阳娜娜", "欧*"),
        ("name", "阿依古丽·买买提", "阿*"),
        ("name", "张", "*"),
        ("name", "John Smith", "J*"),
        ("phone", "13812341234", "138****1234"),
        ("phone", "１３８ 1234-1234", "138****1234"),
        ("phone", "+86 138 1234 1234", "138****1234"),
        ("phone", "0912-3881234", "091****1234"),
        ("phone", "3881234", "****34"),
        ("phone", "12345", "****"),
        ("phone", "张三13812341234", "138****1234"),
        ("phone", "13812341234；13998765432", "138****1234、139****5432"),
        ("phone", "无", "****"),
        ("address", "陕西省榆林市神木市锦界镇工业园区12号", "陕西省榆林市神木市"),
        ("address", "719300 陕西省榆林市神木市滨河新区", "陕西省榆林市神木市"),
        ("address", "榆林市榆阳区金阳光小区3号楼", "榆林市榆阳区"),
        ("address", "陕西省榆林市金阳光小区3号楼", "陕西省榆林市"),
        ("address", "陕西省榆林市长城路县医院家属院", "陕西省榆林市"),
        ("address", "北京市海淀区中关村大街1号", "北京市海淀区"),
        ("address", "新疆维吾尔自治区巴音郭楞蒙古自治州库尔勒市人民路", "新疆维吾尔自治区"),
        ("address", "大保当镇陈家沟村5组", ADDRESS_HIDDEN),
        ("address", "2-8 Shibaura, Tokyo", ADDRESS_HIDDEN),
        ("account", "6222 0200 1234 5678 901", "****8901"),
        ("id_number", "11010519491231002X", NUMBER_HIDDEN),
        ("", "公开的文字", "公开的文字"),
        ("name", "", ""),
    ],
)
def test_the_public_sees(kind, value, public):
    assert masked(value, kind, NO) == public


@pytest.mark.parametrize("kind", ["name", "phone", "address", "account"])
def test_whoever_may_sees_the_value_itself(kind):
    assert masked("原文 13812341234", kind, YES) == "原文 13812341234"


def test_an_identity_number_is_shortened_even_inside():
    assert masked("11010519491231002X", "id_number", YES) == "110****002X"


def test_a_known_county_stands_for_the_whole_address():
    assert masked("神木镇某村5组", "address", NO, area="神木市") == "神木市"


han = st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), min_size=2, max_size=12)
digits = st.text("0123456789", min_size=0, max_size=24)


@given(st.characters(min_codepoint=0x4E00, max_codepoint=0x9FFF), han, han)
def test_a_masked_name_does_not_depend_on_what_is_hidden(first, rest, other):
    assert masked(first + rest, "name", NO) == masked(first + other, "name", NO)
    assert set(masked(first + rest, "name", NO)) <= {first, "*"}


@given(st.text("0123456789", min_size=4, max_size=4), st.text("0123456789", min_size=4, max_size=4))
def test_a_masked_phone_does_not_depend_on_the_four_hidden_digits(hidden, other):
    assert masked(f"138{hidden}1234", "phone", NO) == masked(f"138{other}1234", "phone", NO) == "138****1234"


@given(st.text(max_size=40))
def test_a_masked_phone_is_only_stars_and_at_most_seven_digits_of_each_number(value):
    for part in masked(value, "phone", NO).split("、"):
        assert re.fullmatch(r"[0-9]{0,3}\*{4}[0-9]{0,4}|", part)


@given(digits, digits)
def test_an_identity_number_in_public_does_not_depend_on_itself(one, other):
    assert masked("1" + one, "id_number", NO) == masked("1" + other, "id_number", NO)


@given(st.text(min_size=9, max_size=40))
def test_a_masked_account_shows_at_most_its_last_four(value):
    shown = masked(value, "account", NO)
    assert shown.startswith("****")
    assert len(shown) <= 8


@given(st.text("锦界镇府前路街道办事处某村组号楼室0123456789ABC", min_size=1, max_size=30))
def test_nothing_behind_the_county_of_an_address_is_shown(street):
    assert masked("陕西省榆林市神木市" + street, "address", NO) == "陕西省榆林市神木市"


@given(st.text(max_size=60))
def test_a_masked_address_is_a_short_beginning_or_nothing(value):
    shown = masked(value, "address", NO)
    assert shown in {"", ADDRESS_HIDDEN} or len(shown) <= 22


def test_identity_numbers_are_taken_out_of_free_text_and_other_numbers_stay():
    text = "申请人11010519491231002X，申请号202110000000X，信用代码91610800MA7000001X"
    assert without_id_numbers(text) == f"申请人{NUMBER_HIDDEN}，申请号202110000000X，信用代码91610800MA7000001X"
    wrong_check = "110105194912310021"
    assert without_id_numbers(wrong_check) == wrong_check


PATENT = {
    "key": "cn/p/1", "title": "一种煤粉分级装置", "applicants": ["李建国"], "applicant_codes": [],
    "address": "陕西省榆林市神木市锦界镇5号", "abstract": "联系证件11010519491231002X",
}


def test_a_row_is_masked_as_its_table_marks_it():
    shown = masked_row(TABLES["patents"], PATENT, NO)
    assert shown["address"] == "陕西省榆林市神木市"
    assert shown["abstract"] == f"联系证件{NUMBER_HIDDEN}"
    assert shown["title"] == PATENT["title"]
    assert masked_row(TABLES["patents"], PATENT, YES) == PATENT
    assert PATENT["address"].endswith("5号")


def test_a_bodys_address_is_public():
    row = {**PATENT, "applicants": ["神木煤业"], "applicant_codes": ["91610800MA7000001X"]}
    assert masked_row(TABLES["patents"], row, NO)["address"] == PATENT["address"]
    assert personal_fields(TABLES["patents"], row) == ()
    assert personal_fields(TABLES["patents"], PATENT) == ("address",)
    assert masked_row(TABLES["patents"], PATENT, NO, natural=False)["address"] == PATENT["address"]


def test_a_companys_representative_and_phone_are_masked_though_it_is_a_body():
    row = {"code": "9161", "name": "神木煤业", "representative": "李建国", "phone": "13812341234", "address": "锦界镇"}
    shown = masked_row(TABLES["companies"], row, NO)
    assert (shown["representative"], shown["phone"], shown["address"]) == ("李*", "138****1234", "锦界镇")


@pytest.mark.parametrize(
    ("row", "person"),
    [
        ({"registrant_kind": "person", "registrant_code": "x"}, True),
        ({"registrant_kind": "market"}, False),
        ({"owner_kind": "other"}, False),
        ({"applicant_codes": ["", "9161"]}, True),
        ({"applicant_codes": ["9161", ""]}, False),
        ({"holder_code": "9161"}, False),
        ({}, True),
    ],
)
def test_a_holder_counts_as_a_person_when_in_doubt(row, person):
    assert holder_is_person(row) is person


def test_every_personal_mark_of_the_lake_has_a_mask():
    marks = {field.personal for table in TABLES.values() for field in table.fields} - {""}
    value = "陕西省榆林市神木市张三13812345678"
    assert all(masked(value, mark, NO) != value for mark in marks)
