"""The one door to rows with personal data: masked for most, and logged for those who see them plain."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from yuzhi.engines.formats.tables import TABLES
from yuzhi.kernel.errors import Refused
from yuzhi.records.accounts.masks import masked_row, personal_fields
from yuzhi.records.accounts.models import AccessLog
from yuzhi.records.accounts.permissions import Viewer, may
from yuzhi.records.accounts.things import Thing


@dataclass(frozen=True, slots=True)
class Seen:
    """A row as one viewer may see it; `masked` names the fields that are not shown in full."""

    row: Mapping[str, object]
    masked: tuple[str, ...]


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
    Raises: Refused when personal data would be shown and no purpose is given.
    """
    declared = TABLES[table]
    seen: list[Seen] = []
    log: list[AccessLog] = []
    for row in rows:
        thing = Thing.of_row(table, row)
        decision = may(viewer, "read_personal", thing)
        fields = personal_fields(declared, row, natural=natural)
        area = (areas or {}).get(thing.county, "")
        shown = masked_row(declared, row, decision, natural=natural, area=area)
        seen.append(Seen(shown, () if decision.allowed else fields))
        if decision.allowed and fields:
            log.append(_entry(viewer, str(row["key"]), fields, at, purpose))
    AccessLog.objects.bulk_create(log)
    return seen


def note_personal_read(
    viewer: Viewer, object_key: str, fields: Iterable[str], *, at: datetime, purpose: str
) -> AccessLog:
    """The access log holds one plain read of personal fields, for data that do not come from a lake row."""
    entry = _entry(viewer, object_key, tuple(fields), at, purpose)
    entry.save()
    return entry


def note_download(viewer: Viewer, object_key: str, *, at: datetime, purpose: str) -> AccessLog:
    """The access log holds that this person took a file away as it was received."""
    entry = _entry(viewer, object_key, (), at, purpose, deed="file_downloaded")
    entry.save()
    return entry


def _entry(
    viewer: Viewer | None, key: str, fields: tuple[str, ...], at: datetime, purpose: str, deed: str = "personal_read"
) -> AccessLog:
    if not purpose.strip():
        raise Refused("查看个人信息原文必须写明目的；没有显示。")
    actor = str(getattr(viewer, "actor_key"))  # noqa: B009
    return AccessLog(at=at, actor_key=actor, deed=deed, object_key=key, fields=list(fields), purpose=purpose[:200])
