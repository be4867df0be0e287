"""Charts say what the numbers say."""

from decimal import Decimal

import pytest

from yuzhi.engines.charts import Line, TooManySeries, bars, lines


def test_a_missing_value_is_a_gap_and_not_a_zero():
    option = lines(["2022", "2023"], [Line("甲", [None, Decimal("2.5")])], unit="件")
    assert option["series"][0]["data"] == [None, 2.5]
    assert option["series"][0]["connectNulls"] is False


def test_axes_begin_at_zero():
    assert lines(["a"], [Line("甲", [90])], unit="件")["yAxis"]["min"] == 0
    assert bars(["a"], [90], unit="件")["xAxis"]["min"] == 0


def test_a_goal_above_all_values_stays_inside_the_picture():
    option = lines(["a"], [Line("甲", [10])], unit="件", goal=20, goal_word="目标 20")
    assert option["yAxis"]["max"] == 23
    assert option["series"][0]["markLine"]["data"][0]["yAxis"] == 20


def test_a_sixth_series_is_refused():
    with pytest.raises(TooManySeries, match="最多画 5 条"):
        lines(["a"], [Line(str(n), [n]) for n in range(6)], unit="件")


def test_each_bar_is_a_door_to_its_records():
    option = bars(["神木", "府谷"], [3, None], unit="件", hrefs=["/a", "/b"])
    assert option["series"][0]["data"] == [{"value": 3, "href": "/a"}, {"value": None, "href": "/b"}]
