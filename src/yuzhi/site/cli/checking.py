"""`yuzhi doctor`: whether this deployment is whole, and what to do where it is not."""

import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import click
import django
import duckdb
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone
from pydantic import Field

from yuzhi.engines.capture.devtools import found as browser_found
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import NotFound, YuzhiError
from yuzhi.records.datasets import editions
from yuzhi.records.datasets.covering import sample
from yuzhi.records.datasets.models import Load, LoadFile, Quarantined
from yuzhi.records.datasets.shapes import Shape
from yuzhi.records.evidence import log as evidence_log
from yuzhi.records.evidence.queries import verify_leaves
from yuzhi.records.messages.models import CHANNELS, Message
from yuzhi.rooms.datahub import queries
from yuzhi.rooms.dues.models import Answer
from yuzhi.site.cli.speaking import prepared, say_json

_LATE = timedelta(days=1)


class Finding(Shape):
    """查看的一项。"""

    what: str = Field(description="查看了什么。")
    well: bool = Field(description="是否完好。")
    seen: str = Field(description="看到了什么。")
    todo: str = Field(description="不完好时该怎么办。")

    def __init__(self, what: str, well: bool, seen: str, todo: str = "") -> None:
        super().__init__(what=what, well=well, seen=seen, todo=todo)


class DoctorAnswer(Shape):
    """这套部署是否完好。"""

    well: bool = Field(description="是否全部完好；不完好时退出码为 1。")
    findings: list[Finding] = Field(description="查看的各项。")


