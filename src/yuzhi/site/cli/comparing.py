"""`yuzhi similar`: the patents most like another one, or like a text in a file, each with its reasons."""

from pathlib import Path

import click
from pydantic import Field

from yuzhi.engines.search.answers import WHY
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import BadFile
from yuzhi.records.accounts.masks import without_id_numbers
from yuzhi.records.datasets import editions
from yuzhi.records.datasets.covering import coverage
from yuzhi.records.datasets.shapes import MOST, Coverage, Shape
from yuzhi.records.rights.finding import resolve_one
from yuzhi.rooms.lookup.queries import similar as like
from yuzhi.site.cli.speaking import prepared, say_json


class ReasonShape(Shape):
    """为什么列出。"""

    fields: list[str] = Field(description="字面上有相同词语的字段：title、text。")
    terms: list[str] = Field(description="相同的词语，越少见越靠前。")
    translated: list[str] = Field(description="语言不同时，译成英文后相同的词语。")
    passage: str = Field(description="相同词语最多的一句，原文；没有为空。")
    vector_share: float = Field(description="相似程度中来自句向量的份额，0 至 1。")
    class_share: float = Field(description="分类号的接近程度，0 至 1。")


class LikeShape(Shape):
    """一件相似的专利。"""

    key: str = Field(description="权利的键。")
    title: str = Field(description="名称，来源原文。")
    language: str = Field(description="文献的主要语言（ISO 639-1）。")
    numbers: list[str] = Field(description="号码。")
    names: list[str] = Field(description="权利人。")
    classes: list[str] = Field(description="分类号。")
    day: str = Field(description="公布日或授权日，ISO 文本；未载为空。")
    made_up: bool = Field(description="是否示例数据。")
    also: list[str] = Field(description="文字相同的其他专利的键，合并在这一件里。")
    why: ReasonShape = Field(description="为什么列出。")


class SimilarAnswer(Shape):
    """相似文献的答案。"""

    key: str = Field(description="所问的专利；所问的是一段文字时为空。")
    documents: int = Field(description="与多少件专利比较。")
    edition: int | None = Field(description="比较的数据版本号。")
    vectors: bool = Field(description="是否用了句向量。")
    hits: list[LikeShape] = Field(description="相似的专利，最相似的在前。")
    notes: list[str] = Field(description="读这个答案要知道的。")
    privacy: str = Field(description="所给的文字怎样处理。")
    coverage: Coverage = Field(description="数据范围。")


@click.command()
@click.argument("key", required=False)
@click.option("--text", "file", type=click.Path(dir_okay=False, path_type=Path), help="改为与文件里的一段文字（UTF-8）比较。")
@click.option("--top", default=20, show_default=True, type=click.IntRange(1, MOST), help="最多列出几件。")
@click.option("--build", is_flag=True, help="先重新准备全部专利（数据更新后运行一次）。")
@click.option("--vectors/--no-vectors", default=True, show_default=True, help="准备时是否算句向量（较慢，跨语言靠它）。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def similar(key: str | None, file: Path | None, top: int, build: bool, vectors: bool, as_json: bool) -> None:
    """相似文献：KEY 为任何写法的专利号，或用 --text 给出一段文字；每件都说明为什么列出。"""
    if bool(key) + bool(file) > 1 or not (key or file or build):
        raise click.UsageError("请给出一个号码，或用 --text 给出文件，二者选一")
    tools = prepared()
    if build:
        click.echo(f"已准备 {like.build(tools, vectors=vectors):,} 件专利。", err=True)
    if not key and not file:
        return
    answer = _shape(_asked(key, file, tools, top), tools)
    if as_json:
        say_json(answer)
    else:
        _say(answer)


def _asked(key: str | None, file: Path | None, tools: Toolbox, top: int) -> like.Similar:
    if key:
        snapshot = editions.snapshot(tools.lake, editions.current())
        return like.like_key(resolve_one(snapshot, key)[1], tools, top)
    assert file is not None
    try:
        return like.like_text(file.read_text("utf-8-sig"), tools, top)
    except UnicodeDecodeError as fault:
        raise BadFile(f"{file} 不是 UTF-8 文本，没有比较。请先转换编码。") from fault


def _shape(answer: like.Similar, tools: Toolbox) -> SimilarAnswer:
    return SimilarAnswer(
        key=answer.asked.key, documents=answer.documents, edition=answer.edition, vectors=answer.vectors,
        hits=[_hit(one) for one in answer.hits], notes=like.notes(answer), privacy=str(like.PRIVACY), coverage=coverage(tools),
    )


def _hit(one: like.Like) -> LikeShape:
    entry, why = one.entry, one.reason
    return LikeShape(
        key=entry.key, title=without_id_numbers(entry.title), language=one.language, numbers=list(entry.numbers),
        names=[without_id_numbers(name) for name in entry.names], classes=list(entry.codes), day=entry.day, made_up=entry.made_up,
        also=list(one.also), why=ReasonShape(
            fields=list(why.fields), terms=list(why.terms), translated=list(why.translated), passage=why.passage,
            vector_share=why.vector_share, class_share=why.class_share,
        ),
    )


def _say(answer: SimilarAnswer) -> None:
    click.echo(f"与 {answer.documents:,} 件专利比较")
    for note in (*answer.notes, answer.privacy):
        click.echo(f"  {note}")
    for hit in answer.hits:
        why = hit.why
        click.echo(f"{hit.key}  {hit.title}{'【示例数据】' if hit.made_up else ''}{f'  文字相同的还有 {len(hit.also)} 件' if hit.also else ''}")
        marks = f"{'、'.join(WHY[one] for one in why.fields)}：{'、'.join(why.terms)}" if why.terms else ", ".join(why.translated)
        click.echo(f"    {marks or '字面和主题接近'}；句向量占 {why.vector_share:.0%}")
        if why.passage:
            click.echo(f"    “{why.passage}”")
