"""What a Chinese patent costs to keep: annual fees by patent year, surcharges, reductions and restoration."""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yuzhi.engines.lawbook.book import Dated, LawBook
from yuzhi.kernel.cite import Cite
from yuzhi.kernel.errors import BadValue, Refused
from yuzhi.kernel.money import Money
from yuzhi.kernel.periods import add_months
from yuzhi.packs.cn.terms import PatentKind, patent_term

NOTHING = Money(Decimal(0))
_FROM_YEAR = re.compile(r"patent_fees\.(?P<kind>[a-z]+)_from_(?P<year>[0-9]+)")


@dataclass(frozen=True, slots=True)
class AnnualFee:
    """The full fee of one patent year; it is due on the anniversary of the filing date on which that year begins.

    `due_on` is nominal: the brackets of the surcharge are counted from it, even where it is no working day.
    """

    year: int
    due_on: date
    amount: Money
    cite: Cite


@dataclass(frozen=True, slots=True)
class Reduction:
    """The share of an annual fee that need not be paid, in percent, with what grants it."""

    percent: Decimal
    cites: tuple[Cite, ...] = ()

    def of(self, amount: Money) -> Money:
        """What is left to pay of an amount."""
        return _share(amount, 100 - self.percent)


@dataclass(frozen=True, slots=True)
class Owed:
    """What is to be paid on a day for one patent year: the fee after reduction, the surcharge, less what was paid."""

    fee: Money
    surcharge: Money
    percent: Decimal
    paid: Money
    cites: tuple[Cite, ...]

    @property
    def total(self) -> Money:
        """What is still missing; nothing where enough was paid."""
        missing = self.fee.yuan + self.surcharge.yuan - self.paid.yuan
        return Money(max(missing, Decimal(0)))


UNREDUCED = Reduction(Decimal(0))


def annual_fee(kind: PatentKind, filed: date, year: int, law: LawBook) -> AnnualFee:
    """The fee of a patent year, from the standard in force on the day it is due.

    Raises: BadValue for a year outside the term; LawGap where the book has no standard for that day.
    Source: cn.patent_law_rules:115 (due before the year before it ends).
    """
    term = patent_term(kind, filed, law)
    if not 1 <= year <= term.years:
        raise BadValue(f"第 {year} 年度不在专利权期限内：申请日 {filed} 的期限为 {term.years} 年。请核对年度。")
    due = add_months(filed, 12 * (year - 1))
    value = _standard(kind, year, due, law)
    return AnnualFee(year, due, Money(Decimal(value.value)), value.cite)


def annual_fees(kind: PatentKind, filed: date, granted_year: int, law: LawBook) -> tuple[AnnualFee, ...]:
    """The fees of all patent years from the year of the grant to the last; the first is paid at registration."""
    last = patent_term(kind, filed, law).years
    return tuple(annual_fee(kind, filed, year, law) for year in range(granted_year, last + 1))


def grace_until(due: date, law: LawBook) -> date:
    """The last day, nominal, on which a fee can still be paid with a surcharge; after it the right ended on `due`."""
    return add_months(due, int(law.at("patent_law_rules.fee_grace", on=due).value))


def surcharge_percent(due: date, paid_on: date, law: LawBook) -> Decimal | None:
    """The surcharge of a payment on that day, in percent of the full fee; None when it comes after the grace.

    Each month is counted from the due day: up to the corresponding day of the first none, then one step more with each.
    Raises: LawGap for due days before the rule.
    Source: cn.patent_law_rules:115; cn.patent_guidelines:5.9.4.2.1.3.
    """
    if paid_on > grace_until(due, law):
        return None
    months = 0
    while paid_on > add_months(due, months):
        months += 1
    free = int(law.at("patent_guidelines.surcharge_free", on=due).value)
    step = law.at("patent_law_rules.surcharge_step", on=due).value
    return Decimal(step) * max(0, months - free)


def owed(
    fee: AnnualFee, paid_on: date, law: LawBook, reduction: Reduction = UNREDUCED, paid: Money = NOTHING
) -> Owed:
    """What is owed on a day; the surcharge is always a share of the full fee, however much the fee is reduced.

    A payment that fell short is topped up at the bracket of the day of the top-up.
    Raises: Refused after the grace: the right has ended on the due day, and only a restoration helps.
    """
    percent = surcharge_percent(fee.due_on, paid_on, law)
    if percent is None:
        raise Refused(
            f"第 {fee.year} 年度年费的补缴期到 {grace_until(fee.due_on, law)} 为止，{paid_on} 已不能补缴，"
            f"专利权自 {fee.due_on} 起终止。符合条件的，请在收到终止通知后请求恢复权利。"
        )
    steps = tuple(
        law.at(name, on=fee.due_on).cite for name in ("patent_law_rules.surcharge_step", "patent_guidelines.surcharge_free")
    ) if percent else ()
    return Owed(reduction.of(fee.amount), _share(fee.amount, percent), percent, paid, (fee.cite, *reduction.cites, *steps))


def restoration(fee: AnnualFee, requested_on: date, law: LawBook) -> Owed:
    """What a restoration costs: the full fee without reduction, the highest surcharge, and the fee of the request.

    `fee` of the result is the annual fee and the fee of the request together.
    """
    highest = surcharge_percent(fee.due_on, grace_until(fee.due_on, law), law) or Decimal(0)
    asked = law.at("patent_fees.restoration", on=requested_on)
    step = law.at("patent_law_rules.surcharge_step", on=fee.due_on)
    return Owed(
        fee.amount + Money(Decimal(asked.value)), _share(fee.amount, highest), highest, NOTHING,
        (fee.cite, step.cite, asked.cite),
    )


def reduction(
    fee: AnnualFee, granted_year: int, holders: int, law: LawBook, *, open_licence: bool = False
) -> Reduction:
    """The best of the reductions that apply; they do not add up. `holders` is 0 where none was approved.

    A reduction for need holds for so many patent years from the year of the grant.
    Raises: LawGap where the book has no rule for the due day.
    """
    found = [UNREDUCED]
    if holders > 0:
        years = law.at("patent_fee_reduction.annual_years", on=fee.due_on)
        share = law.at(f"patent_fee_reduction.{'single' if holders == 1 else 'joint'}", on=fee.due_on)
        if fee.year < granted_year + int(years.value):
            found.append(Reduction(Decimal(share.value), (share.cite, years.cite)))
    if open_licence:
        licence = law.at("patent_fees.open_licence_reduction", on=fee.due_on)
        found.append(Reduction(Decimal(licence.value), (licence.cite,)))
    return max(found, key=lambda one: one.percent)


def _standard(kind: PatentKind, year: int, due: date, law: LawBook) -> Dated:
    """The value of the highest bracket that begins at or before the patent year."""
    brackets = [
        int(named["year"]) for name in law.parameters
        if (named := _FROM_YEAR.fullmatch(name)) and named["kind"] == kind and int(named["year"]) <= year
    ]
    return law.at(f"patent_fees.{kind}_from_{max(brackets, default=1)}", on=due)


def _share(amount: Money, percent: Decimal) -> Money:
    return Money(amount.yuan * percent / 100)
