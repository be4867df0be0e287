"""What the pack of Yulin declares: its policy's papers, its indicators, and the targets they are held against."""

from pathlib import Path

from yuzhi.engines.indicators import Indicator, Target
from yuzhi.engines.indicators.loading import indicators as load_indicators
from yuzhi.engines.indicators.loading import targets as load_targets
from yuzhi.engines.lawbook import LawBook, load

HERE = Path(__file__).parent


def law_book() -> LawBook:
    """The city's own papers, to be joined under the national law."""
    return load(HERE / "law")


def indicators() -> tuple[Indicator, ...]:
    """The indicators of the city, by name of their folder."""
    return load_indicators(HERE / "indicators")


def targets() -> tuple[Target, ...]:
    """The targets of the city's plans, one file for each plan period; each target has the day by which it is due."""
    return load_targets(HERE / "targets")
