"""The writer's work: take up what a crash left, run queued loads, bring the index to the newest edition."""

import time
from collections.abc import Callable
from datetime import timedelta

from yuzhi.engines.formats.faces import holders, listed
from yuzhi.engines.search import Entry
from yuzhi.engines.toolbox import Toolbox
from yuzhi.records.datasets import editions
from yuzhi.records.datasets.models import Load
from yuzhi.records.evidence.actions import sequence_leaves
from yuzhi.records.rights import bridge
from yuzhi.records.rights.bridge import Known
from yuzhi.rooms.datahub.actions import run

Told = Callable[[Load], None]
_ABANDONED = timedelta(hours=1)
"""An arrival to which nobody has written for so long belongs to a process that is gone."""


def recover(tools: Toolbox) -> list[str]:
    """The names of the lake's tables that were taken back to the last edition; interrupted loads are queued again."""
    tools.archive.sweep(tools.now() - _ABANDONED)
    taken_back = tools.lake.restore(editions.tables_of(editions.current()))
    Load.objects.filter(state=Load.State.RUNNING).update(state=Load.State.QUEUED)
    return taken_back


def work(tools: Toolbox, told: Told = lambda load: None) -> list[Load]:
    """The loads that were run; the caller holds the writer lock.

    Each load is searchable when it is told as published; a crash between the two is mended by the next call.
    """
    recover(tools)
    refresh_index(tools)
    done = []
    while (load := Load.objects.filter(state=Load.State.QUEUED).order_by("id").first()) is not None:
        run(load, tools, told)
        refresh_index(tools)
        told(load)
        done.append(load)
    sequence_leaves()
    return done


def refresh_index(tools: Toolbox) -> int:
    """The number of entries put so that the index shows the newest edition."""
    newest = editions.current()
    if newest is None or tools.index.edition == newest.number:
        return 0
    if (tools.index.edition or 0) > newest.number:
        tools.index.reset()          # an index of another database: build it anew
    since = tools.index.edition or 0
    loads = Load.objects.filter(edition__number__gt=since, edition__number__lte=newest.number)
    wrote = {load.name: load.tables for load in loads}
    snapshot, today = editions.snapshot(tools.lake, newest), tools.today()
    if gone := bridge.vanished(snapshot, wrote):
        tools.index.drop(gone)
    entries = (entry(one) for batch in bridge.touched(snapshot, wrote, tools, today) for one in batch)
    return tools.index.put(entries, edition=newest.number)


def entry(one: Known) -> Entry:
    """A right as the index holds it."""
    face, get, values = one.face, one.merged.get, one.values
    days = [one.standing.granted_on, get("published_on"), one.standing.begun_on]
    day = next((d for d in days if d), None)
    begun = one.standing.begun_on or day
    return Entry(
        key=one.key,
        kind=one.kind,
        title=get(face.title) or "",
        text="\n".join(text for name in face.text if (text := get(name))),
        names=tuple(dict.fromkeys(name for column in face.names for name in listed(get(column)))),
        numbers=tuple(dict.fromkeys(filter(None, (
            get(face.number), get("publication"), *(s.get("publication") for s in one.merged.statements), one.key,
        )))),
        codes=tuple(dict.fromkeys(code for column in face.classes for code in listed(get(column)))),
        year=begun.year if begun else None,
        county=get("county") or "",
        state=one.standing.state,
        party_keys=tuple(f"uscc/{code}" for _, code in holders(face, values) if code),
        made_up=one.merged.made_up,
        day=day.isoformat() if day else "",
        language=get("language") or "",
        sources=tuple(sorted({statement["source"] for statement in one.merged.statements})),
    )


def keep_working(tools: Toolbox, *, every: float = 0.5, stop: Callable[[], bool] = lambda: False) -> None:
    """Works off loads as they are queued, until told to stop; waits for the writer lock where another holds it."""
    with tools.writer.held(wait=True):
        recover(tools)
        refresh_index(tools)
        while not stop():
            if Load.objects.filter(state=Load.State.QUEUED).exists():
                work(tools)
            else:
                time.sleep(every)
