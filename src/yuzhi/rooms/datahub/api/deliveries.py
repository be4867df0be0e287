"""`GET /api/deliveries`: which files are due from whom, which are late, and what each source covers."""

from datetime import date
from typing import Literal

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from yuzhi.engines.toolbox import Toolbox
from yuzhi.records.accounts.permissions import may, require
from yuzhi.records.accounts.things import Thing
from yuzhi.records.datasets.shapes import Shape
from yuzhi.rooms.datahub.queries import calendar as queries

router = Router()


class PeriodShape(Shape):
    """一期的送交情况。"""

    period: str = Field(description="哪一期。")
    first: date = Field(description="这一期的第一天。")
    last: date = Field(description="这一期的最后一天。")
    due_on: date = Field(description="应送到的日期；遇节假日已顺延到下一个工作日。")
    provisional: bool = Field(description="那一年的节假日安排是否尚未公布，日期可能还会变。")
    state: Literal["late", "waiting", "coming", "came", "came_late", "backfilled"] = Field(
        description="late 逾期未到；waiting 待送；coming 本期未完；came 按时送到；came_late 迟到；backfilled 首次读入时补录。"
    )
    came_on: date | None = Field(description="送到的日期；没有送到为 null。")
    late: int = Field(description="晚了几个工作日；没有晚为 0。")
    records: int = Field(description="这一期内发生的现行记录数。")


class DeliveryShape(Shape):
    """一个来源：约定、送到的、逾期的，以及它收录了什么。"""

    source: str = Field(description="数据源名称。")
    label: str = Field(description="中文名。")
    deliverer: str = Field(description="由谁送来；没有约定为空。")
    contact: str = Field(description="没有按时送来时找谁；只给工作人员，其余为空。")
    rhythm: Literal["", "week", "month", "quarter", "year"] = Field(description="多久送一次；没有约定为空。")
    made_up: bool = Field(description="约定是否虚构（示例城市）。")
    note: str = Field(description="约定的内容。")
    licence: str = Field(description="使用条件。")
    covers: str = Field(description="收录范围。")
    covered_from: date | None = Field(description="现行记录中最早的日期。")
    covered_to: date | None = Field(description="现行记录中最晚的日期。")
    last_good: date | None = Field(description="最近一次成功读入的日期。")
    loads: int = Field(description="成功读入的次数。")
    refused: int = Field(description="拒收的次数。")
    records: int = Field(description="历次新增的记录数。")
    quarantine_share: float | None = Field(description="读不了的行占全部行的比例；没有读过为 null。")
    delay_days: float | None = Field(description="从事件发生到送达的天数，中位数，不计第一天读入的旧数据；量不出为 null。")
    gaps: list[str] = Field(description="没有任何记录的期间。")
    late_workdays: int = Field(description="最久的一期逾期了几个工作日；没有逾期为 0。")
    periods: list[PeriodShape] = Field(description="最近的各期，从早到晚，至多 12 期。")


class DeliveriesAnswer(Shape):
    """送交日历。逾期的在前。"""

    today: date = Field(description="按哪一天计算。")
    late: int = Field(description="有逾期未到的来源数。")
    sources: list[DeliveryShape] = Field(description="各来源。")


@router.get("/deliveries", response=DeliveriesAnswer, exclude_unset=True, operation_id="deliveries", summary="送交日历")
def deliveries(request: HttpRequest) -> DeliveriesAnswer:
    """哪张表由谁在哪一天送来，送到了没有，晚了几个工作日；以及各来源收录的范围、滞后和缺口。数字都由读入的批次算出。"""
    require(request.user, "read", Thing("source"))
    return told(request.tools, in_full=may(request.user, "read_loads", Thing("load")).allowed)


def told(tools: Toolbox, *, in_full: bool = True) -> DeliveriesAnswer:
    """Every source with an agreement or with loads; contacts are for staff."""
    found = queries.deliveries(tools)
    return DeliveriesAnswer(
        today=tools.today(), late=sum(1 for one in found if one.late), sources=[_source(one, in_full=in_full) for one in found]
    )


def _source(one: queries.Standing, *, in_full: bool) -> DeliveryShape:
    agreed, source = one.delivery, one.source
    return DeliveryShape(
        source=source.name, label=source.zh, deliverer=agreed.deliverer if agreed else "",
        contact=agreed.contact if agreed and in_full else "", rhythm=agreed.rhythm if agreed else "",
        made_up=bool(agreed and agreed.made_up), note=agreed.note if agreed else "", licence=source.licence, covers=source.covers,
        covered_from=one.covered_from, covered_to=one.covered_to, last_good=one.last_good, loads=one.loads, refused=one.refused,
        records=one.records, quarantine_share=round(one.share, 4) if one.share is not None else None, delay_days=one.delay,
        gaps=list(one.gaps), late_workdays=one.worst, periods=[
            PeriodShape(
                period=each.due.zh, first=each.due.first, last=each.due.last, due_on=each.due.on, provisional=each.due.provisional,
                state=each.state, came_on=each.came_on, late=each.late, records=each.records,
            )
            for each in one.periods
        ],
    )
