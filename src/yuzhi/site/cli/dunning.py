"""`yuzhi due`: payments that lie ahead, from the stored legal days; `yuzhi warn`: their owners are told now."""

from datetime import date

import click

from yuzhi.kernel.errors import BadValue
from yuzhi.records.messages.models import CHANNELS, Message
from yuzhi.rooms.dues import tasks
from yuzhi.rooms.dues.api.listing import AskedDues, DuesAnswer, DueShape, found
from yuzhi.rooms.dues.models import Task
from yuzhi.site.cli.speaking import DAY, OPERATOR, checked, prepared, say_json


@click.command()
@click.option("--area", default="", help="县（市、区）的代码或名称；默认全市。")
@click.option("--as-of", type=DAY, help="当作这一天来看：过去的用当时已记下的期限（默认今天）。")
@click.option("--within", default="90d", show_default=True, metavar="DAYS", help="多少天内到期，如 90d；已过应缴日、仍可补缴的都在内。")
@click.option("--top", default=100, show_default=True, type=click.IntRange(0, 1000), help="最多列出几笔。")
@click.option("--offset", default=0, type=click.IntRange(0, 100_000), help="从第几笔起。")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def due(area: str, as_of: date | None, within: str, top: int, offset: int, as_json: bool) -> None:
    """将到期的年费和商标续展：什么、什么时候、多少钱、滞纳金、数据到哪一天；先到期的在前。"""
    tools = prepared()
    while tasks.settle_days(tools):
        pass
    days = within.removesuffix("d").removesuffix("天")
    if not (days.isascii() and days.isdecimal()):
        raise BadValue(f"--within“{within}”不是天数，没有列出。请写 90d、90天 或 90，最多 400。")
    asked = checked(AskedDues, area=area, as_of=as_of, within=days, top=top, offset=offset)
    answer = found(asked, OPERATOR, tools)
    if as_json:
        say_json(answer)
    else:
        _say(answer)


@click.command()
def warn() -> None:
    """现在就核对期限、产生并发送通知，把没送到的转给县（市、区）；后台进程平时每天自动做。"""
    tools = prepared(writing=True)
    before = Message.objects.count(), Task.objects.count()
    tasks.run_all(tools)
    ports = tools.channels().ports
    ways = "、".join(CHANNELS[name] for name in ports) if ports else "没有 channels.toml，只在站内通知"
    click.echo(f"新产生 {Message.objects.count() - before[0]:,} 份通知，新转给县（市、区）{Task.objects.count() - before[1]:,} 件。渠道：{ways}。")
    for state, word in Message.STATES.items():
        if number := Message.objects.filter(state=state).count():
            click.echo(f"  {word} {number:,}")


def _say(answer: DuesAnswer) -> None:
    click.echo(f"{answer.as_of} 起 {answer.within} 天内到期和已在补缴期内的共 {answer.total:,} 笔；数据说到 {answer.data_day or '（没有数据）'}。")
    if answer.recorded_from and answer.as_of < answer.recorded_from:
        click.echo(f"  平台从 {answer.recorded_from} 起才记下期限：之前的日子没有列出，不等于没有到期。某一件可用 yuzhi fees 号码 --as-of 日期 计算。")
    for one in answer.dues:
        _say_one(one)
    if answer.next_offset is not None:
        click.echo(f"后面还有 {answer.total - answer.next_offset:,} 笔：加 --offset {answer.next_offset}，或用 --top 多列一些（最多 1000）。")


def _say_one(one: DueShape) -> None:
    name = f"第 {one.ordinal} 年度年费" if one.matter == "annual_fee" else "商标续展"
    cost = f"{one.total} 元" if one.total else "数额未知"
    late = f"（含滞纳金 {one.surcharge} 元）" if one.surcharge not in (None, "0.00") else ""
    click.echo(f"{one.due_on}  {name} {cost}{late}，最迟 {one.last_on}  {one.key} {one.title}{'【示例数据】' if one.made_up else ''}")
    said = f"，权利人答复：{one.answer_label}" if one.answer_label else ""
    click.echo(f"    {one.county_name} {'；'.join(one.holders)}{'，' + one.step_label if one.step_label else ''}{said}")
