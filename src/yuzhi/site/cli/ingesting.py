"""`yuzhi ingest`: files are recognised by content, kept, read, and published."""

import os
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import click
from pydantic import Field

from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.recognition import recognise
from yuzhi.engines.reading.sources import Source
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import BadFile
from yuzhi.records.datasets.models import Load
from yuzhi.records.datasets.shapes import Shape
from yuzhi.rooms.datahub import actions, queries
from yuzhi.rooms.datahub.api.loads import LoadShape, told
from yuzhi.rooms.datahub.rules import Arrival, loads_of, safe_name
from yuzhi.site.cli.following import followed
from yuzhi.site.cli.speaking import OPERATOR, prepared, say_json

_DATA_KINDS = {"xml", "zip", "xlsx", "xls", "gzip", "binary"}


class NotRead(Shape):
    """一个没有读的文件，或文件中没有读的部分。"""

    file: str = Field(description="文件名；部分的为 文件名!位置。")
    reason: str = Field(description="原因。")


class AlreadyRead(Shape):
    """一个内容早已读过的文件。"""

    file: str = Field(description="文件名。")
    sha256: str = Field(description="内容摘要。")
    source: str = Field(description="数据源名称。")


class Totals(Shape):
    """各批合计。"""

    records_read: int = Field(description="读到的记录数；一行可以成为几张表的记录。")
    tables_read: dict[str, int] = Field(description="数据表 → 读到的记录数。")
    added: int = Field(description="新增。")
    changed: int = Field(description="变更。")
    withdrawn: int = Field(description="撤回。")
    unchanged: int = Field(description="未变。")
    quarantined: int = Field(description="隔离的行数。")
    skipped: int = Field(description="注明不读的部分数。")


class IngestAnswer(Shape):
    """一次读入的结果。"""

    loads: list[LoadShape] = Field(description="各批。")
    totals: Totals = Field(description="合计。")
    refused: list[NotRead] = Field(description="拒收的文件；有拒收时退出码为 5。")
    skipped: list[NotRead] = Field(description="注明不读的文件和部分。")
    already_read: list[AlreadyRead] = Field(description="内容早已读过的文件，没有重复读入。")
    nothing_new: bool = Field(description="是否没有任何新内容。")
    edition: int | None = Field(description="发布的数据版本号；没有发布为 null。")
    seconds: float = Field(description="用时，秒。")


_SUMMED = tuple(name for name in Totals.model_fields if name != "tables_read")


@dataclass(slots=True)
class Delivery:
    """What became of the files that were named: arrivals to read, those that need no reading, loads that have them."""

    arrivals: list[Arrival] = field(default_factory=list)
    refused: list[NotRead] = field(default_factory=list)
    skipped: list[NotRead] = field(default_factory=list)
    already: list[AlreadyRead] = field(default_factory=list)
    joined: dict[int, Load] = field(default_factory=dict)

    def take(self, arrival: Arrival, tools: Toolbox) -> None:
        """Puts the arrival among those to read, unless it was read, or waits in a load that an earlier run left."""
        source = tools.source(arrival.source)
        version = source.version if source else 1
        same = any((one.digest, one.source) == (arrival.digest, arrival.source) for one in self.arrivals)
        if same or queries.read_before(arrival.digest, arrival.source, version):
            self.already.append(AlreadyRead(file=arrival.name, sha256=arrival.digest, source=arrival.source))
        elif load := queries.waiting(arrival.digest, arrival.source, version):
            self.joined[load.pk] = load
        else:
            self.arrivals.append(arrival)


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--source", "source_name", help="指定数据源，不按内容识别。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出结果。")
def ingest(paths: tuple[Path, ...], source_name: str | None, as_json: bool) -> None:
    """读入文件或文件夹：按内容识别来源，逐条校验，坏行进隔离区，整批发布。"""
    tools = prepared(writing=True)
    started = time.monotonic()
    delivery = _delivered(paths, source_name, tools)
    loads = [delivery.joined[number] for number in sorted(delivery.joined)]
    loads += [actions.receive(batch, by=OPERATOR.actor_key, tools=tools) for batch in loads_of(delivery.arrivals)]
    loads = followed(loads, tools, quiet=as_json)
    answer = _answer(loads, delivery, time.monotonic() - started)
    if as_json:
        say_json(answer)
    else:
        _say(answer)
    if answer.refused:
        raise click.exceptions.Exit(BadFile.exit_code)


