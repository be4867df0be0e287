"""The engines that one deployment runs on, handed to every action and query as one argument."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from yuzhi.engines.archive import Archive
from yuzhi.engines.indicators.computing import Indicators
from yuzhi.engines.lake import Lake, Snapshot
from yuzhi.engines.lake.lock import WriterLock
from yuzhi.engines.lawbook.book import LawBook
from yuzhi.engines.reading.sources import Source
from yuzhi.engines.search.index import SearchIndex
from yuzhi.engines.translog.city_log import CityLog
from yuzhi.kernel.areas import AreaBook
from yuzhi.kernel.standing import Standing

Get = Callable[[str], Any]


@dataclass(frozen=True, slots=True)
class Toolbox:
    """Everything that actions need besides the database; tests pass another one.

    `standing` says where a right stands on a day; `indicators` builds the runner of declared indicators over
    one snapshot. `today` is the legal day in Asia/Shanghai, `now` the instant in UTC.
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
        """The source of that name, None where no pack declares it."""
        return next((source for source in self.sources if source.name == name), None)
