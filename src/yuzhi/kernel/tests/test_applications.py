"""Application numbers: the vectors of the rule book, properties, and every real number at hand."""

import gzip
import json
from pathlib import Path

import pytest
import python_calamine
from hypothesis import given
from hypothesis import strategies as st

from yuzhi.kernel.applications import ApplicationNumber, check_digit
from yuzhi.kernel.errors import BadValue

long_numbers = st.builds(
    lambda year, kind, serial: f"{year}{kind}{serial:07}",
    st.integers(2003, 2100), st.sampled_from("12389"), st.integers(0, 9_999_999),
)  # fmt: skip
short_numbers = st.builds(
    lambda year, kind, serial: f"{year % 100:02}{kind}{serial:05}",
    st.integers(1985, 2003), st.sampled_from("12389"), st.integers(0, 99_999),
)  # fmt: skip


@pytest.mark.parametrize(
    ("digits", "check"),
    [("201710601862", "3"), ("97101765", "4"), ("95115608", "X"), ("85100001", "0"), ("201921898050", "0"),
     ("201921897980", "4"), ("201921897855", "3"), ("202111286633", "X"), ("201710269973", "9")],
)  # fmt: skip
def test_the_check_digit_is_the_one_of_real_numbers(digits: str, check: str) -> None:
    assert check_digit(digits) == check


@pytest.mark.parametrize(
    "text",
    ["202111286633X", "202111286633.X", "202111286633x", "CN202111286633X", "ZL202111286633.X",
     "zl 2021 1 1286633.x", "ＺＬ２０２１１１２８６６３３．Ｘ", "202111286633", "　CN 202111286633.X "],
)  # fmt: skip
def test_every_spelling_is_the_same_number(text: str) -> None:
    number = ApplicationNumber.parse(text)
    assert (number, str(number), number.key) == (
        ApplicationNumber("202111286633"), "202111286633.X", "cn/p/202111286633",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "kind", "year", "pct"),
    [("97101765.4", "invention", 1997, False), ("CN85105156", "invention", 1985, False),
     ("201220249767.4", "utility", 2012, False), ("0230001", None, None, None),
     ("20208000001", None, None, None), ("201280000001", "invention", 2012, True),
     ("202090000012", "utility", 2020, True), ("202130000012", "design", 2021, False), ("03100001",
     "invention", 2003, False)],
)  # fmt: skip
def test_a_number_tells_kind_and_year(text: str, kind: str | None, year: int | None, pct: bool | None) -> None:
    if kind is None:
        with pytest.raises(BadValue):
            ApplicationNumber.parse(text)
        return
    number = ApplicationNumber.parse(text)
    assert (number.kind, number.year, number.pct) == (kind, year, pct)


def test_the_check_digit_as_given_is_kept_but_makes_no_other_number() -> None:
    given_check, bare = ApplicationNumber.parse("202111286633.X"), ApplicationNumber.parse("202111286633")
    assert (given_check.given_check, bare.given_check, bare.check) == ("X", "", "X")
    assert given_check == bare and hash(given_check) == hash(bare)


@pytest.mark.parametrize(
    ("text", "says"),
    [("202111286633.4", "应为“X”"), ("2021412866333", "种类号“4”"), ("198511286633", "年份“1985”"), ("210111286633",
     "年份“2101”"),
     ("04100001", "年份“04”"), ("84100001", "年份“84”"), ("2021112866", "应为 12 位数字"), ("", "不是专利申请号"),
     ("US16123456", "不是专利申请号")],
)  # fmt: skip
def test_a_wrong_number_is_refused_with_what_was_read_and_what_to_do(text: str, says: str) -> None:
    with pytest.raises(BadValue) as caught:
        ApplicationNumber.parse(text)
    sentence = caught.value.sentence
    assert says in sentence and f"“{text}”" in sentence and "请对照" in sentence and sentence.endswith("。")


@given(long_numbers | short_numbers)
def test_a_written_number_is_read_back(digits: str) -> None:
    number = ApplicationNumber.parse(digits)
    assert ApplicationNumber.parse(str(number)) == number == ApplicationNumber.parse(number.key.removeprefix("cn/p/"))


@given(long_numbers | short_numbers, st.data())
def test_one_wrong_digit_never_passes(digits: str, data: st.DataObject) -> None:
    written = str(ApplicationNumber.parse(digits))
    place = data.draw(st.sampled_from([i for i, char in enumerate(written) if char != "."]))
    other = data.draw(st.sampled_from("0123456789X" if place == len(written) - 1 else "0123456789"))
    if other != written[place]:
        with pytest.raises(BadValue):
            ApplicationNumber.parse(written[:place] + other + written[place + 1 :])


def test_every_agricultural_patent_has_a_number_that_parses(shared: Path) -> None:
    with gzip.open(shared / "data/patents_agri/cn_patents_A01.jsonl.gz", "rt") as lines:
        written = [json.loads(line)["app_no"] for line in lines]
    assert len(written) >= 11_517
    wrong = [text for text in written if not _is_right(text)]
    assert wrong == []


def test_every_number_of_the_cnipr_sheet_parses(shared: Path) -> None:
    book = python_calamine.CalamineWorkbook.from_path(shared / "data/cnipr_export/训练文件.xlsx")
    _, *rows = book.get_sheet_by_name("Sheet1").to_python()
    written = [str(cell) for row in rows for cell in (row[0], row[4])]
    assert len(written) == 2 * 199
    assert [text for text in written if not _is_right(text)] == []


def _is_right(text: str) -> bool:
    try:
        number = ApplicationNumber.parse(text)
    except BadValue:
        return False
    return str(number).startswith(number.digits) and text.removeprefix("CN").startswith(number.digits)