def _delivered(paths: Iterable[Path], source_name: str | None, tools: Toolbox) -> Delivery:
    forced = actions.named_source(source_name, tools) if source_name else None
    delivery = Delivery()
    for path, name, named in _files(paths):
        try:
            arrival = _arrival(path, name, forced, tools, named=named)
        except BadFile as fault:
            data_like = named or seen_kind(path, name) in _DATA_KINDS
            (delivery.refused if data_like else delivery.skipped).append(NotRead(file=name, reason=fault.sentence))
            if data_like:
                actions.refuse(name, fault.sentence, by=OPERATOR.actor_key, tools=tools)
        else:
            delivery.take(arrival, tools)
    return delivery


def _arrival(path: Path, name: str, forced: Source | None, tools: Toolbox, *, named: bool) -> Arrival:
    if path.is_symlink() and not named:
        raise BadFile(f"《{name}》是符号链接，没有跟随。它所指的文件如要读入，请直接给出。")
    if not path.is_file():
        raise BadFile(f"《{name}》不是可以读取的普通文件，没有读取。请直接给出文件，并检查权限。")
    try:
        source = forced or recognise(glimpse(path, name), tools.sources)
        return actions.archived(path, name, source.name, tools)
    except OSError as error:
        raise BadFile(f"《{name}》读不到或存不下（{error.strerror}），没有读取。请检查文件权限和磁盘空间后再试。") from error


def seen_kind(path: Path, name: str) -> str:
    """The kind of content, or "binary" where even a glimpse is refused; links and pipes, never opened, have no kind."""
    if path.is_symlink() or not (path.is_file() or path.is_dir()):
        return ""
    try:
        return glimpse(path, name).kind
    except (BadFile, OSError):
        return "binary"


def _files(paths: Iterable[Path]) -> Iterator[tuple[Path, str, bool]]:
    """Every file with the name it is told by, and whether the person named it; folders in a stable order."""
    for path in paths:
        if path.is_dir():
            for inner in sorted(path.rglob("*")):
                if not any(part.startswith(".") for part in inner.relative_to(path).parts) and _worth_telling(inner):
                    yield inner, safe_name(str(inner.relative_to(path.parent))), False
        elif path.exists():
            yield path, safe_name(path.name), True
        else:
            raise BadFile(f"找不到 {path}：没有这个文件或文件夹。请检查路径后再试。")


def _worth_telling(inner: Path) -> bool:
    """Everything in a folder but the folders that can be looked into: their files are told one by one."""
    return inner.is_symlink() or not inner.is_dir() or not os.access(inner, os.R_OK | os.X_OK)


def _answer(loads: list[Load], delivery: Delivery, seconds: float) -> IngestAnswer:
    refused, skipped = list(delivery.refused), list(delivery.skipped)
    for item in (item for load in loads for item in load.files.all()):
        if Load.State.REFUSED in (item.state, item.load.state):
            refused.append(NotRead(file=item.name, reason=item.message or item.load.message))
        skipped += [
            NotRead(file=f"{item.name}!{part['place']}", reason=part["reason"])
            for part in item.skipped if not part.get("source")      # what another source reads is read
        ]
    read: Counter[str] = Counter()
    for load in loads:
        read.update(load.tables_read)
    return IngestAnswer(
        loads=[told(load) for load in loads],
        totals=Totals(**{name: sum(getattr(load, name) for load in loads) for name in _SUMMED}, tables_read=dict(read)),
        refused=refused, skipped=skipped, already_read=delivery.already,
        nothing_new=not any(load.state == Load.State.PUBLISHED for load in loads),
        edition=max((load.edition_id or 0 for load in loads), default=0) or None, seconds=round(seconds, 2),
    )


def _by_table(read: Mapping[str, int]) -> str:
    """In words what the records are: one line of a file may become a patent and an event.

    >>> _by_table({"patents": 199, "patent_events": 199})
    '（专利 199、专利法律事件 199）'
    """
    words = "、".join(f"{TABLES[name].zh if name in TABLES else name} {count:,}" for name, count in read.items())
    return f"（{words}）" if words else ""


def _say(answer: IngestAnswer) -> None:
    totals = answer.totals
    for one in answer.already_read:
        click.echo(f"已读过，未重复读入：{one.file}")
    for one in answer.skipped:
        click.echo(f"未读：{one.file}——{one.reason}")
    for one in answer.refused:
        click.echo(f"拒收：{one.file}——{one.reason}")
    click.echo(
        f"读 {totals.records_read:,} 条{_by_table(totals.tables_read)}：新增 {totals.added:,}，变更 {totals.changed:,}，"
        f"撤回 {totals.withdrawn:,}，未变 {totals.unchanged:,}；隔离 {totals.quarantined:,} 行，"
        f"拒收 {len(answer.refused)} 个文件。用时 {answer.seconds} 秒。"
    )
    click.echo("没有新的内容：数据与上一版本相同。" if answer.nothing_new else f"已发布第 {answer.edition} 版。")
