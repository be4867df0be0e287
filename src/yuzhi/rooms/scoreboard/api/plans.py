"""`GET /api/plans/frozen`, `/api/plans/frozen/check`, and what `yuzhi targets` says: frozen figures and their check."""

from dataclasses import asdict

from django.http import HttpRequest
from ninja import Query, Router

from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import NotFound
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.permissions import Viewer, require
from yuzhi.records.accounts.things import Thing
from yuzhi.records.evidence.leaves import instant
from yuzhi.records.observations.freezing import closed, freezings, verified, worst
from yuzhi.records.observations.models import Freezing
from yuzhi.rooms.scoreboard import queries
from yuzhi.rooms.scoreboard.api.figures import area_code
from yuzhi.rooms.scoreboard.api.shapes import (
    AskedFrozen,
    FindingShape,
    FreezingShape,
    FrozenAnswer,
    FrozenCheckAnswer,
    FrozenFigureShape,
    PlanPeriodShape,
)
from yuzhi.rooms.scoreboard.queries import closing

router = Router()


@router.get("/plans/frozen", response=FrozenAnswer, operation_id="frozen", summary="规划期冻结的期末数")
def frozen(request: HttpRequest, asked: Query[AskedFrozen]) -> FrozenAnswer:
    """一个规划期冻结的期末数，全市和各县（市、区）；旁边是按最新数据重新计算的数。"""
    return frozen_told(asked, request.user, request.tools)


@router.get("/plans/frozen/check", response=FrozenCheckAnswer, operation_id="frozen_check", summary="核对冻结的期末数")
def check(request: HttpRequest, asked: Query[AskedFrozen]) -> FrozenCheckAnswer:
    """存证叶、冻结文件、数据库和记录清单是否一致；与命令 yuzhi targets verify 相同。"""
    require(request.user, "read", Thing("figure"))
    return check_told(asked, request.tools)


def frozen_told(asked: AskedFrozen, asker: Viewer | Operator | None, tools: Toolbox) -> FrozenAnswer:
    """The frozen figures of a plan beside a recount, as the asker may see them.

    Raises: NotFound for a plan or a number that there is not, BadValue for an area that is none.
    """
    if not isinstance(asker, Operator):
        require(asker, "read", Thing("figure"))
    found = queries.city_figures(tools, asker)
    plan = found.runner.declared.plan(asked.plan)
    kept = closed(plan, asker, asked.number)
    areas = [area_code(asked.area, tools)] if asked.area else list(found.runner.areas)
    figures = []
    for area in areas if kept else ():
        for one in closing.lines(found, plan, kept, area):
            if kept is None or one.frozen is None:
                continue
            row = kept.row(one.indicator.name, one.on, area)
            figures.append(FrozenFigureShape(
                indicator=one.indicator.name, label=one.indicator.zh, unit=one.indicator.unit, as_of=one.on, area=area,
                value=one.frozen.value, reason=one.frozen.reason or None, records=row.many, list=row.records or None,
                recount=one.recount.value,
            ))
    return FrozenAnswer(
        plan=PlanPeriodShape(**asdict(plan)), edition=found.edition.number if found.edition else None,
        freezings=[freezing_told(one) for one in freezings(plan.name)], figures=figures,
    )


def check_told(asked: AskedFrozen, tools: Toolbox) -> FrozenCheckAnswer:
    """What a check of a plan's frozen figures finds.

    Raises: NotFound for a plan or a number that there is not, and for a plan that is not frozen.
    """
    plan = queries.city_figures(tools, None).runner.declared.plan(asked.plan)
    made = freezings(plan.name)
    one = next((each for each in made if asked.number in (None, each.number)), None)
    if one is None:
        raise NotFound(f"“{plan.name}”没有{f'第 {asked.number} 次' if asked.number else ''}冻结，没有可以核对的。")
    told = verified(one, tools)
    return FrozenCheckAnswer(
        plan=plan.name, number=one.number, verdict=worst(told), findings=[FindingShape(**asdict(each)) for each in told]
    )


def freezing_told(one: Freezing) -> FreezingShape:
    """One freezing as the API tells it; who made it stands in its leaf."""
    return FreezingShape(
        number=one.number, as_of=one.as_of, edition=one.edition, document=one.document, leaf=one.leaf, reason=one.reason,
        made_at=instant(one.made_at),
    )
