"""Files are received, read and published; each verb one transaction for what is official, one leaf."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from django.db import transaction

from yuzhi.engines.lake import Snapshot, TableFiles
from yuzhi.engines.reading.sources import Document
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import BadFile
from yuzhi.records.datasets import editions
from yuzhi.records.datasets.models import Edition, Load, LoadFile, Quarantined
from yuzhi.records.evidence.actions import witness
from yuzhi.records.rights import bridge
from yuzhi.records.rights.bridge import Prepared
from yuzhi.rooms.datahub.actions import acts
from yuzhi.rooms.datahub.actions.reading import Reading, Tally
from yuzhi.rooms.datahub.rules import Arrival, county_of_row, loads_of

Told = Callable[[Load], None]


def _nobody(load: Load) -> None:
    """Nobody listens to the progress."""


@transaction.atomic
def receive(arrivals: Sequence[Arrival], *, by: str, tools: Toolbox, reread: bool = False) -> Load:
    """A queued load of files of one source, whose bytes lie in the archive already.

    Raises: NotFound where the archive lacks one of them; nothing is queued then.
    """
    for arrival in arrivals:
        tools.archive.path(arrival.digest)
    source = tools.source(arrivals[0].source)
    load = Load.objects.create(
        source=arrivals[0].source, reader_version=source.version if source else 1, requested_by=by,
        requested_at=tools.now(), reread=reread, bytes_total=sum(one.size for one in arrivals),
    )
    LoadFile.objects.bulk_create(
        LoadFile(load=load, name=one.name, digest=one.digest, size=one.size) for one in arrivals
    )
    facts = {"source": load.source, "files": [{"name": a.name, "sha256": a.digest, "bytes": a.size} for a in arrivals]}
    witness("file.received", load.name, by=by, facts=facts, at=load.requested_at)
    return load


@transaction.atomic
def refuse(name: str, why: str, *, by: str, tools: Toolbox) -> Load:
    """A load that records a file which no source could read, with the reason; nothing of it is kept."""
    now = tools.now()
    load = Load.objects.create(
        source="", state=Load.State.REFUSED, requested_by=by, requested_at=now, finished_at=now, message=f"{name}：{why}"
    )
    LoadFile.objects.create(load=load, name=name, digest="", size=0, state=Load.State.REFUSED, message=why)
    witness("load.refused", load.name, by=by, facts={"file": name, "reason": why}, at=now)
    return load


def run(load: Load, tools: Toolbox, told: Told = _nobody) -> Load:
    """The load, read and published, or refused with the reason; the caller is the deployment's one writer.

    Killing the process at any point publishes nothing half-done: the load is still queued or running, and running
    it again gives the tables of an undisturbed run.
    """
    source = acts.SOURCE if load.source == acts.SOURCE.name else tools.source(load.source)
    if source is None:
        return _finish_refused(load, f"没有名为“{load.source}”的数据源。请核对来源名称，或升级程序后重试。", tools)
    load.state, load.phase, load.started_at = Load.State.RUNNING, Load.Phase.READING, tools.now()
    load.save(update_fields=["state", "phase", "started_at"])
    before = editions.newest(tools.lake)

    def tell(tally: Tally, done: int) -> None:
        _progress(load, tally, done)
        told(load)

    reading = Reading(load, source, before, tools, tell)
    if source is acts.SOURCE:
        reading.acts(acts.county_corrections())
        reading.acts(acts.identities())
    done = 0
    for item in load.files.all():
        path = tools.archive.path(item.digest)
        try:
            reading.file(item, Document(item.name, path, item.digest, item.size), done)
            item.state, item.message = Load.State.PUBLISHED, ""
        except BadFile as fault:
            item.state, item.message = Load.State.REFUSED, fault.sentence
        item.save(update_fields=["state", "message", "records"])
        done += item.size
    reading.flush()
    reading.take_back()
    load.phase = Load.Phase.PUBLISHING
    load.save(update_fields=["phase"])
    told(load)
    return _publish(load, reading.tally, reading.held, tools)


def _progress(load: Load, tally: Tally, done: int) -> None:
    load.bytes_done, load.records_read, load.quarantined = done, tally.read, len(tally.faults)
    load.added, load.changed, load.withdrawn = tally.added, tally.changed, tally.withdrawn
    load.unchanged, load.skipped, load.tables_read = tally.unchanged, len(tally.skipped), tally.tables_read
    load.save(update_fields=[
        "bytes_done", "records_read", "quarantined", "added", "changed", "withdrawn", "unchanged", "skipped",
        "tables_read",
    ])


def _publish(load: Load, tally: Tally, held: Mapping[str, TableFiles], tools: Toolbox) -> Load:
    refused = [item for item in load.files.all() if item.state == Load.State.REFUSED]
    if refused and len(refused) == load.files.count():
        return _finish_refused(load, "；".join(f"{item.name}：{item.message}" for item in refused), tools)
    if tally.news:
        held = {**held, **tools.lake.compact(held)}
    brought = _brought(load, tally, held, tools)
    with transaction.atomic():
        _progress(load, tally, load.bytes_total)
        _settle_quarantine(load, tally, tools)
        _hand_on(load, tally, tools)
        if tally.news:
            load.edition = _next_edition(held, tools.now())
            _settle_rights(load, tally, brought, tools)
        load.state = Load.State.PUBLISHED if tally.news else Load.State.UNCHANGED
        load.phase = Load.Phase.INDEXING if tally.news else ""
        load.finished_at, load.tables, load.made_up = tools.now(), tally.tables, tally.made_up
        load.covered_to = tally.covered_to
        load.message = "；".join(f"{item.name}：{item.message}" for item in refused)
        load.save()
        witness("load.published", load.name, by=load.requested_by, facts=_facts(load), at=load.finished_at)
    return load


def _facts(load: Load) -> dict[str, object]:
    return {
        "source": load.source, "edition": load.edition_id or 0, "added": load.added, "changed": load.changed,
        "withdrawn": load.withdrawn, "unchanged": load.unchanged, "quarantined": load.quarantined,
        "tables": load.edition.tables if load.edition else {},
    }


def _next_edition(held: Mapping[str, TableFiles], now: datetime) -> Edition:
    last = editions.current()
    return Edition.objects.create(
        number=last.number + 1 if last else 1, published_at=now,
        tables={name: table.as_json() for name, table in sorted(held.items()) if table.files},
    )


@dataclass(slots=True)
class _Brought:
    """What a load means for the city's rights, worked out before the transaction: others may write meanwhile."""

    ours: list[Prepared] = field(default_factory=list)
    left: list[str] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def _brought(load: Load, tally: Tally, held: Mapping[str, TableFiles], tools: Toolbox) -> _Brought:
    found = _Brought()
    if not tally.news:
        return found
    snapshot, wrote, today = Snapshot(tools.lake.folder, held), {load.name: tally.tables}, tools.today()
    for batch in bridge.touched(snapshot, wrote, tools, today, in_city=True):
        ours, left = bridge.prepared(batch, today)
        found.ours += ours
        found.left += left
    found.gone = bridge.vanished(snapshot, wrote)
    return found


