"""The legal days that lie ahead of a Chinese right: fees of a patent with their grace, the renewal of a mark."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any, cast

from yuzhi.engines.calendar import Calendar, CalendarGap
from yuzhi.engines.calendar.limits import rolled
from yuzhi.engines.lawbook.book import Dated, LawBook, LawGap
from yuzhi.kernel.limits import Limit
from yuzhi.kernel.periods import add_months
from yuzhi.kernel.standing import Standing
from yuzhi.packs.cn import terms

Get = Callable[[str], Any]
_DAY = timedelta(days=1)


def limits(
    kind: str, get: Get, standing: Standing, on: date, law: LawBook, calendar: Calendar
) -> tuple[Limit, ...]:
    """The days ahead of a right that stands so on a day, the earliest first; none for rights that cost nothing to keep.

    A patent has those of the fee whose grace may still run and of the next one, a mark those of its coming renewal.
    Days of the law before its rules were recorded are left out: what has no rule has no day.
    """
    try:
        if kind == "patents" and (get("office") or "CN") == "CN":
            found = _patent(get, standing, on, law, calendar)
        elif kind == "trademarks":
            found = _mark(get("expires_on"), standing.state, law, calendar)
        else:
            return ()
        return tuple(sorted((one for one in found if one.last_on >= on), key=lambda one: one.last_on))
    except LawGap:
        return ()


def reduction_request_by(due: date, law: LawBook) -> date:
    """The last day, never moved, on which a reduction of the fee due on that day can be asked for.

    Two months and a half before the due day: the months are counted back first, then the days.
    Raises: LawGap for due days before the rule.
    Source: cn.patent_fee_reduction:5.
    """
    months = law.at("patent_fee_reduction.request_months", on=due)
    days = law.at("patent_fee_reduction.request_days", on=due)
    return add_months(due, -int(months.value)) - timedelta(days=int(days.value))


def _patent(get: Get, standing: Standing, on: date, law: LawBook, calendar: Calendar) -> Iterator[Limit]:
    kind, filed, granted = get("right_kind"), get("filed_on"), standing.granted_on
    if standing.state != "valid" or filed is None or granted is None or kind not in ("invention", "utility", "design") or on < filed:
        return
    term = terms.patent_term(cast(terms.PatentKind, kind), filed, law)
    year, at_grant = terms.patent_year(filed, on), terms.patent_year(filed, granted)
    # The fee of the year of the grant was paid at registration; fees before this year's are past their grace.
    for number in range(max(at_grant + 1, year), min(year + 1, term.years) + 1):
        due = add_months(filed, 12 * (number - 1))
        period = law.at("patent_law_rules.fee_period", on=due)
        yield _limit("annual_fee", number, "patent_law_rules.fee_period", period, "filed_on", (filed, due), calendar)
        grace = law.at("patent_law_rules.fee_grace", on=due)
        last = add_months(due, int(grace.value))
        yield _limit("annual_fee_last", number, "patent_law_rules.fee_grace", grace, "due_on", (due, last), calendar)
        request = law.at("patent_fee_reduction.request_months", on=due)
        days = (due, reduction_request_by(due, law))
        yield _limit("fee_reduction", number, "patent_fee_reduction.request_months", request, "due_on", days, None)


def _mark(expires: date | None, state: str, law: LawBook, calendar: Calendar) -> Iterator[Limit]:
    if expires is None or state not in ("valid", "grace"):
        return
    term = terms.around_expiry(expires, law)
    window = law.at("trademark_law.renewal_window", on=expires)
    days = (term.renewal_from - _DAY, expires)
    yield _limit("renewal", expires.year, "trademark_law.renewal_window", window, "expires_on", days, None)
    grace = law.at("trademark_law.grace", on=expires)
    yield _limit("renewal_last", expires.year, "trademark_law.grace", grace, "expires_on", (expires, term.grace_until), calendar)


def _limit(
    matter: str, ordinal: int, rule: str, value: Dated, event: str, days: tuple[date, date], calendar: Calendar | None
) -> Limit:
    """`days` are the day counted from and the nominal end; without a calendar the end never moves."""
    trigger, nominal = days
    last, provisional = nominal, False
    if calendar is not None:
        try:
            last = rolled(nominal, calendar, "next_workday")
        except CalendarGap:
            provisional = True
    return Limit(matter, ordinal, rule, value.since, event, trigger, nominal, last, provisional, value.cite)
