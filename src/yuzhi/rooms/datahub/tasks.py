"""The writer's work: take up what a crash left, run queued loads, bring the index to the newest edition."""

import logging
import os
import time
from collections.abc import Callable
from datetime import date, datetime, timedelta

from yuzhi.engines.formats.faces import holders, listed
from yuzhi.engines.search import Entry
from yuzhi.engines.toolbox import Toolbox
from yuzhi.records.datasets import editions
from yuzhi.records.datasets.models import Heartbeat, Load
from yuzhi.records.evidence.actions import sequence_leaves
from yuzhi.records.observations.figures import keep_next
from yuzhi.records.rights import bridge
from yuzhi.records.rights.bridge import Known
from yuzhi.records.rights.models import Right
from yuzhi.rooms.datahub.actions import give_up, run

log = logging.getLogger("yuzhi.worker")
Told = Callable[[Load], None]
_PORTION = 2_000
_LOOK = timedelta(minutes=1)
_ABANDONED = timedelta(hours=1)
"""An arrival to which nobody has written for so long belongs to a process that is gone."""


def recover(tools: Toolbox) -> list[str]:
    """The names of the lake's tables that were taken back to the last edition; interrupted loads are queued again."""
    tools.archive.sweep(tools.now() - _ABANDONED)
    taken_back = tools.lake.restore(editions.tables_of(editions.current()))
    Load.objects.filter(state=Load.State.RUNNING).update(state=Load.State.QUEUED, phase="")
    return taken_back


def work(tools: Toolbox, told: Told = lambda load: None) -> list[Load]:
    """The loads that were run; the caller holds the writer lock.

    Each load is searchable when it is told as published; a crash between the two is mended by the next call.
    """
    recover(tools)
    refresh_index(tools)
    done = []
    while (load := Load.objects.filter(state=Load.State.QUEUED).order_by("id").first()) is not None:
        load = _ran(load, tools, told)
        told(load)
        refresh_index(tools)
        load.phase = ""
        told(load)
        done.append(load)
    sequence_leaves()
    return done


def _ran(load: Load, tools: Toolbox, told: Told) -> Load:
    """The load, run; refused where the program stumbles over it, so that it neither ends the worker nor comes again."""
    try:
        return run(load, tools, told)
    except Exception:
        log.exception("load %s could not be finished", load.name)
        return give_up(load, tools)


def refresh_index(tools: Toolbox) -> int:
    """The number of entries put so that the index shows the newest edition; no load waits to be found afterwards."""
    put = _caught_up(tools)
    Load.objects.filter(phase=Load.Phase.INDEXING).update(phase="")
    return put


def _caught_up(tools: Toolbox) -> int:
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
        title=get(face.title) or get("title_en") or "",
        text="\n".join(text for name in face.text if (text := get(name))),
        names=tuple(dict.fromkeys(listed(get(face.holders)))),
        others=tuple(dict.fromkeys(name for column in face.others for name in listed(get(column)))),
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
        abstract=get("abstract") or "",
        claims=get("first_claim") or "",
        inventors=tuple(dict.fromkeys(listed(get(face.inventors)))) if face.inventors else (),
        filed=_day(get(face.filed)) if face.filed else "",
        published=_day(get("published_on")),
        granted=_day(one.standing.granted_on),
    )


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


def age(tools: Toolbox) -> int:
    """The number of the city's rights whose state was looked at again because a new day began.

    Rights end by the calendar too: a state in the register and in the index holds for the day it was computed on.
    Works in portions, so that a load that arrives meanwhile need not wait. Rights outside the city are in no register
    here: their state in the index is that of the day their last load was read, until a load speaks of them again. The
    page of such a right computes its state for the day that is asked.
    """
    today, newest = tools.today(), editions.current()
    aged = list(Right.objects.filter(state_on__lt=today).order_by("state_on", "key")[:_PORTION])
    if newest is None or not aged:
        return 0
    snapshot, changed, moved = editions.snapshot(tools.lake, newest), [], []
    for kind in sorted({right.kind for right in aged}):
        by_key = {right.key: right for right in aged if right.kind == kind}
        for one in bridge.known(snapshot, kind, list(by_key), tools, today):
            right = by_key[one.key]
            if right.state != one.standing.state:
                changed.append(one)
            if (right.state, right.ends_on) != (one.standing.state, one.standing.ends_on):
                right.state, right.ends_on = one.standing.state, one.standing.ends_on
                moved.append(right)
    if changed:
        tools.index.put([entry(one) for one in changed], edition=newest.number)
    Right.objects.bulk_update(moved, ["state", "ends_on"], 500)
    for start in range(0, len(aged), 500):
        Right.objects.filter(key__in=[right.key for right in aged[start : start + 500]]).update(state_on=today)
    return len(aged)


def beat(tools: Toolbox, began: datetime) -> None:
    """Pages and `yuzhi doctor` see that the worker, which began at that instant, is alive now."""
    Heartbeat.objects.update_or_create(
        name=Heartbeat.WORKER, defaults={"process": os.getpid(), "began_at": began, "beat_at": tools.now()}
    )


def keep_working(
    tools: Toolbox, *, every: float = 0.5, stop: Callable[[], bool] = lambda: False,
    besides: Callable[[Toolbox], bool] = lambda tools: False,
) -> None:
    """Works off loads as they are queued, until told to stop; waits for the writer lock where another holds it.

    While nothing waits it does in portions what the calendar and a new edition ask for, each once, and then looks
    every minute for the work of others: `besides` does a portion of it and says whether it did.
    """
    with tools.writer.held(wait=True):
        recover(tools)
        refresh_index(tools)
        settled: date | None = None      # the day for which nothing is left to do
        look_at = tools.now()
        while not stop():
            if Load.objects.filter(state=Load.State.QUEUED).exists():
                work(tools)
                settled = None
            elif settled != tools.today():
                if not _kept_up(tools):
                    settled, look_at = tools.today(), tools.now()
            elif tools.now() >= look_at:
                if not _done(besides, tools):
                    look_at = tools.now() + _LOOK
            else:
                time.sleep(every)


def _done(besides: Callable[[Toolbox], bool], tools: Toolbox) -> bool:
    """Whether a portion of other work was done; where it fails, the next look tries again."""
    try:
        return besides(tools)
    except Exception:
        log.exception("due days could not be settled, or messages not be sent")
        return False


def _kept_up(tools: Toolbox) -> bool:
    """Whether there was something to do for the newest edition or the new day, and a portion of it was done."""
    try:
        return keep_next(tools) is not None or age(tools) > 0
    except Exception:      # tried again after the next load or tomorrow; until then pages compute for themselves
        log.exception("figures or states could not be brought to the present day")
        return False
