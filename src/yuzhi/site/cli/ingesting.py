"""`yuzhi ingest`: files are recognised by content, kept, read, and published."""

import sys
import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click

from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.recognition import recognise
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import BadFile, BadValue
from yuzhi.records.datasets.models import Load, LoadFile
from yuzhi.rooms.datahub import actions, tasks
from yuzhi.rooms.datahub.rules import Arrival, loads_of, progress
from yuzhi.site.cli.speaking import OPERATOR, prepared, say_json

_DATA_KINDS = {"xml", "zip", "xlsx", "xls", "gzip", "binary"}
_SETTLED = {Load.State.PUBLISHED, Load.State.UNCHANGED, Load.State.REFUSED}


@dataclass(slots=True)
class Delivery:
    """What became of the files that were named: arrivals to read, and those that need no reading."""

    arrivals: list[Arrival] = field(default_factory=list)
    refused: list[dict[str, str]] = field(default_factory=list)
    skipped: list[dict[str, str]] = field(default_factory=list)
    already: list[dict[str, str]] = field(default_factory=list)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--source", "source_name", help="指定数据源，不按内容识别。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出结果。")
def ingest(paths: tuple[Path, ...], source_name: str | None, as_json: bool) -> None:
    """读入文件或文件夹：按内容识别来源，逐条校验，坏行进隔离区，整批发布。"""
    tools = prepared(writing=True)
    started = time.monotonic()
    delivery = _delivered(paths, source_name, tools)
    loads = [actions.receive(batch, by=OPERATOR, tools=tools) for batch in loads_of(delivery.arrivals)]
    _finish(loads, tools, quiet=as_json)
    for load in loads:
        load.refresh_from_db()
    answer = _answer(loads, delivery, time.monotonic() - started)
    if as_json:
        say_json(answer)
    else:
        _say(answer)
    if answer["refused"]:
        raise click.exceptions.Exit(BadFile.exit_code)


def _delivered(paths: Iterable[Path], source_name: str | None, tools: Toolbox) -> Delivery:
    forced = None
    if source_name is not None:
        forced = tools.source(source_name)
        if forced is None:
            known = "、".join(sorted(one.name for one in tools.sources))
            raise BadValue(f"没有名为“{source_name}”的数据源。可用的有：{known}。")
    delivery = Delivery()
    for path, name, named in _files(paths):
        try:
            seen = glimpse(path, name)
            source = forced or recognise(seen, tools.sources)
        except BadFile as fault:
            data_like = named or seen_kind(path, name) in _DATA_KINDS
            (delivery.refused if data_like else delivery.skipped).append({"file": name, "reason": fault.sentence})
            if data_like:
                actions.refuse(name, fault.sentence, by=OPERATOR, tools=tools)
            continue
        arrival = actions.archived(path, name, source.name, tools)
        if _read_before(arrival, source.version):
            delivery.already.append({"file": name, "sha256": arrival.digest, "source": source.name})
        else:
            delivery.arrivals.append(arrival)
    return delivery


def seen_kind(path: Path, name: str) -> str:
    """The kind of content, or "binary" where even a glimpse is refused."""
    try:
        return glimpse(path, name).kind
    except BadFile:
        return "binary"


def _files(paths: Iterable[Path]) -> Iterator[tuple[Path, str, bool]]:
    """Every file with the name it is told by, and whether the person named it; folders in a stable order."""
    for path in paths:
        if path.is_dir():
            for inner in sorted(path.rglob("*")):
                if inner.is_file() and not any(part.startswith(".") for part in inner.relative_to(path).parts):
                    yield inner, str(inner.relative_to(path.parent)), False
        elif path.exists():
            yield path, path.name, True
        else:
            raise BadFile(f"找不到 {path}：没有这个文件或文件夹。请检查路径后再试。")


def _read_before(arrival: Arrival, version: int) -> bool:
    return LoadFile.objects.filter(
        digest=arrival.digest, load__source=arrival.source, load__reader_version=version,
        load__state__in=(Load.State.PUBLISHED, Load.State.UNCHANGED), state=Load.State.PUBLISHED,
    ).exists()


