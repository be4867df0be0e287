"""The audit: who did what when, sealed day by day with one leaf, and whether anything was changed since.

The database guards the access log against everybody but its owner; a leaf over each day tells when the owner changed it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from django.db import transaction

from yuzhi.engines.translog.hashing import root_of
from yuzhi.records.accounts.models import AccessLog, AuditDay
from yuzhi.records.evidence.actions import witness
from yuzhi.records.evidence.leaves import canonical, facts_digest, leaf_hash
from yuzhi.records.evidence.models import Fact, Leaf

SHANGHAI = ZoneInfo("Asia/Shanghai")
SETTLES = timedelta(minutes=10)
"""How long after midnight a day waits, so that a transaction that began before it is in."""
ACT = "audit.sealed"
_ID, _HASH = 8, 32
_WIDTH = _ID + _HASH

FaultKind = Literal["changed", "missing", "added", "day"]


@dataclass(frozen=True, slots=True)
class AuditFault:
    """One thing that is no longer as it was sealed; `entry` is 0 where a whole day's list does not agree."""

    day: date
    kind: FaultKind
    entry: int
    sentence: str


@dataclass(frozen=True, slots=True)
class AuditVerdict:
    """What a check of the audit found: sealed days and entries, entries that wait for their day's end, and every fault."""

    days: int
    entries: int
    waiting: int
    faults: tuple[AuditFault, ...]

    @property
    def sound(self) -> bool:
        """True where no sealed entry was changed, taken out or put in."""
        return not self.faults


def entry_hash(entry: AccessLog) -> bytes:
    """The hash of everything that an entry says, as a leaf of its day's tree.

    Shape: 32 bytes.
    """
    return leaf_hash(canonical({
        "id": entry.pk, "at": entry.at, "actor": entry.actor_key, "deed": entry.deed, "object": entry.object_key,
        "fields": list(entry.fields), "purpose": entry.purpose, "ip": entry.ip,
    }))


@transaction.atomic
def seal_day(day: date, *, by: str, at: datetime) -> AuditDay:
    """The day's entries have one leaf: their number and the root of the tree over them."""
    kept = [(one.pk, entry_hash(one)) for one in _of(day)]
    hashes = b"".join(number.to_bytes(_ID, "big") + digest for number, digest in kept)
    root = root_of([digest for _, digest in kept]).hex()
    facts = {"day": day, "entries": len(kept), "first": kept[0][0] if kept else 0, "last": kept[-1][0] if kept else 0, "root": root}
    leaf = witness(ACT, f"audit/{day}", by=by, facts=facts, at=at)
    return AuditDay.objects.create(day=day, leaf=leaf, entries=len(kept), hashes=hashes)


def seal_ended(*, by: str, at: datetime) -> list[AuditDay]:
    """Every day that has ended is sealed, from the first entry on, days without entries too; what was sealed stays."""
    newest = AuditDay.objects.order_by("-day").first()
    if newest is not None:
        day = newest.day + timedelta(days=1)
    else:
        first = AccessLog.objects.order_by("at").first()
        if first is None:
            return []
        day = first.at.astimezone(SHANGHAI).date()
    made, today = [], (at - SETTLES).astimezone(SHANGHAI).date()
    while day < today:
        made.append(seal_day(day, by=by, at=at))
        day += timedelta(days=1)
    return made


def verify_audit() -> AuditVerdict:
    """Whether every sealed day is as its leaf says, entry by entry, in the order of days and of entries."""
    days = list(AuditDay.objects.select_related("leaf").order_by("day"))
    faults = list(_lost_days({one.day for one in days}))
    for one in days:
        faults.extend(_faults_of(one))
    if days:
        start, end = _bounds(days[0].day)[0], _bounds(days[-1].day)[1]
        early = AccessLog.objects.filter(at__lt=start).order_by("id")
        faults.extend(_fault(one.at.astimezone(SHANGHAI).date(), "added", one.pk) for one in early)
        waiting = AccessLog.objects.filter(at__gte=end).count()
    else:
        waiting = AccessLog.objects.count()
    return AuditVerdict(len(days), sum(one.entries for one in days), waiting, tuple(sorted(faults, key=lambda one: (one.day, one.entry))))


def _of(day: date) -> Iterator[AccessLog]:
    start, end = _bounds(day)
    return AccessLog.objects.filter(at__gte=start, at__lt=end).order_by("id").iterator()


def _bounds(day: date) -> tuple[datetime, datetime]:
    start = datetime.combine(day, time(), SHANGHAI)
    return start, start + timedelta(days=1)


def _lost_days(kept: set[date]) -> Iterator[AuditFault]:
    """Days that a leaf speaks of and whose list is gone."""
    for key in Leaf.objects.filter(act=ACT).order_by("id").values_list("object_key", flat=True):
        day = date.fromisoformat(key.removeprefix("audit/"))
        if day not in kept:
            yield AuditFault(day, "day", 0, f"{day} 有存证，当天的审计清单却不在了：有人删除过。请用备份比对。")


def _faults_of(sealed: AuditDay) -> Iterator[AuditFault]:
    parts = [bytes(sealed.hashes)[start : start + _WIDTH] for start in range(0, len(sealed.hashes), _WIDTH)]
    kept = {int.from_bytes(part[:_ID], "big"): part[_ID:] for part in parts}
    if not _agrees(sealed, [part[_ID:] for part in parts]):
        yield AuditFault(sealed.day, "day", 0, f"{sealed.day} 的审计清单与它的存证不符：清单被改过，或存证的事实不在了。请用备份比对。")
        return
    for entry in _of(sealed.day):
        digest = kept.pop(entry.pk, None)
        if digest is None:
            yield _fault(sealed.day, "added", entry.pk)
        elif digest != entry_hash(entry):
            yield _fault(sealed.day, "changed", entry.pk)
    elsewhere = set(AccessLog.objects.filter(pk__in=list(kept)).values_list("pk", flat=True))
    for number in kept:
        yield _fault(sealed.day, "changed" if number in elsewhere else "missing", number)


def _agrees(sealed: AuditDay, digests: list[bytes]) -> bool:
    """Whether the kept list is the one whose root the day's leaf holds."""
    fact = Fact.objects.filter(leaf=sealed.leaf).first()
    if fact is None:
        return False
    said, body = json.loads(bytes(fact.facts)), json.loads(bytes(sealed.leaf.body))
    return bool(
        body["facts"] == facts_digest(bytes(fact.salt), bytes(fact.facts)) and leaf_hash(bytes(sealed.leaf.body)) == bytes(sealed.leaf.leaf_hash)
        and body["object"] == f"audit/{sealed.day}" and said["root"] == root_of(digests).hex() and said["entries"] == len(digests)
    )


_SAID = {"changed": "被改过", "missing": "不见了", "added": "是后来添进去的"}


def _fault(day: date, kind: FaultKind, entry: int) -> AuditFault:
    return AuditFault(day, kind, entry, f"{day} 的审计记录第 {entry} 条{_SAID[kind]}，与当天的存证不符。请用备份比对，并报告审计管理员。")
