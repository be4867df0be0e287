"""`GET /api/parties/…`: a company, body or person with its rights."""

from datetime import date

from django.http import HttpRequest
from ninja import P, PathEx, Query, Router
from pydantic import Field

from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.numbers import candidates
from yuzhi.kernel.standing import STATES
from yuzhi.kernel.unplaced import word_of
from yuzhi.records.accounts.permissions import Viewer
from yuzhi.records.datasets.shapes import Amount, Offset, Shape, Top
from yuzhi.records.rights.models import Right
from yuzhi.rooms.lookup.queries import parties

router = Router()


class StateCount(Shape):
    """一种状态的件数。"""

    state: str = Field(description="状态。")
    label: str = Field(description="状态的中文名。")
    records: int = Field(description="件数。")


class KindCount(Shape):
    """一种权利的件数。"""

    kind: str = Field(description="权利种类（数据表）。")
    label: str = Field(description="权利种类的中文名。")
    records: int = Field(description="件数。")
    states: list[StateCount] = Field(description="按状态。")


class HeldRight(Shape):
    """持有的一项权利。"""

    key: str = Field(description="权利的键。")
    kind: str = Field(description="权利种类（数据表）。")
    number: str = Field(description="号码。")
    title: str = Field(description="名称。")
    state: str = Field(description="法律状态。")
    county: str = Field(description="县（市、区）代码；市的代码为本市未分县，空为市外或地址不明。")
    begun_on: date | None = Field(description="申请日等起始日。")


class UseShape(Shape):
    """使用的一件地理标志。"""

    key: str = Field(description="记录的键。")
    indication: str | None = Field(description="地理标志的编号。")
    indication_name: str | None = Field(description="地理标志的名称。")
    approved_on: date | None = Field(description="核准使用的日期。")
    ended_on: date | None = Field(description="停止使用的日期。")


class DealShape(Shape):
    """作为出质人的一笔质押登记。"""

    key: str = Field(description="记录的键。")
    number: str | None = Field(description="登记号。")
    pledgee: str | None = Field(description="质权人。")
    amount: Amount = Field(description="金额（元）。")
    registered_on: date | None = Field(description="登记日。")
    cancelled_on: date | None = Field(description="注销日。")
    renewal: bool | None = Field(description="是否续贷。")


class PartyAnswer(Shape):
    """一家企业、一个单位或一个人，及其持有的权利。"""

    key: str = Field(description="主体的键。")
    name: str = Field(description="名称。")
    code: str = Field(description="统一社会信用代码；未知为空。")
    person: bool = Field(description="是否自然人。")
    county: str = Field(description="县（市、区）代码；市的代码为本市未分县，空为市外或地址不明。")
    county_name: str = Field(description="县（市、区）的名称，或 本市未分县、市外或地址不明。")
    address: str = Field(description="地址；自然人的依权限遮盖到县（市、区）。")
    phone: str = Field(description="电话；依权限遮盖。")
    representative: str = Field(description="法定代表人；依权限遮盖。")
    masked: bool = Field(description="个人信息是否依权限遮盖。")
    industry: str = Field(description="行业。")
    size: str = Field(description="规模。")
    made_up: bool = Field(description="是否示例数据。")
    kinds: list[KindCount] = Field(description="按种类和状态的件数。")
    years: dict[str, dict[str, int]] = Field(description="年份 → 种类 → 当年起始的件数。")
    uses: list[UseShape] = Field(description="使用的地理标志。")
    deals: list[DealShape] | None = Field(description="质押登记；没有权限查看时为 null。")
    deals_reason: str = Field(description="可以或不可以查看质押登记的理由。")
    total: int = Field(description="持有的权利总数。")
    rights: list[HeldRight] = Field(description="这一页的权利，从新到旧。")


class AskedRights(Shape):
    """列出哪些权利。"""

    kind: str = Field("", max_length=40, description="只列这一种类。")
    state: str = Field("", max_length=40, description="只列这一状态。")
    top: Top = 20
    offset: Offset = 0


@router.get("/parties/{path:key}", response=PartyAnswer, exclude_unset=True, operation_id="party", summary="一个主体")
def party(request: HttpRequest, key: PathEx[str, P(description="统一社会信用代码，或主体的键。")], asked: Query[AskedRights]) -> PartyAnswer:
    """以统一社会信用代码或主体的键查一家企业、单位或个人；个人信息依权限遮盖。"""
    return told(key, asked, request.user, request.tools)


def told(text: str, asked: AskedRights, viewer: Viewer | None, tools: Toolbox) -> PartyAnswer:
    """What is known of the party, as this viewer may see it.

    Raises: NotFound.
    """
    page = parties.party(key_of(text), viewer, tools)
    held, found = parties.rights_of(page.party, asked.kind, asked.state), page.party
    return PartyAnswer(
        key=found.key, name=found.name, code=found.code, person=found.person, county=found.county,
        county_name=word_of(found.county, tools.areas), address=page.address, phone=page.phone, representative=page.representative,
        masked=not page.personal.allowed, industry=found.industry, size=found.size, made_up=found.made_up,
        kinds=[
            KindCount(kind=kind, label=TABLES[kind].zh, records=number, states=[
                StateCount(state=state, label=STATES.get(state, state), records=count) for state, count in states
            ])
            for kind, number, states in page.kinds
        ],
        years={str(year): counts for year, counts in page.years},
        uses=[UseShape(**use) for use in page.uses],
        deals=None if page.deals is None else [DealShape(**deal) for deal in page.deals],
        deals_reason=page.deals_decision.sentence, total=held.count(),
        rights=[_held(one) for one in held[asked.offset : asked.offset + asked.top]],
    )


def key_of(text: str) -> str:
    """The key of the party that the text names: a credit code in any spelling, or a key as it is."""
    return next((one.key for one in candidates(text) if one.key.startswith("uscc/")), text.strip())


def _held(one: Right) -> HeldRight:
    return HeldRight(
        key=one.key, kind=one.kind, number=one.number, title=one.title, state=one.state, county=one.county,
        begun_on=one.begun_on,
    )
