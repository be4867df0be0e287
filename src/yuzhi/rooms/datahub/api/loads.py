"""`GET /api/loads` and `/api/quarantine`, and the shapes that `yuzhi ingest` prints."""

from datetime import date, datetime
from typing import Literal

from django.http import HttpRequest
from ninja import P, PathEx, Query, Router
from pydantic import Field

from yuzhi.engines.formats.tables import TABLES
from yuzhi.kernel.errors import NotFound
from yuzhi.records.accounts.permissions import may, require, scope_of, standing
from yuzhi.records.accounts.seeing import note_personal_read
from yuzhi.records.accounts.things import Thing
from yuzhi.records.datasets.models import Load, Quarantined
from yuzhi.records.datasets.shapes import Offset, Shape, Top
from yuzhi.rooms.datahub import queries
from yuzhi.rooms.datahub.rules import said_of_refusal

router = Router()


class FileShape(Shape):
    """一批中的一个文件。"""

    name: str = Field(description="文件名。")
    sha256: str = Field(description="内容摘要；没有存档的为空。")
    state: str = Field(description="状态：queued、published、refused 等。")
    quarantined: int = Field(description="隔离的行数。")
    message: str = Field(description="拒收的原因；没有为空。")


class LoadShape(Shape):
    """一批读入：整批发布，或者整批不发布。"""

    load: str = Field(description="批次名称，如 L0000012。")
    source: str = Field(description="数据源名称；没有来源认得的为空。")
    state: str = Field(description="状态：queued、running、published、unchanged、refused。")
    edition: int | None = Field(description="发布的数据版本号；没有发布为 null。")
    files: list[FileShape] = Field(description="文件。")
    records_read: int = Field(description="读到的记录数；一行可以成为几张表的记录。")
    added: int = Field(description="新增。")
    changed: int = Field(description="变更。")
    withdrawn: int = Field(description="撤回。")
    unchanged: int = Field(description="未变。")
    quarantined: int = Field(description="隔离的行数。")
    skipped: int = Field(description="注明不读的部分数。")
    tables: dict[str, int] = Field(description="数据表 → 写入的行数。")
    tables_read: dict[str, int] = Field(description="数据表 → 读到的记录数。")
    labels: dict[str, str] = Field(description="数据表 → 中文名称。")
    phase: str = Field(description="正在做什么：reading（读取）、publishing（发布）、indexing（建索引）；不在进行时为空。")
    made_up: bool = Field(description="是否示例数据。")
    covered_to: date | None = Field(description="数据说到的最后一天。")
    message: str = Field(description="拒收的原因；没有为空。")
    requested_at: datetime = Field(description="提交时间。")
    finished_at: datetime | None = Field(description="完成时间；未完成为 null。")
    share: float = Field(description="已读的比例，1 为全部。")


class LoadsAnswer(Shape):
    """历次读入，从新到旧。"""

    total: int = Field(description="总批数。")
    loads: list[LoadShape] = Field(description="这一页的批次。")


class QuarantinedShape(Shape):
    """隔离的一行：在哪里、哪一列、什么值、为什么。"""

    id: int = Field(description="编号。")
    source: str = Field(description="数据源名称。")
    load: str = Field(description="批次名称。")
    file: str = Field(description="文件名。")
    sha256: str = Field(description="文件内容的摘要。")
    place: str = Field(description="文件内的位置。")
    column: str = Field(description="列。")
    value: str = Field(description="读不懂的原文。")
    reason: str = Field(description="原因。")
    row: dict[str, str | None] = Field(description="整行：列名 → 原文。")
    county: str = Field(description="县（市、区）代码；未知为空。")
    state: str = Field(description="状态：open、repaired、dismissed。")


class QuarantineAnswer(Shape):
    """隔离区的行，按到来的次序。"""

    total: int = Field(description="总行数。")
    rows: list[QuarantinedShape] = Field(description="这一页的行。")


class AskedLoads(Shape):
    """列出哪些批次。"""

    source: str = Field("", max_length=80, description="只列这一数据源。")
    state: Literal["", "queued", "running", "published", "unchanged", "refused"] = Field("", description="只列这一状态。")
    top: Top = 20
    offset: Offset = 0


