"""`yuzhi targets`: plans and how far they are; their closing figures are frozen and checked."""

from datetime import date

import click

from yuzhi.records.observations.figures import figures
from yuzhi.rooms.scoreboard import actions
from yuzhi.rooms.scoreboard.api.plans import check_told, freezing_told, frozen_told
from yuzhi.rooms.scoreboard.api.shapes import AskedFrozen
from yuzhi.rooms.scoreboard.queries import board, counted_day, plan_on
from yuzhi.site.cli.speaking import DAY, OPERATOR, checked, prepared, say_json

_WORDS = {"match": "一致", "mismatch": "不一致", "absent": "缺失"}
_FAILED = 1


@click.group()
def targets() -> None:
    """规划期的目标：进度、冻结期末数、核对冻结的数。"""


@targets.command("list")
@click.option("--as-of", type=DAY, help="截至这一天（默认今天）。")
@click.option("--plan", "name", default="", help="规划期的名称；默认这一天所在的。")
def listed(as_of: date | None, name: str) -> None:
    """一个规划期的全部目标，全市到了哪一步。"""
    tools = prepared()
    on, found = counted_day(as_of or tools.today()), figures(tools, OPERATOR)
    plan = found.runner.declared.plan(name) if name else plan_on(found, on)
    if plan is None:
        click.echo("还没有声明任何目标。")
        return
    click.echo(f"{plan.name}（{plan.first} 至 {plan.last}），截至 {on}")
    for card in board(found, plan, tools.areas.city.code, on):
        value = "不能计算" if card.judged is None or card.judged.value is None else f"{card.judged.value:,}"
        kept = f"，第 {card.frozen.number} 次冻结" if card.frozen else ""
        again = f"（按最新数据重算为 {card.recount.value:,}）" if card.moved and card.recount and card.recount.value is not None else ""
        click.echo(f"  {card.target.id} {card.target.zh}：{value} / {card.target.value:,}，{card.light.word}{kept}{again}")


@targets.command()
@click.argument("plan")
@click.option("--reason", default="", help="更正的理由；已经冻结过的必须写。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def freeze(plan: str, reason: str, as_json: bool) -> None:
    """冻结一个规划期的期末数：全市和各县的数、背后的记录、缺值原因，并留下存证。"""
    tools = prepared(writing=True)
    made = actions.freeze(figures(tools, OPERATOR).runner.declared.plan(plan), reason, by=OPERATOR, tools=tools)
    told = freezing_told(made)
    if as_json:
        say_json(told)
        return
    click.echo(f"已冻结“{made.plan}”到 {made.as_of} 的期末数（第 {made.number} 次，按第 {made.edition} 版数据）。")
    click.echo(f"  冻结文件 SHA-256 {made.document}\n  存证叶 {made.leaf}")


@targets.command()
@click.argument("plan")
@click.option("--area", default="", help="县（市、区）的名称或代码、全市、本市未分县；默认全市和各县。")
@click.option("--number", type=click.IntRange(1), help="第几次冻结的；默认最近一次。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def frozen(plan: str, area: str, number: int | None, as_json: bool) -> None:
    """一个规划期冻结的数，旁边是按最新数据重新计算的数。"""
    told = frozen_told(checked(AskedFrozen, plan=plan, area=area, number=number), OPERATOR, prepared())
    if as_json:
        say_json(told)
        return
    if not told.freezings:
        click.echo(f"“{plan}”还没有冻结。")
    for one in told.figures:
        value = f"没有：{one.reason}" if one.value is None else f"{one.value:,}"
        again = f"（按最新数据重算为 {one.recount:,}）" if one.recount != one.value and one.recount is not None else ""
        click.echo(f"  {one.area or '未分县'} {one.label}：{value}{again}")


@targets.command()
@click.argument("plan")
@click.option("--number", type=click.IntRange(1), help="第几次冻结的；默认最近一次。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def verify(plan: str, number: int | None, as_json: bool) -> int:
    """核对冻结的数：存证叶、冻结文件、数据库，以及由记录清单重新相加；不一致或缺失时以 1 结束。"""
    told = check_told(checked(AskedFrozen, plan=plan, number=number), prepared())
    if as_json:
        say_json(told)
    else:
        click.echo(f"“{told.plan}”第 {told.number} 次冻结：{_WORDS[told.verdict]}")
        for one in told.findings:
            click.echo(f"  {_WORDS[one.verdict]} {one.what}：{one.said}")
    return 0 if told.verdict == "match" else _FAILED
