"""`yuzhi search`: the same search as the page's."""

from typing import Any

import click

from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.search import Answer, Ask
from yuzhi.engines.search.answers import WHY
from yuzhi.kernel.standing import STATES
from yuzhi.rooms.datahub.queries import coverage
from yuzhi.site.cli.speaking import prepared, say_json


@click.command()
@click.argument("query")
@click.option("--kind", multiple=True, type=click.Choice([t.name for t in TABLES.values() if t.right]), help="权利种类。")
@click.option("--area", multiple=True, help="县（市、区）的名称或代码。")
@click.option("--year", "year", help="年份或区间，如 2019-2021。")
@click.option("--class", "classes", multiple=True, help="IPC、尼斯等分类号。")
@click.option("--state", multiple=True, type=click.Choice(list(STATES)), help="法律状态。")
@click.option("--top", default=20, show_default=True, type=click.IntRange(0, 1000), help="最多列出几条。")
@click.option("--offset", default=0, type=click.IntRange(0), help="从第几条起。")
@click.option("--sort", default="relevance", type=click.Choice(["relevance", "newest"]), help="排序。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def search(query: str, area: tuple[str, ...], year: str | None, as_json: bool, **rest: Any) -> None:
    """检索：QUERY 为 * 时列出全部；支持词语、“短语”、字段（名称: 申请人: 分类号: 号:）和任何写法的号码。"""
    tools = prepared()
    ask = Ask(
        query=query, kinds=rest["kind"], counties=tuple(tools.areas.named(one).code for one in area),
        years=_years(year), classes=rest["classes"], states=rest["state"], top=rest["top"], offset=rest["offset"],
        sort=rest["sort"],
    )
    answer = tools.index.find(ask)
    if as_json:
        say_json(_told(answer, query, coverage(tools)))
    else:
        _say(answer)


def _years(text: str | None) -> tuple[int | None, int | None]:
    if not text:
        return (None, None)
    first, dash, last = text.partition("-")
    try:
        since = int(first) if first else None
        until = int(last) if last else (None if dash else since)
    except ValueError:
        raise click.BadParameter(f"“{text}”不是年份。请写 2021、2019-2021 或 2019-。") from None
    return (since, until)


def _told(answer: Answer, query: str, covered: dict[str, Any]) -> dict[str, Any]:
    told: dict[str, Any] = {
        "query": query, "total": answer.total, "edition": answer.edition,
        "hits": [
            {
                "key": hit.key, "kind": hit.kind, "title": hit.title_text, "names": hit.names, "numbers": hit.numbers,
                "classes": hit.codes, "day": hit.day, "year": hit.year, "county": hit.county, "state": hit.state,
                "made_up": hit.made_up, "sources": hit.sources, "why": hit.why, "score": round(hit.score, 4),
            }
            for hit in answer.hits
        ],
        "notes": answer.notes, "coverage": covered,
    }
    if answer.explain:
        told["explain"] = answer.explain.sentences
        told["suggestions"] = answer.explain.suggestions
    return told


def _say(answer: Answer) -> None:
    click.echo(f"共 {answer.total:,} 条")
    for note in answer.notes:
        click.echo(f"  {note}")
    for hit in answer.hits:
        marks = "、".join(WHY[one] for one in hit.why)
        band = "【示例数据】" if hit.made_up else ""
        click.echo(f"{hit.key}  {hit.title_text}{band}")
        click.echo(f"    {STATES.get(hit.state, hit.state)} {hit.day} {'；'.join(hit.names[:3])}{'  命中：' + marks if marks else ''}")
    if answer.explain:
        for sentence in answer.explain.sentences:
            click.echo(sentence)
