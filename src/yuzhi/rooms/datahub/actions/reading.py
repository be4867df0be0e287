"""The part of a load that reads: outcomes of a reader become lake rows, faults and counts."""

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from django.db.models import Min

from yuzhi.engines.lake import Held, Snapshot, TableFiles
from yuzhi.engines.lake.rows import digest, origins_json, to_arrow
from yuzhi.engines.reading.records import Fault, Record, Skipped
from yuzhi.engines.reading.sources import Context, Document, Outcome, Source
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import BadFile, YuzhiError
from yuzhi.kernel.origin import Origin
from yuzhi.records.datasets.models import IgnoredColumn, Load, LoadFile, Repair

log = logging.getLogger("yuzhi.worker")
_STUMBLED = (
    "读取这个文件时遇到程序没有预料到的错误，没有读入，同批的其他文件不受影响。原件已存档。请把文件名告知系统管理员（详情在服务器日志中），"
    "修好后重新提交。"
)
_FLUSH = 20_000
_SMALL = 256 * 1024
_TELL = 2_000
_EVERY = 0.5
"""Units: seconds between two tellings of one file; slow records are told by time, quick ones by number."""


@dataclass(slots=True)
class Tally:
    """What reading one load brought; the counts are records, the lists are told at the end."""

    added: int = 0
    changed: int = 0
    withdrawn: int = 0
    unchanged: int = 0
    read: int = 0
    tables: dict[str, int] = field(default_factory=dict)
    tables_read: dict[str, int] = field(default_factory=dict)
    faults: list[tuple[LoadFile, Fault]] = field(default_factory=list)
    skipped: list[tuple[LoadFile, Skipped]] = field(default_factory=list)
    covered_to: date | None = None
    made_up: bool = False

    @property
    def news(self) -> int:
        """How many rows the load brought to the lake."""
        return self.added + self.changed + self.withdrawn


