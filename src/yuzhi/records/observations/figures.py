"""Figures of the city: the worker keeps those of declared days in the database, each process remembers the others."""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import partial
from threading import Lock
from weakref import WeakKeyDictionary

from django.db import transaction
from django.db.models import Count

from yuzhi.engines.indicators.computing import Indicators
from yuzhi.engines.indicators.declared import Declarations, Indicator
from yuzhi.engines.toolbox import Toolbox
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.permissions import Viewer
from yuzhi.records.datasets import editions
from yuzhi.records.datasets.models import Edition
from yuzhi.records.observations.disclosing import disclosed
from yuzhi.records.observations.figure import Figure
from yuzhi.records.observations.models import Observation

YEARS_BACK = 6
_MOST = 4000
_RUNNERS: dict[tuple[str, int], Indicators] = {}
_SEEN: "WeakKeyDictionary[Indicators, OrderedDict[tuple[str, date], dict[str, Figure]]]" = WeakKeyDictionary()
_LOCK = Lock()
# The tables of an edition never change, and deriving them again for each page would cost seconds: the runner of the
# newest edition is kept by the process that made it, one at a time, with what it computed last.


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one edition as one viewer may see them: asked by indicator and day, computed when nobody did before.

    A figure that is not of the day asked for says its own day: sums of money are told to everyone of month ends only.
    """

    runner: Indicators
    edition: Edition | None
    tools: Toolbox
    viewer: Viewer | Operator | None = None
    _read: dict[tuple[str, date], dict[str, Figure]] = field(default_factory=dict)

    def at(self, name: str, on: date) -> dict[str, Figure]:
        """Area → figure of one indicator on a day; the areas are those of the runner.

        Raises: NotFound for an undeclared name.
        """
        return disclosed(self.runner, self.runner.declared.indicator(name), on, self.viewer, partial(self._exact, name))

    def _exact(self, name: str, on: date) -> dict[str, Figure]:
        if (name, on) not in self._read:
            self.fetch([name], [on])
        return self._read[name, on]

    def fetch(self, names: Iterable[str], days: Iterable[date]) -> None:
        """Makes the figures of these indicators on these days ready, in one read of the database.

        Reading a figure writes nothing: what the worker has not kept is computed, and remembered by this process.
        """
        wanted = [(self.runner.declared.indicator(name), on) for name in names for on in days]
        kept = self._kept(wanted)
        for indicator, on in wanted:
            found = kept.get((indicator.name, indicator.method, on))
            if found is None or set(found) != set(self.runner.areas):
                found = self._remembered(indicator, on)
            self._read[indicator.name, on] = found

    def _kept(self, wanted: list[tuple[Indicator, date]]) -> dict[tuple[str, int, date], dict[str, Figure]]:
        if self.edition is None:
            return {}
        indicators = {indicator.name: indicator for indicator, _ in wanted}
        rows = Observation.objects.filter(
            edition=self.edition, indicator__in=list(indicators), as_of__in={on for _, on in wanted}
        )
        kept: dict[tuple[str, int, date], dict[str, Figure]] = {}
        for row in rows:
            figure = Figure(indicators[row.indicator], row.area, row.as_of, row.value, row.reason)
            kept.setdefault((row.indicator, row.method, row.as_of), {})[row.area] = figure
        return kept

    def _remembered(self, indicator: Indicator, on: date) -> dict[str, Figure]:
        asked = (indicator.name, on)
        with _LOCK:
            seen = _SEEN.setdefault(self.runner, OrderedDict())
            if asked in seen:
                seen.move_to_end(asked)
                return seen[asked]
        found = computed(self.runner, indicator, on)
        with _LOCK:
            seen[asked] = found
            while len(seen) > _MOST:
                seen.popitem(last=False)
        return found


def computed(runner: Indicators, indicator: Indicator, on: date) -> dict[str, Figure]:
    """Area → figure, worked out from the tables."""
    return {
        area: Figure(indicator, area, on, None if one.value is None else Decimal(one.value), one.reason)
        for area, one in runner.observe(indicator.name, on).items()
    }


def figures(tools: Toolbox, viewer: Viewer | Operator | None = None) -> Figures:
    """The figures of the newest edition, as everyone may see them where no viewer is named."""
    edition = editions.current()
    return Figures(runner(tools, edition), edition, tools, viewer)


def runner(tools: Toolbox, edition: Edition | None) -> Indicators:
    """The declared indicators over that edition's tables."""
    name = (str(tools.home), edition.number if edition else 0)
    with _LOCK:
        if name not in _RUNNERS:
            _RUNNERS.clear()
            _RUNNERS[name] = tools.indicators(editions.snapshot(tools.lake, edition))
        return _RUNNERS[name]


def declared_days(declared: Declarations, today: date) -> list[date]:
    """The days whose figures are kept in the database: today, the plans' last days and the ends of the last years."""
    ends = {target.by for target in declared.targets if target.by < today}
    years = (date(year, 12, 31) for year in range(today.year - 1, today.year - YEARS_BACK - 1, -1))
    return list(dict.fromkeys([today, *sorted(ends, reverse=True), *years]))


def keep_next(tools: Toolbox) -> date | None:
    """The day whose figures of the newest edition were computed and kept; None where all declared days are kept.

    Called by the one writer while nothing waits: one day at a time, so that a load that arrives need not wait. What an
    older edition or another day needed is taken out: it can be computed again at any time.
    """
    edition, today = editions.current(), tools.today()
    if edition is None:
        return None
    found = runner(tools, edition)
    asked, days = found.declared.indicators, declared_days(found.declared, today)
    have = {
        (on, name, method): many for on, name, method, many in Observation.objects.filter(edition=edition).order_by()
        .values_list("as_of", "indicator", "method").annotate(Count("pk"))
    }
    for on in days:
        lacking = [one for one in asked if have.get((on, one.name, one.method), 0) != len(found.areas)]
        if lacking:
            _keep(edition, on, [figure for one in lacking for figure in computed(found, one, on).values()], tools)
            return on
    Observation.objects.exclude(edition=edition, as_of__in=days).delete()
    with _LOCK:
        _RUNNERS.clear()        # the tables in memory were for this; the next load needs the room
    return None


def _keep(edition: Edition, on: date, told: list[Figure], tools: Toolbox) -> None:
    now = tools.now()
    rows = [
        Observation(
            edition=edition, indicator=one.indicator.name, method=one.indicator.method, as_of=on, area=one.area,
            value=one.value, reason=one.reason, computed_at=now,
        )
        for one in told
    ]
    with transaction.atomic():
        Observation.objects.filter(edition=edition, as_of=on, indicator__in={one.indicator for one in rows}).delete()
        Observation.objects.bulk_create(rows, 500)
