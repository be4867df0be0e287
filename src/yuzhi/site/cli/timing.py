"""`yuzhi workdays` and `yuzhi clock`: days counted as the law counts them."""

from collections.abc import Sequence
from datetime import date

import click
from django.conf import settings

from yuzhi.kernel.errors import BadValue
from yuzhi.records.datasets.citing import CiteShape
from yuzhi.rooms.dues.api.limits import UNITS_ZH, counted, limits_of, timed
from yuzhi.site.cli.speaking import DAY, say_json
from yuzhi.site.tags import article
from yuzhi.site.wiring import toolbox

SURE = {"verified": "核对过原文", "memory": "凭记忆录入，使用前请核对原文"}


@click.command()
@click.argument("start", type=DAY, metavar="FROM")
@click.argument("count", type=click.IntRange(1, 5000), metavar="N")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def workdays(start: date, count: int, as_json: bool) -> None:
    """FROM 之后的第 N 个工作日：当日不计，按国务院办公厅历年节假日安排（含调休上班）。"""
    answer = counted(start, count, toolbox(settings.HOME))
    if as_json:
        say_json(answer)
        return
    click.echo(f"{start} 之后的第 {count} 个工作日是 {answer.day}（星期{'一二三四五六日'[answer.day.weekday()]}）。")
    for note in answer.notes:
        click.echo(f"注意：{note}")


@click.command()
@click.argument("rule", default="")
@click.option("--start", type=DAY, help="起算日；当日不计。")
@click.option(
    "--event", "events", multiple=True, metavar="NAME=DATE",
    help="其他日期：suspended 中止、resumed 恢复计算（该日计入），或决定适用哪个值的日期。",
)
@click.option("--extend", default="", metavar="N[dwmy]", help="准予延长多久：1m 一个月、30d 三十日、5w 五个工作日；自名义届满日起算。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def clock(rule: str, start: date | None, events: Sequence[str], extend: str, as_json: bool) -> None:
    """一个法定期限的届满日：RULE 为参数名，如 trademark_law.opposition；说明依据、是否顺延。不写 RULE，列出全部期限。"""
    if not rule:
        _list(as_json)
        return
    if start is None:
        raise BadValue(f"没有起算日，没有计算。请写 --start，如 yuzhi clock {rule} --start 2026-06-06；当日不计。")
    answer = timed(rule, start, events, toolbox(settings.HOME), extend)
    if as_json:
        say_json(answer)
        return
    moved = f"（{answer.nominal} 为休假日，顺延）" if answer.due != answer.nominal else ""
    longer = f"，准予延长 {answer.extended_by}" if answer.extended_by else ""
    click.echo(f"{answer.label}：自 {start} 起 {answer.value} {UNITS_ZH[answer.unit]}{longer}，届满日 {answer.due}{moved}。")
    for one in answer.excluded:
        click.echo(f"  不计入：{one.since} 起，{one.until} 恢复计算")
    click.echo(f"  依据：{cited(answer.cite)}")
    for note in answer.notes:
        click.echo(f"  注意：{note}")


def _list(as_json: bool) -> None:
    listed = limits_of(toolbox(settings.HOME))
    if as_json:
        say_json({"instruments": [
            {"title": text, "limits": [{"rule": name, "label": zh} for name, zh in rules]} for text, rules in listed.items()
        ]})
        return
    for text, rules in listed.items():
        click.echo(f"《{text}》")
        for name, zh in rules:
            click.echo(f"  {name}  {zh}")


def cited(cite: CiteShape) -> str:
    """A cite as people write it, with how surely it is known."""
    return f"《{cite.label}》{article(cite.article)}（{SURE[cite.confidence]}）"
