"""Which days are working days: weekdays, less the holidays and with the make-up days of each year's notice."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from yuzhi.kernel.errors import NotFound, YuzhiError

_SATURDAY = 5
_REACH = timedelta(days=7)
"""How far a notice reaches back into the year before it; none of 2007–2026 went further than to 29 December."""


class CalendarFault(YuzhiError):
    """Notices that contradict each other or leave out a year between two; no calendar was built."""

    exit_code = 2


class CalendarGap(NotFound):
    """A day of a year whose notice is not loaded: whether it is a working day is not guessed."""


@dataclass(frozen=True, slots=True)
class Notice:
    """What one year's arrangement says: days off, and working days that would be weekends.

    Days of the neighbouring years may be among them. `addresses` are the official pages, the first notice first.
    """

    year: int
    holidays: frozenset[date]
    make_up: frozenset[date]
    addresses: tuple[str, ...] = ()


class Calendar:
    """The working days of consecutive years, each year by its notice.

    Every question is answered from two arrays: all working days in order, and how many of them lie before each day.
    From `provisional_from` on, the next year's notice, not loaded yet, may still change what is said here.
    """

    def __init__(self, notices: Iterable[Notice]) -> None:
        self.notices = tuple(sorted(notices, key=lambda notice: notice.year))
        years = [notice.year for notice in self.notices]
        if not years or years != list(range(years[0], years[0] + len(years))):
            raise CalendarFault(f"节假日安排的年份不连续或有重复：{years}。没有装载，请补上缺少的年份。")
        self.first, self.last = date(years[0], 1, 1), date(years[-1], 12, 31)
        self._origin, self._end = self.first.toordinal(), self.last.toordinal()
        self.provisional_from = self.last - _REACH + timedelta(days=1)
        changed = self._changed()
        self._workdays: list[int] = []
        self._before: list[int] = [0]
        for ordinal in range(self._origin, self._end + 1):
            day = date.fromordinal(ordinal)
            if changed.get(day, day.weekday() < _SATURDAY):
                self._workdays.append(ordinal)
            self._before.append(len(self._workdays))

    def is_workday(self, day: date) -> bool:
        """Whether the day is a working day.

        Raises: CalendarGap for a year without a notice.
        """
        place = day.toordinal() - self._origin
        if place < 0 or place >= len(self._before) - 1:
            raise self._gap(day.year)
        return self._before[place + 1] > self._before[place]

    def workday_on_or_after(self, day: date) -> date:
        """The day itself where it is a working day, else the next one.

        Raises: CalendarGap where the notice that decides is not loaded.
        """
        return self._nth(self._earlier(day), day.year + 1)

    def workdays_after(self, day: date, count: int) -> date:
        """The `count`-th working day after the day, which is itself not counted; `count` is at least 1.

        Raises: CalendarGap where the notice that decides is not loaded.

        >>> notice = Notice(2025, frozenset(date(2025, 10, n) for n in range(1, 9)), frozenset({date(2025, 10, 11)}))
        >>> Calendar([notice]).workdays_after(date(2025, 9, 30), 3)
        datetime.date(2025, 10, 11)
        """
        if count < 1:
            raise ValueError(f"a working day after another is counted from 1, not {count}")
        return self._nth(self._earlier(day + timedelta(days=1)) + count - 1, self.last.year + 1)

    def workdays_within(self, first: date, until: date) -> int:
        """How many working days there are from `first` up to, not including, `until`.

        Raises: CalendarGap for years without a notice.
        """
        return max(0, self._earlier(until) - self._earlier(first))

    def _earlier(self, day: date) -> int:
        """How many working days of the calendar lie before the day, which may be the one after its end."""
        place = day.toordinal() - self._origin
        if place < 0 or place >= len(self._before):
            raise self._gap(day.year)
        return self._before[place]

    def _nth(self, place: int, missing: int) -> date:
        if place >= len(self._workdays):
            raise self._gap(missing)
        return date.fromordinal(self._workdays[place])

    def _changed(self) -> dict[date, bool]:
        """The days that are not what their weekday says, over all notices."""
        changed: dict[date, bool] = {}
        for notice in self.notices:
            for days, works in ((notice.holidays, False), (notice.make_up, True)):
                for day in days:
                    if changed.setdefault(day, works) is not works:
                        raise CalendarFault(f"{day} 既写作休息日又写作上班日（{notice.year} 年安排）。没有装载，请按通知原文改正。")
        return changed

    def _gap(self, year: int) -> CalendarGap:
        return CalendarGap(
            f"{year} 年的节假日安排没有录入（已录入 {self.first.year} 至 {self.last.year} 年），不能判断工作日，没有推算。"
            "请待国务院办公厅的通知发布后补录该年份，或核对日期。"
        )
