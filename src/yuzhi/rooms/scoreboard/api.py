"""`GET /api/indicators`, `/api/targets`, `yuzhi indicators` and `yuzhi explain`: figures, and the records behind."""

from datetime import date

from django.http import HttpRequest
from ninja import P, PathEx, Query, Router
from pydantic import Field

from yuzhi.engines.indicators import UNPLACED
from yuzhi.engines.indicators.declared import Indicator, Target
from yuzhi.engines.indicators.observations import Observation
from yuzhi.engines.toolbox import Toolbox
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.permissions import Viewer, require
from yuzhi.records.accounts.things import Thing
from yuzhi.records.datasets import editions
from yuzhi.records.datasets.shapes import Amount, Day, Offset, Shape, Top
from yuzhi.records.observations.figures import runner
from yuzhi.rooms.scoreboard import queries

router = Router()
Name = PathEx[str, P(description="指标名称，如 valid_inventions。")]


class Goal(Shape):
    """指标所对照的目标。"""

    id: str = Field(description="目标编号。")
    value: Amount = Field(description="目标值。")
    by: date = Field(description="到哪一天。")
    share: Amount = Field(description="全市完成的比例，1 为全部；没有数据为 null。")


class IndicatorShape(Shape):
    """一项指标：定义、各地区的值、没有值的理由、用到的数据。"""

    name: str = Field(description="指标名称（英文）。")
    label: str = Field(description="指标的中文名。")
    unit: str = Field(description="单位。")
    method: int = Field(description="计算方法的版本。")
    cite: str = Field(description="依据。")
    values: dict[str, Amount] = Field(description="地区代码 → 值；空代码为县（市、区）未定。")
    reasons: dict[str, str] = Field(description="地区代码 → 没有值的理由。")
    inputs: dict[str, str] = Field(description="用到的数据集 → 内容摘要。")
    missing: str = Field(description="缺漏如何处理。")
    target: Goal | None = Field(description="对照的目标；没有为 null。")


class IndicatorsAnswer(Shape):
    """各项指标在一天的值。"""

    as_of: date = Field(description="截至哪一天。")
    edition: int | None = Field(description="数据版本号。")
    indicators: list[IndicatorShape] = Field(description="指标。")


class IndicatorAnswer(Shape):
    """一项指标在一天的值。"""

    as_of: date = Field(description="截至哪一天。")
    edition: int | None = Field(description="数据版本号。")
    indicator: IndicatorShape = Field(description="指标。")


class Behind(Shape):
    """值背后的一条记录。"""

    key: str = Field(description="记录的键。")
    value: Amount = Field(description="计入的数；没有权限查看时为 null。")
    masked: bool | None = Field(None, description="为 true 时，数依权限不显示。")


class RecordsAnswer(Shape):
    """一个值背后的记录；各条之和就是这个值。"""

    indicator: str = Field(description="指标名称。")
    area: str = Field(description="地区代码。")
    as_of: date = Field(description="截至哪一天。")
    value: Amount = Field(description="值。")
    unit: str = Field(description="单位。")
    reason: str | None = Field(description="没有值的理由；有值为 null。")
    total: int = Field(description="记录总数。")
    records: list[Behind] = Field(description="记录，按键排列。")


class TargetShape(Shape):
    """一个目标和它在一天的进度。"""

    id: str = Field(description="目标编号。")
    plan: str = Field(description="规划期。")
    label: str = Field(description="目标的中文名。")
    value: Amount = Field(description="目标值。")
    unit: str = Field(description="单位。")
    by: date = Field(description="到哪一天。")
    cite: str = Field(description="依据。")
    indicator: str | None = Field(description="所对照的指标；还不能计算时为 null。")
    beside: list[str] = Field(description="一并参看的指标。")
    reached: Amount = Field(description="全市现在的值。")
    share: Amount = Field(description="完成的比例，1 为全部。")
    pending: str = Field(description="还不能计算的原因。")
    note: str = Field(description="说明。")


class TargetsAnswer(Shape):
    """全部目标在一天的进度。"""

    as_of: date = Field(description="截至哪一天。")
    edition: int | None = Field(description="数据版本号。")
    targets: list[TargetShape] = Field(description="目标。")


class AskedDay(Shape):
    """哪一天。"""

    as_of: Day | None = Field(None, description="截至这一天；默认今天。")


class AskedFigures(AskedDay):
    """哪一天、哪个地区。"""

    area: str = Field("", max_length=40, description="县（市、区）的名称或代码，“未定”为县（市、区）未定的；默认全市（列表时为全市和各县）。")


class AskedRecords(AskedFigures):
    """哪一天、哪个地区、列出哪些记录。"""

    top: Top = 100
    offset: Offset = 0


@router.get("/indicators", response=IndicatorsAnswer, exclude_unset=True, operation_id="indicators", summary="全部指标")
def indicators(request: HttpRequest, asked: Query[AskedFigures]) -> IndicatorsAnswer:
    """各项指标在全市和各县（市、区）的值，任何一天；与命令 yuzhi indicators 相同。"""
    return all_told(asked, request.user, request.tools)


