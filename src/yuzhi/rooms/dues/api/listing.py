"""The payments that lie ahead, as an answer of the API and of the command alike."""

from datetime import date, datetime, time
from typing import Literal
from zoneinfo import ZoneInfo

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.cite import Cite
from yuzhi.kernel.money import Money
from yuzhi.kernel.unplaced import counties_of, word_of
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.permissions import Viewer
from yuzhi.records.datasets.citing import CiteShape, cite_shape
from yuzhi.records.datasets.shapes import Day, Offset, Shape, Top
from yuzhi.rooms.dues.queries import Due, data_day, dues, lasts, reach_of, recorded_from
from yuzhi.rooms.dues.rules import ANSWERS, STEPS, forecast, step

router = Router()
SHANGHAI = ZoneInfo("Asia/Shanghai")


class DueShape(Shape):
    """一笔将到期的费用。"""

    key: str = Field(description="权利的键。")
    kind: str = Field(description="种类（数据表）。")
    title: str = Field(description="名称。")
    number: str = Field(description="号码。")
    county: str = Field(description="县（市、区）代码。")
    county_name: str = Field(description="县（市、区）的名称。")
    holders: list[str] = Field(description="权利人。")
    state: str = Field(description="登记的法律状态；只随来源改变。")
    matter: Literal["annual_fee", "renewal"] = Field(description="annual_fee 年费，renewal 商标续展。")
    ordinal: int = Field(description="年费为专利年度，续展为专用期届满的年份。")
    opens_on: date | None = Field(description="可以开始办理的日期；年费为 null。")
    reduction_by: date | None = Field(description="请求减缴的最后一天；已过或没有为 null。")
    due_on: date = Field(description="应缴日（名义日期）。")
    last_on: date = Field(description="补缴期或宽展期的最后一天；已按已公布的节假日顺延。")
    amount: str | None = Field(description="全额，元；没有适用的标准为 null。")
    surcharge: str | None = Field(description="当天缴纳的滞纳金或迟延费，元。")
    total: str | None = Field(description="当天缴纳合计，元；未计减缴。")
    step: str = Field(description="提醒到了哪一步；还没到为空。")
    step_label: str = Field(description="这一步的名称。")
    answer: str | None = Field(description="权利人的答复：paid 已缴费、given_up 不再维持、transferred 已转让、agency 由代理机构办理；没有为 null。")
    answer_label: str | None = Field(description="答复的名称。")
    forecast: str = Field(description="照这个答复预计会怎样；官方状态不因答复改变。")
    rule: str = Field(description="最后一天所依据的规则。")
    rule_since: date = Field(description="规则的版本：自何日起的值。")
    cites: list[CiteShape] = Field(description="依据。")
    made_up: bool = Field(description="是否示例数据。")


class DuesAnswer(Shape):
    """将到期的费用，先到期的在前。"""

    as_of: date = Field(description="截至哪一天。")
    data_day: date | None = Field(description="数据说到的最后一天；此后的缴费平台还不知道。")
    recorded_from: date | None = Field(description="平台最早从哪一天起记下期限；所问的日期更早时，没有列出不等于没有到期。没有记过为 null。")
    area: str = Field(description="所问的地区；可见的全部为空。")
    within: int = Field(description="从今天起多少天内到期；已过应缴日、仍可补缴的都在内。")
    total: int = Field(description="总笔数。")
    next_offset: int | None = Field(description="后面还有的，从第几笔起再要；没有了为 null。")
    dues: list[DueShape] = Field(description="这一页的各笔。")


class AskedDues(Shape):
    """要列出哪些费用。"""

    area: str = Field("", max_length=40, description="县（市、区）的代码或名称；默认可见的全部。")
    as_of: Day | None = Field(None, description="当作这一天来看：过去的日期用当时已记下的期限，将来的用现在的；默认今天。")
    within: int = Field(90, ge=0, le=400, description="多少天内到期。")
    top: Top = 100
    offset: Offset = 0


@router.get("/dues", response=DuesAnswer, operation_id="dues", summary="将到期的费用")
def listing(request: HttpRequest, asked: Query[AskedDues]) -> DuesAnswer:
    """登录者本单位（企业等）或所服务地区（工作人员）的将到期费用；与命令 yuzhi due 相同。"""
    return found(asked, request.user, request.tools)


def found(asked: AskedDues, asker: Viewer | Operator | None, tools: Toolbox) -> DuesAnswer:
    """The payments ahead that the asker may see.

    Raises: NotPermitted for whoever has no rights and no county here, BadValue for an area that is none.
    """
    reach, today = reach_of(asker), tools.today()
    on = asked.as_of or today
    known = datetime.combine(on, time.max, SHANGHAI) if on < today else None
    if asked.area:
        reach = reach.within(counties_of(asked.area, tools.areas))
    listed = lasts(on, asked.within, reach, known)
    page, total = dues(listed[asked.offset : asked.offset + asked.top], on, tools), listed.count()
    after = asked.offset + asked.top
    return DuesAnswer(
        as_of=on, data_day=data_day(), recorded_from=recorded_from(), area=asked.area, within=asked.within, total=total,
        next_offset=after if after < total else None,
        dues=[_shape(one, on, tools) for one in page],
    )


def _shape(due: Due, on: date, tools: Toolbox) -> DueShape:
    item, right, clock = due.item, due.right, due.clock
    kind, reached = due.answer.kind if due.answer else None, step(item, on)
    own = Cite(clock.instrument, clock.article, "verified" if clock.confidence == "verified" else "memory")
    return DueShape(
        key=right.key, kind=right.kind, title=right.title, number=right.number, county=right.county,
        county_name=word_of(right.county, tools.areas), holders=list(right.holders), state=right.state,
        matter=item.matter, ordinal=item.ordinal, opens_on=item.opens_on, reduction_by=item.reduction_by,
        due_on=item.due_on, last_on=item.last_on, amount=_text(item.amount), surcharge=_text(item.surcharge),
        total=_text(item.total), step=reached, step_label=STEPS.get(reached, ""), answer=kind,
        answer_label=ANSWERS[kind] if kind else None, forecast=forecast(item, kind or ""), rule=clock.rule,
        rule_since=clock.rule_since, cites=[cite_shape(one, tools.law) for one in dict.fromkeys((*due.cites, own))],
        made_up=right.made_up,
    )


def _text(amount: Money | None) -> str | None:
    return amount.text if amount else None


