"""Rows that could not be read are repaired or set aside, repairs are taken back, columns are named as ignored."""

from collections.abc import Iterable

from django.db import transaction

from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import Refused
from yuzhi.records.datasets.models import IgnoredColumn, Load, LoadFile, Quarantined, Repair
from yuzhi.records.evidence.actions import witness
from yuzhi.rooms.datahub import queries
from yuzhi.rooms.datahub.rules import Arrival, checked_everywhere, loads_of


@transaction.atomic
def repair_row(row: Quarantined, after: str, reason: str, *, by: str, tools: Toolbox) -> Load:
    """A queued load that reads the row's file again with the entered text in place of the unreadable one.

    The original bytes stay as they are. Raises: Refused for a row that is not open or whole, an empty reason, or a text
    that changes nothing.
    """
    _checked(row, after, reason)
    now = tools.now()
    row.repair = Repair.objects.create(
        source=row.source, digest=row.digest, place=row.place, column=row.column, before=row.value, after=after,
        reason=reason, actor=by, made_at=now,
    )
    row.save(update_fields=["repair"])
    load = _again(row.source, {row.digest: row.file_name}, by, tools)[0]
    facts = {"place": str(row), "before": row.value, "after": after, "reason": reason, "everywhere": False}
    witness("quarantine.repaired", f"repair/{row.repair.pk}", by=by, facts=facts, at=now)
    return load


@transaction.atomic
def repair_everywhere(row: Quarantined, after: str, reason: str, *, by: str, tools: Toolbox) -> list[Load]:
    """Queued loads of every file of the source in which the same text of this column waits; the text holds for all.

    Files that come later are read with it too. Raises: Refused as for one row, and where the same text in another row
    may mean something else: a blank, a number, a name, a word that can be read.
    """
    _checked(row, after, reason)
    before = row.value.strip()
    after = checked_everywhere(row.source, row.column, before, after, tools.areas)
    now = tools.now()
    made = Repair.objects.create(
        source=row.source, column=row.column, before=before, after=after, reason=reason, actor=by, made_at=now
    )
    same = [
        one for one in queries.quarantine(source=row.source).filter(column=row.column) if one.value.strip() == before
    ]
    Quarantined.objects.filter(pk__in=[one.pk for one in same]).update(repair=made)
    row.repair = made
    loads = _again(row.source, {one.digest: one.file_name for one in (row, *same)}, by, tools)
    facts = {"place": str(row), "before": before, "after": after, "reason": reason, "everywhere": True, "rows": len(same)}
    witness("quarantine.repaired", f"repair/{made.pk}", by=by, facts=facts, at=now)
    return loads


@transaction.atomic
def withdraw_repair(repair: Repair, reason: str, *, by: str, tools: Toolbox) -> list[Load]:
    """Queued loads of the files that may have been read with the repair; it holds for nothing any more.

    Raises: Refused where it was withdrawn already, or without a reason.
    """
    if repair.withdrawn_at is not None:
        raise Refused("这项修复已经撤回，没有再次撤回。")
    if not reason.strip():
        raise Refused("没有填写撤回理由，未保存。请写明依据，以便日后核对。")
    now = tools.now()
    repair.withdrawn_at, repair.withdrawn_by, repair.withdraw_reason = now, by, reason
    repair.save(update_fields=["withdrawn_at", "withdrawn_by", "withdraw_reason"])
    loads = _again(repair.source, queries.read_with(repair), by, tools)
    facts = {"column": repair.column, "before": repair.before, "after": repair.after, "reason": reason}
    witness("repair.withdrawn", f"repair/{repair.pk}", by=by, facts=facts, at=now)
    return loads


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

    Raises: Refused without a reason, for a source that nobody declares or a column that stopped none of its files, or
    where the column is ignored already.
    """
    if not column.strip() or not reason.strip():
        raise Refused("没有填写列名或理由，未保存。请写明哪一列、为什么可以不读。")
    if tools.source(source) is None:
        raise Refused(f"没有名为“{source}”的数据源，没有登记。请从停下的那一批的页面登记。")
    if IgnoredColumn.objects.filter(source=source, column=column).exists():
        raise Refused(f"“{column}”已在不读的列之中，没有重复登记。")
    stopped = queries.stopped_by_columns(source)
    if not any(column in named for _, named in stopped):
        raise Refused(f"这个来源没有文件因“{column}”这一列而停下，没有登记。请从停下的那一批的页面选择列名。")
    now = tools.now()
    IgnoredColumn.objects.create(source=source, column=column, reason=reason, actor=by, made_at=now)
    loads = _again(source, {item.digest: item.name for item, _ in stopped}, by, tools)
    witness("column.ignored", f"source/{source}", by=by, facts={"column": column, "reason": reason}, at=now)
    return loads


def _checked(row: Quarantined, after: str, reason: str) -> None:
    if row.state != Quarantined.State.OPEN:
        raise Refused(f"这一行已是“{row.get_state_display()}”，没有再次修复。请刷新页面查看最新情况。")
    if row.whole:
        raise Refused("这一行整行没有读进来，不是某一格的问题，无法填一格来修复。核实后可以搁置它。")
    if not reason.strip():
        raise Refused("没有填写修复依据，未保存。请写明依据（如：经企业确认、见公告原文），以便日后核对。")
    if after == row.value:
        raise Refused("填写的内容与原值相同，未保存。请填写更正后的内容，或选择“搁置”。")


def _again(source: str, files: dict[str, str], by: str, tools: Toolbox) -> list[Load]:
    """Queued loads that read the files (digest → name) again, in the order in which they first came."""
    declared = tools.source(source)
    loads = []
    for batch in loads_of(_arrivals(source, files, tools)):
        load = Load.objects.create(
            source=source, reader_version=declared.version if declared else 1, requested_by=by, requested_at=tools.now(),
            reread=True, bytes_total=sum(one.size for one in batch),
        )
        LoadFile.objects.bulk_create(
            LoadFile(load=load, name=one.name, digest=one.digest, size=one.size) for one in batch
        )
        loads.append(load)
    return loads


def _arrivals(source: str, files: dict[str, str], tools: Toolbox) -> Iterable[Arrival]:
    came = list(LoadFile.objects.filter(load__source=source, digest__in=files).values_list("digest", flat=True))
    for digest in dict.fromkeys([*came, *files]):
        yield Arrival(files[digest], digest, tools.archive.path(digest).stat().st_size, source)
