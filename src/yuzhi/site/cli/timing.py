"""`yuzhi workdays` and `yuzhi clock`: days counted as the law counts them."""

from collections.abc import Sequence
from datetime import date

import click
from pydantic import Field

from yuzhi.engines.calendar import CalendarGap, due
from yuzhi.engines.calendar.limits import rolled
from yuzhi.kernel.cite import Cite
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.periods import Interval
from yuzhi.kernel.units import LIMIT_UNITS, LimitUnit
from yuzhi.records.datasets.shapes import Shape, asked_day
from yuzhi.site.cli.speaking import DAY, say_json
from yuzhi.site.tags import article
from yuzhi.site.wiring import law_in_force, workday_calendar

UNITS_ZH: dict[LimitUnit, str] = {"workday": "个工作日", "calendar_day": "日", "month": "个月", "year": "年"}
SURE = {"verified": "核对过原文", "memory": "凭记忆录入，使用前请核对原文"}


class CiteShape(Shape):
    """一处法律依据。"""

    instrument: str = Field(description="文件的键。")
    label: str = Field(description="文件名称。")
    article: str = Field(description="条号。")
    confidence: str = Field(description="verified 为核对过原文，memory 为凭记忆录入。")


class WorkdaysAnswer(Shape):
    """某日之后的第几个工作日。"""

    start: date = Field(description="起算日；当日不计。")
    count: int = Field(description="工作日数。")
    day: date = Field(description="所求的日期。")
    notices: list[str] = Field(description="所经年份的节假日安排通知。")
    notes: list[str] = Field(description="说明：例如下一年的安排可能改变结果。")


class Excluded(Shape):
    """不计入期限的一段。"""

    since: date = Field(description="第一天。")
    until: date | None = Field(description="恢复计算的日期；该日计入。尚未恢复为 null。")


class ClockAnswer(Shape):
    """一个法定期限的届满日及其依据。"""

    rule: str = Field(description="参数名。")
    label: str = Field(description="期限的名称。")
    starts: str = Field(description="从什么日期起算。")
    start: date = Field(description="起算日；当日不计。")
    value: int = Field(description="期限的长度。")
    unit: str = Field(description="workday 工作日、calendar_day 日、month 月、year 年。")
    chosen_by: str = Field(description="由什么日期决定适用哪个值。")
    chosen_on: date = Field(description="该日期。")
    excluded: list[Excluded] = Field(description="不计入的期间。")
    nominal: date = Field(description="顺延之前的届满日。")
    due: date = Field(description="届满日：最后可以办理的一天。")
    roll: str = Field(description="next_workday 逢休假日顺延到下一个工作日，none 不顺延。")
    cite: CiteShape = Field(description="依据。")
    notes: list[str] = Field(description="说明：例如下一年的安排可能改变结果。")


@click.command()
@click.argument("start", type=DAY, metavar="FROM")
@click.argument("count", type=click.IntRange(1, 5000), metavar="N")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def workdays(start: date, count: int, as_json: bool) -> None:
    """FROM 之后的第 N 个工作日：当日不计，按国务院办公厅历年节假日安排（含调休上班）。"""
    calendar = workday_calendar()
    day = calendar.workdays_after(start, count)
    notices = [
        address for notice in calendar.notices if start.year <= notice.year <= day.year for address in notice.addresses
    ]
    notes = _provisional(day)
    if as_json:
        say_json(WorkdaysAnswer(start=start, count=count, day=day, notices=notices, notes=notes))
        return
    click.echo(f"{start} 之后的第 {count} 个工作日是 {day}（星期{'一二三四五六日'[day.weekday()]}）。")
    for note in notes:
        click.echo(f"注意：{note}")


