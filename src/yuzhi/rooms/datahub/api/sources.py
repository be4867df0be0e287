"""`GET /api/sources` and `/api/coverage`: where data come from, and how far they reach."""

from datetime import date, datetime

from django.http import HttpRequest
from ninja import Router
from pydantic import Field

from yuzhi.engines.toolbox import Toolbox
from yuzhi.records.accounts.permissions import require
from yuzhi.records.accounts.things import Thing
from yuzhi.records.datasets import covering
from yuzhi.records.datasets.shapes import Coverage, Shape
from yuzhi.rooms.datahub import queries

router = Router()


class SourceShape(Shape):
    """一个数据源：谁发布、读入哪些表、已收录到哪一天。"""

    name: str = Field(description="数据源名称。")
    label: str = Field(description="数据源的中文名。")
    english: str = Field(description="数据源的英文名。")
    publisher: str = Field(description="发布者。")
    licence: str = Field(description="许可。")
    covers: str = Field(description="内容。")
    rank: int = Field(description="几个来源说法不同时，数小的优先。")
    version: int = Field(description="读取程序的版本。")
    tables: list[str] = Field(description="写入哪些数据表。")
    mapped: bool = Field(description="是否由工作人员对照表格建立；否为平台自带。")
    retired: bool = Field(description="是否已停用。")
    covered_to: date | None = Field(description="数据说到的最后一天；还没有读入过为 null。")
    last_load: datetime | None = Field(description="最近一次成功读入的时间。")
    records: int = Field(description="历次新增的记录数。")
    quarantined: int = Field(description="隔离区中待处理的行数。")


class SourcesAnswer(Shape):
    """全部数据源。"""

    sources: list[SourceShape] = Field(description="数据源。")


@router.get("/sources", response=SourcesAnswer, exclude_unset=True, operation_id="sources", summary="数据源")
def sources(request: HttpRequest) -> SourcesAnswer:
    """平台认得的全部数据源，以及从每个来源收录到哪一天。"""
    require(request.user, "read", Thing("source"))
    return told(request.tools)


@router.get("/coverage", response=Coverage, exclude_unset=True, operation_id="coverage", summary="数据范围")
def coverage(request: HttpRequest) -> Coverage:
    """平台现有数据的版本和范围。"""
    require(request.user, "read", Thing("source"))
    return covering.coverage(request.tools)


def told(tools: Toolbox) -> SourcesAnswer:
    """Every declared source with what came from it."""
    listed = []
    for one in queries.sources(tools):
        source, came = one["source"], one["came"] or {}
        listed.append(SourceShape(
            name=source.name, label=source.zh, english=source.en, publisher=source.publisher, licence=source.licence,
            covers=source.covers, rank=source.rank, version=source.version, tables=list(source.tables),
            mapped=source not in tools.pack_sources, retired=source.retired,
            covered_to=came.get("covered_to"), last_load=came.get("last_load"), records=came.get("records") or 0,
            quarantined=one["quarantined"],
        ))
    return SourcesAnswer(sources=listed)
