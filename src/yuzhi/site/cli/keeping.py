"""`yuzhi backup`, `restore`, `export`, `import` and `keys`: the whole city kept, brought back, and taken away."""

import os
import time
from datetime import UTC
from pathlib import Path
from typing import Any

import click
from django.conf import settings
from django.db import connection, transaction
from pydantic import Field

from yuzhi.engines.sealing import Private, Public, generated
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import BadFile, NotFound, Refused
from yuzhi.records.datasets import editions
from yuzhi.records.datasets.shapes import Shape
from yuzhi.records.evidence.actions import sequence_leaves, witness
from yuzhi.records.evidence.leaves import instant
from yuzhi.records.evidence.queries import last_number
from yuzhi.rooms.datahub.tasks import recover, refresh_index
from yuzhi.site.cli.speaking import OPERATOR, prepared, say_json
from yuzhi.site.keeping import backups, leaving
from yuzhi.site.keeping.copying import digest_of

_FOLDER = click.Path(path_type=Path, file_okay=False)
_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


class BackupAnswer(Shape):
    """一次备份或恢复。"""

    folder: str = Field(description="备份所在的文件夹。")
    edition: int | None = Field(description="数据版本号。")
    leaves: int = Field(description="存证的条数。")
    files: int = Field(description="文件数。")
    bytes: int = Field(description="大小，字节；与前一份共用的也算在内。")
    manifest: str = Field(description="清单的 SHA-256。")
    removed: list[str] = Field(description="按 --keep 删去的旧备份。")


class ExportAnswer(Shape):
    """一次导出或导入。"""

    file: str = Field(description="导出文件。")
    sha256: str = Field(description="导出文件的 SHA-256。")
    edition: int | None = Field(description="数据版本号。")
    leaves: int = Field(description="存证的条数。")
    files: int = Field(description="其中的文件数。")
    by: str = Field(description="谁导出的。")
    recipient: str = Field(description="导出给谁。")
    at: str = Field(description="导出的时间，UTC。")


