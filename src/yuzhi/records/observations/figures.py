"""Figures of the city: each indicator is computed once for an edition and a day, kept, and read from then on."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from threading import Lock

from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.indicators.computing import Indicators
from yuzhi.engines.indicators.declared import Indicator
from yuzhi.engines.toolbox import Toolbox
from yuzhi.records.datasets import editions
from yuzhi.records.datasets.models import Edition
from yuzhi.records.observations.models import Observation

_NAME = re.compile(r"[a-z_]+")
_RUNNERS: dict[tuple[str, int], Indicators] = {}
_LOCK = Lock()
# The tables of an edition never change, and deriving them again for each page would cost seconds: the runner of the
# newest edition is kept by the process that made it, one at a time.


@dataclass(frozen=True, slots=True)
class Figure:
    """A value of an indicator for an area on a day; a missing value is None and says why."""

    indicator: Indicator
    area: str
    as_of: date
    value: Decimal | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of one edition: asked by indicator and day, computed when nobody asked before."""

    runner: Indicators
    edition: Edition | None
    tools: Toolbox
    _read: dict[tuple[str, date], dict[str, Figure]] = field(default_factory=dict)

    def at(self, name: str, on: date) -> dict[str, Figure]:
        """Area → figure of one indicator on a day; the areas are those of the runner.

        Raises: NotFound for an undeclared name.
        """
        if (name, on) not in self._read:
            self.fetch([name], [on])
        return self._read[name, on]

    def fetch(self, names: Iterable[str], days: Iterable[date]) -> None:
        """Makes the figures of these indicators on these days ready, in one read of the database."""
        wanted = [(self.runner.declared.indicator(name), on) for name in names for on in days]
        kept = self._kept(wanted)
        for indicator, on in wanted:
            found = kept.get((indicator.name, indicator.method, on))
            if found is None or set(found) != set(self.runner.areas):
                found = self._computed(indicator, on)
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

    def _computed(self, indicator: Indicator, on: date) -> dict[str, Figure]:
        seen = self.runner.observe(indicator.name, on)
        found = {
            area: Figure(indicator, area, on, None if one.value is None else Decimal(one.value), self._said(one.reason))
            for area, one in seen.items()
        }
        if self.edition is not None:
            now = self.tools.now()
            rows = [
                Observation(
                    edition=self.edition, indicator=indicator.name, method=indicator.method, as_of=on, area=area,
                    value=one.value, reason=one.reason, computed_at=now,
                )
                for area, one in found.items()
            ]
            Observation.objects.bulk_create(rows, ignore_conflicts=True)
        return found


    def _said(self, reason: str) -> str:
        """The reason with the names of data sets as people call them."""
        words = {one.name: one.zh for one in (*self.runner.declared.datasets, *TABLES.values())}
        return _NAME.sub(lambda found: f"“{words[found[0]]}”" if found[0] in words else found[0], reason)


def figures(tools: Toolbox) -> Figures:
    """The figures of the newest edition."""
    edition = editions.current()
    return Figures(runner(tools, edition), edition, tools)


def runner(tools: Toolbox, edition: Edition | None) -> Indicators:
    """The declared indicators over that edition's tables."""
    name = (str(tools.home), edition.number if edition else 0)
    with _LOCK:
        if name not in _RUNNERS:
            _RUNNERS.clear()
            _RUNNERS[name] = tools.indicators(editions.snapshot(tools.lake, edition))
        return _RUNNERS[name]
