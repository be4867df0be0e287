"""`GET /api/indicators`, `/api/targets`, `yuzhi indicators` and `yuzhi explain`: figures, and the records behind."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from decimal import Decimal
from functools import partial
from weakref import WeakKeyDictionary

from django.http import HttpRequest
from ninja import P, PathEx, Query, Router

from yuzhi.engines.formats.tables import CHOICES
from yuzhi.engines.indicators import UNPLACED, Indicators
from yuzhi.engines.indicators.declared import Declarations, Indicator, Plan, Target
from yuzhi.engines.indicators.observations import Contribution, Observation, Value
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel import unplaced
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.unplaced import WHOLE, counties_of
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.permissions import Viewer, require
from yuzhi.records.accounts.things import Thing
from yuzhi.records.datasets import editions
from yuzhi.records.datasets.covering import source_label
from yuzhi.records.datasets.shapes import statement_origin
from yuzhi.records.observations.disclosing import disclosed
from yuzhi.records.observations.figures import Figure, Figures, runner
from yuzhi.records.observations.freezing import Closed, closed
from yuzhi.records.observations.lights import Light, judged_on, light
from yuzhi.rooms.scoreboard import queries
from yuzhi.rooms.scoreboard.api.shapes import (
    AskedDay,
    AskedFigures,
    AskedRecords,
    Behind,
    Goal,
    IndicatorAnswer,
    IndicatorsAnswer,
    IndicatorShape,
    MergeUsedShape,
    Part,
    PlanPeriodShape,
    RatioShape,
    RecordsAnswer,
    StatedBy,
    TargetsAnswer,
    TargetShape,
)

router = Router()
_KEPT: WeakKeyDictionary[Indicators, dict[tuple[str, date], dict[str, Observation]]] = WeakKeyDictionary()
_MOST_KEPT, _PORTION = 4000, 5000
# An edition's values on a day never change: each process computes them once, while that edition is the newest.
Name = PathEx[str, P(description="指标名称，如 valid_inventions。")]


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
    on, edition = queries.counted_day(asked.as_of or request.tools.today()), editions.current()
    found = runner(request.tools, edition)
    city, closings = request.tools.areas.city.code, _closings(found.declared, request.user)
    return TargetsAnswer(
        as_of=on, edition=edition.number if edition else None,
        plans=[PlanPeriodShape(**asdict(one)) for one in found.declared.plans],
        targets=[_target(found, one, on, city, request.user, closings.get(one.plan)) for one in found.declared.targets],
    )


def all_told(
    asked: AskedFigures, asker: Viewer | Operator | None, tools: Toolbox, *, only: str = ""
) -> IndicatorsAnswer:
    """Every indicator, or the one that is named, on a day: for the city and its counties, or one area.

    Raises: NotFound for an undeclared indicator, BadValue for an area that is none or a day before 1985.
    """
    if not isinstance(asker, Operator):
        require(asker, "read", Thing("figure"))
    on, edition = queries.counted_day(asked.as_of or tools.today()), editions.current()
    found, city = runner(tools, edition), tools.areas.city.code
    place = area_code(asked.area, tools) if asked.area else None
    goals = {target.indicator: target for target in found.declared.targets if target.indicator}
    wanted = [found.declared.indicator(only)] if only else found.declared.indicators
    closings = _closings(found.declared, asker)
    return IndicatorsAnswer(
        as_of=on, edition=edition.number if edition else None, **({"future": True} if on > tools.today() else {}),
        indicators=[_indicator(found, one, on, city, place, goals.get(one.name), asker, closings) for one in wanted],
    )


def behind(
    name: str, asked: AskedFigures, asker: Viewer | Operator | None, tools: Toolbox, *, page: slice = slice(None)
) -> RecordsAnswer:
    """The records behind one value; deals that the asker may not read are counted, not listed.

    Raises: NotFound for an undeclared indicator, BadValue for an area that is none or a day before 1985.
    """
    if not isinstance(asker, Operator):
        require(asker, "read", Thing("figure"))
    on, found = queries.counted_day(asked.as_of or tools.today()), queries.city_figures(tools, asker)
    place = area_code(asked.area, tools) if asked.area else tools.areas.city.code
    seen = _observed(found.runner, name, on, asker)[place]
    listed = queries.behind(found, name, place, seen.as_of)
    return RecordsAnswer(
        indicator=name, area=place, area_name=_name(place, tools), as_of=seen.as_of, value=seen.value, unit=seen.unit, reason=seen.reason or None,
        ratio=_ratio(found, name, place, on), merges=[
            MergeUsedShape(**asdict(one)) for one in queries.merges_used(found, found.runner.declared.indicator(name))
        ], total=len(listed), records=list(_shown(found, name, listed[page], asker)),
    )


def _shown(
    found: Figures, name: str, listed: Sequence[Contribution], asker: Viewer | Operator | None
) -> Iterator[Behind]:
    """The contributions by key, told in portions: a database takes only so many keys at once."""
    declared = found.runner.declared.indicator(name)
    for start in range(0, len(listed), _PORTION):
        for one in queries.told(found, declared, listed[start : start + _PORTION], asker):
            yield Behind(key=one.key, value=one.value)


def _ratio(found: Figures, name: str, place: str, on: date) -> RatioShape | None:
    parts = queries.divided(found, name, place, on)
    if parts is None:
        return None
    return RatioShape(
        numerator=_part(parts.numerator), denominator=_part(parts.denominator), scale=parts.scale,
        stated_by=[
            StatedBy(
                key=one.key, year=one.year, basis=CHOICES["basis"].get(one.basis, one.basis),
                source_label=source_label(one.origin["source"], found.tools), origin=statement_origin(one.origin),
            )
            for one in parts.statements
        ],
    )


def _part(one: Figure) -> Part:
    return Part(
        indicator=one.indicator.name, label=one.indicator.zh, value=one.value, unit=one.indicator.unit,
        reason=one.reason or None,
    )


def area_code(area: str, tools: Toolbox) -> str:
    """The code of an area as indicators have it: the city's for all of it, "" for what lies in no known county.

    Raises: BadValue for an area that is none.
    """
    codes = counties_of(area, tools.areas)
    if len(codes) > 1:
        return tools.areas.city.code
    if codes == ("",):
        raise BadValue(f"“{area}”的不计入本市的指标。应为县（市、区）、“{WHOLE}”或“{unplaced.UNPLACED}”。")
    return UNPLACED if codes == (tools.areas.city.code,) else codes[0]


def _name(code: str, tools: Toolbox) -> str:
    return WHOLE if code == tools.areas.city.code else tools.areas.by_code(code).zh if code else unplaced.UNPLACED


def _indicator(
    found: Indicators, one: Indicator, on: date, city: str, only: str | None, goal: Target | None,
    asker: Viewer | Operator | None, closings: Mapping[Plan, Closed],
) -> IndicatorShape:
    seen = _observed(found, one.name, on, asker)
    shown = {place: value for place, value in seen.items() if only in (None, place)}
    return IndicatorShape(
        name=one.name, label=one.zh, unit=one.unit, method=one.method, cite=str(one.cite),
        values={place: value.value for place, value in shown.items()},
        reasons={place: value.reason for place, value in shown.items() if value.reason},
        days={place: value.as_of for place, value in shown.items() if value.as_of != on},
        inputs=dict(seen[city].inputs), missing=one.missing,
        target=None if goal is None else _goal(found, goal, on, city, asker, closings.get(goal.plan)),
    )


def _closings(declared: Declarations, asker: Viewer | Operator | None) -> dict[Plan, Closed]:
    """The frozen figures of each plan that is frozen."""
    found = ((plan, closed(plan, asker)) for plan in declared.plans)
    return {plan: closing for plan, closing in found if closing is not None}


def _goal(
    found: Indicators, goal: Target, on: date, city: str, asker: Viewer | Operator | None, closing: Closed | None
) -> Goal:
    day, judged = _judged(found, goal, on, city, asker, closing)
    share = goal.share(judged)
    return Goal(
        id=goal.id, value=goal.value, by=goal.by, judged_on=day, judged=judged, share=share,
        verdict=_light(found, goal, share, on).word,
    )


def _light(found: Indicators, goal: Target, share: Decimal | None, on: date) -> Light:
    bound = goal.indicator is not None and found.declared.indicator(goal.indicator).upper_bound
    return light(share, on, goal.by, began=goal.plan.first, upper_bound=bound)


def _judged(
    found: Indicators, goal: Target, on: date, city: str, asker: Viewer | Operator | None, closing: Closed | None
) -> tuple[date, Value]:
    """The day whose figure decides, and that figure; no figure where the target cannot be computed."""
    day = judged_on(on, goal.by)
    if goal.indicator is None:
        return day, None
    indicator = found.declared.indicator(goal.indicator)
    if closing and on >= goal.by and (kept := closing.at(indicator, goal.by, city)):
        return kept.as_of, kept.value if indicator.measure.places or kept.value is None else int(kept.value)
    seen = _observed(found, goal.indicator, day, asker)[city]
    return seen.as_of, seen.value


def _observed(
    found: Indicators, name: str, on: date, asker: Viewer | Operator | None
) -> dict[str, Observation]:
    """Area → value as the asker may see it."""
    return disclosed(found, found.declared.indicator(name), on, asker, partial(_exact, found, name))


def _exact(found: Indicators, name: str, on: date) -> dict[str, Observation]:
    kept = _KEPT.setdefault(found, {})
    seen = kept.get((name, on))
    if seen is None:
        if len(kept) >= _MOST_KEPT:
            kept.clear()
        kept[name, on] = seen = found.observe(name, on)
    return seen


def _target(
    found: Indicators, one: Target, on: date, city: str, asker: Viewer | Operator | None, closing: Closed | None
) -> TargetShape:
    day, judged = _judged(found, one, on, city, asker, closing)
    share = one.share(judged)
    seen = _light(found, one, share, on)
    return TargetShape(
        id=one.id, plan=one.plan.name, label=one.zh, value=one.value, unit=one.unit, by=one.by, cite=str(one.cite),
        indicator=one.indicator, beside=list(one.beside),
        reached=_observed(found, one.indicator, on, asker)[city].value if one.indicator else None,
        judged_on=day, judged=judged, share=share, verdict=seen.word, reason=seen.reason, pending=one.pending,
        note=one.note, frozen=closing.freezing.number if closing and on >= one.by else None,
    )