def _finish(loads: list[Load], tools: Toolbox, *, quiet: bool) -> None:
    """Reads the loads here when no other writer runs, else waits for the writer to read them."""
    teller = _Teller(len(loads), tools, quiet=quiet)
    waiting = {load.pk for load in loads}
    while True:
        with tools.writer.held() as writer:
            if writer:
                tasks.work(tools, teller.told)
                return
        time.sleep(0.3)
        for load in Load.objects.filter(pk__in=waiting):
            teller.told(load)
            if load.state in _SETTLED:
                waiting.discard(load.pk)
        if not waiting:
            return


class _Teller:
    """Tells the progress on standard error: rate, remaining time, quarantined rows."""

    def __init__(self, total: int, tools: Toolbox, *, quiet: bool) -> None:
        self._total, self._tools, self._quiet = total, tools, quiet
        self._done: set[int] = set()
        self._last = 0.0

    def told(self, load: Load) -> None:
        """Called with a load whenever it has moved."""
        settled = load.state in _SETTLED
        if self._quiet or (load.pk in self._done) or (not settled and time.monotonic() - self._last < 0.5):
            return
        self._last = time.monotonic()
        if settled:
            self._done.add(load.pk)
        seconds = (self._tools.now() - load.started_at).total_seconds() if load.started_at else 0.0
        now = progress(load.bytes_done, load.bytes_total, load.records_read, load.quarantined, seconds)
        left = f"，约剩 {now.remaining:.0f} 秒" if now.remaining and not settled else ""
        line = (
            f"[{len(self._done)}/{self._total}] {load.name} {load.source} {load.get_state_display()} {now.share:.0%} "
            f"{load.records_read:,} 条（{now.rate:,.0f} 条/秒{left}），隔离 {load.quarantined} 行"
        )
        ending = "\n" if settled or not sys.stderr.isatty() else "\r"
        click.echo(line + (" " * 8 if ending == "\r" else ""), err=True, nl=False)
        click.echo(ending, err=True, nl=False)


def _answer(loads: list[Load], delivery: Delivery, seconds: float) -> dict[str, Any]:
    refused = list(delivery.refused)
    for load in loads:
        refused += [
            {"file": item.name, "reason": item.message or load.message}
            for item in load.files.all() if Load.State.REFUSED in (item.state, load.state)
        ]
    counts = ("records_read", "added", "changed", "withdrawn", "unchanged", "quarantined", "skipped")
    totals = {name: sum(getattr(load, name) for load in loads) for name in counts}
    return {
        "loads": [_told_load(load) for load in loads],
        "totals": totals,
        "refused": refused,
        "skipped": delivery.skipped + [
            {"file": f"{item.name}!{part['place']}", "reason": part["reason"]}
            for load in loads for item in load.files.all() for part in item.skipped
        ],
        "already_read": delivery.already,
        "nothing_new": not any(load.state == Load.State.PUBLISHED for load in loads),
        "edition": max((load.edition_id or 0 for load in loads), default=0) or None,
        "seconds": round(seconds, 2),
    }


def _told_load(load: Load) -> dict[str, Any]:
    return {
        "load": load.name, "source": load.source, "state": load.state, "edition": load.edition_id,
        "files": [
            {"name": item.name, "sha256": item.digest, "state": item.state, "quarantined": item.quarantined}
            for item in load.files.all()
        ],
        "records_read": load.records_read, "added": load.added, "changed": load.changed, "withdrawn": load.withdrawn,
        "unchanged": load.unchanged, "quarantined": load.quarantined, "skipped": load.skipped, "tables": load.tables,
        "made_up": load.made_up, "covered_to": load.covered_to, "message": load.message,
    }


def _say(answer: dict[str, Any]) -> None:
    totals = answer["totals"]
    for one in answer["already_read"]:
        click.echo(f"已读过，未重复读入：{one['file']}")
    for one in answer["skipped"]:
        click.echo(f"未读：{one['file']}——{one['reason']}")
    for one in answer["refused"]:
        click.echo(f"拒收：{one['file']}——{one['reason']}")
    click.echo(
        f"读 {totals['records_read']:,} 条：新增 {totals['added']:,}，变更 {totals['changed']:,}，"
        f"撤回 {totals['withdrawn']:,}，未变 {totals['unchanged']:,}；隔离 {totals['quarantined']:,} 行，"
        f"拒收 {len(answer['refused'])} 个文件。用时 {answer['seconds']} 秒。"
    )
    if answer["nothing_new"]:
        click.echo("没有新的内容：数据与上一版本相同。")
    else:
        click.echo(f"已发布第 {answer['edition']} 版。")
