"""Series → an ECharts option: axes start where honesty asks, at most five series, labels said directly."""

from yuzhi.engines.charts.drawing import Line, TooManySeries, bars, columns, lines

__all__ = ["Line", "TooManySeries", "bars", "columns", "lines"]