@click.command()
@click.argument("rule")
@click.option("--start", type=DAY, required=True, help="起算日；当日不计。")
@click.option(
    "--event", "events", multiple=True, metavar="NAME=DATE",
    help="其他日期：suspended 中止、resumed 恢复计算（该日计入），或决定适用哪个值的日期。",
)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
def clock(rule: str, start: date, events: Sequence[str], as_json: bool) -> None:
    """一个法定期限的届满日：RULE 为参数名，如 trademark_law.opposition；说明依据、是否顺延。"""
    answer = timed(rule, start, events)
    if as_json:
        say_json(answer)
        return
    moved = f"（{answer.nominal} 为休假日，顺延）" if answer.due != answer.nominal else ""
    click.echo(f"{answer.label}：自 {start} 起 {answer.value} {UNITS_ZH[answer.unit]}，届满日 {answer.due}{moved}。")
    for one in answer.excluded:
        click.echo(f"  不计入：{one.since} 起，{one.until} 恢复计算")
    click.echo(f"  依据：{cited(answer.cite)}")
    for note in answer.notes:
        click.echo(f"  注意：{note}")


def timed(rule: str, start: date, events: Sequence[str]) -> ClockAnswer:
    """The last day of a limit of the law book, with the value that was in force on the day that selects.

    Raises: NotFound and LawGap of the law book; BadValue for a parameter that is no limit or an unknown event;
            CalendarGap where the roll depends on a year whose notice is not loaded; Refused while it is suspended.
    """
    law, calendar = law_in_force(), workday_calendar()
    parameter = law.parameter(rule)
    if parameter.roll is None or parameter.unit not in LIMIT_UNITS:
        names = "、".join(sorted(name for name, one in law.parameters.items() if one.roll))
        raise BadValue(f"“{parameter.zh}”（{rule}）不是从某日起算的期限。期限有：{names}。")
    chosen, excluded = _read(events, parameter.chosen_by)
    chosen_on = start if chosen is None else chosen
    value = parameter.at(chosen_on)
    nominal = due(start, int(value.value), parameter.unit, calendar, "none", excluded)
    try:
        last = rolled(nominal, calendar, parameter.roll)
    except CalendarGap as gap:
        raise CalendarGap(f"{gap.sentence}“{parameter.zh}”顺延之前的届满日为 {nominal}。") from gap
    return ClockAnswer(
        rule=rule, label=parameter.zh, starts=parameter.starts, start=start, value=int(value.value),
        unit=parameter.unit, chosen_by=parameter.chosen_by, chosen_on=chosen_on,
        excluded=[Excluded(since=one.since, until=one.until) for one in excluded],
        nominal=nominal, due=last, roll=parameter.roll, cite=cite_shape(value.cite),
        notes=_provisional(last) if parameter.roll == "next_workday" or parameter.unit == "workday" else [],
    )


def cite_shape(cite: Cite) -> CiteShape:
    """The cite with the name of its instrument."""
    label = law_in_force().instruments[cite.instrument].zh
    return CiteShape(instrument=cite.instrument, label=label, article=cite.article, confidence=cite.confidence)


def cited(cite: CiteShape) -> str:
    """A cite as people write it, with how surely it is known."""
    return f"《{cite.label}》{article(cite.article)}（{SURE[cite.confidence]}）"


def _provisional(day: date) -> list[str]:
    """What the next notice may still change about an answer."""
    calendar = workday_calendar()
    if day < calendar.provisional_from:
        return []
    return [f"{calendar.last.year + 1} 年的节假日安排尚未录入，它可能调整 {calendar.last.year} 年 12 月末的上班日；录入后请再算一次。"]


def _read(events: Sequence[str], chosen_by: str) -> tuple[date | None, list[Interval]]:
    """The day that selects the value, where it is given, and the spans that do not count."""
    days: dict[str, list[date]] = {chosen_by: [], "suspended": [], "resumed": []}
    for event in events:
        name, equals, written = event.partition("=")
        if not equals or name not in days:
            raise BadValue(f"--event“{event}”不对：应写作 名称=日期，名称为 {'、'.join(days)} 之一。")
        days[name].append(asked_day(written))
    if len(days[chosen_by]) > 1:
        raise BadValue(f"{chosen_by} 只能有一个日期。")
    begun, ended = sorted(days["suspended"]), sorted(days["resumed"])
    if len(begun) - len(ended) not in (0, 1):
        raise BadValue(f"中止 {len(begun)} 次、恢复 {len(ended)} 次，对不上：每次恢复（resumed）之前要有一次中止（suspended）。")
    pairs = zip(begun, [*ended, *[None] * (len(begun) - len(ended))], strict=True)
    return next(iter(days[chosen_by]), None), [Interval(since, until) for since, until in pairs]
