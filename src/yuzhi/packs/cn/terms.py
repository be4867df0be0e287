"""When Chinese rights end, and the days around it: pure functions of dates and the law in force."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from yuzhi.engines.lawbook.book import LawBook
from yuzhi.kernel.cite import Cite
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.periods import add_months

PatentKind = Literal["invention", "utility", "design"]
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class PatentTerm:
    """The term of a patent: `last_day` is the last one protected, `ends_on` (期满终止日) the first that is not."""

    filed_on: date
    years: int
    ends_on: date
    cite: Cite

    @property
    def last_day(self) -> date:
        """The last day on which the patent can be in force."""
        return self.ends_on - _DAY


@dataclass(frozen=True, slots=True)
class MarkTerm:
    """One term of a mark: `expires_on` is its last day; the renewal is asked for from `renewal_from` to `grace_until`.

    All three are nominal days: `grace_until` moves to the next working day, which is the asker's calendar to say.
    """

    expires_on: date
    renewal_from: date
    grace_until: date
    cites: tuple[Cite, ...]


def patent_term(kind: PatentKind, filed: date, law: LawBook) -> PatentTerm:
    """The term of a patent, counted from its filing date, not its priority; the end is the corresponding day and never rolls.

    Raises: LawGap for a filing date on which the book has no term.
    Source: cn.patent_law:42; a compensated term (期限补偿) is not in it.
    """
    value = law.at(f"patent_law.{kind}_term", on=filed)
    return PatentTerm(filed, int(value.value), add_months(filed, 12 * int(value.value)), value.cite)


def patent_year(filed: date, on: date) -> int:
    """The patent year (专利年度) in which a day lies; year 1 begins on the filing date.

    Raises: BadValue for a day before the filing date.

    >>> patent_year(date(1997, 6, 3), date(2001, 8, 1))
    5
    """
    if on < filed:
        raise BadValue(f"{on} 早于申请日 {filed}，没有专利年度：请核对日期。")
    year = on.year - filed.year
    return year + 1 if add_months(filed, 12 * year) <= on else year


def mark_term(registered: date, law: LawBook) -> MarkTerm:
    """The first term of a mark, from the day of its registration.

    It ends on the day before the corresponding day; where that month has no such day, on its last.
    Raises: LawGap where the book has no term, window or grace for the day.
    Source: cn.trademark_law_rules:12(2).
    """
    value = law.at("trademark_law.term", on=registered)
    corresponding = add_months(registered, 12 * int(value.value))
    clipped = corresponding.day != registered.day
    return _around(corresponding if clipped else corresponding - _DAY, value.cite, law)


def next_term(expires: date, law: LawBook) -> MarkTerm:
    """The term that a renewal adds: it begins on the day after the old one expired.

    Raises: LawGap as `mark_term`.
    """
    return mark_term(expires + _DAY, law)


def around_expiry(expires: date, law: LawBook) -> MarkTerm:
    """The renewal window and the grace around a known day of expiry.

    Raises: LawGap as `mark_term`.
    """
    return _around(expires, None, law)


def _around(expires: date, cite: Cite | None, law: LawBook) -> MarkTerm:
    window, grace = (law.at(f"trademark_law.{name}", on=expires) for name in ("renewal_window", "grace"))
    return MarkTerm(
        expires_on=expires,
        renewal_from=add_months(expires, -int(window.value)) + _DAY,
        grace_until=add_months(expires, int(grace.value)),
        cites=tuple(one for one in (cite, window.cite, grace.cite) if one is not None),
    )
