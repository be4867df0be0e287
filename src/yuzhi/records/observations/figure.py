"""One value of one indicator, as pages show it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yuzhi.engines.indicators.declared import Indicator


@dataclass(frozen=True, slots=True)
class Figure:
    """A value of an indicator for an area on a day; a missing value is None and says why."""

    indicator: Indicator
    area: str
    as_of: date
    value: Decimal | None
    reason: str = ""
