"""`/api/evidence`: the same as the room's pages and `yuzhi evidence`."""

from datetime import datetime

from django.http import HttpRequest
from ninja import File, Form, P, PathEx, Query, Router, Status
from ninja.files import UploadedFile
from ninja.security import django_auth
from pydantic import Field

from yuzhi.engines.exhibits.exhibit import LARGEST, Held, too_large
from yuzhi.records.accounts.permissions import require
from yuzhi.records.datasets.shapes import Offset, Shape, Top
from yuzhi.records.evidence.exhibits import STATES, Told, deposit_named
from yuzhi.records.evidence.models import Deposit
from yuzhi.rooms.openlog import actions, queries
from yuzhi.rooms.openlog.forms import KINDS

router = Router()
Name = PathEx[str, P(description="证物的编号（前八位以上），或存证序号。")]


class ExhibitShape(Shape):
    """一件证物。"""

    id: str = Field(description="编号：记录的 SHA-256。")
    number: int | None = Field(description="存证序号；还没有编号为 null。")
    state: str = Field(description="received 已收下、sealed 已编号、anchored 已进入日志、witnessed 已见证、stamped 已盖时间戳。")
    state_label: str = Field(description="状态的名称。")
    kind: str = Field(description="种类：file 文件、draft 作品过程稿、knowledge 传统知识、notice 通知、capture 网页取证、dataset 公布的数据。")
    title: str = Field(description="名称。")
    files: int = Field(description="文件数。")
    size: int = Field(description="字节数。")
    received_at: datetime = Field(description="收下时间，UTC。")
    series: str = Field(description="同一作品第一稿的编号。")
    version: int = Field(description="第几稿。")
    published_at: datetime | None = Field(description="公开的时间；没有公开为 null。")
    made_up: bool = Field(description="是否示例数据。")


class ExhibitsAnswer(Shape):
    """本人和本单位的证物，新的在前。"""

    total: int = Field(description="总件数。")
    exhibits: list[ExhibitShape] = Field(description="这一页的证物。")


class KnowledgeShape(Shape):
    """一件传统知识：只有编号、序号和时间。"""

    id: str = Field(description="编号：记录的 SHA-256，看不出内容。")
    number: int = Field(description="存证序号。")
    received_at: datetime = Field(description="收下时间，UTC。")
    made_up: bool = Field(description="是否示例数据。")


class KnowledgeAnswer(Shape):
    """已存的传统知识，新的在前。"""

    total: int = Field(description="总件数。")
    entries: list[KnowledgeShape] = Field(description="这一页。")


class PagedExhibits(Shape):
    """要哪一页。"""

    top: Top = 100
    offset: Offset = 0


@router.get("/evidence", auth=django_auth, response=ExhibitsAnswer, operation_id="exhibits", summary="我的证物")
def exhibits(request: HttpRequest, asked: Query[PagedExhibits]) -> ExhibitsAnswer:
    """登录者本人和本单位的证物及状态；与命令 yuzhi evidence list 相同。需登录会话。"""
    require(request.user, "deposit", queries.own_thing(request.user))
    found = queries.own(request.user)
    return ExhibitsAnswer(total=found.count(), exhibits=_shapes(list(found[asked.offset : asked.offset + asked.top]), request))


@router.post("/evidence", auth=django_auth, response={201: ExhibitShape}, operation_id="deposit", summary="存证")
def deposit(
    request: HttpRequest, files: File[list[UploadedFile]], title: Form[str], kind: Form[str] = "file", steps: Form[str] = "",
    keeper: Form[str] = "", after: Form[str] = "",
) -> Status[ExhibitShape]:
    """收下一个或多个文件为一件证物，存一条存证。after 为同一作品前一稿的编号。需登录会话和 CSRF 令牌。"""
    require(request.user, "deposit", queries.own_thing(request.user))
    if (size := sum(one.size or 0 for one in files)) > LARGEST:
        raise too_large(size)
    told = Told(
        title, kind if kind in KINDS else f"{kind[:20]}?", {"keeper": keeper}, [line for line in steps.splitlines() if line.strip()],
        deposit_named(after, queries.owned_by(request.user)) if after else None,
    )
    made = actions.deposit(
        [Held(one.name or "未命名", one.file) for one in files], told, by=queries.giver(request.user), tools=request.tools,
    )
    return Status(201, _shapes([made], request)[0])


@router.get("/evidence/knowledge", response=KnowledgeAnswer, operation_id="knowledge", summary="已存的传统知识")
def knowledge(request: HttpRequest, asked: Query[PagedExhibits]) -> KnowledgeAnswer:
    """只有编号、序号和时间；内容、名称和存证人不公开。"""
    found = queries.knowledge()
    return KnowledgeAnswer(total=found.count(), entries=[
        KnowledgeShape(id=one.digest, number=one.leaf.number, received_at=one.received_at, made_up=one.made_up)
        for one in found[asked.offset : asked.offset + asked.top]
    ])


@router.get("/evidence/{exhibit}", response=ExhibitShape, operation_id="exhibit", summary="一件证物")
def one_exhibit(request: HttpRequest, exhibit: Name) -> ExhibitShape:
    """自己的，或已公开的证物。证据包在 /evidence/{exhibit}/package。"""
    return _shapes([deposit_named(exhibit, queries.seen_by(request.user))], request)[0]


def _shapes(rows: list[Deposit], request: HttpRequest) -> list[ExhibitShape]:
    return [
        ExhibitShape(
            id=row.digest, number=row.leaf.number, state=state, state_label=STATES[state], kind=row.kind, title=row.title, files=row.files,
            size=row.size, received_at=row.received_at, series=row.series, version=row.version, published_at=row.published_at, made_up=row.made_up,
        )
        for row, state in queries.told(rows, request.tools)
    ]
