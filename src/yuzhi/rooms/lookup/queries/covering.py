"""What the platform covers, and up to which day: said on every page of results."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max

from yuzhi.engines.formats.faces import FACES
from yuzhi.engines.toolbox import Toolbox
from yuzhi.records.datasets.models import Load


@dataclass(frozen=True, slots=True)
class Covered:
    """One source: the last day that its data speak of, and its last good load."""

    source: str
    name: str
    until: date | None
    loaded_at: datetime | None
    load: int | None


def covered(tools: Toolbox) -> list[Covered]:
    """Each source that has delivered, the most recently loaded first."""
    rows = (
        Load.objects.filter(state__in=(Load.State.PUBLISHED, Load.State.UNCHANGED)).exclude(source="yuzhi.acts")
        .values("source").annotate(until=Max("covered_to"), loaded_at=Max("finished_at"), load=Max("id"))
        .order_by("-loaded_at")
    )
    return [
        Covered(row["source"], source_name(row["source"], tools), row["until"], row["loaded_at"], row["load"])
        for row in rows
    ]


def searched(tools: Toolbox, kinds: Sequence[str] = ()) -> list[Covered]:
    """The sources whose records a search for these kinds of right goes through; of all kinds where none is named."""
    wanted = set(kinds) or set(FACES)
    found = []
    for one in covered(tools):
        source = tools.source(one.source)
        if source is not None and wanted.intersection(source.tables):
            found.append(one)
    return found


def source_name(name: str, tools: Toolbox) -> str:
    """What people call a source."""
    source = tools.source(name)
    return source.zh if source else {"yuzhi.acts": "本平台的行为记录"}.get(name, name)
