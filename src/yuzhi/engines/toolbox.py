"""The engines that one deployment runs on, handed to every action and query as one argument."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from yuzhi.engines.archive import Archive
from yuzhi.engines.calendar import Calendar
from yuzhi.engines.capture.camera import Camera
from yuzhi.engines.exhibits.custody import Custody
from yuzhi.engines.indicators.computing import Indicators
from yuzhi.engines.lake import Lake, Snapshot
from yuzhi.engines.lake.lock import WriterLock
from yuzhi.engines.lawbook.book import LawBook
from yuzhi.engines.messaging import Channels
from yuzhi.engines.reading.mapping import SheetMapping
from yuzhi.engines.reading.sources import Source
from yuzhi.engines.search.index import SearchIndex
from yuzhi.engines.translog.city_log import CityLog
from yuzhi.kernel.areas import AreaBook
from yuzhi.kernel.keeping import Keeping
from yuzhi.kernel.limits import Limit
from yuzhi.kernel.standing import Spell, Standing

Get = Callable[[str], Any]


def _no_limits(kind: str, get: Get, standing: Standing, on: date) -> tuple[Limit, ...]:
    return ()


def _no_costs(kind: str, get: Get, standing: Standing, on: date, **needs: object) -> Keeping:
    return Keeping(None, None, (), ())


@dataclass(frozen=True, slots=True)
class Toolbox:
    """Everything that actions need besides the database; tests pass another one.

    `pack_sources` are those that packs declare; `mapped_sources` gives those that officers mapped, as the database has
    them at this moment, and `mapped` makes one of the versions of a mapping, oldest first. `workdays` is the calendar.
    `standing` says where a right stands on a day, `life` all its states; `indicators` builds the runner of declared indicators over
    one snapshot. `today` is the legal day in Asia/Shanghai, `now` the instant in UTC. `limits` are the legal days ahead
    of a right, `keeping` what it costs to keep; without a pack that knows them there are none. `channels` are the ways out for messages.
    `custody` has the fields of a record of custody; `camera` says how pages are captured.
    """

    home: Path
    archive: Archive
    lake: Lake
    index: SearchIndex
    pack_sources: tuple[Source, ...]
    areas: AreaBook
    law: LawBook
    standing: Callable[[str, Get, Iterable[Mapping[str, Any]], date], Standing]
    life: Callable[[str, Get, Iterable[Mapping[str, Any]]], tuple[Spell, ...]]
    indicators: Callable[[Snapshot], Indicators]
    today: Callable[[], date]
    now: Callable[[], datetime]
    workdays: Callable[[], Calendar]
    mapped: Callable[[Sequence[SheetMapping]], Source]
    mapped_sources: Callable[[], tuple[Source, ...]] = tuple
    limits: Callable[[str, Get, Standing, date], tuple[Limit, ...]] = _no_limits
    keeping: Callable[..., Keeping] = _no_costs
    channels: Callable[[], Channels] = Channels
    custody: Callable[[], Custody] = Custody
    camera: Callable[[], Camera] = Camera

    @property
    def sources(self) -> tuple[Source, ...]:
        """Every source that there is now: no restart is needed to read by one that was mapped a moment ago."""
        return (*self.pack_sources, *self.mapped_sources())

    @property
    def calendar(self) -> Calendar:
        """The working days of the country."""
        return self.workdays()

    @property
    def ranks(self) -> dict[str, int]:
        """Source name → rank; officers' acts come before every office."""
        return {"yuzhi.acts": 0, **{source.name: source.rank for source in self.sources}}

    @property
    def writer(self) -> WriterLock:
        """The one writer's lock of this deployment."""
        return WriterLock(self.home / "writer.lock")

    @property
    def log(self) -> CityLog:
        """The deployment's transparency log; a key made here bears a name that belongs to no one else."""
        return CityLog(self.home, f"log.invalid/{self.areas.city.code}")

    def source(self, name: str) -> Source | None:
        """The source of that name, None where neither a pack nor an officer declares it."""
        packed = next((source for source in self.pack_sources if source.name == name), None)
        return packed or next((source for source in self.mapped_sources() if source.name == name), None)
