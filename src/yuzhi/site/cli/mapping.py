"""`yuzhi map`: what the columns of an unknown spreadsheet are; `yuzhi sources`: all sources, and mappings carried between hosts."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import click
import yaml
from pydantic import Field

from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.formats.templates import TEMPLATES
from yuzhi.engines.reading.mapping import Check, Look, SheetMapping, as_told, tables_for, told
from yuzhi.engines.reading.mapping.declared import delivery, delivery_told
from yuzhi.engines.reading.mapping.fields import offer
from yuzhi.engines.reading.sources import Document
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import BadFile, BadValue, NotFound
from yuzhi.records.datasets.mappings import versions
from yuzhi.records.datasets.shapes import Shape
from yuzhi.rooms.datahub import actions
from yuzhi.rooms.datahub.api.sources import SourcesAnswer
from yuzhi.rooms.datahub.api.sources import told as sources_told
from yuzhi.rooms.datahub.queries import mapping as queries
from yuzhi.rooms.datahub.rules import safe_name
from yuzhi.site.cli.speaking import OPERATOR, prepared, say_json


class Likely(Shape):
    """一张可能的数据表。"""

    table: str = Field(description="数据表。")
    label: str = Field(description="中文名。")
    likeness: float = Field(description="像的程度，约 0 到 1。")


class Wrong(Shape):
    """一列中读不了的内容。"""

    column: str = Field(description="列名；整行的为空。")
    rows: int = Field(description="多少行。")
    reason: str = Field(description="第一个原因。")
    texts: list[str] = Field(description="读不了的原文，至多 10 种。")


class Checked(Shape):
    """按这份对照读整个文件会怎样。"""

    rows: int = Field(description="看过的行数。")
    read: int = Field(description="能读入的行数。")
    failed: int = Field(description="读不了、会进隔离区的行数。")
    skipped: int = Field(description="注明不读的行数：合计行、重复行。")
    whole: bool = Field(description="是否看完了整个文件。")
    wrong: list[Wrong] = Field(description="各列的问题。")


class MapAnswer(Shape):
    """一张表的列名对照。"""

    file: str = Field(description="文件名。")
    sheet: str = Field(description="工作表；CSV 为空。")
    header: int = Field(description="表头所在行。")
    tables: list[Likely] = Field(description="最像的几张数据表。")
    mapping: dict[str, Any] = Field(description="对照：可存为 YAML，用 --from 读回。")
    ignored: list[str] = Field(description="不读的列。")
    missing: list[str] = Field(description="还缺哪些必需的内容；不缺为空。")
    check: Checked | None = Field(description="核对的结果；还缺必需的内容时为 null。")
    saved: str | None = Field(description="存成了哪个来源；没有保存为 null。")
    version: int | None = Field(description="第几版；没有保存为 null。")


@click.command("map")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@click.option("--sheet", default="", help="工作表的名称；默认选最像的一张。")
@click.option("--header", type=click.IntRange(1), help="表头在第几行；默认自动找。")
@click.option("--table", type=click.Choice(list(TEMPLATES)), help="写入哪张数据表；默认选最像的。")
@click.option("--from", "given", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="用这个 YAML 里的对照，不再推测。")
@click.option("--save", "name", help="存为来源：给出名称；已有的代号（如 sheet.pledges_1）则存为新版本。")
@click.option("--publisher", default="", help="发布单位。")
@click.option("--licence", default="", help="使用条件。")
@click.option("--covers", default="", help="收录范围。")
@click.option("--deliverer", default="", help="由谁送来。")
@click.option("--contact", default="", help="没有按时送来时找谁。")
@click.option("--rhythm", type=click.Choice(["week", "month", "quarter", "year"]), help="多久送一次。")
@click.option("--due-day", type=click.IntRange(1, 31), help="期间结束后的第几日应送到（按周的为星期几）。")
@click.option("--since", default="", help="从哪一天所在的期间起。")
@click.option("--reason", default="", help="新版本的原因。")
@click.option("--yaml", "as_yaml", is_flag=True, help="只输出对照的 YAML。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def map_(file: Path, name: str | None, as_yaml: bool, as_json: bool, reason: str, **asked: Any) -> None:
    """对照一张没有来源认得的表：推测每一列是什么，逐行核对；用 --save 存为来源，以后同样表头的文件自动读入。"""
    tools = prepared(writing=True)
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    document = Document(safe_name(file.name), file, digest, file.stat().st_size)
    found = _sheet(queries.looks(document), asked["sheet"], tools)
    header = asked["header"] or found.header
    likely = tables_for(found, header, tools.areas)[:4]
    mapping = _from(asked["given"]) if asked["given"] else queries.suggestion(found, header, asked["table"] or likely[0][0], tools)
    mapping = _said(mapping, asked)
    check = queries.checked(mapping, document, tools)
    saved = None
    if name:
        mapping = _named(mapping, name, tools)
        saved = actions.map_sheet(mapping, by=OPERATOR.actor_key, tools=tools, reason=reason)
        mapping = replace(mapping, name=saved.source.name)
    answer = MapAnswer(
        file=document.name, sheet=found.title, header=header,
        tables=[Likely(table=table, label=TABLES[table].zh, likeness=round(score, 2)) for table, score in likely],
        mapping=as_told(mapping), ignored=[one.title for one in mapping.columns if not one.field], missing=list(mapping.missing),
        check=_checked(check) if check else None, saved=saved.source.name if saved else None, version=saved.number if saved else None,
    )
    if as_yaml:
        click.echo(_yaml(as_told(mapping)), nl=False)
    elif as_json:
        say_json(answer)
    else:
        _say(answer, mapping)


@click.command()
@click.option("--export", "exported", help="把一个对照来源的最新一版输出为 YAML。")
@click.option("--import", "imported", type=click.Path(path_type=Path, exists=True, dir_okay=False), help="从 YAML 存为来源或新版本。")
@click.option("--retire", "retired", help="停用一个对照来源；要用 --reason 写明理由。")
@click.option("--reason", default="", help="存新版本或停用的理由。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def sources(exported: str | None, imported: Path | None, retired: str | None, reason: str, as_json: bool) -> None:
    """列出全部数据源及其版本；对照来源可以输出为 YAML，在另一台服务器上读入。"""
    tools = prepared(writing=True)
    if exported:
        found = versions(exported)
        if not found:
            raise NotFound(f"没有名为“{exported}”的对照来源。用 yuzhi sources 查看已有的来源。")
        click.echo(_yaml(as_told(found[-1])), nl=False)
        return
    if imported:
        saved = actions.map_sheet(_from(imported), by=OPERATOR.actor_key, tools=tools, reason=reason)
        click.echo(f"已存为来源 {saved.source.name}，第 {saved.number} 版。", err=True)
    if retired:
        actions.retire_source(retired, reason, by=OPERATOR.actor_key, tools=tools)
        click.echo(f"已停用 {retired}：不再按它识别文件，读入过的都保留。", err=True)
    answer = sources_told(tools)
    if as_json:
        say_json(answer)
    else:
        _list(answer)


def _sheet(found: tuple[Look, ...], title: str, tools: Toolbox) -> Look:
    if not title:
        return queries.best_look(found, tools)
    chosen = next((one for one in found if one.title == title), None)
    if chosen is None:
        raise BadValue(f"没有名为“{title}”的工作表。有内容的是：{'、'.join(one.title for one in found)}。")
    return chosen


def _from(file: Path) -> SheetMapping:
    try:
        words = yaml.safe_load(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError, RecursionError) as fault:
        raise BadFile(f"《{file.name}》不是完整的 YAML（{str(fault)[:80]}），没有读取。请核对缩进和编码（UTF-8）。") from fault
    return told(words)


def _said(mapping: SheetMapping, asked: Mapping[str, Any]) -> SheetMapping:
    """The mapping with what the options say besides."""
    given = {word: asked[word] for word in ("publisher", "licence", "covers", "sheet") if asked[word]}
    agreed = {word: asked[word] for word in ("deliverer", "contact", "rhythm", "due_day", "since") if asked[word]}
    if agreed:
        before = delivery_told(mapping.delivery) if mapping.delivery else {"deliverer": ""}
        return replace(mapping, **given, delivery=delivery({**before, **agreed}))
    return replace(mapping, **given) if given else mapping


def _named(mapping: SheetMapping, name: str, tools: Toolbox) -> SheetMapping:
    """The mapping under a name, or as the next version of the source of that code, which keeps its own words."""
    before = versions(name)
    if not before:
        return replace(mapping, zh=name)
    last = before[-1]
    kept = {word: getattr(mapping, word) or getattr(last, word) for word in ("zh", "en", "publisher", "licence", "covers", "marker")}
    return replace(mapping, name=last.name, rank=last.rank, delivery=mapping.delivery or last.delivery, **kept)


def _checked(check: Check) -> Checked:
    return Checked(
        rows=check.rows, read=check.read, failed=check.failed, skipped=check.skipped, whole=check.whole,
        wrong=[Wrong(column=title, rows=cell.rows, reason=cell.reason, texts=list(cell.texts)[:10]) for title, cell in check.columns.items()],
    )


def _yaml(words: Mapping[str, Any]) -> str:
    return yaml.safe_dump(dict(words), allow_unicode=True, sort_keys=False, width=140)


def _say(answer: MapAnswer, mapping: SheetMapping) -> None:
    click.echo(f"《{answer.file}》{answer.sheet and f'工作表“{answer.sheet}”，'}第 {answer.header} 行是表头；写入“{TABLES[mapping.table].zh}”")
    for column in mapping.columns:
        found = offer(mapping.table, column.field)
        option = "".join(f"［{one}］" for one in (column.unit, column.order, column.split) if one)
        click.echo(f"  {column.title} → {found.zh + option if found else '不读'}")
    for field, text in mapping.constants.items():
        label = offer(mapping.table, field)
        click.echo(f"  固定内容 {label.zh if label else field}：{text}")
    if answer.missing:
        click.echo(f"还缺：{'、'.join(answer.missing)}。没有它不能确定每一行是哪一件。")
    if check := answer.check:
        click.echo(f"{'' if check.whole else '前 '}{check.rows:,} 行：能读 {check.read:,}，读不了 {check.failed:,}，注明不读 {check.skipped:,}")
        for one in check.wrong:
            click.echo(f"  {one.column or '整行'}：{one.rows:,} 行——{one.reason}")
    click.echo(f"已存为来源 {answer.saved}，第 {answer.version} 版。" if answer.saved else "没有保存；用 --save 名称 存为来源。")


def _list(answer: SourcesAnswer) -> None:
    for one in answer.sources:
        told_ = f"第 {one.version} 版" + ("，已停用" if one.retired else "")
        click.echo(f"{one.name}  {one.label}（{told_}）  收录到 {one.covered_to or '—'}  {one.records:,} 条")
