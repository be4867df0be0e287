"""The last day of a limit, beside a walk from day to day that shares no code with it."""

import random
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuzhi.engines.calendar import Calendar, CalendarGap, Notice, due, extended, presumed_service
from yuzhi.kernel.errors import BadValue, Refused
from yuzhi.kernel.periods import Interval

D = date
ONE = timedelta(days=1)
RESTS = {D(y, 10, d) for y in range(2020, 2027) for d in range(1, 8)} | {D(y, 1, 1) for y in range(2020, 2027)}
WORKS = {D(y, 10, d) for y in range(2020, 2027) for d in (8, 9, 10) if D(y, 10, d).weekday() > 4}
CN = Calendar([
    Notice(y, frozenset(d for d in RESTS if d.year == y), frozenset(d for d in WORKS if d.year == y)) for y in range(2020, 2027)
])
UNITS = ("workday", "calendar_day", "month", "year")


def works(day):
    return day in WORKS or (day.weekday() not in (5, 6) and day not in RESTS)


def last_day_by_walking(start, n, unit, roll, excluded):
    """One day at a time: months by looking for the day with the same number."""
    if unit in ("month", "year"):
        day, months = start, n if unit == "month" else n * 12
        while months:
            day += ONE
            following = (day + ONE).month != day.month
            if day.day == start.day or (following and day.day < start.day):
                months -= 1
        left = (day - start).days
    else:
        left = n
    day = start
    while left:
        day += ONE
        if not any(first <= day < until for first, until in excluded) and (unit != "workday" or works(day)):
            left -= 1
    while roll == "next_workday" and not works(day):
        day += ONE
    return day


def test_ten_thousand_limits_end_where_a_walk_from_day_to_day_ends():
    chance = random.Random(20260101)
    for _ in range(10_000):
        start = D(2020, 1, 1) + timedelta(days=chance.randrange(365 * 3))
        unit = chance.choice(UNITS)
        n = chance.randint(1, 2 if unit == "year" else 13 if unit == "month" else 120)
        spans = []
        for _ in range(chance.choice((0, 0, 1, 2, 3))):
            first = start + timedelta(days=chance.randint(-20, 200))
            spans.append((first, first + timedelta(days=chance.randint(1, 40))))
        roll = chance.choice(("next_workday", "none"))
        ends = due(start, n, unit, CN, roll, [Interval(*span) for span in spans])
        assert ends == last_day_by_walking(start, n, unit, roll, spans), (start, n, unit, roll, spans)


STARTS = st.dates(D(2020, 1, 1), D(2025, 6, 30))


@given(STARTS, st.integers(1, 60))
def test_a_workday_limit_never_ends_before_the_calendar_one(start, n):
    assert due(start, n, "workday", CN) >= due(start, n, "calendar_day", CN, "none")


@given(STARTS, st.integers(1, 15), st.sampled_from(["workday", "calendar_day", "month"]))
def test_a_longer_limit_never_ends_earlier(start, n, unit):
    assert due(start, n, unit, CN, "none") < due(start, n + 1, unit, CN, "none")
    assert due(start, n, unit, CN) <= due(start, n + 1, unit, CN)


@given(STARTS, st.integers(1, 12), st.sampled_from(["workday", "calendar_day", "month"]))
def test_a_rolled_limit_ends_on_a_working_day_and_none_lies_between(start, n, unit):
    nominal, last = due(start, n, unit, CN, "none"), due(start, n, unit, CN)
    assert CN.is_workday(last) and CN.workdays_within(nominal, last) == 0


@given(STARTS, st.integers(1, 60), st.integers(0, 90), st.integers(1, 60))
def test_a_suspension_moves_the_end_by_its_own_length(start, n, after, length):
    stopped = start + timedelta(days=after + 1)
    usual = due(start, n, "calendar_day", CN, "none")
    ends = due(start, n, "calendar_day", CN, "none", [Interval(stopped, stopped + timedelta(days=length))])
    assert ends == (usual + timedelta(days=length) if stopped <= usual else usual)


@given(STARTS, st.integers(1, 30), st.integers(1, 30))
def test_an_extension_in_days_is_one_longer_limit(start, n, more):
    end = due(start, n, "calendar_day", CN, "none")
    assert extended(end, more, "calendar_day", CN) == due(start, n + more, "calendar_day", CN)


@pytest.mark.parametrize("start, n, unit, ends", [
    (D(2024, 1, 31), 1, "month", D(2024, 2, 29)),
    (D(2025, 1, 31), 1, "month", D(2025, 2, 28)),
    (D(2024, 2, 29), 1, "year", D(2025, 2, 28)),
    (D(2024, 12, 31), 2, "month", D(2025, 2, 28)),
    (D(2025, 2, 28), 1, "month", D(2025, 3, 28)),
])
def test_a_month_without_the_day_ends_on_its_last(start, n, unit, ends):
    assert due(start, n, unit, CN, "none") == ends


def test_overlapping_suspensions_are_counted_once():
    spans = [Interval(D(2024, 3, 1), D(2024, 3, 11)), Interval(D(2024, 3, 6), D(2024, 3, 16)), Interval(D(2024, 3, 7), D(2024, 3, 8))]
    assert due(D(2024, 2, 20), 30, "calendar_day", CN, "none", spans) == D(2024, 4, 5)


def test_a_suspension_without_an_end_has_no_last_day():
    with pytest.raises(Refused, match="自 2024-03-01 起中止，尚未恢复"):
        due(D(2024, 2, 20), 30, "calendar_day", CN, "none", [Interval(D(2024, 3, 1))])
    assert due(D(2024, 2, 20), 5, "calendar_day", CN, "none", [Interval(D(2024, 3, 1))]) == D(2024, 2, 25)


def test_only_a_limit_that_needs_the_notice_asks_for_it():
    assert due(D(2030, 1, 1), 10, "year", CN, "none") == D(2040, 1, 1)
    with pytest.raises(CalendarGap, match="2040 年"):
        due(D(2030, 1, 1), 10, "year", CN)


def test_a_limit_of_nothing_is_refused():
    with pytest.raises(BadValue, match="至少为 1"):
        due(D(2024, 1, 1), 0, "month", CN)


def test_service_is_presumed_unless_receipt_is_proven():
    assert presumed_service(D(2024, 7, 1), 15) == D(2024, 7, 16)
    assert presumed_service(D(2024, 7, 1), 0) == D(2024, 7, 1)
    assert presumed_service(D(2024, 7, 1), 15, received=D(2024, 7, 4)) == D(2024, 7, 4)
    with pytest.raises(BadValue, match="早于发出日"):
        presumed_service(D(2024, 7, 1), 15, received=D(2024, 6, 30))
