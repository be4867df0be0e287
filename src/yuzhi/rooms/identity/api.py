"""`GET /api/identity/…`: the merges that stand, and for city officers the pairs to decide."""

from datetime import datetime

from django.http import HttpRequest
from ninja import Query, Router
from pydantic import Field

from yuzhi.records.accounts.permissions import require
from yuzhi.records.accounts.things import Thing
from yuzhi.records.datasets.shapes import Offset, Shape, Top
from yuzhi.rooms.identity import queries

router = Router()


class Paged(Shape):
    """列出哪一段。"""

    top: Top = 20
    offset: Offset = 0


class MergeShape(Shape):
    """一项有效的归并。"""

    key: str = Field(description="被归并者的键。")
    name: str = Field(description="被归并者的名称。")
    into: str = Field(description="归入者的键。")
    into_name: str = Field(description="归入者的名称。")
    reason: str = Field(description="理由。")
    made_at: datetime = Field(description="判定的时间，UTC。")
    score: float = Field(description="判定时的分数。")


class MergesAnswer(Shape):
    """有效的归并。"""

    total: int = Field(description="总数。")
    merges: list[MergeShape] = Field(description="归并，新的在前。")


class LeadShape(Shape):
    """一对待判定的名称。"""

    left: str = Field(description="一个的键。")
    left_name: str = Field(description="一个的名称。")
    right: str = Field(description="另一个的键。")
    right_name: str = Field(description="另一个的名称。")
    score: float = Field(description="分数，0 至 1；是线索，不是结论。")
    band: str = Field(description="same 同一、review 待核。")
    features: dict[str, float] = Field(description="各项特征的值。")
    objections: list[str] = Field(description="使分数封顶的异议。")


class LeadsAnswer(Shape):
    """待判定的名称。"""

    total: int = Field(description="总数。")
    leads: list[LeadShape] = Field(description="各对，分数高的在前。")


@router.get("/identity/merges", response=MergesAnswer, exclude_unset=True, operation_id="merges", summary="有效的归并")
def merges(request: HttpRequest, asked: Query[Paged]) -> MergesAnswer:
    """哪些名称被判定为同一主体；指标按它们计。"""
    require(request.user, "read", Thing("party"))
    found = queries.decisions(standing=True)
    return MergesAnswer(total=found.count(), merges=[
        MergeShape(
            key=one.right, name=one.right_name, into=one.left, into_name=one.left_name, reason=one.reason, made_at=one.made_at,
            score=one.score,
        )
        for one in found[asked.offset : asked.offset + asked.top]
    ])


@router.get("/identity/leads", response=LeadsAnswer, exclude_unset=True, operation_id="leads", summary="待判定的名称")
def leads(request: HttpRequest, asked: Query[Paged]) -> LeadsAnswer:
    """可能是同一主体的各对名称，供市级工作人员判定。"""
    require(request.user, "review_identity", Thing("party"))
    found = queries.leads(request.tools)
    return LeadsAnswer(total=len(found), leads=[
        LeadShape(
            left=one.left.key, left_name=one.left.name, right=one.right.key, right_name=one.right.name, score=one.score.score,
            band=one.score.band, features=dict(one.score.features), objections=list(one.score.objections),
        )
        for one in found[asked.offset : asked.offset + asked.top]
    ])