@click.command()
@click.argument("folder", type=_FOLDER)
@click.option("--keep", type=click.IntRange(1), help="只留最近几份，更早的删去。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def backup(folder: Path, keep: int | None, as_json: bool) -> None:
    """备份整个部署到 FOLDER：网站和导入照常运行；没有变的文件与前一份共用。备份里有个人信息和密钥，请加密存放。"""
    _only_a_file()
    tools, began = prepared(), time.monotonic()
    edition = editions.current()
    made = backups.back_up(tools.home, folder, tools.now().astimezone(UTC), edition.number if edition else None, last_number())
    with transaction.atomic():
        witness("backup.made", f"backup/{made.folder.name}", by=OPERATOR.actor_key, at=tools.now(), facts={"manifest": made.digest, "edition": made.edition})
    told = _backup_told(made, backups.forget(folder, keep) if keep else [])
    if as_json:
        say_json(told)
        return
    click.echo(f"已备份到 {made.folder}：{told.files:,} 个文件，{told.bytes / 2**20:,.0f} MB（用时 {time.monotonic() - began:.1f} 秒）。")
    click.echo(f"  第 {told.edition} 版数据，{told.leaves:,} 条存证；清单 SHA-256 {told.manifest}")
    for name in told.removed:
        click.echo(f"  已删去旧备份 {name}")


@click.command()
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--check", is_flag=True, help="只核对这份备份，不恢复。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def restore(folder: Path, check: bool, as_json: bool) -> None:
    """把一份备份恢复到 YUZHI_HOME（不存在或空的目录）；FOLDER 为一份备份，或放备份的文件夹（取最近的一份）。"""
    found = _chosen(folder)
    if check:
        if faults := backups.checked(found):
            raise BadFile(f"这份备份有 {len(faults)} 处不对：{''.join(faults[:5])}请用另一份备份。")
    else:
        _only_a_file()
        backups.restored(found, settings.HOME)
        tools = _opened_anew()
        with transaction.atomic():
            witness("backup.restored", f"backup/{found.folder.name}", by=OPERATOR.actor_key, at=tools.now(), facts={"manifest": found.digest})
        sequence_leaves()
    told = _backup_told(found, [])
    if as_json:
        say_json(told)
        return
    click.echo(f"{'核对过，完好' if check else f'已恢复到 {settings.HOME}'}：{found.made_at} 的备份，第 {told.edition} 版数据，{told.files:,} 个文件。")
    if not check:
        click.echo("  请运行 yuzhi doctor --deep 核对，再启动网站。此后的存证日志见操作手册“从备份恢复之后”。")


@click.command()
@click.argument("folder", type=_FOLDER)
@click.option("--key", "keys", multiple=True, required=True, type=_FILE, help="公钥文件（.pub），写两次：两个人各一把。")
@click.option("--for", "recipient", required=True, help="导出给谁、做什么：写进水印。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def export(folder: Path, keys: tuple[Path, ...], recipient: str, as_json: bool) -> None:
    """把整座城市导出为 FOLDER 里的一个文件：全部原件、数据、账号、存证，两个人的私钥一起才能打开。"""
    _only_a_file()
    tools = prepared()
    edition = editions.current()
    if edition is None:
        raise NotFound("还没有发布过任何数据，没有可以导出的。")
    at = tools.now()
    told = {"by": OPERATOR.actor_key, "for": recipient, "at": instant(at), "edition": edition.number, "leaves": last_number()}
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"yuzhi-{at.astimezone(UTC):%Y%m%dT%H%M%SZ}-{edition.number}.sealed"
    if file.exists():
        raise Refused(f"{file} 已经存在，没有导出。请换一个文件夹。")
    holders = [Public.parse(one.read_text("utf-8", "replace")) for one in keys]
    manifest = leaving.leave(tools.home, file, holders, told)
    answer = _export_told(file, manifest)
    facts: dict[str, Any] = {
        "file": answer.sha256, "edition": edition.number, "for": recipient, "holders": [f"{one.fingerprint} {one.name}" for one in holders],
    }
    with transaction.atomic():
        witness("city.exported", f"export/{file.name}", by=OPERATOR.actor_key, facts=facts, at=tools.now())
    if as_json:
        say_json(answer)
        return
    click.echo(f"已导出到 {file}（{file.stat().st_size / 2**20:,.1f} MB，{answer.files:,} 个文件，第 {answer.edition} 版数据）。")
    click.echo(f"  水印：{answer.by} 于 {answer.at} 导出给“{answer.recipient}”\n  SHA-256 {answer.sha256}")
    click.echo(f"  打开需要：{'、'.join(f'{one.name}（{one.fingerprint}）' for one in holders)}")


@click.command("import")
@click.argument("file", type=_FILE)
@click.option("--key", "keys", multiple=True, required=True, type=_FILE, help="私钥文件，写两次。口令逐个询问，或放在 YUZHI_PASSPHRASE_1、_2。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def import_(file: Path, keys: tuple[Path, ...], as_json: bool) -> None:
    """把导出的整座城市导入 YUZHI_HOME（不存在或空的目录）：指标、页面和证明与导出时相同。"""
    _only_a_file()
    backups.empty_place(settings.HOME)
    opened = [Private.read(one.read_bytes(), _passphrase(number, one)) for number, one in enumerate(keys, 1)]
    manifest = leaving.arrive(file, settings.HOME, opened)
    tools = _opened_anew()
    answer = _export_told(file, manifest)
    with transaction.atomic():
        witness("city.imported", f"export/{file.name}", by=OPERATOR.actor_key, facts={"file": answer.sha256, "edition": answer.edition}, at=tools.now())
    sequence_leaves()
    if as_json:
        say_json(answer)
        return
    click.echo(f"已导入到 {settings.HOME}：第 {answer.edition} 版数据，{answer.leaves:,} 条存证，{answer.files:,} 个文件。")
    click.echo(f"  水印：{answer.by} 于 {answer.at} 导出给“{answer.recipient}”\n  请运行 yuzhi doctor --deep 核对，再启动网站。")


@click.group()
def keys() -> None:
    """导出所用的密钥：两个人各一对，私钥自己保管。"""


@keys.command("new")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--name", required=True, help="持有人的姓名或职务。")
def new(file: Path, name: str) -> None:
    """生成一对密钥：FILE 为私钥（有口令），FILE.pub 为公钥。"""
    public = file.with_name(f"{file.name}.pub")
    if taken := next((one for one in (file, public) if one.exists()), None):
        raise Refused(f"{taken} 已经存在，没有动它。请换一个文件名。")
    passphrase = os.environ.get("YUZHI_PASSPHRASE_1") or click.prompt("口令（至少 12 个字符）", hide_input=True, confirmation_prompt="再输一次")
    pem, holder = generated(name, passphrase)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as written:
        written.write(pem)
    public.write_text(holder.line + "\n", encoding="utf-8")
    click.echo(f"已生成 {file}（私钥，请离线保管）和 {public}（公钥）。指纹 {holder.fingerprint}")


@keys.command("show")
@click.argument("file", type=_FILE)
def show(file: Path) -> None:
    """一个公钥文件的持有人和指纹；导出之前当面或电话核对。"""
    holder = Public.parse(file.read_text("utf-8", "replace"))
    click.echo(f"{holder.name}  指纹 {holder.fingerprint}")


def _only_a_file() -> None:
    """Raises: Refused where the database is on a server: a copy of the folder alone would not be the city."""
    if connection.vendor != "sqlite":
        raise Refused(
            "数据库在 PostgreSQL 服务器上（YUZHI_DATABASE），这个命令只管数据目录里的 SQLite，没有开始。"
            "请停下网站，用 pg_dump 和数据目录的副本一起备份，见操作手册“PostgreSQL”。"
        )


def _opened_anew() -> Toolbox:
    """The toolbox of what has just been put in place; its index is built."""
    tools = prepared(writing=True)
    with tools.writer.held(wait=True):
        recover(tools)
        refresh_index(tools)
    return tools


def _chosen(folder: Path) -> backups.Backup:
    if (folder / backups.MANIFEST).exists():
        return backups.opened(folder)
    found = backups.backups(folder)
    if not found:
        raise NotFound(f"{folder} 里没有完整的备份。请指明 yuzhi backup 用的文件夹，或其中的一份。")
    return found[-1]


def _passphrase(number: int, file: Path) -> str:
    return os.environ.get(f"YUZHI_PASSPHRASE_{number}") or str(click.prompt(f"{file.name} 的口令", hide_input=True))


def _backup_told(one: backups.Backup, removed: list[str]) -> BackupAnswer:
    return BackupAnswer(
        folder=str(one.folder), edition=one.edition, leaves=one.leaves, files=len(one.files), bytes=one.size, manifest=one.digest, removed=removed
    )


def _export_told(file: Path, manifest: dict[str, Any]) -> ExportAnswer:
    return ExportAnswer(
        file=str(file), sha256=digest_of(file), edition=manifest["edition"], leaves=manifest["leaves"], files=len(manifest["files"]),
        by=manifest["by"], recipient=manifest["for"], at=manifest["at"],
    )
