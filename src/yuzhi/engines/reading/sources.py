"""A source as a value: who sends it, how its files are recognised, and its reader."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Literal

from yuzhi.engines.reading.records import Fault, Record, Skipped
from yuzhi.kernel.areas import AreaBook


@dataclass(frozen=True, slots=True)
class Document:
    """Bytes as received, on disk: `name` is what the sender called them, `digest` their sha256 in hex.

    `told` hears now and then which share of the document is read, from 0 to 1.
    """

    name: str
    path: Path
    digest: str
    size: int
    told: Callable[[float], None] | None = field(default=None, compare=False)

    def tell(self, share: float) -> None:
        """Says how far the reader is, where anybody listens."""
        if self.told is not None:
            self.told(min(1.0, max(0.0, share)))


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What recognition may look at: the name, the first bytes, and the header where it is a sheet or an archive.

    `kind` is found from the content, never from the extension: xml · zip · xlsx · xls · gzip · text · empty · binary.
    For gzip, `head` and `kind` describe the content and `gzipped` is true; for zip, `head` is that of its first XML.
    `sheets` maps a workbook's sheet titles to their first non-empty row, `tops` to their first few. `members` are an
    archive's member names.
    `encoding` is set for text. `damage` is the sentence that refuses an archive into which nobody can look.
    """

    name: str
    kind: str
    head: bytes
    gzipped: bool = False
    encoding: str = ""
    sheets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    tops: Mapping[str, tuple[tuple[str, ...], ...]] = field(default_factory=dict)
    members: tuple[str, ...] = ()
    damage: str = ""


@dataclass(frozen=True, slots=True)
class Context:
    """What a reader may know besides its document.

    `repairs` maps (place, column) of this document to the text an officer entered instead; the reading rule of a
    repaired field is written `repair:<number>`. `lookups` maps (column, text) to (text, number) for repairs
    that hold for every file of the source. `ignored` are columns that an officer named as ignored.
    """

    areas: AreaBook
    repairs: Mapping[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    lookups: Mapping[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    ignored: frozenset[str] = frozenset()

    def repaired(self, place: str, column: str, text: str) -> tuple[str, int] | None:
        """What an officer entered for this cell, with the number of the repair; None where nobody repaired it.

        A repair that holds for every file never fills in a blank cell: blanks are not the same mistake.
        """
        return self.repairs.get((place, column)) or (self.lookups.get((column, text)) if text.strip() else None)


Outcome = Record | Fault | Skipped

Rhythm = Literal["", "week", "month", "quarter", "year"]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What was agreed about the files of a source: who sends them, whom to call, and by which day.

    With a `rhythm` one file is expected for each period since `since`. `due_day` lies in the period that follows: the day
    of its first month, or of the week from Monday as 1; a day that is no working day moves to the next one. `made_up`
    says that nobody agreed to this, as in the sample city.
    """

    deliverer: str
    contact: str = ""
    rhythm: Rhythm = ""
    due_day: int = 10
    since: date | None = None
    note: str = ""
    made_up: bool = False


@dataclass(frozen=True, slots=True)
class Source:
    """One source of office data.

    `rank` decides between sources that say different things about one field: the lower number wins.
    `recognise` answers whether a file is of this source, from a Glimpse alone. `read` yields outcomes and
    raises BadFile for a file of which nothing may be kept. `version` changes when the reader reads
    differently: then the same bytes may be read again. `nearly` says in Chinese how a file that is not
    recognised differs from this source's, "" for any other file. An `exact`
    source knows each column of the header, so it goes before one that finds the header familiar. A `retired` source recognises nothing any more.
    """

    name: str
    zh: str
    en: str
    publisher: str
    licence: str
    covers: str
    rank: int
    version: int
    recognise: Callable[[Glimpse], bool]
    read: Callable[[Document, Context], Iterator[Outcome]]
    tables: tuple[str, ...] = ()
    delivery: Delivery | None = None
    nearly: Callable[[Glimpse], str] | None = None
    exact: bool = False
    retired: bool = False
