"""The engines that one deployment runs on, handed to every action and query as one argument."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from yuzhi.engines.archive import Archive
from yuzhi.engines.calendar import Calendar
from yuzhi.engines.indicators.computing import Indicators
from yuzhi.engines.lake import Lake, Snapshot
from yuzhi.engines.lake.lock import WriterLock
from yuzhi.engines.lawbook.book import LawBook
from yuzhi.engines.messaging import Channels
from yuzhi.engines.reading.sources import Source
from yuzhi.engines.search.index import SearchIndex
from yuzhi.kernel.areas import AreaBook
from yuzhi.kernel.keeping import Keeping
from yuzhi.kernel.limits import Limit
from yuzhi.kernel.standing import Standing

Get = Callable[[str], Any]


def _no_limits(kind: str, get: Get, standing: Standing, on: date) -> tuple[Limit, ...]:
    return ()


def _no_costs(kind: str, get: Get, standing: Standing, on: date, **needs: object) -> Keeping:
    return Keeping(None, None, (), ())


@dataclass(frozen=True, slots=True)
class Toolbox:
    """Everything that actions need besides the database; tests pass another one.

    `standing` says where a right stands on a day; `indicators` builds the runner of declared indicators over
    one snapshot. `today` is the legal day in Asia/Shanghai, `now` the instant in UTC. `limits` are the legal days ahead
    of a right, `keeping` what it costs to keep; without a pack that knows them there are none. `channels` are the ways out for messages,
    `calendar` the working days of the country.
    """

    home: Path
    archive: Archive
    lake: Lake
    index: SearchIndex
    sources: tuple[Source, ...]
    areas: AreaBook
    law: LawBook
    standing: Callable[[str, Get, Iterable[Mapping[str, Any]], date], Standing]
    indicators: Callable[[Snapshot], Indicators]
    today: Callable[[], date]
    now: Callable[[], datetime]
    limits: Callable[[str, Get, Standing, date], tuple[Limit, ...]] = _no_limits
    keeping: Callable[..., Keeping] = _no_costs
    channels: Callable[[], Channels] = Channels
    calendar: Calendar | None = None

    @property
    def ranks(self) -> dict[str, int]:
        """Source name → rank; officers' acts come before every office."""
        return {"yuzhi.acts": 0, **{source.name: source.rank for source in self.sources}}

    @property
    def writer(self) -> WriterLock:
        """The one writer's lock of this deployment."""
        return WriterLock(self.home / "writer.lock")

    def source(self, name: str) -> Source | None:
        """The source of that name, None where no pack declares it."""
        return next((source for source in self.sources if source.name == name), None)
