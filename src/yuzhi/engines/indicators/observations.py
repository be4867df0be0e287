"""What comes out of an indicator: a value with its lineage, and the records that make it up."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yuzhi.engines.indicators.declared import Target

Value = Decimal | int | None
"""Whole numbers for counts, decimals for money and ratios, None where nothing can be said."""


@dataclass(frozen=True, slots=True)
class Observation:
    """The value of an indicator for an area on a day, fully determined by method and inputs.

    `area` is a county's code, the city's code, or "" for what lies in the city but in no known county.
    `inputs` are the digests of every data set it depends on. A missing value is None and never zero:
    `reason` says why, in Chinese.
    """

    indicator: str
    area: str
    as_of: date
    value: Value
    unit: str
    method: int
    inputs: Mapping[str, str]
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Contribution:
    """A record behind a value: its key, what it adds, and the areas it lies in ("" for no known county)."""

    record: str
    value: Decimal | int
    areas: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a target is reached: share 1 is all of it, None where the value is missing."""

    target: Target
    observation: Observation | None
    share: Decimal | None
