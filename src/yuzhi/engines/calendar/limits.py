"""The last day of a limit: the first day not counted, month ends clipped, excluded days left out, holidays rolled over."""

from collections.abc import Iterable
from datetime import date, timedelta

from yuzhi.engines.calendar.days import Calendar
from yuzhi.kernel.errors import BadValue, Refused
from yuzhi.kernel.periods import Interval, add_months
from yuzhi.kernel.units import LimitUnit, Roll

_DAY = timedelta(days=1)


def due(
    start: date, n: int, unit: LimitUnit, calendar: Calendar, roll: Roll = "next_workday", excluded: Iterable[Interval] = ()
) -> date:
    """The last day of a limit of `n` units; the day it starts on is not counted.

    `excluded` are the days that do not count: a suspension, an expert's examination, a service by notice.
    A limit in months or years that is interrupted goes on with the days that were left of it.

    Units:  n counts `unit` – workdays of `calendar`, calendar days, months or years.
    Raises: CalendarGap if the answer depends on a year whose notice is not loaded; BadValue for n < 1;
            Refused while the limit is suspended without an end.
    Source: cn.patent_law_rules:5 (days not counted, corresponding day, next working day).

    >>> from yuzhi.engines.calendar.days import Notice
    >>> october = Notice(2025, frozenset(date(2025, 10, day) for day in range(1, 9)), frozenset({date(2025, 10, 11)}))
    >>> due(date(2025, 9, 30), 3, "workday", Calendar([october]))
    datetime.date(2025, 10, 11)
    """
    if n < 1:
        raise BadValue(f"期限“{n}”不对：至少为 1。")
    end = _nominal(start, n, unit, calendar)
    lost = 0
    for since, until in _spans(excluded, start + _DAY):
        if since > end:
            break
        if until is None:
            raise Refused(f"期限自 {since} 起中止，尚未恢复，不能算出届满日。恢复后请写明恢复计算的日期。")
        if unit == "workday":
            lost += calendar.workdays_within(since, until)
            end = calendar.workdays_after(start, n + lost)
        else:
            end += until - since
    return rolled(end, calendar, roll)


def extended(
    end: date, n: int, unit: LimitUnit, calendar: Calendar, roll: Roll = "next_workday", excluded: Iterable[Interval] = ()
) -> date:
    """The last day of a limit that was extended by `n` units on the day it would have ended, before any roll.

    Counted from the nominal end, never from the day to which a holiday moved it: the earlier day is the safe one.
    Raises: as `due`.
    """
    return due(end, n, unit, calendar, roll, excluded)


def rolled(day: date, calendar: Calendar, roll: Roll) -> date:
    """The day itself, or the next working day where the rule says so and it is none."""
    return calendar.workday_on_or_after(day) if roll == "next_workday" else day


def presumed_service(sent: date, days: int, received: date | None = None) -> date:
    """The day on which a document counts as received: so many days after it was sent, unless its receipt is proven.

    `days` is the law's number for the way it was sent and the office. No roll: it is no limit, but the start of one.
    """
    if received is not None and received < sent:
        raise BadValue(f"收到日 {received} 早于发出日 {sent}：请核对。")
    return received if received is not None else sent + timedelta(days=days)


def _nominal(start: date, n: int, unit: LimitUnit, calendar: Calendar) -> date:
    if unit == "workday":
        return calendar.workdays_after(start, n)
    if unit == "calendar_day":
        return start + timedelta(days=n)
    return add_months(start, n if unit == "month" else 12 * n)


def _spans(excluded: Iterable[Interval], first: date) -> list[tuple[date, date | None]]:
    """The excluded days from `first` on, as spans in order that neither touch nor overlap; the second day is outside."""
    spans: list[tuple[date, date | None]] = []
    for one in sorted(excluded, key=lambda interval: interval.since or date.min):
        since, until = max(one.since or first, first), one.until
        if until is not None and until <= since:
            continue
        before = spans[-1] if spans else None
        if before is None or (before[1] is not None and before[1] < since):
            spans.append((since, until))
        elif before[1] is not None:
            spans[-1] = (before[0], None if until is None else max(before[1], until))
    return spans
