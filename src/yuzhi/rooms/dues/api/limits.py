"""Days counted as the law counts them, as answers of the API and of the commands alike."""

import re
from collections.abc import Sequence
from datetime import date

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from yuzhi.engines.calendar import Calendar, CalendarGap, due
from yuzhi.engines.calendar.limits import extended, rolled
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.periods import Interval
from yuzhi.kernel.units import LIMIT_UNITS, LimitUnit
from yuzhi.records.datasets.citing import CiteShape, cite_shape
from yuzhi.records.datasets.shapes import Day, Shape, asked_day

router = Router()
_EXTENSION = re.compile(r"(?P<number>[1-9][0-9]{0,3})(?P<unit>[dwmy])")
_LETTERS: dict[str, LimitUnit] = {"d": "calendar_day", "w": "workday", "m": "month", "y": "year"}
UNITS_ZH: dict[LimitUnit, str] = {"workday": "个工作日", "calendar_day": "日", "month": "个月", "year": "年"}


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
    extended_by: str | None = Field(None, description="延长了多久；有延长时才有。")
    notes: list[str] = Field(description="说明：例如下一年的安排可能改变结果。")


class AskedWorkdays(Shape):
    """从哪一天起第几个工作日。"""

    start: Day = Field(description="起算日；当日不计。")
    count: int = Field(ge=1, le=5000, description="第几个工作日。")


class AskedLimit(Shape):
    """从哪一天起算，其间有什么事。"""

    start: Day = Field(description="起算日；当日不计。")
    event: list[str] = Field([], max_length=20, description="其他日期，写作 名称=日期：suspended 中止、resumed 恢复计算，或决定适用哪个值的日期。")
    extend: str = Field("", max_length=12, description="准予延长多久：1m 一个月、30d 三十日、5w 五个工作日、1y 一年。")


@router.get("/workdays", response=WorkdaysAnswer, operation_id="workdays", summary="某日之后的第几个工作日")
def workdays(request: HttpRequest, asked: Query[AskedWorkdays]) -> WorkdaysAnswer:
    """按国务院办公厅历年节假日安排（含调休上班）；与命令 yuzhi workdays 相同。"""
    return counted(asked.start, asked.count, request.tools)


@router.get("/limits/{rule}", response=ClockAnswer, exclude_unset=True, operation_id="limit", summary="一个法定期限的届满日")
def limit(request: HttpRequest, rule: str, asked: Query[AskedLimit]) -> ClockAnswer:
    """说明依据、适用哪个值、是否顺延；与命令 yuzhi clock 相同。"""
    return timed(rule, asked.start, asked.event, request.tools, asked.extend)


def limits_of(tools: Toolbox) -> dict[str, list[tuple[str, str]]]:
    """(name, what it is) of every limit of the law book, by the title of the text that it stands in."""
    found: dict[str, list[tuple[str, str]]] = {}
    for name, one in sorted(tools.law.parameters.items()):
        if one.roll and one.unit in LIMIT_UNITS:
            found.setdefault(tools.law.instruments[one.values[-1].cite.instrument].zh, []).append((name, one.zh))
    return found


def counted(start: date, count: int, tools: Toolbox) -> WorkdaysAnswer:
    """The working day so many after another.

    Raises: CalendarGap where the notice that decides is not loaded.
    """
    calendar = tools.calendar
    day = calendar.workdays_after(start, count)
    notices = [one for notice in calendar.notices if start.year <= notice.year <= day.year for one in notice.addresses]
    return WorkdaysAnswer(start=start, count=count, day=day, notices=notices, notes=_provisional(day, calendar))


def timed(rule: str, start: date, events: Sequence[str], tools: Toolbox, extend: str = "") -> ClockAnswer:
    """The last day of a limit of the law book, with the value that was in force on the day that selects.

    Raises: NotFound and LawGap of the law book; BadValue for a parameter that is no limit or an unknown event;
            CalendarGap where the roll depends on a year whose notice is not loaded; Refused while it is suspended.
    """
    law, calendar = tools.law, tools.calendar
    parameter = law.parameter(rule)
    if parameter.roll is None or parameter.unit not in LIMIT_UNITS:
        file = rule.partition(".")[0]
        near = "、".join(name for listed in limits_of(tools).values() for name, _zh in listed if name.startswith(f"{file}."))
        told = f"同一文件里的期限有：{near}。" if near else ""
        raise BadValue(f"“{parameter.zh}”（{rule}）不是从某日起算的期限。{told}不带参数名的 yuzhi clock 列出全部期限。")
    chosen, excluded = _read(events, parameter.chosen_by)
    chosen_on = start if chosen is None else chosen
    value = parameter.at(chosen_on)
    nominal = due(start, int(value.value), parameter.unit, calendar, "none", excluded)
    more: dict[str, object] = {}
    if extend:
        number, unit = _extension(extend)
        # Counted from the nominal end: the earlier day is the safe one while no rule says otherwise.
        nominal = extended(nominal, number, unit, calendar, "none", excluded)
        more["extended_by"] = f"{number} {UNITS_ZH[unit]}"
    try:
        last = rolled(nominal, calendar, parameter.roll)
    except CalendarGap as gap:
        raise CalendarGap(f"{gap.sentence}“{parameter.zh}”顺延之前的届满日为 {nominal}。") from gap
    return ClockAnswer(
        rule=rule, label=parameter.zh, starts=parameter.starts, start=start, value=int(value.value),
        unit=parameter.unit, chosen_by=parameter.chosen_by, chosen_on=chosen_on,
        excluded=[Excluded(since=one.since, until=one.until) for one in excluded],
        nominal=nominal, due=last, roll=parameter.roll, cite=cite_shape(value.cite, law),
        notes=_provisional(last, calendar) if parameter.roll == "next_workday" or parameter.unit == "workday" else [],
        **more,
    )


def _extension(text: str) -> tuple[int, LimitUnit]:
    read = _EXTENSION.fullmatch(text.strip().lower())
    if read is None:
        raise BadValue(f"延长“{text}”不对：请写数字和单位，如 1m（一个月）、30d（三十日）、5w（五个工作日）、1y（一年）。")
    return int(read["number"]), _LETTERS[read["unit"]]


def _provisional(day: date, calendar: Calendar) -> list[str]:
    """What the next notice may still change about an answer."""
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