class AskedQuarantine(Shape):
    """列出哪些行。"""

    source: str = Field("", max_length=80, description="只列这一数据源。")
    state: Literal["", "open", "repaired", "dismissed"] = Field("open", description="只列这一状态；空为全部。")
    q: str = Field("", max_length=200, description="原文或原因中含有的词语。")
    top: Top = 20
    offset: Offset = 0


@router.get("/loads", response=LoadsAnswer, exclude_unset=True, operation_id="loads", summary="历次读入")
def loads(request: HttpRequest, asked: Query[AskedLoads]) -> LoadsAnswer:
    """历次读入的批次，从新到旧。拒收的具体原因会引用文件内容，只给工作人员。"""
    require(request.user, "read", Thing("load"))
    found = queries.loads(asked.source, asked.state)
    page = found.prefetch_related("files")[asked.offset : asked.offset + asked.top]
    return LoadsAnswer(total=found.count(), loads=[told(one, in_full=_in_full(request)) for one in page])


@router.get("/loads/{id}", response=LoadShape, exclude_unset=True, operation_id="load", summary="一批读入")
def load(request: HttpRequest, id: PathEx[str, P(description="批次的编号或名称。")]) -> LoadShape:
    """一批读入的进度和结果；以编号（12）或名称（L0000012）查。拒收的具体原因只给工作人员。"""
    require(request.user, "read", Thing("load"))
    number = id.removeprefix("L")
    numbered = number.isascii() and number.isdecimal() and len(number) <= 12
    found = queries.loads().filter(pk=int(number)).first() if numbered else None
    if found is None:
        raise NotFound(f"没有编号为“{id[:40]}”的读入批次。请从 /api/loads 查看已有的批次。")
    return told(found, in_full=_in_full(request))


@router.get("/quarantine", response=QuarantineAnswer, exclude_unset=True, operation_id="quarantine", summary="隔离区")
def quarantine(request: HttpRequest, asked: Query[AskedQuarantine]) -> QuarantineAnswer:
    """读不懂而隔离的行，含整行原文。限工作人员；县（市、区）的只见本县（市、区）的。"""
    who = standing(request.user)
    require(request.user, "read_quarantine", Thing("quarantine", next(iter(who.counties), "")))
    found = queries.quarantine(asked.state, asked.source, asked.q)
    if scope_of(request.user, "read_quarantine", "quarantine") == "own_county":
        found = found.filter(county__in=who.counties)
    rows = list(found[asked.offset : asked.offset + asked.top])
    if rows:
        note_personal_read(request.user, "quarantine", ("row",), at=request.tools.now(), purpose="经接口查看隔离行")
    return QuarantineAnswer(total=found.count(), rows=[_row(one) for one in rows])


def _in_full(request: HttpRequest) -> bool:
    return may(request.user, "read_loads", Thing("load")).allowed


def told(one: Load, *, in_full: bool = True) -> LoadShape:
    """A load as it stands; sentences that quote a file's content are told in full to those who may read loads."""
    counts = ("records_read", "added", "changed", "withdrawn", "unchanged", "quarantined", "skipped")
    return LoadShape(
        load=one.name, source=one.source, state=one.state, edition=one.edition_id,
        files=[
            FileShape(
                name=item.name, sha256=item.digest, state=item.state, quarantined=item.quarantined,
                message=said_of_refusal(item.message, one.source, in_full=in_full),
            )
            for item in one.files.all()
        ],
        **{name: getattr(one, name) for name in counts}, tables=one.tables, tables_read=one.tables_read,
        labels={name: TABLES[name].zh for name in {**one.tables_read, **one.tables} if name in TABLES},
        phase=one.phase if one.in_hand else "", made_up=one.made_up,
        covered_to=one.covered_to, message=said_of_refusal(one.message, one.source, in_full=in_full),
        requested_at=one.requested_at, finished_at=one.finished_at,
        share=round(min(1.0, one.bytes_done / one.bytes_total), 4) if one.bytes_total else float(bool(one.finished_at)),
    )


def _row(one: Quarantined) -> QuarantinedShape:
    return QuarantinedShape(
        id=one.pk, source=one.source, load=one.load.name, file=one.file_name, sha256=one.digest, place=one.place,
        column=one.column, value=one.value, reason=one.reason,
        row={str(title): None if cell is None else str(cell) for title, cell in one.row.items()},
        county=one.county, state=one.state,
    )
