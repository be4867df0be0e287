"""Which sums of money may be told to everyone: none from which the amount of one contract can be worked out."""

from calendar import monthrange
from collections.abc import Mapping
from datetime import date, timedelta

FEWEST = 3
"""A county's sum over fewer contracts is not told: with two, each party could work out the other's amount. A choice
of this platform; no law names a number."""

FEW = f"少于{FEWEST}份合同，不公开"
INFERRED = "公开后能推算出其他地区不公开的金额，不公开"


def withheld(contracts: Mapping[str, int]) -> dict[str, str]:
    """Area → why its sum is not told, for the parts of a whole whose own sum is told.

    `contracts` is how many distinct contracts each part's sum is made of; a part without any is the number 0 and told.
    Where the parts not told have fewer than `FEWEST` contracts between them, the whole less the others would tell
    them: then the smallest other part is not told either.

    >>> withheld({"a": 2, "b": 9, "c": 5, "d": 0})
    {'a': '少于3份合同，不公开', 'c': '公开后能推算出其他地区不公开的金额，不公开'}
    """
    reasons = {area: FEW for area, many in contracts.items() if 0 < many < FEWEST}
    others = sorted((many, area) for area, many in contracts.items() if many >= FEWEST)
    if reasons and sum(contracts[area] for area in reasons) < FEWEST and others:
        reasons[others[0][1]] = INFERRED
    return reasons


def told_day(asked: date) -> date:
    """The day whose sums are told for the day asked: the last month end up to it.

    Day by day, the difference of two sums would be the amount of the one contract registered between them.

    >>> told_day(date(2025, 3, 30)), told_day(date(2025, 3, 31))
    (datetime.date(2025, 2, 28), datetime.date(2025, 3, 31))
    """
    if asked.day == monthrange(asked.year, asked.month)[1]:
        return asked
    return asked.replace(day=1) - timedelta(days=1)
