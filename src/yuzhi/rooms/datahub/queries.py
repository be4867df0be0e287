"""Every read of the data hub, named."""

from typing import Any

from django.db.models import Count, Max, Q, QuerySet, Sum

from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.toolbox import Toolbox
from yuzhi.records.datasets import editions
from yuzhi.records.datasets.models import Load, Quarantined


def coverage(tools: Toolbox) -> dict[str, Any]:
    """What the platform holds now, and up to which day: by source, with the last good load."""
    edition = editions.current()
    rows = (
        Load.objects.filter(state__in=(Load.State.PUBLISHED, Load.State.UNCHANGED))
        .values("source").annotate(to=Max("covered_to"), last=Max("finished_at"), records=Sum("added"))
        .order_by("source")
    )
    return {
        "edition": edition.number if edition else None,
        "published_at": edition.published_at if edition else None,
        "covered_to": max((row["to"] for row in rows if row["to"]), default=None),
        "sources": [
            {
                "source": row["source"], "label": _label(row["source"], tools), "covered_to": row["to"],
                "last_load": row["last"], "records": row["records"],
            }
            for row in rows
        ],
    }


def _label(name: str, tools: Toolbox) -> str:
    source = tools.source(name)
    return source.zh if source else {"yuzhi.acts": "本平台的行为记录"}.get(name, name)


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


def running() -> list[Load]:
    """Loads that are being read or wait to be read, oldest first."""
    return list(Load.objects.filter(state__in=(Load.State.QUEUED, Load.State.RUNNING)).order_by("id"))


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


def _said(name: str, kind: str) -> str:
    if kind == "list":
        return f"case when len({name}) > 0 then 1 end"
    return f"nullif({name}, '')" if kind in ("str", "text") else name
