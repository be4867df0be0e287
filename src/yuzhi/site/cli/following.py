"""Loads are followed on standard error until they are published and found by a search."""

import sys
import time
from collections.abc import Sequence

import click

from yuzhi.engines.toolbox import Toolbox
from yuzhi.records.datasets.models import Load
from yuzhi.rooms.datahub import queries, tasks
from yuzhi.rooms.datahub.rules import progress

_SETTLED = {Load.State.PUBLISHED, Load.State.UNCHANGED, Load.State.REFUSED}


def followed(loads: Sequence[Load], tools: Toolbox, *, quiet: bool) -> list[Load]:
    """The loads as they ended, and those to which they handed on parts of their files.

    They are read here when no other writer runs, else the writer reads them.
    """
    teller = _Teller(tools, quiet=quiet)
    waiting = {load.pk for load in loads}
    while True:
        with tools.writer.held() as writer:
            if writer:
                tasks.work(tools, teller.told)
                break
        time.sleep(0.3)
        for load in Load.objects.filter(pk__in=waiting):
            if load.state in _SETTLED and (tools.index.edition or 0) >= (load.edition_id or 0):
                waiting.discard(load.pk)        # published, and found by a search
                waiting.update(one.pk for one in queries.handed_on(load))
                teller.told(load)
            elif load.state not in _SETTLED:
                teller.told(load)
        if not waiting:
            break
    ended = {load.pk for load in loads}
    for load in loads:
        ended.update(one.pk for one in queries.handed_on(load))
    return list(Load.objects.filter(pk__in=ended).order_by("id"))


class _Teller:
    """Tells the progress on standard error: rate, remaining time, quarantined rows.

    Counts every load that is read meanwhile: those of an earlier run and those that a load hands on, too.
    """

    def __init__(self, tools: Toolbox, *, quiet: bool) -> None:
        self._tools, self._quiet = tools, quiet
        self._done: set[int] = set()
        self._last = 0.0
        self._phase: tuple[int, str] = (0, "")

    def told(self, load: Load) -> None:
        """Called with a load whenever it has moved."""
        settled = load.state in _SETTLED and not load.in_hand
        moved = (load.pk, load.phase) != self._phase
        if self._quiet or load.pk in self._done or not (settled or moved or time.monotonic() - self._last >= 0.5):
            return
        self._phase = (load.pk, load.phase)
        self._last = time.monotonic()
        if settled:
            self._done.add(load.pk)
        seconds = (self._tools.now() - load.started_at).total_seconds() if load.started_at else 0.0
        now = progress(load.bytes_done, load.bytes_total, load.records_read, load.quarantined, seconds)
        reading = load.phase == Load.Phase.READING
        left = f"，约剩 {now.remaining:.0f} 秒" if now.remaining and reading else ""
        pace = f"{now.rate:,.0f} 条/秒{left}" if reading or settled else f"已用 {seconds:.0f} 秒"
        total = len(self._done) + sum(1 for one in queries.running() if one.pk not in self._done)
        line = (
            f"[{len(self._done)}/{total}] {load.name} {load.source} {load.doing} "
            f"{f'{now.share:.0%} ' if reading else ''}{load.records_read:,} 条（{pace}），隔离 {load.quarantined} 行"
        )
        ending = "\n" if settled or not sys.stderr.isatty() else "\r"
        click.echo(line + (" " * 8 if ending == "\r" else ""), err=True, nl=False)
        click.echo(ending, err=True, nl=False)
