"""Months added to days, periods and intervals."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuzhi.kernel.cite import Cite
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.periods import Interval, Period, PeriodKind, add_months

days = st.dates(date(1985, 1, 1), date(2100, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [(date(1999, 9, 6), 120, date(2009, 9, 6)), (date(2021, 9, 6), 240, date(2041, 9, 6)),      # patent terms
     (date(1997, 6, 3), 60, date(2002, 6, 3)),                                                  # sixth year's fee
     (date(2026, 4, 10), 6, date(2026, 10, 10)), (date(2024, 2, 29), 12, date(2025, 2, 28)),
     (date(2024, 2, 29), 48, date(2028, 2, 29)), (date(2024, 1, 31), 1, date(2024, 2, 29)),
     (date(2024, 3, 31), -1, date(2024, 2, 29)), (date(2024, 12, 31), 2, date(2025, 2, 28)),
     (date(2015, 3, 21), 0, date(2015, 3, 21))],
)  # fmt: skip
def test_the_corresponding_day_is_found_or_the_months_last(day: date, months: int, expected: date) -> None:
    assert add_months(day, months) == expected


@given(days, st.integers(-600, 600))
def test_adding_months_moves_by_exactly_that_many_months(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day == day.day or (moved.day < day.day and (moved + timedelta(days=1)).day == 1)


@given(days, st.integers(0, 600), st.integers(0, 600))
def test_more_months_never_end_earlier(day: date, fewer: int, more: int) -> None:
    assert add_months(day, fewer) <= add_months(day, fewer + more)


def test_months_beyond_the_calendar_are_refused() -> None:
    with pytest.raises(BadValue, match="9999"):
        add_months(date(9999, 12, 1), 1)


@pytest.mark.parametrize(
    ("text", "written", "first", "last"),
    [("2024年3月", "2024-03", date(2024, 3, 1), date(2024, 3, 31)), ("2024-02",
     "2024-02", date(2024, 2, 1), date(2024, 2, 29)),
     ("202412", "2024-12", date(2024, 12, 1), date(2024, 12, 31)), ("２０２４年度",
     "2024", date(2024, 1, 1), date(2024, 12, 31)),
     ("2024Q1", "2024Q1", date(2024, 1, 1), date(2024, 3, 31)), ("2024年第四季度",
     "2024Q4", date(2024, 10, 1), date(2024, 12, 31)),
     ("2024", "2024", date(2024, 1, 1), date(2024, 12, 31))],
)  # fmt: skip
def test_periods_are_read_as_people_write_them(text: str, written: str, first: date, last: date) -> None:
    period = Period.parse(text)
    assert (str(period), period.first, period.last) == (written, first, last)


@pytest.mark.parametrize("text", ["", "2024-13", "2024Q5", "24年3月", "0000", "2024年第五季度", "三月"])
def test_what_is_no_period_is_refused(text: str) -> None:
    with pytest.raises(BadValue, match="不是期间"):
        Period.parse(text)


@given(days, st.sampled_from(["month", "quarter", "year"]), st.integers(-40, 40))
def test_periods_are_read_back_and_follow_one_another_without_gap(day: date, kind: PeriodKind, steps: int) -> None:
    period = Period.containing(day, kind)
    assert day in period and Period.parse(str(period)) == period == Period.parse(period.zh)
    assert period.shifted(1).first == period.last + timedelta(days=1)
    assert period.shifted(steps).shifted(-steps) == period


def test_a_period_begins_on_its_first_day() -> None:
    with pytest.raises(BadValue, match="第一天"):
        Period(date(2024, 2, 1), "quarter")


def test_an_interval_ends_before_its_end() -> None:
    design_law = Interval(date(2021, 6, 1), date(2027, 1, 1))
    assert date(2021, 6, 1) in design_law and date(2026, 12, 31) in design_law and date(2027, 1, 1) not in design_law
    assert design_law.last == date(2026, 12, 31)
    assert not design_law.overlaps(Interval(date(2027, 1, 1))) and design_law.overlaps(Interval())
    with pytest.raises(BadValue, match="没有一天"):
        Interval(date(2021, 6, 1), date(2021, 6, 1))


def test_a_cite_names_its_article_and_knows_when_it_holds() -> None:
    cite = Cite("cn.trademark_law", "39", "memory", Interval(until=date(2027, 1, 1)))
    assert str(cite) == "cn.trademark_law:39" and Cite.parse(str(cite), "memory").article == "39"
    assert cite.in_force(date(2026, 12, 31)) and not cite.in_force(date(2027, 1, 1))
    with pytest.raises(BadValue):
        Cite("商标法", "39", "memory")
    with pytest.raises(BadValue):
        Cite("cn.trademark_law", "39", "sure")  # type: ignore[arg-type]
