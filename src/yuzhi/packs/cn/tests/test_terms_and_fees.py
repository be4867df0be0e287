"""Terms and fees have the values that the law's own examples and the guidelines work out."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuzhi.engines.calendar import due as last_day
from yuzhi.engines.lawbook import LawGap
from yuzhi.kernel.errors import BadValue, Refused
from yuzhi.kernel.money import Money
from yuzhi.kernel.periods import add_months
from yuzhi.packs.cn import declarations
from yuzhi.packs.cn.fees import (
    UNREDUCED,
    AnnualFee,
    annual_fee,
    annual_fees,
    grace_until,
    owed,
    reduction,
    restoration,
    surcharge_percent,
)
from yuzhi.packs.cn.terms import around_expiry, mark_term, next_term, patent_term, patent_year

D = date
LAW = declarations.law_book()
CALENDAR = declarations.calendar()


def yuan(amount: int) -> Money:
    return Money(Decimal(amount))


@pytest.mark.parametrize("kind, filed, ends", [
    ("utility", D(1999, 9, 6), D(2009, 9, 6)),          # protected to 2009-09-05
    ("invention", D(2021, 9, 6), D(2041, 9, 6)),
    ("design", D(2021, 5, 31), D(2031, 5, 31)),
    ("design", D(2021, 6, 1), D(2036, 6, 1)),
    ("invention", D(2004, 2, 29), D(2024, 2, 29)),
    ("utility", D(2012, 2, 29), D(2022, 2, 28)),
    ("utility", D(2012, 10, 1), D(2022, 10, 1)),        # a holiday, and no roll
])
def test_a_term_ends_on_the_corresponding_day_and_never_rolls(kind, filed, ends):
    term = patent_term(kind, filed, LAW)
    assert term.ends_on == ends and (ends - term.last_day).days == 1
    assert str(term.cite) == "cn.patent_law:42"


def test_a_filing_date_before_the_law_has_no_term():
    with pytest.raises(LawGap):
        patent_term("invention", D(1985, 3, 31), LAW)


@pytest.mark.parametrize("filed, on, year", [
    (D(1997, 6, 3), D(2001, 8, 1), 5), (D(1997, 6, 3), D(1997, 6, 3), 1), (D(1997, 6, 3), D(1998, 6, 2), 1),
    (D(1997, 6, 3), D(1998, 6, 3), 2), (D(2004, 2, 29), D(2005, 2, 28), 2), (D(2004, 2, 29), D(2005, 2, 27), 1),
])
def test_a_patent_year_begins_on_the_anniversary(filed, on, year):
    assert patent_year(filed, on) == year


def test_there_is_no_patent_year_before_the_filing_date():
    with pytest.raises(BadValue, match="早于申请日"):
        patent_year(D(1997, 6, 3), D(1997, 6, 2))


@given(st.dates(D(1986, 1, 1), D(2026, 1, 1)), st.integers(0, 7300))
def test_a_day_lies_between_the_anniversaries_of_its_year(filed, days):
    on = D.fromordinal(filed.toordinal() + days)
    year = patent_year(filed, on)
    assert add_months(filed, 12 * (year - 1)) <= on < add_months(filed, 12 * year)


def test_the_fee_of_year_six_is_due_before_year_five_ends():
    assert annual_fee("invention", D(1997, 6, 3), 6, LAW).due_on == D(2002, 6, 3)


@pytest.mark.parametrize("kind, amounts", [
    ("invention", [900] * 3 + [1200] * 3 + [2000] * 3 + [4000] * 3 + [6000] * 3 + [8000] * 5),
    ("utility", [600] * 3 + [900] * 2 + [1200] * 3 + [2000] * 2),
    ("design", [600] * 3 + [900] * 2 + [1200] * 3 + [2000] * 2 + [3000] * 5),
])
def test_each_patent_year_has_its_fee(kind, amounts):
    fees = annual_fees(kind, D(2021, 9, 6), 1, LAW)
    assert [int(fee.amount.yuan) for fee in fees] == amounts
    assert [fee.year for fee in fees] == list(range(1, len(amounts) + 1))
    with pytest.raises(BadValue, match="不在专利权期限内"):
        annual_fee(kind, D(2021, 9, 6), len(amounts) + 1, LAW)


def test_an_old_design_has_no_eleventh_year():
    with pytest.raises(BadValue, match="期限为 10 年"):
        annual_fee("design", D(2021, 5, 31), 11, LAW)


DUE = D(2026, 4, 10)


@pytest.mark.parametrize("paid_on, percent", [
    (D(2026, 4, 10), 0), (D(2026, 5, 10), 0), (D(2026, 5, 11), 5), (D(2026, 6, 10), 5), (D(2026, 6, 15), 10),
    (D(2026, 10, 10), 25), (D(2026, 10, 11), None), (D(2026, 1, 1), 0), (D(2026, 9, 11), 25), (D(2026, 9, 10), 20),
])
def test_the_surcharge_grows_with_each_month_after_the_first(paid_on, percent):
    assert surcharge_percent(DUE, paid_on, LAW) == percent


@pytest.mark.parametrize("paid_on, percent", [(D(2026, 9, 30), 0), (D(2026, 10, 1), 5), (D(2026, 10, 31), 5)])
def test_brackets_are_counted_from_the_due_day_and_not_from_the_last_bracket(paid_on, percent):
    assert surcharge_percent(D(2026, 8, 31), paid_on, LAW) == percent


def test_a_short_payment_is_topped_up_at_the_bracket_of_the_top_up():
    fee = AnnualFee(4, DUE, yuan(900), annual_fee("invention", D(2023, 4, 10), 4, LAW).cite)
    short = owed(fee, D(2026, 6, 10), LAW, paid=yuan(900))
    assert short.total == yuan(45)
    later = owed(fee, D(2026, 6, 15), LAW, paid=yuan(925))
    assert later.surcharge == yuan(90) and later.total == yuan(65)
    assert owed(fee, D(2026, 6, 15), LAW, paid=yuan(2000)).total == yuan(0)


def test_the_surcharge_of_a_reduced_fee_is_a_share_of_the_full_one():
    fee = annual_fee("invention", D(2020, 4, 10), 7, LAW)
    bill = owed(fee, D(2026, 6, 15), LAW, reduction(fee, 5, 1, LAW))
    assert (bill.fee, bill.surcharge, bill.total) == (yuan(300), yuan(200), yuan(500))
    assert {cite.instrument for cite in bill.cites} == {
        "cn.patent_fees", "cn.patent_fee_reduction", "cn.patent_law_rules", "cn.patent_guidelines",
    }


def test_after_the_grace_only_a_restoration_helps():
    fee = annual_fee("invention", D(2020, 4, 10), 7, LAW)
    with pytest.raises(Refused, match="专利权自 2026-04-10 起终止"):
        owed(fee, D(2026, 10, 11), LAW)
    assert grace_until(DUE, LAW) == D(2026, 10, 10)
    back = restoration(fee, D(2026, 12, 1), LAW)
    assert (back.fee, back.surcharge, back.total) == (yuan(3000), yuan(500), yuan(3500))


@pytest.mark.parametrize("year, holders, licence, percent", [
    (5, 0, False, 0), (5, 1, False, 85), (5, 2, False, 70), (5, 0, True, 15), (5, 1, True, 85),
    (13, 1, False, 85), (14, 1, False, 0), (14, 1, True, 15),
])
def test_the_best_reduction_holds_and_they_do_not_add_up(year, holders, licence, percent):
    fee = annual_fee("invention", D(2021, 9, 6), year, LAW)
    assert reduction(fee, 4, holders, LAW, open_licence=licence).percent == percent
    assert UNREDUCED.of(fee.amount) == fee.amount


def test_fees_of_the_years_before_2018_were_reduced_for_six_years():
    fee = annual_fee("invention", D(2007, 9, 6), 11, LAW)
    assert fee.due_on == D(2017, 9, 6)
    assert reduction(fee, 6, 1, LAW).percent == 85 and reduction(fee, 5, 1, LAW).percent == 0


def test_a_mark_expires_on_the_day_before_the_corresponding_day():
    term = mark_term(D(2015, 3, 21), LAW)
    assert (term.renewal_from, term.expires_on, term.grace_until) == (D(2024, 3, 21), D(2025, 3, 20), D(2025, 9, 20))
    assert [str(cite) for cite in term.cites] == ["cn.trademark_law:39", "cn.trademark_law:40", "cn.trademark_law:40"]


def test_a_mark_registered_on_a_leap_day_expires_on_the_last_of_february():
    assert mark_term(D(2016, 2, 29), LAW).expires_on == D(2026, 2, 28)
    assert mark_term(D(2016, 3, 1), LAW).expires_on == D(2026, 2, 28)
    assert next_term(D(2026, 2, 28), LAW).expires_on == D(2036, 2, 29)


def test_from_2027_the_articles_have_other_numbers():
    old, new = around_expiry(D(2026, 12, 31), LAW), around_expiry(D(2027, 1, 1), LAW)
    assert [str(cite) for cite in old.cites] == ["cn.trademark_law:40"] * 2
    assert [str(cite) for cite in new.cites] == ["cn.trademark_law:44"] * 2


@given(st.dates(D(1995, 1, 1), D(2040, 1, 1)))
def test_terms_of_a_mark_follow_one_another_without_a_gap(registered):
    first = mark_term(registered, LAW)
    second = next_term(first.expires_on, LAW)
    assert first.renewal_from <= first.expires_on < first.grace_until < second.expires_on
    assert 3650 <= (second.expires_on - first.expires_on).days <= 3653


def test_opposition_is_shorter_from_2027():
    limits = {}
    for published in (D(2026, 6, 6), D(2026, 12, 31), D(2027, 1, 1)):
        value = LAW.at("trademark_law.opposition", on=published)
        limits[published] = last_day(published, int(value.value), "month", CALENDAR, "none"), value.cite.article
    assert list(limits.values()) == [(D(2026, 9, 6), "33"), (D(2027, 3, 31), "33"), (D(2027, 3, 1), "36")]


@pytest.mark.parametrize("rule, on, days", [
    ("patent_law_rules.postal_service", D(2024, 7, 1), 15), ("patent_law_rules.electronic_service", D(2024, 7, 1), 0),
    ("trademark_law_rules.electronic_service", D(2024, 7, 1), 15),
])
def test_patents_and_marks_count_electronic_service_in_opposite_ways(rule, on, days):
    assert LAW.at(rule, on=on).value == days