class Reading:
    """One load being read: rows are appended in batches, and taken back per file where a file turns out bad.

    A file speaks as of the day it first came: read again, after a repair or with a newer reader, it overrides what
    it said itself and what older files said, but no correction that came later.

    `told` is called now and then, and at the end of each file, with the tally so far and the bytes done.
    """

    def __init__(
        self, load: Load, source: Source, before: Snapshot, tools: Toolbox, told: Callable[[Tally, int], None]
    ) -> None:
        self.tally = Tally()
        self.held: dict[str, TableFiles] = before.tables
        self._load, self._source, self._before, self._tools, self._told = load, source, before, tools, told
        self._seen: dict[tuple[str, str], Held] = {}
        self._came = _first_came(load)
        self._pending: dict[str, list[tuple[Record, str]]] = {}
        self._seq = 0
        self._far = 0.0         # how much of the file in hand its reader has read
        self._whole = False     # a small file waits with its neighbours, so that many small files make few appends

    def file(self, item: LoadFile, document: Document, bytes_before: int) -> None:
        """Reads one file; whole, or nothing of it.

        Raises: BadFile where nothing of the file may be kept; the lake and the tally are as before it.
        """
        self._whole = document.size <= _SMALL and self._waiting() < _FLUSH
        if not self._whole:
            self.flush()
        held_before, tally_before, seen_before = dict(self.held), self._copy_tally(), dict(self._seen)
        marks = {table: len(batch) for table, batch in self._pending.items()}
        self._far, last = 0.0, time.monotonic()
        document = replace(document, told=self._heard)
        try:
            for number, outcome in enumerate(self._outcomes(document), 1):
                self._take(item, outcome)
                if number % _TELL == 0 or time.monotonic() - last > _EVERY:
                    self._told(self.tally, bytes_before + int(self._far * document.size))
                    last = time.monotonic()
        except BadFile:
            self._pending = {table: self._pending[table][:mark] for table, mark in marks.items() if mark}
            if self.held != held_before:
                self._pending = {}
                self._tools.lake.restore(held_before)
            self.held, self.tally, self._seen = held_before, tally_before, seen_before
            raise
        self.tally.faults[len(tally_before.faults):] = _merged(self.tally.faults[len(tally_before.faults):])
        item.records = self.tally.read - tally_before.read
        self._told(self.tally, bytes_before + document.size)

    def _outcomes(self, document: Document) -> Iterator[Outcome]:
        """What the source reads; a file over which its reader stumbles is refused, and the others of the load go on."""
        try:
            yield from self._source.read(document, self._context(document))
        except (YuzhiError, OSError):      # a failing disk is no fault of the file
            raise
        except Exception:
            log.exception("file %s of load %s could not be read", document.digest, self._load.name)
            raise BadFile(_STUMBLED) from None

    def _heard(self, share: float) -> None:
        self._far = share

    def acts(self, outcomes: Iterable[Record]) -> None:
        """Takes records that come from the city's own acts, not from a file."""
        for outcome in outcomes:
            self._take(None, outcome)
        self.flush()

    def take_back(self) -> None:
        """What files that were read again said only by a repair that has been withdrawn is withdrawn too."""
        gone = Repair.objects.filter(source=self._source.name).exclude(withdrawn_at=None).values_list("pk", flat=True)
        if not self._load.reread or not gone:
            return
        mark = f'"repair:({"|".join(map(str, gone))})"'
        files = list(self._load.files.exclude(state=Load.State.REFUSED).values_list("digest", flat=True))
        standing = Snapshot(self._tools.lake.folder, self.held)
        for table in self._source.tables:
            found = standing.rows(
                f"select key, record, file, place, true_from, true_to, made_up from {standing.current(table)} where source = ?"
                " and file in (select unnest(?)) and regexp_matches(origins, ?)",
                [self._source.name, files, mark],
            )
            for row in found:
                if (table, row["record"]) not in self._seen:      # what this load said stands
                    self._take(None, Record(
                        table, row["key"], row["record"], {}, Origin(row["file"], row["place"]), {}, row["true_from"],
                        row["true_to"], withdrawn=True, made_up=row["made_up"],
                    ))
        self.flush()

    def _context(self, document: Document) -> Context:
        repairs = Repair.objects.filter(source=self._source.name, withdrawn_at=None).order_by("id")
        ignored = IgnoredColumn.objects.filter(source=self._source.name).values_list("column", flat=True)
        return Context(
            areas=self._tools.areas,
            repairs={(r.place, r.column): (r.after, r.pk) for r in repairs if r.digest == document.digest},
            lookups={(r.column, r.before.strip()): (r.after, r.pk) for r in repairs if r.everywhere},
            ignored=frozenset(ignored),
        )

    def _take(self, item: LoadFile | None, outcome: Record | Fault | Skipped) -> None:
        if isinstance(outcome, Fault) and item is not None:
            self.tally.faults.append((item, outcome))
        elif isinstance(outcome, Skipped) and item is not None:
            self.tally.skipped.append((item, outcome))
        elif isinstance(outcome, Record):
            self.tally.read += 1
            self.tally.tables_read[outcome.table] = self.tally.tables_read.get(outcome.table, 0) + 1
            self.tally.made_up |= outcome.made_up
            said = digest(outcome.key, outcome.values, outcome.true_from, outcome.true_to, outcome.withdrawn)
            self._pending.setdefault(outcome.table, []).append((outcome, said))
            if not self._whole and self._waiting() >= _FLUSH:
                self.flush()

    def _waiting(self) -> int:
        return sum(map(len, self._pending.values()))

    def flush(self) -> None:
        """Appends what was taken so far to the lake, still unpublished."""
        for table, batch in self._pending.items():
            self._learn(table, [record.record for record, _ in batch])
            rows = list(self._news(table, batch))
            if rows:
                self.held[table] = self._tools.lake.append(table, to_arrow(table, rows))
                self.tally.tables[table] = self.tally.tables.get(table, 0) + len(rows)
        self._pending.clear()

    def _learn(self, table: str, records: list[str]) -> None:
        unknown = [record for record in dict.fromkeys(records) if (table, record) not in self._seen]
        for record, held in self._before.known_digests(table, self._source.name, unknown).items():
            self._seen[table, record] = held

    def _news(self, table: str, batch: list[tuple[Record, str]]) -> Iterator[dict[str, Any]]:
        for record, said in batch:
            held = self._seen.get((table, record.record))
            if held is not None and (held.digest == said or self._overtaken(record, held)):
                self.tally.unchanged += 1
                continue
            if held is None and record.withdrawn:
                self.tally.unchanged += 1        # withdrawing what was never said says nothing
                continue
            self._count(record, held)
            self._seen[table, record.record] = Held(said, record.withdrawn, record.origin.file)
            self._seq += 1
            yield _row(record, said, self._source.name, self._load, self._load.requested_at, self._seq)

    def _overtaken(self, record: Record, held: Held) -> bool:
        """Whether a file that came after the record's own has spoken of it."""
        came = self._came.get(record.origin.file)
        return came is not None and self._came.get(held.file, 0) > came

    def _count(self, record: Record, held: Held | None) -> None:
        if record.withdrawn:
            self.tally.withdrawn += 1
        elif held is None:
            self.tally.added += 1
        else:
            self.tally.changed += 1
        day = record.true_from
        if day is not None and day <= self._tools.today() and (self.tally.covered_to is None or day > self.tally.covered_to):
            self.tally.covered_to = day

    def _copy_tally(self) -> Tally:
        now = self.tally
        return Tally(
            now.added, now.changed, now.withdrawn, now.unchanged, now.read, dict(now.tables),
            dict(now.tables_read), list(now.faults), list(now.skipped), now.covered_to, now.made_up,
        )


def _merged(faults: list[tuple[LoadFile, Fault]]) -> list[tuple[LoadFile, Fault]]:
    """The faults of one file, one for each place and column: a cell waits once for its repair, with all that is wrong."""
    by_cell: dict[tuple[str, str], list[tuple[LoadFile, Fault]]] = {}
    for item, fault in faults:
        by_cell.setdefault((fault.origin.place, fault.column), []).append((item, fault))
    merged = []
    for (item, first), *more in by_cell.values():
        values = dict.fromkeys((first.value, *(fault.value for _, fault in more)))
        reasons = dict.fromkeys((first.reason, *(fault.reason for _, fault in more)))
        merged.append((item, replace(first, value="；".join(values), reason="；".join(reasons)) if more else first))
    return merged


def _first_came(load: Load) -> dict[str, int]:
    """Digest → a number that grows with the time at which the source's files first came; empty where all are new."""
    digests = load.files.values("digest")
    if not LoadFile.objects.filter(load__source=load.source, load__lt=load.pk, digest__in=digests).exists():
        return {}
    files = LoadFile.objects.filter(load__source=load.source).exclude(digest="")
    return dict(files.order_by().values_list("digest").annotate(Min("pk")))


def _row(record: Record, said: str, source: str, load: Load, known: datetime, seq: int) -> dict[str, Any]:
    return {
        "key": record.key, "record": record.record, "source": source, "digest": said,
        "true_from": record.true_from, "true_to": record.true_to, "known_from": known, "load": load.name, "seq": seq,
        "withdrawn": record.withdrawn, "made_up": record.made_up, "file": record.origin.file,
        "place": record.origin.place, "origins": origins_json(record.origins), **record.values,
    }
