"""How much longer an invention patent may last: cases on both sides of each border."""

from datetime import date

import pytest

from yuzhi.engines.lawbook.book import LawGap
from yuzhi.kernel.errors import BadValue, Refused
from yuzhi.packs.cn import declarations
from yuzhi.packs.cn.compensation import for_delay, for_medicine

D = date
LAW = declarations.law_book()


@pytest.mark.parametrize(("filed", "requested", "granted", "days"), [
    (D(2020, 3, 1), D(2020, 9, 1), D(2024, 3, 1), 0),          # four years from filing end on that very day
    (D(2020, 3, 1), D(2020, 9, 1), D(2024, 3, 2), 1),
    (D(2020, 3, 1), D(2020, 9, 1), D(2024, 5, 1), 61),         # the filing decides
    (D(2020, 3, 1), D(2021, 6, 1), D(2024, 6, 30), 29),        # the request decides: its three years end on 1 June 2024
    (D(2020, 3, 1), D(2022, 1, 1), D(2024, 12, 31), 0),        # its three years are not over
    (D(2020, 2, 29), D(2020, 2, 29), D(2024, 3, 1), 1),        # the corresponding day of a leap day, four years on
])
def test_a_delay_counts_from_the_later_of_two_days(filed, requested, granted, days):
    ends = D(filed.year + 20, 3, 1)
    found = for_delay(filed, requested, granted, ends, LAW)
    assert (found.days, (found.ends_on - ends).days) == (days, days)


def test_reasonable_and_own_delays_are_taken_off_and_never_below_nothing():
    days = (D(2020, 3, 1), D(2020, 9, 1), D(2024, 5, 1), D(2040, 3, 1))
    assert for_delay(*days, LAW, reasonable=20, by_applicant=11).days == 30
    assert for_delay(*days, LAW, reasonable=60, by_applicant=11).days == 0


def test_it_is_asked_for_within_three_months_and_cites_the_law():
    found = for_delay(D(2020, 3, 1), D(2020, 9, 1), D(2024, 5, 1), D(2040, 3, 1), LAW)
    assert found.request_by == D(2024, 8, 1)
    assert [str(one) for one in found.cites] == ["cn.patent_law:42(2)", "cn.patent_law:42(2)", "cn.patent_law_rules:77"]
    assert {one.confidence for one in found.cites} == {"verified"}


def test_a_twin_utility_model_or_days_out_of_order_get_nothing():
    days = (D(2020, 3, 1), D(2020, 9, 1), D(2024, 5, 1), D(2040, 3, 1))
    with pytest.raises(Refused, match="实用新型"):
        for_delay(*days, LAW, twin_utility=True)
    with pytest.raises(BadValue):
        for_delay(D(2020, 3, 1), D(2019, 9, 1), D(2024, 5, 1), D(2040, 3, 1), LAW)
    with pytest.raises(LawGap):
        for_delay(D(2010, 3, 1), D(2010, 9, 1), D(2016, 5, 1), D(2030, 3, 1), LAW)


@pytest.mark.parametrize(("approved", "days", "ends"), [
    (D(2025, 3, 1), 1461, D(2039, 3, 1)),           # five years asked for, fourteen after the approval decide
    (D(2024, 3, 1), 1096, D(2038, 3, 1)),           # four years asked for, fourteen after the approval decide
    (D(2029, 3, 1), 1827, D(2040, 3, 1)),           # nine years asked for, five at most
])
def test_a_medicine_gets_at_most_five_years_and_fourteen_after_its_approval(approved, days, ends):
    found = for_medicine(D(2015, 3, 1), approved, D(2035, 3, 1), LAW)
    assert (found.days, found.ends_on) == (days, ends)


def test_a_medicine_that_was_approved_early_gets_nothing():
    assert for_medicine(D(2020, 3, 1), D(2024, 6, 1), D(2040, 3, 1), LAW).days == 0      # not five years after filing
    assert for_medicine(D(2022, 3, 1), D(2027, 3, 2), D(2042, 3, 1), LAW).days == 0      # fourteen years end before the term
    with pytest.raises(BadValue):
        for_medicine(D(2020, 3, 1), D(2019, 6, 1), D(2040, 3, 1), LAW)
