"""Deliveries that recur: which periods there are, by which day the file of each is due, and how late one is."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from yuzhi.engines.calendar.days import Calendar, CalendarGap
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.periods import Period, PeriodKind, add_months

_KINDS: dict[str, PeriodKind] = {"month": "month", "quarter": "quarter", "year": "year"}
_WEEK = timedelta(days=7)


@dataclass(frozen=True, slots=True, order=True)
class Due:
    """The file of one period: its first and last day, what people call it, and the day by which it is due.

    `provisional` says that the working days around that day are not published yet, so that it may move.
    """

    first: date
    last: date
    zh: str
    on: date
    provisional: bool = False


def dues(rhythm: str, due_day: int, since: date, until: date, calendar: Calendar) -> Iterator[Due]:
    """The files of all periods from the one with `since` to the last one that is over, or not yet over, on `until`.

    A due day lies in the following period: a day of its first month, or of the week from Monday as 1; where it is no
    working day it moves to the next one.
    Raises: BadValue for another rhythm.

    >>> from yuzhi.engines.calendar.days import Notice
    >>> [(due.zh, str(due.on)) for due in dues("month", 10, date(2026, 9, 5), date(2026, 10, 1), Calendar([Notice(2026, frozenset(), frozenset())]))]
    [('2026年9月', '2026-10-12'), ('2026年10月', '2026-11-10')]
    """
    for first, last, zh in _periods(rhythm, since, until):
        start = last + timedelta(days=1)
        nominal = start + timedelta(days=due_day - 1)
        try:
            yield Due(first, last, zh, calendar.workday_on_or_after(nominal))
        except CalendarGap:
            yield Due(first, last, zh, nominal, provisional=True)


def workdays_late(due: date, day: date, calendar: Calendar) -> int:
    """How many working days the day lies behind the due day; 0 up to it. Days of years without a notice count by weekdays.

    >>> from yuzhi.engines.calendar.days import Notice
    >>> workdays_late(date(2026, 11, 10), date(2026, 11, 16), Calendar([Notice(2026, frozenset(), frozenset())]))
    4
    """
    if day <= due:
        return 0
    try:
        return calendar.workdays_within(due + timedelta(days=1), day + timedelta(days=1))
    except CalendarGap:
        days = (due + timedelta(days=number) for number in range(1, (day - due).days + 1))
        return sum(1 for one in days if one.weekday() < 5)


def _periods(rhythm: str, since: date, until: date) -> Iterator[tuple[date, date, str]]:
    if rhythm == "week":
        monday = since - timedelta(days=since.weekday())
        while monday <= until:
            sunday = monday + _WEEK - timedelta(days=1)
            yield monday, sunday, f"{monday.isoformat()} 至 {sunday.isoformat()}"
            monday += _WEEK
        return
    if rhythm not in _KINDS:
        raise BadValue(f"送交周期“{rhythm}”不对：应为 week、month、quarter 或 year。")
    period = Period.containing(since, _KINDS[rhythm])
    while period.first <= until:
        yield period.first, period.last, period.zh
        period = period.shifted(1)


def months_between(first: date, last: date) -> list[date]:
    """The first days of the months from the one with `first` to the one with `last`.

    >>> [str(day) for day in months_between(date(2025, 11, 3), date(2026, 1, 31))]
    ['2025-11-01', '2025-12-01', '2026-01-01']
    """
    found, month = [], first.replace(day=1)
    while month <= last:
        found.append(month)
        month = add_months(month, 1)
    return found
