"""Declared indicators: definitions and SQL in folders, observations with lineage, records behind every value."""

from yuzhi.engines.indicators.computing import UNPLACED, Indicators
from yuzhi.engines.indicators.datasets import Datasets, Given, source_ranks
from yuzhi.engines.indicators.declared import (
    UNITS,
    Break,
    Dataset,
    DeclarationFault,
    Declarations,
    Indicator,
    Measure,
    Plan,
    Ratio,
    Target,
)
from yuzhi.engines.indicators.observations import Contribution, Observation, Standing

__all__ = [
    "UNITS", "UNPLACED", "Break", "Contribution", "Dataset", "Datasets", "DeclarationFault", "Declarations", "Given",
    "Indicator", "Indicators", "Measure", "Observation", "Plan", "Ratio", "Standing", "Target", "source_ranks",
]
