"""Owners are told of what lies ahead: once for each stage and content, all payments of a holder in one message."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q

from yuzhi.engines.messaging import Channels
from yuzhi.engines.toolbox import Toolbox
from yuzhi.records.clocks.models import Round
from yuzhi.records.messages.models import Message, Told
from yuzhi.records.messages.outbox import Draft, end, queue
from yuzhi.records.parties.models import Party
from yuzhi.records.rights.models import Holding
from yuzhi.rooms.dues import queries
from yuzhi.rooms.dues.actions.desk import escalate
from yuzhi.rooms.dues.actions.wording import worded
from yuzhi.rooms.dues.rules import Item, step

PORTION = 300
_FEE_AHEAD, _RENEWAL_AHEAD = timedelta(days=100), timedelta(days=370)
_NOBODY = "（来源未载权利人）"
_Place = tuple[str, str, int]


def warn_next(tools: Toolbox, edition: int) -> bool:
    """Whether a portion of holders was told; False where today's round for this edition is complete.

    The round follows the one that settles the stored days. Killed in between, it goes on where it stopped, and what
    was queued is not queued again.
    """
    current, _ = Round.objects.get_or_create(kind="warnings", day=tools.today(), edition=edition)
    if current.done_at is not None:
        return False
    parties = list(Party.objects.filter(key__gt=current.cursor).order_by("key")[:PORTION])
    with transaction.atomic():
        current.opened += len(warn(parties, tools) if parties else _warn_of_ownerless(tools))
        current.cursor = parties[-1].key if parties else current.cursor
        current.done_at = None if parties else tools.now()
        current.save()
    return True


def warn(parties: Sequence[Party], tools: Toolbox) -> list[Message]:
    """The messages queued for these holders today; in the last days the desk of the county is told as well."""
    return _told_of(parties, _of_parties(parties, tools.today(), tools), tools)


def _warn_of_ownerless(tools: Toolbox) -> list[Message]:
    """Messages about rights of which no source names a holder: nobody can be reached, so the desk is told."""
    clocks = queries.lasts(tools.today()).exclude(object_key__in=Holding.objects.values("right_id"))
    nobody = Party(key="", name=_NOBODY)
    staged, counties = [], {}
    for due in queries.dues(clocks, tools.today(), tools):
        staged.append(_staged(due, tools.today()))
        counties[due.right.key] = due.right.county
    return _told_of([nobody], [(nobody, staged, counties)], tools)


def _told_of(
    parties: Sequence[Party], watched: Iterable[tuple[Party, list["_Staged"], dict[str, str]]], tools: Toolbox
) -> list[Message]:
    on, channels, known = tools.today(), tools.channels(), queries.data_day()
    told = _told(parties)
    drafts = []
    for party, items, counties in watched:
        said = told[party.key]
        new = [one for one in items if one.news and (*one.item.place, one.step, one.item.digest) not in said.exactly]
        if new:
            drafts.append(_draft(party, new, said, counties, (on, known, channels)))
    made = queue(drafts, at=tools.now())
    for message in made:
        _recall_older(message, tools)
        if message.told.filter(step="final").exists():
            escalate(message, f"只剩最后几天（最迟 {message.until}），请再核实一次", tools=tools)
    return made


@dataclass(frozen=True, slots=True)
class _Staged:
    item: Item
    step: str
    news: bool


@dataclass(slots=True)
class _Said:
    exactly: set[tuple[str, str, int, str, str]]
    stages: set[tuple[str, str, int, str]]
    days: dict[tuple[str, str, int], str]


def _told(parties: Iterable[Party]) -> dict[str, _Said]:
    found: dict[str, _Said] = defaultdict(lambda: _Said(set(), set(), {}))
    for one in Told.objects.filter(party_key__in=[party.key for party in parties]).order_by("id"):
        said = found[one.party_key]
        said.exactly.add((one.object_key, one.matter, one.ordinal, one.step, one.digest))
        said.stages.add((one.object_key, one.matter, one.ordinal, one.step))
        said.days[one.object_key, one.matter, one.ordinal] = one.days
    return found


def _of_parties(
    parties: Sequence[Party], on: date, tools: Toolbox
) -> Iterable[tuple[Party, list[_Staged], dict[str, str]]]:
    holdings: dict[str, list[str]] = defaultdict(list)
    for right, party in Holding.objects.filter(party__in=parties).values_list("right_id", "party_id"):
        holdings[right].append(party)
    soon = Q(matter="annual_fee_last", trigger_on__lte=on + _FEE_AHEAD) | Q(matter="renewal_last", trigger_on__lte=on + _RENEWAL_AHEAD)
    clocks = queries.lasts(on).filter(soon, object_key__in=Holding.objects.filter(party__in=parties).values("right_id"))
    of_party: dict[str, list[_Staged]] = defaultdict(list)
    counties: dict[str, str] = {}
    for due in queries.dues(clocks, on, tools):
        counties[due.right.key] = due.right.county
        for party in holdings[due.right.key]:
            of_party[party].append(_staged(due, on))
    return [(party, of_party[party.key], counties) for party in parties if of_party.get(party.key)]


def _staged(due: queries.Due, on: date) -> _Staged:
    reached = step(due.item, on)
    return _Staged(due.item, reached, bool(reached) and due.answer is None)


def _draft(
    party: Party, new: Sequence[_Staged], said: _Said, counties: dict[str, str],
    today: tuple[date, date | None, Channels],
) -> Draft:
    on, known, channels = today
    items = [one.item for one in new]
    changed = any(_changed(one, said) for one in new)
    words = worded(party.name, items, on, known, channels, changed=changed, made_up=party.made_up)
    return Draft(
        party_key=party.key, county=counties[items[0].right_key], title=words.title, body=words.body, short=words.short,
        data_day=known, until=min(one.last_on for one in items), made_up=party.made_up,
        told=tuple(
            Told(
                party_key=party.key, object_key=one.item.right_key, matter=one.item.matter, ordinal=one.item.ordinal,
                step=one.step, digest=one.item.digest, days=one.item.days,
            ) for one in new
        ),
    )


def _changed(one: _Staged, said: _Said) -> bool:
    """Whether an earlier message named other days, or another amount at the same stage."""
    return said.days.get(one.item.place, one.item.days) != one.item.days or (*one.item.place, one.step) in said.stages


def _recall_older(message: Message, tools: Toolbox) -> None:
    """Messages that still wait and say nothing but what this one says anew need not be sent any more."""
    here = places(message)
    for older in Message.objects.filter(party_key=message.party_key, state="waiting", pk__lt=message.pk):
        if places(older) <= here:
            end(older, "recalled", "内容有变，已由新的通知代替", at=tools.now())


def places(message: Message) -> set[_Place]:
    """The payments that a message speaks of."""
    return set(message.told.values_list("object_key", "matter", "ordinal"))
