"""What keeping a right costs, from what the sources say of it and the day asked for."""

from datetime import date

import pytest

from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.standing import Standing
from yuzhi.packs.cn import declarations
from yuzhi.packs.cn.keeping import keeping

D = date
LAW = declarations.law_book()
TODAY, FILED, EXPIRES = D(2026, 6, 15), D(2020, 4, 10), D(2025, 3, 20)
VALID = Standing("valid", "", D(2020, 4, 10), D(2024, 5, 1))


def patent(standing=VALID, on=TODAY, filed=FILED, right_kind="invention", office="CN", **needs):
    row = {"right_kind": right_kind, "filed_on": filed, "office": office}
    return keeping("patents", row.get, standing, on, LAW, **needs)


def test_a_fee_whose_grace_runs_comes_first_with_its_surcharge():
    found = patent()
    first, second = found.payments[:2]
    assert (found.patent_year, found.ends_on, len(found.payments)) == (7, D(2040, 4, 10), 14)
    assert (first.year, first.due_on, first.grace_until, first.amount.text, first.surcharge.text, first.total.text) == (
        7, D(2026, 4, 10), D(2026, 10, 10), "2000.00", "200.00", "2200.00")
    assert (second.year, second.surcharge.text, found.payments[-1].year) == (8, "0.00", 20)


def test_a_reduction_is_taken_off_for_ten_years_from_the_grant():
    found = patent(holders=2)
    assert {one.reduced_percent for one in found.payments if one.year < 15} == {70}
    assert {one.reduced_percent for one in found.payments if one.year >= 15} == {0}
    assert found.payments[0].total.text == "800.00"          # 30 % of 2000, and 10 % of 2000
    assert {one.reduced_percent for one in patent(open_licence=True).payments} == {15}


def test_the_fee_of_the_year_of_the_grant_is_not_listed():
    found = patent(Standing("valid", "", D(2020, 4, 10), D(2026, 5, 1)))
    assert found.payments[0].year == 8


def test_an_old_patent_needs_no_standard_of_years_long_past():
    found = patent(Standing("valid", "", D(1995, 3, 1), D(1998, 1, 1)), D(2014, 6, 1), D(1995, 3, 1))
    assert [one.year for one in found.payments] == [20]


def test_what_lapsed_costs_its_restoration():
    found = patent(Standing("lapsed", "", D(2020, 4, 10), D(2024, 5, 1), D(2026, 4, 10)), D(2026, 12, 1))
    assert found.payments == () and "共 3,500.00元" in found.notes[0] and "第 7 年度" in found.notes[0]


@pytest.mark.parametrize("state, told", [("pending", "尚未授权"), ("expired", "不在有效期内"), ("unknown", "不在有效期内")])
def test_what_is_not_in_force_has_no_fees(state, told):
    found = patent(Standing(state, ""))
    assert found.payments == () and told in found.notes[0]


def test_without_a_filing_date_nothing_is_computed():
    assert "没有载明申请日" in patent(filed=None).notes[0]


def mark(state, on, expires=EXPIRES):
    return keeping("trademarks", {"expires_on": expires}.get, Standing(state, ""), on, LAW)


def test_a_mark_in_its_grace_pays_more():
    (early,), (late,) = mark("valid", D(2024, 6, 1)).payments, mark("grace", D(2025, 4, 1)).payments
    assert (early.opens_on, early.due_on, early.grace_until, early.total.text) == (
        D(2024, 3, 21), D(2025, 3, 20), D(2025, 9, 20), "500.00")
    assert (late.surcharge.text, late.total.text) == ("250.00", "750.00")
    assert mark("expired", D(2025, 9, 21)).payments == ()
    assert mark("valid", D(2024, 6, 1), None).payments == ()


def test_rights_that_cost_nothing_here_are_told_apart():
    with pytest.raises(BadValue, match="只有中国专利和注册商标"):
        patent(office="US")
    with pytest.raises(BadValue):
        keeping("works", {}.get, Standing("valid", ""), D(2026, 1, 1), LAW)
