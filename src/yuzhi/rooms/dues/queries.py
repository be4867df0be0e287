"""Reads of this room: payments that lie ahead, from the stored days, with the costs of the day and the owners' answers."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.core import signing
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.cite import Cite
from yuzhi.kernel.errors import NotFound
from yuzhi.kernel.keeping import Payment
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.models import User
from yuzhi.records.accounts.permissions import Viewer, require, scope_of, standing
from yuzhi.records.accounts.things import Thing
from yuzhi.records.clocks.models import Clock
from yuzhi.records.clocks.queries import held_at, holding, open_clocks
from yuzhi.records.clocks.settling import get_of, stands
from yuzhi.records.datasets.models import Load
from yuzhi.records.messages.models import Message, Told
from yuzhi.records.rights.models import Holding, Right
from yuzhi.rooms.dues.models import Answer, Task
from yuzhi.rooms.dues.rules import Item, covers

HORIZON = 400
"""Units: days. The furthest a payment is looked for: a year's fee, and a mark's window of twelve months."""
_FEED = "yuzhi.dues.feed"
_LAST = ("annual_fee_last", "renewal_last")


@dataclass(frozen=True, slots=True)
class Due:
    """A payment with its right, its holders, what was answered and what the last day rests on."""

    item: Item
    right: Right
    clock: Clock
    holders: tuple[str, ...]
    cites: tuple[Cite, ...]
    answer: Answer | None


@dataclass(frozen=True, slots=True)
class Reach:
    """Which rights are meant: those of these counties (None: of all), and where named those of one party."""

    counties: tuple[str, ...] | None = None
    party: str = ""

    def within(self, counties: tuple[str, ...]) -> "Reach":
        """The part of this reach that lies in these counties."""
        mine = counties if self.counties is None else tuple(one for one in counties if one in self.counties)
        return Reach(mine, self.party)


def reach_of(asker: Viewer | Operator | None, verb: str = "read") -> Reach:
    """Whose payments a person may see or work on: all, those of the own counties, or the own party's.

    Raises: NotPermitted for whoever has none, with the sentence that says who can grant it.
    """
    if isinstance(asker, Operator):
        return Reach()
    scope, who = scope_of(asker, verb, "due"), standing(asker)
    if scope == "none":
        require(asker, verb, Thing("due"))
    return {"all": Reach(), "own_county": Reach(who.counties)}.get(scope) or Reach(party=who.party_key)


def lasts(
    on: date, within: int = HORIZON, reach: Reach | None = None, known: datetime | None = None
) -> QuerySet[Clock]:
    """The last days of payments that are due by then or late already, the earliest due first.

    With `known` those that the platform had on record at that instant, not those that it has now.
    """
    reach = reach or Reach()
    stored = held_at(known).filter(state="open") if known else open_clocks()
    found = stored.filter(matter__in=_LAST, trigger_on__lte=on + timedelta(days=within), last_on__gte=on)
    if reach.counties is not None:
        found = found.filter(object_key__in=Right.objects.filter(county__in=reach.counties).values("key"))
    if reach.party:
        found = found.filter(object_key__in=Holding.objects.filter(party_id=reach.party).values("right_id"))
    return found.order_by("trigger_on", "object_key")


def dues(clocks: Iterable[Clock], on: date, tools: Toolbox) -> list[Due]:
    """The payments behind these last days, in the same order, as they stand on a day."""
    listed = list(clocks)
    rights = {one.key: one for one in _rights([clock.object_key for clock in listed])}
    beside = _beside(list(rights))
    answers = answers_of(list(rights))
    holders: dict[str, list[str]] = defaultdict(list)
    for key, party in _holdings(list(rights)):
        holders[key].append(party)
    return [
        _due(clock, rights[clock.object_key], beside, answers, tuple(holders[clock.object_key]), on, tools)
        for clock in listed if clock.object_key in rights
    ]


def answers_of(keys: Sequence[str]) -> dict[str, list[Answer]]:
    """All answers by right, also those that were taken back."""
    found: dict[str, list[Answer]] = defaultdict(list)
    for part in _parts(keys):
        for answer in Answer.objects.filter(right_key__in=part):
            found[answer.right_key].append(answer)
    return found


def recorded_from() -> date | None:
    """The day on which legal days were first stored: before it nothing was known here, which is not nothing due."""
    first = Clock.objects.order_by("computed_at").values_list("computed_at", flat=True).first()
    return timezone.localtime(first).date() if first else None


def data_day() -> date | None:
    """The last day of which the sources speak, None before the first load."""
    newest = Load.objects.exclude(covered_to=None).order_by("-covered_to").first()
    return newest.covered_to if newest else None


def answered(item: Item, answers: Iterable[Answer]) -> Answer | None:
    """The answer that stops warnings of a payment."""
    mine = (
        one for one in answers
        if one.withdrawn_at is None and one.matter == item.matter and covers(one.kind, one.ordinal, item)
    )
    return max(mine, key=lambda one: one.pk, default=None)


def _due(
    clock: Clock, right: Right, beside: dict[tuple[str, str, int], Clock], answers: dict[str, list[Answer]],
    holders: tuple[str, ...], on: date, tools: Toolbox,
) -> Due:
    matter = clock.matter.removesuffix("_last")
    payment = _payment(right, clock, on, tools)
    reduction, opens = beside.get((right.key, "fee_reduction", clock.ordinal)), beside.get((right.key, "renewal", clock.ordinal))
    item = Item(
        right_key=right.key, title=right.title, number=right.number, matter=matter, ordinal=clock.ordinal,
        opens_on=opens.trigger_on + timedelta(days=1) if opens else None, due_on=clock.trigger_on,
        reduction_by=reduction.last_on if reduction and reduction.last_on >= on else None, last_on=clock.last_on,
        amount=payment.amount if payment else None, surcharge=payment.surcharge if payment else None,
        total=payment.total if payment else None,
        again=sum(one.withdrawn_at is not None and one.matter == matter for one in answers.get(right.key, ())),
    )
    return Due(item, right, clock, holders, payment.cites if payment else (), answered(item, answers.get(right.key, ())))


def _payment(right: Right, clock: Clock, on: date, tools: Toolbox) -> Payment | None:
    # A last day that was moved by a holiday costs what the nominal one did.
    found = tools.keeping(right.kind, get_of(right).get, stands(right), min(on, clock.nominal_on))
    year = clock.ordinal if right.kind == "patents" else None
    return next((one for one in found.payments if one.year == year), None)


def _beside(keys: Sequence[str]) -> dict[tuple[str, str, int], Clock]:
    found: dict[tuple[str, str, int], Clock] = {}
    for part in _parts(keys):
        for one in open_clocks().filter(object_key__in=part, matter__in=("fee_reduction", "renewal")):
            found[one.object_key, one.matter, one.ordinal] = one
    return found


def _rights(keys: Sequence[str]) -> list[Right]:
    return [right for part in _parts(keys) for right in Right.objects.filter(key__in=part)]


def _holdings(keys: Sequence[str]) -> list[tuple[str, str]]:
    return [
        row for part in _parts(keys)
        for row in Holding.objects.filter(right_id__in=part).order_by("right_id", "position").values_list("right_id", "party_id")
    ]


def _parts(keys: Sequence[str], size: int = 500) -> list[Sequence[str]]:
    return [keys[start : start + size] for start in range(0, len(keys), size)]




def right_of(key: str) -> Right:
    """The right in the city's register.

    Raises: NotFound.
    """
    found = Right.objects.filter(key=key).first()
    if found is None:
        raise NotFound(f"本市的登记里没有“{key}”。它可能已由来源撤回，或不在本市。")
    return found


def last_of(key: str, matter: str, ordinal: int) -> Clock | None:
    """The last day of a payment as it holds now, also where it has gone by."""
    return holding().filter(object_key=key, matter=f"{matter}_last", ordinal=ordinal).first()


def days_of(key: str, matter: str, ordinal: int) -> list[Clock]:
    """All stored days of a payment as they hold now, in order."""
    names = (matter, f"{matter}_last", *(("fee_reduction",) if matter == "annual_fee" else ()))
    return list(holding().filter(object_key=key, matter__in=names, ordinal=ordinal).order_by("last_on"))


def told_of(key: str, matter: str, ordinal: int) -> list[Told]:
    """What was said of a payment to whom, the latest first."""
    found = Told.objects.filter(object_key=key, matter=matter, ordinal=ordinal)
    return list(found.select_related("message").prefetch_related("message__attempts").order_by("-id")[:20])


def messages_of(party_key: str) -> QuerySet[Message]:
    """The messages to a party, the newest first."""
    return Message.objects.filter(party_key=party_key).order_by("-id")


def tasks(reach: Reach) -> QuerySet[Task]:
    """The open tasks of these counties, the most urgent first; those of no county are the city's."""
    found = Task.objects.filter(closed_at=None).select_related("message").order_by("until", "id")
    return found if reach.counties is None else found.filter(county__in=reach.counties)


def closed_by(actor_key: str) -> int:
    """How many tasks a person has closed: the work that counts for them."""
    return Task.objects.filter(closed_by=actor_key).count()


def feed_token(user: User) -> str:
    """The secret part of the address of a person's calendar."""
    return signing.dumps({"u": str(user.key), "p": _fingerprint(user)}, salt=_FEED)


def user_of_feed(token: str) -> User | None:
    """The person whose calendar it is; None for a forged address, a closed account, and after a change of the password."""
    try:
        said = signing.loads(token, salt=_FEED)
    except signing.BadSignature:
        return None
    user = User.objects.filter(key=said["u"], is_active=True).exclude(party_key="").first()
    return user if user and said["p"] == _fingerprint(user) else None


def _fingerprint(user: User) -> str:
    return salted_hmac(_FEED, f"{user.password}|{user.party_key}", algorithm="sha256").hexdigest()[:32]
