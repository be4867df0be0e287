"""The legal days ahead of a right, from what the sources say of it."""

from datetime import date

import pytest

from yuzhi.kernel.standing import Standing
from yuzhi.packs.cn import declarations
from yuzhi.packs.cn.limits import limits, reduction_request_by

D = date
FILED, EXPIRES = D(2020, 4, 10), D(2025, 3, 20)
LAW, CALENDAR = declarations.law_book(), declarations.calendar()
VALID = Standing("valid", "", D(2020, 4, 10), D(2024, 5, 1))


def patent(on, standing=VALID, filed=FILED, right_kind="invention"):
    row = {"right_kind": right_kind, "filed_on": filed, "office": "CN"}
    return limits("patents", row.get, standing, on, LAW, CALENDAR)


def mark(on, expires=EXPIRES, state="valid"):
    return limits("trademarks", {"expires_on": expires}.get, Standing(state, ""), on, LAW, CALENDAR)


def test_a_patent_waits_for_the_grace_of_this_year_and_the_fee_of_the_next():
    found = [(one.matter, one.ordinal, one.nominal_on) for one in patent(D(2026, 6, 15))]
    assert found == [
        ("annual_fee_last", 7, D(2026, 10, 10)), ("fee_reduction", 8, D(2027, 1, 26)),
        ("annual_fee", 8, D(2027, 4, 10)), ("annual_fee_last", 8, D(2027, 10, 10)),
    ]


def test_a_day_that_is_a_holiday_moves_to_a_working_day_where_its_year_is_known():
    last, _reduction, due, _last = patent(D(2026, 6, 15))
    assert (last.nominal_on, last.last_on, last.provisional) == (D(2026, 10, 10), D(2026, 10, 10), False)   # a make-up day
    assert (due.last_on, due.provisional) == (D(2027, 4, 10), True)      # a Saturday of a year without a notice
    first = patent(D(2026, 2, 1), filed=D(2020, 5, 1))[1]
    assert (first.matter, first.nominal_on, first.last_on) == ("annual_fee", D(2026, 5, 1), D(2026, 5, 6))


def test_every_day_names_its_rule_the_version_and_the_day_counted_from():
    last = patent(D(2026, 6, 15))[0]
    assert (last.rule, last.rule_since, last.event, last.trigger_on, str(last.cite)) == (
        "patent_law_rules.fee_grace", D(2024, 1, 20), "due_on", D(2026, 4, 10), "cn.patent_law_rules:115")


def test_the_last_year_of_a_term_has_no_further_fee():
    assert {one.ordinal for one in patent(D(2040, 4, 1))} == set()
    assert {one.ordinal for one in patent(D(2039, 4, 1))} == {20}


@pytest.mark.parametrize("state", ["pending", "lapsed", "expired", "invalidated", "unknown"])
def test_what_is_not_in_force_waits_for_nothing(state):
    assert patent(D(2026, 6, 15), Standing(state, "", D(2020, 4, 10), D(2024, 5, 1))) == ()
    assert mark(D(2024, 6, 1), state="expired") == ()
    assert limits("works", {}.get, VALID, D(2026, 1, 1), LAW, CALENDAR) == ()


def test_a_mark_waits_for_its_renewal_and_then_for_the_end_of_its_grace():
    early, late = mark(D(2024, 6, 1)), mark(D(2025, 4, 1), state="grace")
    assert [(one.matter, one.last_on) for one in early] == [("renewal", D(2025, 3, 20)), ("renewal_last", D(2025, 9, 22))]
    assert [one.matter for one in late] == ["renewal_last"]       # 20 September 2025 is a Saturday
    assert mark(D(2024, 6, 1), None) == ()


@pytest.mark.parametrize(("due", "by"), [
    (D(2026, 4, 10), D(2026, 1, 26)), (D(2026, 5, 31), D(2026, 3, 16)), (D(2026, 4, 30), D(2026, 2, 13)),
])
def test_a_reduction_is_asked_for_two_months_and_a_half_before(due, by):
    assert reduction_request_by(due, LAW) == by


def test_what_the_law_did_not_say_yet_has_no_day():
    assert patent(D(2005, 6, 1), Standing("valid", "", D(2000, 4, 10), D(2002, 5, 1)), D(2000, 4, 10)) == ()
