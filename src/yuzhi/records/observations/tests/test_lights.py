"""A light says how far a running target is; a plan that has ended has only its final value."""

from datetime import date
from decimal import Decimal

import pytest

from yuzhi.records.observations.lights import LIGHT_WORDS, light

BEGAN = date(2021, 1, 1)
END = date(2025, 12, 31)
HALF = date(2023, 7, 2)          # 913 of the plan's 1,826 days


def test_an_upper_bound_settles_only_what_was_missed():
    after = date(2026, 1, 1)
    assert light(Decimal("1.5"), after, END, began=BEGAN, upper_bound=True).word == "无法判断"
    assert light(Decimal("0.9"), after, END, began=BEGAN, upper_bound=True).word == "期末未达成"


@pytest.mark.parametrize("share, on, mood, word", [
    ("1", HALF, "done", "已达成"),
    ("0.5", HALF, "ontime", "进度正常"),
    ("0.4999", HALF, "soon", "略慢"),
    ("0.45", HALF, "soon", "略慢"),
    ("0.4499", HALF, "overdue", "明显落后"),
    ("0.9999", END, "ended", "期末未达成"),
    ("0.9899", date(2025, 12, 30), "soon", "略慢"),
    ("1", date(2026, 1, 1), "done", "期末已达成"),
    ("0.9999", date(2026, 1, 1), "ended", "期末未达成"),
])
def test_the_share_is_compared_with_the_time_that_has_passed(share, on, mood, word):
    found = light(Decimal(share), on, END, began=BEGAN)
    assert (found.mood, found.word) == (mood, word)
    assert found.word in LIGHT_WORDS


def test_a_missing_value_is_not_a_bad_one():
    assert light(None, HALF, END, began=BEGAN).mood == "unknown"


def test_the_reason_names_both_numbers():
    assert light(Decimal("0.45"), HALF, END, began=BEGAN).reason == "时间过去 50%，达到目标的 45.0%（按匀速推进比较）。"


def test_no_day_before_a_plan_is_judged_by_it() -> None:
    found = light(Decimal("0.0"), date(2019, 5, 1), END, began=BEGAN)
    assert (found.mood, found.word) == ("unknown", "规划期尚未开始")
