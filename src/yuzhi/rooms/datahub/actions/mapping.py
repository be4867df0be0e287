"""A mapping is saved as a source, or as a new version of one; a source is retired."""

from dataclasses import replace

from django.db import transaction
from django.db.models import Max

from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.reading.mapping import SheetMapping, as_told, told
from yuzhi.engines.reading.sources import Glimpse
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import BadValue, NotFound, Refused
from yuzhi.records.datasets.mappings import versions
from yuzhi.records.datasets.models import MappedSource, MappingVersion
from yuzhi.records.evidence.actions import witness


@transaction.atomic
def map_sheet(mapping: SheetMapping, *, by: str, tools: Toolbox, reason: str = "") -> MappingVersion:
    """The mapping is a source from now on, or the next version of the source of that name; loads keep the version they had.

    Raises: BadValue for a mapping that cannot be read by; Refused where another source recognises the same files, where
    nothing changed, and where a version would write to another table.
    """
    mapping = told(as_told(mapping))      # by the same bounds as from anywhere else
    _complete(mapping)
    source = MappedSource.objects.filter(name=mapping.name).first() if mapping.name else None
    mapping = replace(mapping, name=mapping.name or _free_name(mapping.table))
    _nobody_else(mapping, tools)
    before, now = versions(mapping.name), tools.now()
    if source is None:
        if tools.source(mapping.name):
            raise Refused(f"代号“{mapping.name}”已是平台自带的来源，没有保存。请换一个代号。")
        source = MappedSource.objects.create(name=mapping.name, made_by=by, made_at=now)
    else:
        _follows(mapping, before[-1], source)
    version = MappingVersion.objects.create(
        source=source, number=len(before) + 1, told=as_told(mapping), reason=reason, actor=by, made_at=now
    )
    facts = {"version": version.number, "mapping": version.told, "reason": reason}
    witness("source.remapped" if before else "source.mapped", f"source/{source.name}", by=by, facts=facts, at=now)
    return version


@transaction.atomic
def retire_source(name: str, reason: str, *, by: str, tools: Toolbox) -> MappedSource:
    """The source recognises nothing from now on; what it brought stays, and its loads keep its name.

    Raises: NotFound for a source that nobody mapped; Refused without a reason, and where it is retired already.
    """
    source = MappedSource.objects.filter(name=name).first()
    if source is None:
        raise NotFound(f"没有名为“{name}”的对照来源，没有停用。平台自带的来源不能停用。")
    if source.retired_at:
        raise Refused(f"“{name}”此前已停用，没有再次停用。")
    if not reason.strip():
        raise Refused("没有写明为什么停用，没有停用。请写明理由，以便日后核对。")
    source.retired_at, source.retired_by, source.retire_reason = tools.now(), by, reason
    source.save()
    witness("source.retired", f"source/{name}", by=by, facts={"reason": reason}, at=source.retired_at)
    return source


def _complete(mapping: SheetMapping) -> None:
    if mapping.missing:
        named = "、".join(f"“{zh}”" for zh in mapping.missing)
        raise BadValue(f"还没有说哪一列是 {named}：没有它就不能确定每一行是哪一件。没有保存，请选出那一列，或写成固定内容。")
    for text, what in ((mapping.zh, "来源的名称"), (mapping.publisher, "发布单位"), (mapping.licence, "使用条件"), (mapping.covers, "收录范围")):
        if not text:
            raise BadValue(f"没有写{what}，没有保存。请填上，日后查看数据的人要知道它从哪里来。")


def _nobody_else(mapping: SheetMapping, tools: Toolbox) -> None:
    """Raises: Refused where a file with this header would be recognised twice."""
    row = tuple(one.title for one in mapping.columns)
    glimpse = Glimpse(mapping.marker, "xlsx", b"", sheets={"": row}, tops={"": (row,)})
    others = [one for one in tools.mapped_sources() if one.name != mapping.name and one.recognise(glimpse)]
    if others:
        raise Refused(
            f"“{others[0].zh}”（{others[0].name}）已经认得这样的表头，没有保存：同一个文件不能属于两个来源。"
            "请为那个来源存新版本；同一表样来自不同单位的，请各写一个识别词。"
        )


def _follows(mapping: SheetMapping, last: SheetMapping, source: MappedSource) -> None:
    if source.retired_at:
        raise Refused(f"“{last.zh}”（{source.name}）已停用，没有存新版本。请另建一个来源。")
    if mapping.table != last.table:
        raise Refused(f"“{last.zh}”写入的是“{TABLES[last.table].zh}”表，新版本不能改成“{TABLES[mapping.table].zh}”，没有保存。请另建一个来源。")
    if mapping.rank != last.rank:
        raise Refused(f"“{last.zh}”的优先次序是 {last.rank}，新版本不能改成 {mapping.rank}，没有保存：已发布的数据按原次序合并。")
    if as_told(mapping) == as_told(last):
        raise Refused("对照与最新一版完全相同，没有存新版本。")


def _free_name(table: str) -> str:
    """A name that no source has: the table's, and a number."""
    newest = MappedSource.objects.aggregate(last=Max("pk"))["last"] or 0
    return f"sheet.{table}_{newest + 1}"