@click.command()
@click.option("--deep", is_flag=True, help="逐个核对档案里每个文件的摘要（较慢）。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def doctor(deep: bool, as_json: bool) -> None:
    """检查这套部署是否完好；有问题时说明该怎么办，并以非零码退出。"""
    tools = prepared(writing=settings.HOME.is_dir())      # a mistyped folder is told, not made
    findings = list(_findings(tools, deep))
    if as_json:
        say_json(DoctorAnswer(well=all(one.well for one in findings), findings=findings))
    else:
        for one in findings:
            click.echo(f"{'✓' if one.well else '✗'} {one.what}：{one.seen}")
            if one.todo and not one.well:
                click.echo(f"    → {one.todo}")
    if not all(one.well for one in findings):
        raise click.exceptions.Exit(1)


def _findings(tools: Toolbox, deep: bool) -> Iterator[Finding]:
    versions = f"Python {sys.version.split()[0]}，Django {django.get_version()}，DuckDB {duckdb.__version__}"
    yield Finding("运行环境", sys.version_info[:2] == (3, 11), versions, "请用 Python 3.11 重新安装（make setup）。")
    free = shutil.disk_usage(settings.HOME).free // 2**30
    yield Finding("数据目录", free >= 2, f"{settings.HOME}，剩余 {free} GB", "磁盘空间不足 2 GB，请清理或换盘。")
    checks: list[Callable[[Toolbox, bool], Finding]] = [
        _database, _lake, _index, _worker, _archive, _leaves, _log, _assets, _notices, _camera,
    ]
    for check in checks:
        try:
            yield check(tools, deep)
        except DatabaseError as error:
            yield Finding(check.__name__.strip("_"), False, f"数据库读不出来（{error}）", "请停下 yuzhi serve，从备份恢复数据库。")
        except YuzhiError as error:
            yield Finding(check.__name__.strip("_"), False, error.sentence, "请按提示处理后重新检查。")
    waiting = Load.objects.filter(state__in=(Load.State.QUEUED, Load.State.RUNNING)).count()
    open_rows = Quarantined.objects.filter(state=Quarantined.State.OPEN).count()
    yield Finding("待办", True, f"待读取 {waiting} 批，隔离待处理 {open_rows} 行")


def _database(_: Toolbox, __: bool) -> Finding:
    if connection.vendor != "sqlite":
        return Finding("数据库", True, connection.vendor)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check")
        said = cursor.fetchone()[0]
    return Finding("数据库", said == "ok", f"SQLite：{said}", "数据库文件已损坏，请从备份恢复。")


def _lake(tools: Toolbox, _: bool) -> Finding:
    edition = editions.current()
    held = editions.tables_of(edition)
    lost = [
        f"{name}/{file}" for name, table in held.items() for file in table.files
        if not (tools.lake.folder / name / file).exists()
    ]
    rows = {name: editions.snapshot(tools.lake, edition).count(name) for name in held} if not lost else {}
    seen = f"第 {edition.number if edition else 0} 版，{len(held)} 张表，{sum(rows.values()):,} 条现行记录"
    return Finding("数据湖", not lost, seen if not lost else f"缺少 {lost[:3]}", "数据文件缺失：请从备份恢复，或重新读入原文件。")


def _index(tools: Toolbox, _: bool) -> Finding:
    edition = editions.current()
    wanted = edition.number if edition else None
    same = tools.index.edition == wanted
    seen = f"{tools.index.count():,} 条，对应第 {tools.index.edition} 版"
    return Finding("检索索引", same, seen, "索引落后于数据：启动 yuzhi serve 或再次运行 yuzhi ingest 会自动补齐。")


def _worker(tools: Toolbox, _: bool) -> Finding:
    last, silent = queries.heartbeat(), queries.silent_since(tools)
    if silent is not None:
        told = f"没有响应，自 {timezone.localtime(silent):%Y-%m-%d %H:%M:%S}，有文件在等"
    elif last is not None and tools.now() - last.beat_at < queries.SILENT:
        told = f"在运行（进程 {last.process}，自 {timezone.localtime(last.began_at):%Y-%m-%d %H:%M:%S}）"
    else:
        told = "没有在运行，也没有文件在等"
    todo = "启动 yuzhi serve（已启动的请重新启动），或运行 yuzhi ingest：在等的文件会先读。"
    return Finding("后台进程", silent is None, told, todo)


def _archive(tools: Toolbox, deep: bool) -> Finding:
    digests = set(LoadFile.objects.exclude(digest="").values_list("digest", flat=True))
    digests |= set(Answer.objects.exclude(voucher="").values_list("voucher", flat=True))
    lost = [digest for digest in digests if digest not in tools.archive]
    bad = [digest for digest in digests if digest not in lost and deep and not tools.archive.sound(digest)]
    seen = f"{len(digests)} 个原始文件{'，已逐个核对' if deep else ''}"
    if lost or bad:
        seen = f"缺 {len(lost)} 个，内容不符 {len(bad)} 个"
    return Finding("原始档案", not lost and not bad, seen, "请从备份恢复档案目录。")


def _leaves(_: Toolbox, __: bool) -> Finding:
    checked = verify_leaves()
    seen = f"{checked.numbered} 条，编号连续、摘要相符" if checked.sound else "；".join(checked.faults[:3])
    return Finding("存证", checked.sound, seen, "存证记录被改动过：请保全现场并联系安全管理员。")


def _camera(tools: Toolbox, _: bool) -> Finding:
    """A city may do without captures, so a missing browser is told and is no fault."""
    try:
        return Finding("网页取证", True, f"用 {browser_found(tools.camera().program)}")
    except NotFound as absent:
        return Finding("网页取证", True, absent.sentence.replace("没有取证", "不能取证"))


def _notices(tools: Toolbox, _: bool) -> Finding:
    ports = tools.channels().ports
    late = Message.objects.filter(state="waiting", next_at__lt=tools.now() - _LATE).count()
    ways = "、".join(CHANNELS[name] for name in ports) if ports else "没有 channels.toml，只在站内通知"
    seen = f"渠道：{ways}{f'；{late} 份早该发送而没有发' if late else ''}"
    return Finding("通知", not late, seen, "启动 yuzhi serve，或运行 yuzhi warn 立刻发送。")


def _log(tools: Toolbox, _: bool) -> Finding:
    if not tools.log.begun:
        return Finding("存证日志", True, "还没有开始")
    todo = "请保全现场并联系安全管理员；数据库和 log 目录要从同一次备份恢复。"
    count, faults = evidence_log.compared(tools)
    if faults:
        return Finding("存证日志", False, "；".join(faults[:3]), todo)
    state = evidence_log.state(tools, made_up=sample())
    alarms = [one.name for one in state.witnesses if one.alarm]
    seen = f"{count} 条与存证库相符，{sum(one.at is not None for one in state.witnesses)}/{len(state.witnesses)} 家见证方签过"
    return Finding("存证日志", not alarms, f"{seen}；{'、'.join(alarms)} 见过不一致的历史" if alarms else seen, todo)


def _assets(_: Toolbox, __: bool) -> Finding:
    vendor = Path(settings.SITE) / "static" / "vendor"
    well = vendor.is_dir() and any(vendor.rglob("*.css")) and any(vendor.rglob("echarts*.js"))
    return Finding("网页资源", well, str(vendor) if well else "样式或图表库缺失", "请运行 make setup。")
