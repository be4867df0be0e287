"""Days and months of made-up lives: month arithmetic, terms, and the days on which gazettes appear."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

_LONGER_DESIGNS = date(2021, 6, 1)
_TERM_YEARS = {"invention": 20, "utility": 10, "design": 15}


def plus_months(day: date, months: int) -> date:
    """The corresponding day so many months later; the month's last day where it has none.

    >>> plus_months(date(2024, 1, 31), 1)
    datetime.date(2024, 2, 29)
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def term_ends(kind: str, filed_on: date) -> date:
    """The day on which a patent's term has ended; the day before is the last of protection.

    Source: 专利法 art. 42; ten years for designs filed before 2021-06-01.
    """
    years = 10 if kind == "design" and filed_on < _LONGER_DESIGNS else _TERM_YEARS[kind]
    return plus_months(filed_on, 12 * years)


def mark_expires(registered_on: date) -> date:
    """The last day of a mark's ten years. Source: 商标法实施条例 art. 12."""
    return plus_months(registered_on, 120) - timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Gazettes:
    """The Tuesdays on which a bulk delivery has an issue, every `weeks` weeks from `first` to `last`."""

    first: date
    last: date
    weeks: int = 1

    @classmethod
    def for_many(cls, documents: int, first: date, last: date, each: int = 45) -> "Gazettes":
        """Issues so far apart that each carries about `each` documents."""
        start = first + timedelta(days=(1 - first.weekday()) % 7)
        span = max(1, (last - start).days // 7)
        return cls(start, last, max(1, span // max(2, documents // each)))

    def next(self, day: date) -> date | None:
        """The first issue on or after the day, or None when there is no further one."""
        step = 7 * self.weeks
        late = max(0, -(-(day - self.first).days // step))
        issue = self.first + timedelta(days=late * step)
        return issue if issue <= self.last else None
