"""`yuzhi indicators` and `yuzhi explain`: values of targets, and the records behind each."""

from datetime import date

import click

from yuzhi.engines.indicators.declared import UNITS
from yuzhi.rooms.scoreboard.api.figures import all_told, behind
from yuzhi.rooms.scoreboard.api.shapes import AskedFigures, Goal, IndicatorShape, RatioShape
from yuzhi.site.cli.speaking import DAY, OPERATOR, prepared, say_json


@click.command()
@click.option("--as-of", type=DAY, help="截至这一天（默认今天）。")
@click.option("--area", default="", help="县（市、区）的名称或代码、全市、本市未分县；默认全市和各县。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def indicators(as_of: date | None, area: str, as_json: bool) -> None:
    """各项指标的值：全市和各县（市、区），任何一天。"""
    tools = prepared()
    answer = all_told(AskedFigures(as_of=as_of, area=area), OPERATOR, tools)
    if as_json:
        say_json(answer)
        return
    click.echo(f"截至 {answer.as_of}（第 {answer.edition} 版）")
    if answer.future:
        click.echo("  这一天还没有到：显示的是已知的权利到那一天的状态，不含以后新增的。")
    for one in answer.indicators:
        _say(one, next(iter(one.values)) if area else tools.areas.city.code)


def _say(one: IndicatorShape, place: str) -> None:
    value = one.values.get(place)
    shown = f"不能计算：{one.reasons.get(place, '')}" if value is None else f"{value:,}"
    click.echo(f"  {one.label}（{one.name}）：{shown}{_goal(one.target) if one.target else ''}")


def _goal(goal: Goal) -> str:
    """The target, and what is reached of it on the day that decides."""
    said = f"  目标 {goal.value:,}（{goal.id}）"
    if goal.share is None:
        return f"{said}，{goal.verdict}"
    return f"{said}，全市到 {goal.judged_on} 为 {goal.judged:,}，完成 {goal.share:.1%}：{goal.verdict}"


def _say_parts(ratio: RatioShape) -> None:
    """What is divided by what, with the year and the source of the divisor."""
    for name, part in (("分子", ratio.numerator), ("分母", ratio.denominator)):
        shown = f"没有：{part.reason}" if part.value is None else f"{part.value:,} {UNITS[part.unit].zh}"
        click.echo(f"  {name} {part.label}（{part.indicator}）：{shown}")
    for one in ratio.stated_by:
        click.echo(f"      ← {one.year or '年份未载'} 年{one.basis}，{one.source_label}（{one.key}）")
    click.echo(f"  分子 ÷ 分母 × {ratio.scale:,}；下面是分子的记录")


@click.command()
@click.argument("indicator")
@click.option("--area", default="", help="县（市、区）的名称或代码、全市、本市未分县；默认全市。")
@click.option("--as-of", type=DAY, help="截至这一天（默认今天）。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def explain(indicator: str, area: str, as_of: date | None, as_json: bool) -> None:
    """一个指标值背后的每一条记录；各条之和就是这个值，比值的则列出分子、分母和分子的记录。"""
    answer = behind(indicator, AskedFigures(as_of=as_of, area=area), OPERATOR, prepared())
    if as_json:
        say_json(answer)
        return
    shown = f"不能计算：{answer.reason}" if answer.value is None else f"{answer.value:,} {UNITS[answer.unit].zh}"
    click.echo(f"{indicator} {answer.area_name} 截至 {answer.as_of}：{shown}（{answer.total} 条）")
    if answer.ratio:
        _say_parts(answer.ratio)
    for merge in answer.merges:
        click.echo(f"  按归并计：{merge.name} → {merge.into_name}（{merge.reason}）")
    for row in answer.records:
        click.echo(f"  {row.key}  {row.value}")
