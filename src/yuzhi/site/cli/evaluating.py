"""`yuzhi evaluate`: how good the search for like documents is, on a judged collection in BEIR form."""

import time
from pathlib import Path

import click
from pydantic import Field

from yuzhi.engines.embedding import MODEL, Encoder, Keeping
from yuzhi.engines.evaluation import MEASURES, Estimate, Judged, Text, estimates, judged, measured
from yuzhi.engines.similarity import METHODS, Embed, Item, Method, answers, collection, filed_about
from yuzhi.kernel.errors import BadValue
from yuzhi.records.datasets.shapes import Shape
from yuzhi.rooms.lookup.api.measuring import told
from yuzhi.rooms.lookup.queries import quality
from yuzhi.site.cli.speaking import prepared, say_json

DEPTH = 1_000
WORDS = {"words": "词语", "characters": "字符", "vectors": "句向量", "fusion": "综合"}
FILE = click.Path(dir_okay=False, path_type=Path)


class EstimateShape(Shape):
    """一个指标。"""

    mean: float = Field(description="各查询的平均值。")
    low: float = Field(description="95% 区间的下限（对查询自助抽样）。")
    high: float = Field(description="95% 区间的上限。")


class Evaluated(Shape):
    """一次评测的结果。"""

    documents: int = Field(description="文献篇数。")
    queries: int = Field(description="评测的查询个数；与某篇文献同编号的查询，答案里不含它自己。")
    unjudged: int = Field(description="没有相关文献、没有评测的查询个数。")
    strangers: int = Field(description="相关文献中不在文献集里的篇数；照样计入分母。")
    languages: dict[str, int] = Field(description="文献按主要语言的篇数。")
    with_codes: int = Field(description="带分类号的文献篇数。")
    with_year: int = Field(description="知道大致年份的文献篇数：metadata 里写明的；都没有写的，由公布号推算。")
    vectors: str | None = Field(description="句向量的模型；没有用为空。")
    depth: int = Field(description="每个查询取前多少篇；MAP 只算到这里。")
    methods: dict[str, dict[str, EstimateShape]] = Field(description="方法 → 指标 → 值：words、characters、vectors、fusion。")
    seconds: float = Field(description="用时，秒。")


@click.command()
@click.option("--city", is_flag=True, help="量本部署自己的专利：各取一部分，看能不能找回它自己；不要写下面三个文件。")
@click.option("--corpus", type=FILE, help="文献，每行一个 JSON：_id、title、text，可有 metadata（分类号、年份）。")
@click.option("--queries", type=FILE, help="查询，每行一个 JSON：_id、text，可有 title。")
@click.option("--qrels", type=FILE, help="相关判断：查询、文献、分值三列，制表符分隔。")
@click.option("--method", "methods", multiple=True, type=click.Choice(METHODS), help="只评测这些方法；不写为全部。")
@click.option("--vectors/--no-vectors", default=True, show_default=True, help="是否用句向量（较慢，跨语言靠它）。")
@click.option("--keep", type=click.Path(file_okay=False, path_type=Path), help="把句向量存在这个文件夹，下次不再算。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def evaluate(
    city: bool, corpus: Path | None, queries: Path | None, qrels: Path | None, methods: tuple[Method, ...], vectors: bool,
    keep: Path | None, as_json: bool,
) -> None:
    """评测查相似：在有相关判断的文献集（BEIR 格式）上，各方法的 R@10、R@100、MAP、nDCG@10 和区间。"""
    if city:
        if corpus or queries or qrels or keep or methods:
            raise BadValue("--city 量的是本部署自己的数据，没有评测。请去掉 --corpus、--queries、--qrels、--method 和 --keep。")
        _city(as_json)
        return
    if corpus is None or queries is None or qrels is None:
        raise BadValue("没有写全文献、查询和相关判断，没有评测。请写 --corpus、--queries 和 --qrels，或用 --city 量本部署自己的数据。")
    embed: Embed | None = None
    if vectors:
        embed = Keeping(keep, Encoder()) if keep else Encoder()
    wanted = tuple(one for one in methods or METHODS if vectors or one != "vectors")
    answer = evaluated(judged(corpus, queries, qrels), embed, wanted)
    if as_json:
        say_json(answer)
    else:
        _say(answer)


def _city(as_json: bool) -> None:
    tools = prepared(writing=True)
    found = quality.measure(tools)
    quality.keep(found, tools)
    if as_json:
        say_json(told(found))
        return
    click.echo(f"本部署 {found.documents:,} 件专利，数据版本 {found.edition or '无'}{'（含示例数据）' if found.made_up else ''}；找回自己的比例〔95% 区间〕")
    for one in found.routes:
        ten, hundred = one.first_ten, one.first_hundred
        click.echo(
            f"{one.label}（{one.asked} 次）：前 10 条 {ten.mean:.3f}〔{ten.low:.3f}, {ten.high:.3f}〕"
            f"  前 100 条 {hundred.mean:.3f}〔{hundred.low:.3f}, {hundred.high:.3f}〕"
        )


def evaluated(read: Judged, embed: Embed | None, methods: tuple[Method, ...] = METHODS) -> Evaluated:
    """Every measure of every method on a judged collection."""
    start = time.perf_counter()
    told = any(one.year for one in read.corpus)
    among = collection([_item(one, told) for one in read.corpus], embed)
    rows: dict[Method, list[dict[str, float]]] = {method: [] for method in methods}
    found = answers([_item(one, told) for one in read.queries], among, embed, DEPTH, methods)
    for query, answer in zip(read.queries, found, strict=True):
        grades = {document: grade for document, grade in read.judgements[query.key].items() if document != query.key}
        for method in methods:
            row = measured([one.key for one in answer[method]], grades)
            if row is not None:
                rows[method].append(row)
    languages = {one: among.languages.count(one) for one in sorted(set(among.languages))}
    return Evaluated(
        documents=len(read.corpus), queries=len(read.queries), unjudged=read.unjudged, strangers=read.strangers,
        languages=languages, with_codes=sum(bool(one.codes) for one in read.corpus),
        with_year=sum(year is not None for year in among.years), vectors=MODEL if embed else None, depth=DEPTH,
        methods={method: {name: _shape(one) for name, one in estimates(rows[method]).items()} for method in methods},
        seconds=round(time.perf_counter() - start, 1),
    )


def _item(text: Text, told: bool) -> Item:
    """Where no document tells its year, publication numbers are asked; the two are not mixed."""
    return Item(text.key, text.title, text.text, text.codes, text.year if told else filed_about(text.key))


def _shape(one: Estimate) -> EstimateShape:
    return EstimateShape(mean=round(one.mean, 4), low=round(one.low, 4), high=round(one.high, 4))


def _say(answer: Evaluated) -> None:
    click.echo(f"{answer.documents:,} 篇文献，{answer.queries:,} 个查询；用时 {answer.seconds} 秒")
    click.echo("平均值〔95% 区间〕")
    for method, values in answer.methods.items():
        told = "  ".join(f"{name} {values[name].mean:.3f}〔{values[name].low:.3f}, {values[name].high:.3f}〕" for name in MEASURES)
        click.echo(f"{WORDS[method]:　<4}{told}")
    if answer.strangers or answer.unjudged:
        click.echo(f"没有相关判断、没有评测的查询 {answer.unjudged:,} 个；相关文献不在文献集里的 {answer.strangers:,} 篇，按没有找到计。")
