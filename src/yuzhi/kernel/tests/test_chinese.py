"""One width for comparison, and days in every spelling but none that does not exist."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuzhi.kernel.chinese import fold, parse_day
from yuzhi.kernel.errors import BadValue


@given(st.text())
def test_folding_twice_is_folding_once_and_leaves_no_blank(text: str) -> None:
    assert fold(fold(text)) == fold(text)
    assert not any(char.isspace() for char in fold(text))


@pytest.mark.parametrize(
    "text",
    ["2024.03.05", "2024.3.5", "2024-03-05", "2024/3/5", "2024年3月5日", "２０２４年０３月０５日", "20240305",
     " 2024 年 3 月 5 日 ",
     "2024-03-05 00:00:00", "2024-03-05T09:30:00", "2024/3/5 0:00", datetime(2024, 3, 5, 12), date(2024, 3, 5)],
)  # fmt: skip
def test_every_spelling_of_offices_is_one_day(text: str | date) -> None:
    assert parse_day(text) == date(2024, 3, 5)


@pytest.mark.parametrize(
    "text",
    ["", "00000000", "0000-00-00", "20240230", "2023-02-29", "2024.13.01", "45356", "2024-03", "24.03.05", "2024-03/05",
     "二〇二四年三月五日", "待定", "2024030512"],
)  # fmt: skip
def test_what_is_no_day_is_refused_with_what_to_do(text: str) -> None:
    with pytest.raises(BadValue) as caught:
        parse_day(text)
    assert f"“{text}”" in caught.value.sentence and "留空" in caught.value.sentence


@given(st.dates())
def test_a_written_day_is_read_back(day: date) -> None:
    spellings = (day.isoformat(), f"{day.year:04}{day:%m%d}", f"{day.year:04}.{day.month}.{day.day}",
                 f"{day.year:04}年{day.month}月{day.day}日")  # fmt: skip
    assert {parse_day(text) for text in spellings} == {day}
