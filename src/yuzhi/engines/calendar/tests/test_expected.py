"""Files that recur: the periods, the working day by which each is due, and how late one is."""

from datetime import date

import pytest

from yuzhi.engines.calendar import Calendar, Notice, dues, workdays_late
from yuzhi.kernel.errors import BadValue

OCTOBER = Calendar([Notice(2026, frozenset(date(2026, 10, day) for day in range(1, 8)), frozenset({date(2026, 10, 10)}))])


def due_days(rhythm, due_day, since, until):
    return [(due.zh, due.on, due.provisional) for due in dues(rhythm, due_day, since, until, OCTOBER)]


def test_a_holiday_moves_the_due_day_to_the_next_working_day():
    assert due_days("month", 3, date(2026, 9, 15), date(2026, 9, 30)) == [("2026年9月", date(2026, 10, 8), False)]
    assert due_days("month", 10, date(2026, 9, 15), date(2026, 9, 30)) == [("2026年9月", date(2026, 10, 10), False)]


def test_quarters_years_and_weeks_have_their_own_periods():
    assert [zh for zh, _, _ in due_days("quarter", 15, date(2026, 2, 1), date(2026, 7, 1))] == ["2026年第1季度", "2026年第2季度", "2026年第3季度"]
    assert due_days("year", 20, date(2025, 6, 1), date(2025, 12, 31)) == [("2025年", date(2026, 1, 20), False)]
    assert due_days("week", 2, date(2026, 11, 4), date(2026, 11, 10))[0] == ("2026-11-02 至 2026-11-08", date(2026, 11, 10), False)


def test_a_due_day_in_a_year_without_a_notice_is_provisional():
    assert due_days("month", 10, date(2026, 12, 1), date(2026, 12, 31)) == [("2026年12月", date(2027, 1, 10), True)]


def test_lateness_counts_working_days_after_the_due_day():
    assert workdays_late(date(2026, 9, 30), date(2026, 9, 30), OCTOBER) == 0
    assert workdays_late(date(2026, 9, 30), date(2026, 10, 10), OCTOBER) == 3, "8, 9 and 10 October"
    assert workdays_late(date(2026, 12, 31), date(2027, 1, 4), OCTOBER) == 2, "weekdays where no notice is loaded"


def test_another_rhythm_is_refused():
    with pytest.raises(BadValue, match="fortnight"):
        list(dues("fortnight", 1, date(2026, 1, 1), date(2026, 2, 1), OCTOBER))
