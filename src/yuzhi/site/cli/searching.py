"""`yuzhi search`: the same search as the page's."""

from typing import Any

import click

from yuzhi.engines.search import FACETS
from yuzhi.engines.search.answers import WHY
from yuzhi.kernel.standing import STATES
from yuzhi.records.datasets.shapes import DEEPEST, MOST
from yuzhi.rooms.lookup.api.searching import AREA_WORDS, KINDS, Asked, SearchAnswer, found
from yuzhi.site.cli.speaking import OPERATOR, checked, prepared, say_json


@click.command()
@click.argument("query")
@click.option("--kind", multiple=True, type=click.Choice(KINDS), help="权利种类。")
@click.option("--area", multiple=True, help=AREA_WORDS)
@click.option("--year", default="", help="年份或区间，如 2019-2021。")
@click.option("--class", "classes", multiple=True, help="IPC、尼斯等分类号。")
@click.option("--state", multiple=True, type=click.Choice(list(STATES)), help="法律状态。")
@click.option("--party", multiple=True, help="权利人的键，如 uscc/91610800MA70XXXXXX。")
@click.option("--top", default=20, show_default=True, type=click.IntRange(0, MOST), help="最多列出几条。")
@click.option("--offset", default=0, type=click.IntRange(0, DEEPEST), help="从第几条起。")
@click.option("--sort", default="relevance", type=click.Choice(["relevance", "newest"]), help="排序。")
@click.option("--facet", multiple=True, type=click.Choice(FACETS), help="同时统计哪些分面。")
@click.option("--explain", is_flag=True, help="查到了也说明各部分单独有多少条。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def search(query: str, as_json: bool, **asked: Any) -> None:
    """检索：QUERY 为 * 时列出全部；支持词语、“短语”、字段（标题: 摘要: 申请人: 发明人: 分类: 申请日: …）、OR、NOT、括号、邻近（NEAR/5）、
    截词（cataly*）和任何写法的号码。"""
    given = {name: list(value) if isinstance(value, tuple) else value for name, value in asked.items()}
    answer = found(checked(Asked, q=query, **given), OPERATOR, prepared())
    if as_json:
        say_json(answer)
    else:
        _say(answer)


def _say(answer: SearchAnswer) -> None:
    click.echo(f"共 {answer.total:,} 条")
    click.echo(f"  检索式：{answer.understood}")
    for note in answer.notes:
        click.echo(f"  {note}")
    for hit in answer.hits:
        marks = "、".join(WHY[one] for one in hit.why)
        click.echo(f"{hit.key}  {hit.title}{'【示例数据】' if hit.made_up else ''}")
        told = f"{STATES.get(hit.state, hit.state)} {hit.day} {hit.county_name} {'；'.join(hit.names[:3])}"
        click.echo(f"    {told}{'  命中：' + marks if marks else ''}")
    for name, counts in (answer.facets or {}).items():
        listed = "、".join(f"{one.label or one.value or '（无）'} {one.records:,}" for one in counts)
        click.echo(f"{name}：{listed}")
    for sentence in answer.explain or ():
        click.echo(sentence)
    for way in answer.ways or ():
        click.echo(f"换个查法：{way.said}，有 {way.records:,} 条：{way.query}")
