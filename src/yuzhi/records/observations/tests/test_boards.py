"""Each day has its plan, also between two plans, before the first and after the last."""

from datetime import date
from decimal import Decimal

import pytest

from yuzhi.engines.indicators import Declarations, Given, Indicators, Plan, Target
from yuzhi.kernel.areas import Area, AreaBook
from yuzhi.kernel.cite import Cite
from yuzhi.records.observations.boards import plan_on, plans
from yuzhi.records.observations.figures import Figures

AREAS = AreaBook([Area("610800", "榆林市", "Yulin", "610000")], city="610800")
PLANS = (Plan(date(2021, 1, 1), date(2025, 12, 31), "甲"), Plan(date(2027, 1, 1), date(2030, 12, 31), "乙"))
TARGETS = tuple(
    Target("T1", plan, "目标", "target", Decimal(3), "piece", plan.last, Cite("city.plan", "1", "memory"), None, pending="口径未定")
    for plan in PLANS
)


def board(*targets):
    return Figures(Indicators(Declarations(targets=targets), Given({}), AREAS), None, None)


@pytest.mark.parametrize("on, name", [
    (date(2019, 5, 1), "甲"), (date(2021, 1, 1), "甲"), (date(2025, 12, 31), "甲"), (date(2026, 6, 30), "甲"),
    (date(2027, 1, 1), "乙"), (date(2031, 1, 1), "乙"),
])
def test_a_day_is_judged_by_the_plan_that_it_lies_in_or_by_the_last_before_it(on, name):
    assert plan_on(board(*TARGETS), on).name == name


def test_the_latest_plan_comes_first_and_a_city_without_plans_has_none():
    assert [plan.name for plan in plans(board(*TARGETS))] == ["乙", "甲"]
    assert plan_on(board(), date(2025, 1, 1)) is None