def _settle_rights(load: Load, tally: Tally, brought: _Brought, tools: Toolbox) -> None:
    if "companies" in tally.tables:
        bridge.settle_companies(editions.snapshot(tools.lake, load.edition), [load.name])
    if brought.ours or brought.left or brought.gone:
        bridge.settle(brought.ours, brought.left)
        bridge.drop(brought.gone)
    if brought.ours or brought.left or brought.gone or "companies" in tally.tables:
        bridge.recount()


def _settle_quarantine(load: Load, tally: Tally, tools: Toolbox) -> None:
    """Rows that failed are open, also where a repair had mended them; those that failed before and not now are repaired.

    What a person set aside stays aside.
    """
    again = {(item.digest, fault.origin.place, fault.column) for item, fault in tally.faults}
    read = [item.digest for item in load.files.all() if item.state != Load.State.REFUSED]
    states = (Quarantined.State.OPEN, Quarantined.State.REPAIRED)
    for row in Quarantined.objects.filter(source=load.source, digest__in=read, state__in=states):
        state = states[(row.digest, row.place, row.column) not in again]
        if row.state != state:
            row.state = state
            row.save(update_fields=["state"])
    rows = [
        Quarantined(
            load=load, source=load.source, file_name=item.name, digest=item.digest, place=fault.origin.place,
            column=fault.column, value=fault.value, reason=fault.reason, row=dict(fault.row),
            county=county_of_row(fault.row, tools.areas),
        )
        for item, fault in tally.faults
    ]
    Quarantined.objects.bulk_create(
        rows, 500, update_conflicts=True, unique_fields=["digest", "source", "place", "column"],
        update_fields=["value", "reason", "row", "county"],
    )
    _settle_files(load, tally)


def _hand_on(load: Load, tally: Tally, tools: Toolbox) -> None:
    """Files of which parts belong to another source are queued as that source's, unless it has them already."""
    wanted = dict.fromkeys(
        Arrival(item.name, item.digest, item.size, skip.source) for item, skip in tally.skipped if skip.source
    )
    new = [one for one in wanted if not LoadFile.objects.filter(digest=one.digest, load__source=one.source).exists()]
    for batch in loads_of(sorted(new, key=lambda one: one.source)):
        receive(batch, by=load.requested_by, tools=tools)


def _settle_files(load: Load, tally: Tally) -> None:
    for item in load.files.all():
        item.quarantined = sum(1 for owner, _ in tally.faults if owner.pk == item.pk)
        item.skipped = [
            {"place": skip.origin.place, "reason": skip.reason, **({"source": skip.source} if skip.source else {})}
            for owner, skip in tally.skipped if owner.pk == item.pk
        ]
        item.save(update_fields=["quarantined", "skipped"])


@transaction.atomic
def _finish_refused(load: Load, why: str, tools: Toolbox) -> Load:
    load.state, load.phase, load.message, load.finished_at = Load.State.REFUSED, "", why, tools.now()
    load.save(update_fields=["state", "phase", "message", "finished_at"])
    witness("load.refused", load.name, by=load.requested_by, facts={"reason": why}, at=load.finished_at)
    return load


def archived(path: Path, name: str, source: str, tools: Toolbox) -> Arrival:
    """The file as an arrival of a source, its bytes kept in the archive."""
    digest, size = tools.archive.put(path)
    return Arrival(name, digest, size, source)
