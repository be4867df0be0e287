"""The declarations of the city hold together, and every indicator gives the numbers of its worked examples."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.indicators import Declarations, Given, Indicators, source_ranks
from yuzhi.engines.indicators.cases import Case, cases, lake_table
from yuzhi.kernel.areas import Area, AreaBook
from yuzhi.packs.cn import declarations as china
from yuzhi.packs.cn_shaanxi_yulin import declarations as yulin

COUNTIES = ("610802", "610803", "610822", "610827", "610828", "610831", "610881")
AREAS = AreaBook(
    [Area("610800", "榆林市", "Yulin", "610000"), *(Area(code, f"{code}县", code, "610800") for code in COUNTIES)],
    city="610800",
)
LAW = china.law_book().joined(yulin.law_book())
DECLARED = Declarations(china.datasets(), yulin.indicators(), yulin.targets())
RANKS = source_ranks([("first", 10), ("second", 20), ("test", 30)])
CASES = cases(yulin.HERE / "indicators")


def over(case: Case) -> Indicators:
    """The indicators over a case's rows; tables that it does not name are empty."""
    stored = {name: case.given.get(name, lake_table(name, [])) for name in TABLES}
    return Indicators(DECLARED, Given({**stored, **china.law_tables(LAW), "source_ranks": RANKS}), AREAS)


@pytest.mark.parametrize("case", CASES, ids=[f"{case.indicator}: {case.name}" for case in CASES])
def test_an_indicator_gives_the_numbers_of_its_worked_examples(case: Case) -> None:
    indicators = over(case)
    for expected in case.expected:
        seen = indicators.observe(case.indicator, expected.as_of)[expected.area]
        behind = indicators.explain(case.indicator, expected.area, expected.as_of)
        assert seen.value == expected.value, f"{expected.as_of} {expected.area}: {seen}"
        assert (seen.value is None) == bool(seen.reason)
        if expected.records is not None:
            assert tuple(one.record for one in behind) == tuple(sorted(expected.records))
        if indicators.declared.indicator(case.indicator).kind == "records" and seen.value is not None:
            assert sum((one.value for one in behind), Decimal(0)) == seen.value


def test_every_indicator_and_target_cites_a_known_instrument() -> None:
    DECLARED.check(LAW)
    assert all(thing.cite.article for thing in (*DECLARED.indicators, *DECLARED.targets))


def test_the_plan_has_its_nine_targets_and_each_has_its_indicator() -> None:
    targets = yulin.targets()
    assert [target.id for target in targets] == [f"T{n}" for n in range(1, 10)]
    assert {(target.plan.name, target.plan.first) for target in targets} == {("十四五", date(2021, 1, 1))}
    assert [target.id for target in targets if target.indicator is None] == []
    assert all(target.by == date(2025, 12, 31) for target in targets)


def test_without_a_threshold_of_its_own_a_city_has_no_figure_for_pledged_inventions() -> None:
    case = next(case for case in CASES if case.indicator == "hv_pledged")
    stored = {name: case.given.get(name, lake_table(name, [])) for name in TABLES}
    data = Given({**stored, **china.law_tables(china.law_book()), "source_ranks": RANKS})
    seen = Indicators(DECLARED, data, AREAS).observe("hv_pledged", date(2022, 3, 1))["610800"]
    assert seen.value is None
    assert "没有数据不等于零" in seen.reason


def test_the_age_can_be_counted_from_the_grant_where_a_city_reads_it_so() -> None:
    case = next(case for case in CASES if case.indicator == "hv_over_ten_years")
    later = tuple(
        replace(one, params={"age_basis": "grant"}) if one.name == "hv_over_ten_years" else one
        for one in DECLARED.indicators
    )
    stored = {name: case.given.get(name, lake_table(name, [])) for name in TABLES}
    data = Given({**stored, **china.law_tables(LAW), "source_ranks": RANKS})
    indicators = Indicators(replace(DECLARED, indicators=later), data, AREAS)
    assert indicators.explain("hv_over_ten_years", "610800", date(2023, 6, 2)) == []
    behind = indicators.explain("hv_over_ten_years", "610800", date(2023, 6, 3))
    assert [one.record for one in behind] == ["cn/p/201010000003"]


def test_pledges_count_from_the_baseline_day_where_a_city_sets_one() -> None:
    case = next(case for case in CASES if case.indicator == "pledge_amount")
    later = tuple(
        replace(one, params={"since": date(2023, 1, 1)}) if one.name == "pledge_amount" else one
        for one in DECLARED.indicators
    )
    stored = {name: case.given.get(name, lake_table(name, [])) for name in TABLES}
    data = Given({**stored, **china.law_tables(LAW), "source_ranks": RANKS})
    indicators = Indicators(replace(DECLARED, indicators=later), data, AREAS)
    behind = indicators.explain("pledge_amount", "610800", date(2023, 3, 2))
    assert [one.record for one in behind] == ["cn/pledge/P2", "cn/pledge/P3"]


def test_a_firm_in_two_counties_is_one_firm_of_the_city() -> None:
    case = next(case for case in CASES if case.indicator == "gi_user_firms")
    values = over(case).observe("gi_user_firms", date(2023, 5, 1))
    assert values["610803"].value + values["610831"].value == 3
    assert values["610800"].value == 2
