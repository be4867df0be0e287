"""What keeping a right costs, as an answer of the API and of the command alike."""

from datetime import date

from django.http import HttpRequest
from ninja import P, PathEx, Query, Router
from pydantic import Field

from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.keeping import Payment
from yuzhi.kernel.standing import Standing
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.permissions import Viewer
from yuzhi.records.datasets.citing import CiteShape, cite_shape
from yuzhi.records.datasets.shapes import Day, Shape
from yuzhi.rooms.lookup.api.rights import told

router = Router()


class FeeShape(Shape):
    """一笔维持费用。"""

    year: int | None = Field(description="专利年度；商标为 null。")
    opens_on: date | None = Field(description="可以开始办理的日期；年费为 null。")
    due_on: date = Field(description="应缴日（名义日期）。")
    grace_until: date = Field(description="补缴期或宽展期的末日（名义日期）。")
    amount: str = Field(description="全额，元。")
    reduced_percent: str = Field(description="减缴的百分比；没有为 0。")
    surcharge: str = Field(description="在所问的一天缴纳时的滞纳金，元。")
    total: str = Field(description="在所问的一天缴纳时合计，元；已扣减缴。")
    cites: list[CiteShape] = Field(description="依据。")


class FeesAnswer(Shape):
    """维持一项权利今后要缴的费用。"""

    key: str = Field(description="权利的键。")
    kind: str = Field(description="种类（数据表）。")
    as_of: date = Field(description="截至哪一天。")
    made_up: bool = Field(description="是否示例数据。")
    state: str = Field(description="这一天的法律状态。")
    patent_year: int | None = Field(description="这一天所在的专利年度。")
    ends_on: date | None = Field(description="期满日；商标为专用期止日。")
    payments: list[FeeShape] = Field(description="各笔费用，先到期的在前。")
    notes: list[str] = Field(description="说明。")


class AskedFees(Shape):
    """截至哪一天、按什么减缴。"""

    as_of: Day | None = Field(None, description="截至这一天；默认今天。")
    known_on: Day | None = Field(None, description="只用到这一天为止已知的数据；默认全部。")
    holders: int = Field(0, ge=0, le=100, description="已办费减备案的权利人数：1 为单独，2 以上为共同，0 为没有。")
    open_licence: bool = Field(False, description="处于开放许可实施期间；与费减取其优者。")


@router.get("/fees/{path:key}", response=FeesAnswer, operation_id="fees", summary="维持一项权利的费用")
def fees(
    request: HttpRequest, key: PathEx[str, P(description="任何写法的号码，或记录的键。")], asked: Query[AskedFees]
) -> FeesAnswer:
    """维持一件专利或商标今后要缴的费用，各附依据；与命令 yuzhi fees 相同。"""
    return charged(key, asked, request.user, request.tools)


def charged(text: str, asked: AskedFees, asker: Viewer | Operator | None, tools: Toolbox) -> FeesAnswer:
    """What keeping the right costs from that day on.

    Raises: NotFound where nothing is known under the number; BadValue for rights that cost nothing to keep here.
    """
    record = told(text, asker, tools, as_of=asked.as_of, known_on=asked.known_on)
    state = record.state
    stands = Standing(state.state, state.reason, state.begun_on, state.granted_on, state.ends_on) if state else Standing("unknown", "")

    def get(name: str) -> object:
        return record.fields[name].value if name in record.fields else None

    found = tools.keeping(record.kind, get, stands, record.as_of, holders=asked.holders, open_licence=asked.open_licence)
    return FeesAnswer(
        key=record.key, kind=record.kind, as_of=record.as_of, made_up=record.made_up, state=stands.state,
        patent_year=found.patent_year, ends_on=found.ends_on, payments=[_fee(one, tools) for one in found.payments],
        notes=[*record.notes, *found.notes],
    )


def _fee(one: Payment, tools: Toolbox) -> FeeShape:
    return FeeShape(
        year=one.year, opens_on=one.opens_on, due_on=one.due_on, grace_until=one.grace_until, amount=one.amount.text,
        reduced_percent=f"{one.reduced_percent:f}", surcharge=one.surcharge.text, total=one.total.text,
        cites=[cite_shape(cite, tools.law) for cite in one.cites],
    )
