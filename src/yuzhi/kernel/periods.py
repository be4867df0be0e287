"""Months, quarters and years as values, and months added to days as the law counts them."""

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from yuzhi.kernel.chinese import fold
from yuzhi.kernel.errors import BadValue

PeriodKind = Literal["month", "quarter", "year"]

_MONTHS: dict[PeriodKind, int] = {"month": 1, "quarter": 3, "year": 12}
_QUARTERS = {"一": 1, "二": 2, "三": 3, "四": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_MONTH = re.compile(r"(?P<year>[0-9]{4})(?:[-./年](?P<month>0?[1-9]|1[0-2])月?(?:份)?|(?P<short>0[1-9]|1[0-2]))")
_QUARTER = re.compile(r"(?P<year>[0-9]{4})(?:[-年]?Q|年?第)(?P<quarter>[1-4一二三四])(?:季度?)?")
_YEAR = re.compile(r"(?P<year>[0-9]{4})(?:年度?)?")


def add_months(day: date, months: int) -> date:
    """The corresponding day so many months later (or earlier), the month's last day where there is none.

    Counted from the day itself each time, never from an earlier result: the 31st stays the 31st.
    Raises: BadValue outside the years 1 to 9999.
    Source: cn.patent_law_rules:5 (期限届满的相应日; 该月无相应日的以最后一日为准).

    >>> add_months(date(2024, 2, 29), 12), add_months(date(2024, 1, 31), 1)
    (datetime.date(2025, 2, 28), datetime.date(2024, 2, 29))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if not 1 <= year <= 9999:
        raise BadValue(f"从{day.isoformat()}起算 {months} 个月超出了公元 1 至 9999 年：请核对起算日和月数。")
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A calendar month, quarter or year: its first day and its kind.

    >>> quarter = Period.parse("2024年第三季度")
    >>> str(quarter), quarter.zh, quarter.last
    ('2024Q3', '2024年第3季度', datetime.date(2024, 9, 30))
    """

    first: date
    kind: PeriodKind

    def __post_init__(self) -> None:
        if self.first.day != 1 or (self.first.month - 1) % _MONTHS[self.kind]:
            zh = {"month": "月", "quarter": "季度", "year": "年"}[self.kind]
            raise BadValue(f"{self.first.isoformat()}不是一个{zh}的第一天：请写期间的第一天，例如 2024-04-01。")

    @classmethod
    def containing(cls, day: date, kind: PeriodKind) -> "Period":
        """The period of that kind in which the day lies."""
        months = _MONTHS[kind]
        return cls(date(day.year, (day.month - 1) // months * months + 1, 1), kind)

    @classmethod
    def parse(cls, text: str) -> "Period":
        """The period that the text names: `2024-03`, `2024年3月`, `2024Q1`, `2024年第一季度`, `2024`.

        Raises: BadValue for other spellings; `202403` is a month.
        """
        spelled = fold(text).upper()
        year_text = spelled[:4]
        if year_text.isdigit() and int(year_text) > 0:
            year = int(year_text)
            if found := _MONTH.fullmatch(spelled):
                return cls(date(year, int(found["month"] or found["short"]), 1), "month")
            if found := _QUARTER.fullmatch(spelled):
                return cls(date(year, _QUARTERS[found["quarter"]] * 3 - 2, 1), "quarter")
            if _YEAR.fullmatch(spelled):
                return cls(date(year, 1, 1), "year")
        raise BadValue(f"“{text}”不是期间：请写成 2024年3月（2024-03）、2024年第1季度（2024Q1）或 2024年。")

    @property
    def last(self) -> date:
        """The last day of the period."""
        final = self.first.month + _MONTHS[self.kind] - 1
        return date(self.first.year, final, monthrange(self.first.year, final)[1])

    @property
    def zh(self) -> str:
        """The period as people write it."""
        year, month = self.first.year, self.first.month
        within = {"month": f"{month}月", "quarter": f"第{(month + 2) // 3}季度", "year": ""}
        return f"{year}年{within[self.kind]}"

    def shifted(self, steps: int) -> "Period":
        """The period so many steps later, or earlier where negative."""
        return Period(add_months(self.first, steps * _MONTHS[self.kind]), self.kind)

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    def __str__(self) -> str:
        year, month = self.first.year, self.first.month
        within = {"month": f"-{month:02}", "quarter": f"Q{(month + 2) // 3}", "year": ""}
        return f"{year:04}{within[self.kind]}"


@dataclass(frozen=True, slots=True)
class Interval:
    """The days on which something holds: from `since` up to, not including, `until`; None is open.

    >>> date(2021, 6, 1) in Interval(date(2021, 6, 1)), date(2021, 5, 31) in Interval(until=date(2021, 6, 1))
    (True, True)
    """

    since: date | None = None
    until: date | None = None

    def __post_init__(self) -> None:
        if self.since and self.until and self.until <= self.since:
            raise BadValue(f"有效期从 {self.since} 起、到 {self.until} 止（不含当日），其中没有一天：请核对起止日期。")

    @property
    def last(self) -> date | None:
        """The last day that is inside, None where the end is open."""
        return self.until - timedelta(days=1) if self.until else None

    def overlaps(self, other: "Interval") -> bool:
        """True where some day is inside both."""
        return (self.since is None or other.until is None or self.since < other.until) and (
            other.since is None or self.until is None or other.since < self.until
        )

    def __contains__(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)
