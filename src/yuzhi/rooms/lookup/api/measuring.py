"""`GET /api/search/quality` and `yuzhi evaluate --city`: how well the own patents are found."""

from datetime import date

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from yuzhi.engines.evaluation import Estimate
from yuzhi.kernel.errors import NotFound
from yuzhi.records.datasets.shapes import Shape
from yuzhi.rooms.lookup.queries.quality import Quality, kept

router = Router()


class FoundShare(Shape):
    """找回它自己的比例。"""

    mean: float = Field(description="比例。")
    low: float = Field(description="95% 区间的下限（对专利自助抽样）。")
    high: float = Field(description="95% 区间的上限。")


class RouteShape(Shape):
    """用专利的一部分找它自己，一种问法。"""

    route: str = Field(description="title 名称里的词、passage 摘要中间的原文、number 换了写法的号码、party 权利人的名称、similar 相似文献。")
    asked: int = Field(description="问了多少次。")
    first_ten: FoundShare = Field(description="在前 10 条里的比例。")
    first_hundred: FoundShare = Field(description="在前 100 条里的比例。")


class QualityAnswer(Shape):
    """在本市自己的数据上量的检索质量。"""

    edition: int | None = Field(description="数据版本号。")
    measured_on: date = Field(description="哪一天量的。")
    documents: int = Field(description="专利件数；从中取不超过 200 件。")
    made_up: bool = Field(description="是否有示例数据。")
    routes: list[RouteShape] = Field(description="各种问法；没有可问的不列。")


@router.get("/search/quality", response=QualityAnswer, operation_id="search_quality", summary="检索质量：找得回自己吗")
def quality(request: HttpRequest) -> QualityAnswer:
    """每次发布数据后由后台量一遍；与网页“检索有多好”和命令 yuzhi evaluate --city 相同。"""
    found = kept(request.tools)
    if found is None:
        raise NotFound("检索质量还没有量过，没有可给的。导入数据、建好索引后，后台会自动量一遍；也可以运行 yuzhi evaluate --city。")
    return told(found)


def told(found: Quality) -> QualityAnswer:
    """A measurement as the API says it."""
    return QualityAnswer(
        edition=found.edition, measured_on=found.measured_on, documents=found.documents, made_up=found.made_up,
        routes=[
            RouteShape(route=one.name, asked=one.asked, first_ten=_share(one.first_ten), first_hundred=_share(one.first_hundred))
            for one in found.routes
        ],
    )


def _share(one: Estimate) -> FoundShare:
    return FoundShare(mean=round(one.mean, 4), low=round(one.low, 4), high=round(one.high, 4))
