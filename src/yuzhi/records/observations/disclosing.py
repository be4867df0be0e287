"""Values of an indicator as one viewer may see them: sums of money do not give single contracts away."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TypeVar
from weakref import WeakKeyDictionary

from yuzhi.engines.indicators.computing import Indicators
from yuzhi.engines.indicators.declared import Indicator
from yuzhi.engines.indicators.disclosure import told_day, withheld
from yuzhi.engines.indicators.observations import Observation
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.permissions import Viewer, may
from yuzhi.records.accounts.things import Thing
from yuzhi.records.observations.figure import Figure

MONEY = "CNY"
_MOST = 400
_COUNTED: WeakKeyDictionary[Indicators, dict[tuple[str, date], Counter[str]]] = WeakKeyDictionary()
# An edition's contracts on a day never change: each process counts them once, while that edition is the newest.

Told = TypeVar("Told", Observation, Figure)


def disclosed(
    runner: Indicators, indicator: Indicator, on: date, viewer: Viewer | Operator | None,
    at: Callable[[date], dict[str, Told]],
) -> dict[str, Told]:
    """Area → value on a day as this viewer may see it; `at` gives the whole truth of a day.

    Who may read the deals of an area sees its sum of that day. Others see the sum of the last month end, with that
    day; a county's that would give single contracts away is None and says why.
    """
    if indicator.unit != MONEY or isinstance(viewer, Operator):
        return at(on)
    open_to = {area for area in runner.areas if may(viewer, "read", Thing("deal", area)).allowed}
    if open_to.issuperset(runner.areas):
        return at(on)
    day = told_day(on)
    told, whole = at(day), at(on) if open_to else {}
    reasons = withheld(_contracts(runner, indicator, day))
    for area, reason in reasons.items():
        told = {**told, area: replace(told[area], value=None, reason=reason)}
    return {area: whole[area] if area in open_to else one for area, one in told.items()}


def _contracts(runner: Indicators, indicator: Indicator, on: date) -> Mapping[str, int]:
    """How many distinct contracts make up the sum of each part of the city, the part in no known county among them."""
    kept = _COUNTED.setdefault(runner, {})
    asked = (indicator.name, on)
    if asked not in kept:
        if len(kept) >= _MOST:
            kept.clear()
        city = runner.areas[0]
        kept[asked] = Counter(area for one in runner.explain(indicator.name, city, on) for area in one.areas)
    return kept[asked]
