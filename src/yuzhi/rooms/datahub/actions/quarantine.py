"""Rows that could not be read are repaired or set aside; columns are named as ignored."""

from django.db import transaction

from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import Refused
from yuzhi.records.datasets.models import IgnoredColumn, Load, LoadFile, Quarantined, Repair
from yuzhi.records.evidence.actions import witness


@transaction.atomic
def repair_row(row: Quarantined, after: str, reason: str, *, by: str, tools: Toolbox, everywhere: bool = False) -> Load:
    """A queued load that reads the row's file again with the entered text in place of the unreadable one.

    With `everywhere` the repair holds for the same text in this column of every file of the source. The original
    bytes stay as they are. Raises: Refused for a row that is not open, an empty reason, or a text that changes nothing.
    """
    if row.state != Quarantined.State.OPEN:
        raise Refused(f"这一行已是“{row.get_state_display()}”，没有再次修复。请刷新页面查看最新情况。")
    if not reason.strip():
        raise Refused("没有填写修复依据，未保存。请写明依据（如：经企业确认、见公告原文），以便日后核对。")
    if after == row.value:
        raise Refused("填写的内容与原值相同，未保存。请填写更正后的内容，或选择“搁置”。")
    now = tools.now()
    row.repair = Repair.objects.create(
        source=row.source, digest="" if everywhere else row.digest, place="" if everywhere else row.place,
        column=row.column, before=row.value, after=after, reason=reason, actor=by, made_at=now,
    )
    row.save(update_fields=["repair"])
    load = _again(row.source, [(row.file_name, row.digest)], by, tools)
    facts = {"place": str(row), "before": row.value, "after": after, "reason": reason, "everywhere": everywhere}
    witness("quarantine.repaired", f"repair/{row.repair.pk}", by=by, facts=facts, at=now)
    return load


@transaction.atomic
def dismiss_row(row: Quarantined, reason: str, *, by: str, tools: Toolbox) -> Quarantined:
    """The row, set aside with a reason: it stays on record and counts nowhere.

    Raises: Refused for a row that is not open or an empty reason.
    """
    if row.state != Quarantined.State.OPEN:
        raise Refused(f"这一行已是“{row.get_state_display()}”，没有改变。请刷新页面查看最新情况。")
    if not reason.strip():
        raise Refused("没有填写搁置理由，未保存。请写明理由，以便日后核对。")
    row.state = Quarantined.State.DISMISSED
    row.save(update_fields=["state"])
    witness(
        "quarantine.dismissed", f"quarantine/{row.pk}", by=by, facts={"place": str(row), "reason": reason}, at=tools.now()
    )
    return row


@transaction.atomic
def ignore_column(source: str, column: str, reason: str, *, by: str, tools: Toolbox) -> list[Load]:
    """Queued loads of the source's files that an unknown column had stopped; from now on it is passed over.

    Raises: Refused without a reason, or where the column is ignored already.
    """
    if not column.strip() or not reason.strip():
        raise Refused("没有填写列名或理由，未保存。请写明哪一列、为什么可以不读。")
    if IgnoredColumn.objects.filter(source=source, column=column).exists():
        raise Refused(f"“{column}”已在不读的列之中，没有重复登记。")
    now = tools.now()
    IgnoredColumn.objects.create(source=source, column=column, reason=reason, actor=by, made_at=now)
    stopped = LoadFile.objects.filter(load__source=source, state=Load.State.REFUSED).exclude(digest="")
    files = {item.digest: item.name for item in stopped}
    loads = [_again(source, [(name, digest)], by, tools) for digest, name in sorted(files.items())]
    witness("column.ignored", f"source/{source}", by=by, facts={"column": column, "reason": reason}, at=now)
    return loads


def _again(source: str, files: list[tuple[str, str]], by: str, tools: Toolbox) -> Load:
    declared = tools.source(source)
    sizes = [tools.archive.path(digest).stat().st_size for _, digest in files]
    load = Load.objects.create(
        source=source, reader_version=declared.version if declared else 1, requested_by=by, requested_at=tools.now(),
        reread=True, bytes_total=sum(sizes),
    )
    LoadFile.objects.bulk_create(
        LoadFile(load=load, name=name, digest=digest, size=size)
        for (name, digest), size in zip(files, sizes, strict=True)
    )
    return load
