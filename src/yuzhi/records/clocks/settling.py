"""The stored days of the city's rights follow what the sources and the law say: rows are added, none is changed."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.limits import Limit
from yuzhi.kernel.standing import STATES, Standing
from yuzhi.records.clocks.models import Clock, Round
from yuzhi.records.clocks.queries import holding, open_clocks, same
from yuzhi.records.evidence.actions import witness
from yuzhi.records.rights.models import Right

BY = "operator/clocks"
PORTION = 2_000
KINDS = ("patents", "trademarks")


@dataclass(frozen=True, slots=True)
class Settled:
    """How many days were written for the first time, and how many in the place of another row."""

    opened: int
    replaced: int


def get_of(right: Right) -> dict[str, Any]:
    """The fields of a right that its days are computed from, by their names in the lake."""
    office = right.key.partition("/")[0].upper()
    return {
        "office": office, "right_kind": right.subkind, "filed_on": right.begun_on, "registered_on": right.granted_on,
        "expires_on": right.ends_on,
    }


def stands(right: Right) -> Standing:
    """Where the right stands, by its row in the register."""
    return Standing(right.state, "", right.begun_on, right.granted_on, right.ends_on)


def ahead(right: Right, on: date, tools: Toolbox) -> tuple[Limit, ...]:
    """The legal days ahead of a right by the law and its row in the register."""
    return tools.limits(right.kind, get_of(right).get, stands(right), on)


@transaction.atomic
def settle(rights: Sequence[Right], on: date, tools: Toolbox) -> Settled:
    """The stored days of these rights say what holds on that day; a second call changes nothing.

    A day whose law or facts changed is replaced by a new row with the reason; one that went by is closed as missed
    where the source says that the right lapsed, else as passed; one of a right that ended otherwise no longer applies.
    """
    now, found = tools.now(), defaultdict(dict)
    for one in holding().filter(object_key__in=[right.key for right in rights]):
        found[one.object_key][one.matter, one.ordinal] = one
    rows = [row for right in rights for row in _of_right(right, found[right.key], on, now, tools)]
    return _written(rows, on, now)


@transaction.atomic
def settle_gone(on: date, tools: Toolbox, limit: int = PORTION) -> Settled:
    """Days of rights that are in the register no more are closed with that reason; they stay on record."""
    now = tools.now()
    known = Right.objects.filter(state_on__isnull=False).values("key")
    gone = open_clocks().exclude(object_key__in=known)[:limit]
    rows = [_replacing(one, "superseded", "来源已撤回这项权利，或它已不在本市登记之列", now) for one in gone]
    return _written(rows, on, now)


def settle_next(tools: Toolbox, edition: int) -> bool:
    """Whether a portion of today's round was done; False where today's round for this edition is complete.

    A process that dies in between goes on where the last portion ended.
    """
    day = tools.today()
    current, _ = Round.objects.get_or_create(kind="clocks", day=day, edition=edition)
    if current.done_at is not None:
        return False
    rights = list(Right.objects.filter(kind__in=KINDS, key__gt=current.cursor).order_by("key")[:PORTION])
    with transaction.atomic():
        done = settle(rights, day, tools) if rights else settle_gone(day, tools)
        current.opened += done.opened
        current.replaced += done.replaced
        if rights:
            current.cursor = rights[-1].key
        elif not done.replaced:
            current.done_at = tools.now()
        current.save()
    return True


def settle_all(tools: Toolbox, edition: int) -> Round:
    """Today's round, complete."""
    while settle_next(tools, edition):
        pass
    return Round.objects.get(kind="clocks", day=tools.today(), edition=edition)


def _of_right(
    right: Right, found: dict[tuple[str, int], Clock], on: date, now: datetime, tools: Toolbox
) -> Iterator[Clock]:
    wanted = {(one.matter, one.ordinal): one for one in ahead(right, on, tools)}
    for place, limit in wanted.items():
        standing = found.get(place)
        if standing is None:
            yield _stored(right.key, limit, "依据来源所载的日期算出", now)
        elif standing.state != "open" or not same(standing, limit):
            why = "来源所载的日期或适用的规定有变" if standing.state == "open" else "来源更新后，这项期限重新适用"
            yield _stored(right.key, limit, f"{why}：原为 {standing.last_on}", now, standing)
    for place, clock in found.items():
        if place not in wanted and (became := _became(right, clock, on)):
            state, reason = became
            yield _replacing(clock, state, reason, now)


def _became(right: Right, clock: Clock, on: date) -> tuple[str, str] | None:
    """State and reason of a day that no longer lies ahead; None where its last row says so already."""
    if clock.state == "passed" and right.state == "lapsed" and right.ends_on and right.ends_on <= clock.last_on:
        return "missed", f"来源载明：{right.ends_on} 起因未缴年费终止"
    if clock.state != "open":
        return None
    if right.state == "lapsed" and clock.matter.startswith("annual_fee"):
        return "missed", f"来源载明：{right.ends_on} 起因未缴年费终止"
    if right.kind == "trademarks" and right.ends_on and right.ends_on > clock.last_on:
        return "met", f"来源载明已续展，专用期至 {right.ends_on}"
    if clock.last_on < on and right.state in ("valid", "grace", "expired"):
        return "passed", "日期已过；来源尚未说明是否办理"
    return "superseded", f"权利状态为“{STATES.get(right.state, right.state)}”，这项期限不再适用"


def _stored(key: str, limit: Limit, reason: str, now: datetime, before: Clock | None = None) -> Clock:
    return Clock(
        object_key=key, matter=limit.matter, ordinal=limit.ordinal, rule=limit.rule, rule_since=limit.rule_since,
        instrument=limit.cite.instrument, article=limit.cite.article, confidence=limit.cite.confidence,
        event=limit.event, trigger_on=limit.trigger_on, nominal_on=limit.nominal_on, last_on=limit.last_on,
        state="open", reason=reason, computed_at=now, supersedes=before,
    )


def _replacing(clock: Clock, state: str, reason: str, now: datetime) -> Clock:
    kept = ("object_key", "matter", "ordinal", "rule", "rule_since", "instrument", "article", "confidence", "event",
            "trigger_on", "nominal_on", "last_on")
    return Clock(
        **{name: getattr(clock, name) for name in kept}, state=state, reason=reason[:300], computed_at=now,
        supersedes=clock,
    )


def _written(rows: Iterable[Clock], on: date, now: datetime) -> Settled:
    listed = list(rows)
    if not listed:
        return Settled(0, 0)
    Clock.objects.bulk_create(listed, 1000)
    opened = sum(row.supersedes_id is None for row in listed)
    facts = {"day": on.isoformat(), "opened": opened, "replaced": len(listed) - opened}
    witness("clocks.settled", f"clocks/{on}", by=BY, facts=facts, at=now)
    return Settled(opened, len(listed) - opened)
