"""The one door to rows with personal data: masked for most, and logged for those who see them plain.

People of the city see them plain only after they have stated why (`purposes`); until then a row is sealed.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from yuzhi.engines.formats.tables import TABLES, Table
from yuzhi.kernel.errors import Refused
from yuzhi.records.accounts.masks import masked_row, personal_fields
from yuzhi.records.accounts.models import AccessLog
from yuzhi.records.accounts.permissions import Decision, Viewer, may
from yuzhi.records.accounts.purposes import must_state, stated
from yuzhi.records.accounts.things import Thing

SEALED = Decision(False, "内容已密封：工作人员申明目的后才能查看，并留下记录。")
"""The answer to whoever may see what is sealed, and has not said why."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A row as one viewer may see it; `masked` names the fields that are not shown in full.

    `sealed` is true where this viewer may open them by stating a purpose.
    """

    row: Mapping[str, object]
    masked: tuple[str, ...]
    sealed: bool = False


def seen_by(
    viewer: Viewer | None,
    table: str,
    rows: Iterable[Mapping[str, object]],
    *,
    at: datetime,
    purpose: str,
    natural: bool | None = None,
    areas: Mapping[str, str] | None = None,
) -> list[Seen]:
    """The rows of one lake table as this viewer may see them; each plain read of personal fields is in the access log.

    Rows need their `key`, their `county` and the parties' codes. `areas` maps county codes to names: an address
    becomes that name. Lists that show no personal fields should not ask for them at all.
    `purpose` says what the owner of the data was doing; for people of the city the purpose that they stated stands before it.
    Raises: Refused when personal data would be shown and no purpose is given.
    """
    declared = TABLES[table]
    rows = list(rows)
    stating = must_state(viewer)
    why = stated(viewer, [str(row["key"]) for row in rows], at=at)
    seen: list[Seen] = []
    log: list[AccessLog] = []
    for row in rows:
        thing = Thing.of_row(table, row)
        decision = may(viewer, "read_personal", thing)
        amounts = _amounts(declared, row, thing)
        fields = (*personal_fields(declared, row, natural=natural), *amounts)
        key = str(row["key"])
        sealed = decision.allowed and stating and key not in why and bool(fields)
        if sealed:
            decision = SEALED
        area = (areas or {}).get(thing.county, "")
        shown = masked_row(declared, row, decision, natural=natural, area=area)
        if not decision.allowed:
            shown.update(dict.fromkeys(amounts))
        seen.append(Seen(shown, () if decision.allowed else fields, sealed))
        if decision.allowed and fields:
            log.append(_entry(viewer, key, fields, at, f"{why[key]}（{purpose}）" if key in why else purpose))
    AccessLog.objects.bulk_create(log)
    return seen


def note_personal_read(
    viewer: Viewer | None, object_key: str, fields: Iterable[str], *, at: datetime, purpose: str
) -> AccessLog:
    """The access log holds one plain read of personal fields, for data that do not come from a lake row."""
    entry = _entry(viewer, object_key, tuple(fields), at, purpose)
    entry.save()
    return entry


def opened(
    viewer: Viewer | None, object_key: str, allowed: Decision, fields: Iterable[str], *, at: datetime, context: str
) -> Decision:
    """The decision on one thing's sealed fields, for data that do not come from a lake row; an open read is in the access log.

    Where the viewer may, but has not stated a purpose, the answer is SEALED.
    """
    named = tuple(fields)
    if not allowed.allowed or not named:
        return allowed
    why = stated(viewer, [object_key], at=at).get(object_key, "")
    if must_state(viewer) and not why:
        return SEALED
    note_personal_read(viewer, object_key, named, at=at, purpose=f"{why}（{context}）" if why else context)
    return allowed


def note_download(viewer: Viewer, object_key: str, *, at: datetime, purpose: str) -> AccessLog:
    """The access log holds that this person took a file away as it was received."""
    entry = _entry(viewer, object_key, (), at, purpose, deed="file_downloaded")
    entry.save()
    return entry


def note_audit(viewer: Viewer, deed: str, purpose: str, *, at: datetime) -> AccessLog:
    """The access log holds that this person read or took along the audit, and what was looked for."""
    entry = _entry(viewer, "audit", (), at, purpose, deed=deed)
    entry.save()
    return entry


def _amounts(table: Table, row: Mapping[str, object], thing: Thing) -> tuple[str, ...]:
    """Names of the amounts of a contract, which are sealed as personal data are."""
    return tuple(field.name for field in table.fields if field.type == "money" and row.get(field.name)) if thing.kind == "deal" else ()


def _entry(
    viewer: Viewer | None, key: str, fields: tuple[str, ...], at: datetime, purpose: str, deed: str = "personal_read"
) -> AccessLog:
    if not purpose.strip():
        raise Refused("查看个人信息原文必须写明目的；没有显示。")
    actor = str(getattr(viewer, "actor_key"))  # noqa: B009
    return AccessLog(at=at, actor_key=actor, deed=deed, object_key=key, fields=list(fields), purpose=purpose[:200])
