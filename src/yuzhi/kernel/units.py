"""What a legal number counts: closed lists, because a unit that the arithmetic does not know would be ignored by it."""

from typing import Literal, get_args

LimitUnit = Literal["workday", "calendar_day", "month", "year"]
"""What a limit is counted in."""

Unit = Literal["workday", "calendar_day", "month", "year", "hour", "CNY", "percent", "times", "item", "point"]
"""What a parameter of the law counts: a limit, an amount, a share, a multiple, things or points of a rating."""

Roll = Literal["next_workday", "none"]
"""What becomes of a last day that is no working day: it moves to the next one, or it stays."""

LIMIT_UNITS: tuple[LimitUnit, ...] = get_args(LimitUnit)
UNITS: tuple[Unit, ...] = get_args(Unit)
ROLLS: tuple[Roll, ...] = get_args(Roll)
