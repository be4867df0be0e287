"""Pure functions from numbers to chart options. Colours and type are the page's business, not the option's."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from yuzhi.kernel.errors import YuzhiError

Number = Decimal | int | float | None
MOST = 5


class TooManySeries(YuzhiError):
    """More series than an eye can tell apart; choose or group before drawing."""


@dataclass(frozen=True, slots=True)
class Line:
    """One series of a line chart; None is a gap, never a zero."""

    name: str
    values: Sequence[Number]


def lines(
    labels: Sequence[str], series: Sequence[Line], *, unit: str, goal: Number = None, goal_word: str = ""
) -> dict[str, Any]:
    """A line chart over time from zero, gaps left open, the goal as a broken line with its word.

    Raises: TooManySeries above five.
    """
    if len(series) > MOST:
        raise TooManySeries(f"一张图最多画 {MOST} 条线，现在有 {len(series)} 条。请先选择或合并。")
    drawn = [
        {
            "type": "line", "name": one.name, "data": [_plain(value) for value in one.values], "connectNulls": False,
            "symbol": "circle", "symbolSize": 7, "lineStyle": {"width": 2.5},
            "endLabel": {"show": len(series) > 1, "formatter": "{a}"},
        }
        for one in series
    ]
    if goal is not None and drawn:
        drawn[0]["markLine"] = {
            "symbol": "none", "silent": True, "lineStyle": {"type": "dashed"},
            "data": [{"yAxis": _plain(goal), "label": {"formatter": goal_word, "position": "insideStartTop"}}],
        }
    return {
        "tooltip": {"trigger": "axis"},
        "xAxis": {"type": "category", "data": list(labels), "boundaryGap": False},
        "yAxis": {"type": "value", "name": unit, "min": 0, "max": _top([v for s in series for v in s.values], goal)},
        "grid": {"left": 8, "right": 72 if len(series) > 1 else 28, "top": 44, "bottom": 8, "containLabel": True},
        "series": drawn,
    }


def columns(labels: Sequence[str], series: Sequence[Line], *, unit: str) -> dict[str, Any]:
    """Standing columns over time, the series stacked: how many of each in a year, and how many together.

    Raises: TooManySeries above five.
    """
    if len(series) > MOST:
        raise TooManySeries(f"一张图最多叠 {MOST} 层，现在有 {len(series)} 层。请先选择或合并。")
    return {
        "tooltip": {"trigger": "axis"}, "legend": {},
        "xAxis": {"type": "category", "data": list(labels)},
        "yAxis": {"type": "value", "name": unit, "min": 0, "minInterval": 1},
        "grid": {"left": 8, "right": 16, "top": 68, "bottom": 8, "containLabel": True},
        "series": [
            {"type": "bar", "stack": "all", "name": one.name, "data": [_plain(value) for value in one.values],
             "barMaxWidth": 28}
            for one in series
        ],
    }


def bars(labels: Sequence[str], values: Sequence[Number], *, unit: str, hrefs: Sequence[str] = ()) -> dict[str, Any]:
    """Lying bars from zero, the first label on top, each with its value; a bar with an href is a door."""
    data = [
        {"value": _plain(value), **({"href": hrefs[place]} if place < len(hrefs) else {})}
        for place, value in enumerate(values)
    ]
    return {
        "tooltip": {"trigger": "item"},
        "xAxis": {"type": "value", "name": unit, "nameLocation": "middle", "nameGap": 28, "min": 0, "axisLabel": {"hideOverlap": True}},
        "yAxis": {"type": "category", "data": list(labels), "inverse": True, "axisLabel": {"interval": 0}},
        "grid": {"left": 8, "right": 72, "top": 8, "bottom": 28, "containLabel": True},
        "series": [{"type": "bar", "data": data, "barMaxWidth": 18, "label": {"show": True, "position": "right"}}],
    }


def _plain(value: Number) -> int | float | None:
    if value is None or isinstance(value, int):
        return value
    return int(value) if value == int(value) else float(value)


def _top(values: Sequence[Number], goal: Number) -> int | float | None:
    """Room above the goal, so that its line is not the edge of the picture; None lets the axis choose."""
    if goal is None:
        return None
    highest = max((float(value) for value in values if value is not None), default=0.0)
    return None if highest >= float(goal) else _plain(Decimal(str(goal)) * Decimal("1.15"))
