"""Every read of the data hub, named."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.reading.rows import unread_titles
from yuzhi.engines.toolbox import Toolbox
from yuzhi.records.datasets import covering, editions
from yuzhi.records.datasets.models import Heartbeat, IgnoredColumn, Load, LoadFile, Quarantined, Repair
from yuzhi.records.datasets.shapes import plain

SILENT = timedelta(seconds=30)
"""A worker that was not heard of for so long is gone, or hangs: it beats every five seconds."""


def coverage(tools: Toolbox) -> dict[str, Any]:
    """What the platform holds now, and up to which day: by source, with the last good load."""
    return plain(covering.coverage(tools))


def sources(tools: Toolbox) -> list[dict[str, Any]]:
    """Every declared source with what came from it: loads, records, open quarantine, last day covered."""
    came = {row["source"]: row for row in coverage(tools)["sources"]}
    waiting = dict(
        Quarantined.objects.filter(state=Quarantined.State.OPEN).values_list("source").annotate(Count("pk"))
    )
    return [
        {"source": source, "came": came.get(source.name), "quarantined": waiting.get(source.name, 0)}
        for source in tools.sources
    ]


def loads(source: str = "", state: str = "") -> QuerySet[Load]:
    """Loads, newest first."""
    found = Load.objects.select_related("edition")
    if source:
        found = found.filter(source=source)
    return found.filter(state=state) if state else found


def read_before(digest: str, source: str, version: int) -> Load | None:
    """The load that has read these bytes as this version of the source reads them; None where none has."""
    read = LoadFile.objects.filter(
        digest=digest, load__source=source, load__reader_version=version, state=Load.State.PUBLISHED,
        load__state__in=(Load.State.PUBLISHED, Load.State.UNCHANGED),
    )
    found = read.select_related("load").order_by("-id").first()
    return found.load if found else None


def waiting(digest: str, source: str, version: int) -> Load | None:
    """The load that will read these bytes as this version of the source reads them; None where none will."""
    found = LoadFile.objects.filter(
        digest=digest, load__source=source, load__reader_version=version,
        load__state__in=(Load.State.QUEUED, Load.State.RUNNING),
    )
    first = found.select_related("load").order_by("id").first()
    return first.load if first else None


def handed_on(load: Load) -> list[Load]:
    """The loads that read, as another source's, what this load left of its files; oldest first."""
    parts = {(item.digest, part["source"]) for item in load.files.all() for part in item.skipped if part.get("source")}
    found = {
        owner.pk: owner
        for digest, source in parts
        for owner in Load.objects.filter(pk__gt=load.pk, files__digest=digest, source=source)
    }
    return [found[number] for number in sorted(found)]


def running() -> list[Load]:
    """Loads that wait to be read, are being read or are not yet found by a search, oldest first."""
    busy = Q(state__in=(Load.State.QUEUED, Load.State.RUNNING)) | Q(phase=Load.Phase.INDEXING)
    return list(Load.objects.filter(busy).order_by("id"))


def heartbeat() -> Heartbeat | None:
    """The last sign of the background worker; None where none ever ran."""
    return Heartbeat.objects.filter(name=Heartbeat.WORKER).first()


def silent_since(tools: Toolbox) -> datetime | None:
    """Since when nobody reads although loads wait: neither a worker that is heard of nor a command; None where all is well."""
    first = Load.objects.filter(state__in=(Load.State.QUEUED, Load.State.RUNNING)).order_by("id").first()
    if first is None:
        return None
    last = heartbeat()
    if last is not None and tools.now() - last.beat_at < SILENT:
        return None
    with tools.writer.held() as free:
        return (last.beat_at if last else first.requested_at) if free else None      # else somebody is reading


def quarantine(state: str = Quarantined.State.OPEN, source: str = "", text: str = "") -> QuerySet[Quarantined]:
    """Rows that could not be read, in the order they came."""
    found = Quarantined.objects.select_related("load", "repair")
    if state:
        found = found.filter(state=state)
    if source:
        found = found.filter(source=source)
    return found.filter(Q(value__icontains=text) | Q(reason__icontains=text)) if text else found


def completeness(tools: Toolbox) -> list[dict[str, Any]]:
    """For each table: current rows, and for each field the share of rows that say something; blank tables too."""
    snapshot = editions.newest(tools.lake)
    found = []
    for table in TABLES.values():
        said = ", ".join(
            f"count({_said(field.name, field.type)}) as {field.name}" for field in table.fields
        )
        row = snapshot.rows(f"select count(*) as n_rows, {said} from {snapshot.current(table.name)}")[0]
        total = row.pop("n_rows")
        found.append({
            "table": table, "rows": total,
            "fields": [(table.field(name), count / total if total else None) for name, count in row.items()],
        })
    return found


def lookups(source: str) -> QuerySet[Repair]:
    """The repairs that hold, or held, for every file of the source; newest first."""
    return Repair.objects.filter(source=source, digest="").order_by("-id")


def read_with(repair: Repair) -> dict[str, str]:
    """Digest → name of the files that may have been read with the repair."""
    read = LoadFile.objects.filter(load__source=repair.source).exclude(digest="").exclude(state=Load.State.REFUSED)
    if not repair.everywhere:
        read = read.filter(digest=repair.digest)
    read = read.filter(Q(load__finished_at__gte=repair.made_at) | Q(load__state=Load.State.RUNNING))
    return dict(read.order_by("id").values_list("digest", "name"))


def stopped_by_columns(source: str) -> list[tuple[LoadFile, list[str]]]:
    """The kept files of the source that unknown columns stopped, each with those of the columns that nobody ignores."""
    ignored = set(IgnoredColumn.objects.filter(source=source).values_list("column", flat=True))
    stopped = LoadFile.objects.filter(load__source=source, state=Load.State.REFUSED).exclude(digest="").order_by("id")
    named = [(item, [title for title in unread_titles(item.message) if title not in ignored]) for item in stopped]
    return [(item, titles) for item, titles in named if titles]


def waits_again(row: Quarantined) -> bool:
    """Whether the row's file waits to be read again, so that the row may yet change."""
    states = (Load.State.QUEUED, Load.State.RUNNING)
    return LoadFile.objects.filter(load__source=row.source, digest=row.digest, load__state__in=states).exists()


def deliveries(*digests: str) -> QuerySet[LoadFile]:
    """The times at which somebody sent one of these files, oldest first; reading it again is not one of them."""
    return LoadFile.objects.filter(digest__in=digests, load__reread=False).exclude(digest="").order_by("id")


def deliveries_since(row: Quarantined) -> QuerySet[LoadFile]:
    """The other files that the source delivered after the row's own, newest first: one of them may tell it right."""
    return LoadFile.objects.filter(
        load__source=row.source, load__reread=False, load__gt=row.load_id, state=Load.State.PUBLISHED
    ).exclude(digest=row.digest).select_related("load").order_by("-id")


def _said(name: str, kind: str) -> str:
    if kind == "list":
        return f"case when len({name}) > 0 then 1 end"
    return f"nullif({name}, '')" if kind in ("str", "text") else name
