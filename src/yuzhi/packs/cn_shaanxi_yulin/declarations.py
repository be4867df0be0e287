"""What the pack of Yulin declares: its policy's papers, its indicators, and the targets they are held against."""

from collections.abc import Mapping
from pathlib import Path

import yaml

from yuzhi.engines.indicators import Indicator, Target
from yuzhi.engines.indicators.loading import indicators as load_indicators
from yuzhi.engines.indicators.loading import targets as load_targets
from yuzhi.engines.lawbook import LawBook, load
from yuzhi.engines.reading.mapping.declared import delivery
from yuzhi.engines.reading.sources import Delivery

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


def deliveries() -> Mapping[str, Delivery]:
    """Source → what the city agreed with its sender: from whom its files come, and by which day; made-up ones say so."""
    told = yaml.safe_load((HERE / "deliveries.yml").read_text(encoding="utf-8"))
    return {name: delivery({"made_up": bool(told["made_up"]), **words}) for name, words in told["deliveries"].items()}