@router.get(
    "/indicators/{name}", response=IndicatorAnswer, exclude_unset=True, operation_id="indicator", summary="一项指标"
)
def indicator(request: HttpRequest, name: Name, asked: Query[AskedFigures]) -> IndicatorAnswer:
    """一项指标在全市和各县（市、区）的值。"""
    told = all_told(asked, request.user, request.tools, only=name)
    return IndicatorAnswer(as_of=told.as_of, edition=told.edition, indicator=told.indicators[0])


@router.get(
    "/indicators/{name}/records", response=RecordsAnswer, exclude_unset=True, operation_id="records",
    summary="值背后的记录",
)
def records(request: HttpRequest, name: Name, asked: Query[AskedRecords]) -> RecordsAnswer:
    """一个值背后的每一条记录，分页；与命令 yuzhi explain 相同。"""
    return behind(name, asked, request.user, request.tools, page=slice(asked.offset, asked.offset + asked.top))


@router.get("/targets", response=TargetsAnswer, exclude_unset=True, operation_id="targets", summary="全部目标")
def targets(request: HttpRequest, asked: Query[AskedDay]) -> TargetsAnswer:
    """各规划期的目标和全市的进度。"""
    require(request.user, "read", Thing("figure"))
    on, edition = asked.as_of or request.tools.today(), editions.current()
    found = runner(request.tools, edition)
    plans = dict.fromkeys(target.plan for target in found.declared.targets)
    standings = [one for plan in plans for one in found.standings(plan, on)]
    return TargetsAnswer(
        as_of=on, edition=edition.number if edition else None,
        targets=[_target(one.target, one.observation, one.share) for one in standings],
    )


def all_told(
    asked: AskedFigures, asker: Viewer | Operator | None, tools: Toolbox, *, only: str = ""
) -> IndicatorsAnswer:
    """Every indicator, or the one that is named, on a day: for the city and its counties, or one area.

    Raises: NotFound for an undeclared indicator, BadValue for an area that is none.
    """
    if not isinstance(asker, Operator):
        require(asker, "read", Thing("figure"))
    on, edition = asked.as_of or tools.today(), editions.current()
    found, city = runner(tools, edition), tools.areas.city.code
    place = _code(asked.area, tools) if asked.area else None
    goals = {target.indicator: target for target in found.declared.targets if target.indicator}
    wanted = [found.declared.indicator(only)] if only else found.declared.indicators
    return IndicatorsAnswer(
        as_of=on, edition=edition.number if edition else None,
        indicators=[_indicator(one, found.observe(one.name, on), city, place, goals.get(one.name)) for one in wanted],
    )


def behind(
    name: str, asked: AskedFigures, asker: Viewer | Operator | None, tools: Toolbox, *, page: slice = slice(None)
) -> RecordsAnswer:
    """The records behind one value; what a deal adds is left out where the asker may not read it.

    Raises: NotFound for an undeclared indicator, BadValue for an area that is none.
    """
    if not isinstance(asker, Operator):
        require(asker, "read", Thing("figure"))
    on, found = asked.as_of or tools.today(), queries.city_figures(tools)
    place = _code(asked.area, tools) if asked.area else tools.areas.city.code
    seen, listed = found.runner.observe(name, on)[place], queries.behind(found, name, place, on)
    sees_all, viewer = isinstance(asker, Operator), None if isinstance(asker, Operator) else asker
    told = queries.told(found, found.runner.declared.indicator(name), listed[page], viewer)
    shown = [
        Behind(key=one.key, value=all_of_it.value) if sees_all or one.value is not None
        else Behind(key=one.key, value=None, masked=True)
        for one, all_of_it in zip(told, listed[page], strict=True)
    ]
    return RecordsAnswer(
        indicator=name, area=place, as_of=on, value=seen.value, unit=seen.unit, reason=seen.reason or None,
        total=len(listed), records=shown,
    )


def _code(area: str, tools: Toolbox) -> str:
    return UNPLACED if area == "未定" else tools.areas.named(area).code


def _indicator(
    one: Indicator, seen: dict[str, Observation], city: str, only: str | None, goal: Target | None
) -> IndicatorShape:
    shown = {place: value for place, value in seen.items() if only in (None, place)}
    return IndicatorShape(
        name=one.name, label=one.zh, unit=one.unit, method=one.method, cite=str(one.cite),
        values={place: value.value for place, value in shown.items()},
        reasons={place: value.reason for place, value in shown.items() if value.reason},
        inputs=dict(seen[city].inputs), missing=one.missing,
        target=None if goal is None else Goal(
            id=goal.id, value=goal.value, by=goal.by, share=goal.share(seen[city].value)
        ),
    )


def _target(one: Target, seen: Observation | None, share: Amount) -> TargetShape:
    return TargetShape(
        id=one.id, plan=one.plan, label=one.zh, value=one.value, unit=one.unit, by=one.by, cite=str(one.cite),
        indicator=one.indicator, beside=list(one.beside), reached=seen.value if seen else None, share=share,
        pending=one.pending, note=one.note,
    )
