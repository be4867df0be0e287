"""The outbox: a message is queued once, begun before it is sent, and ends in exactly one state."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction

from yuzhi.engines.messaging import Channels, Envelope, Outcome, pause
from yuzhi.records.accounts.models import User
from yuzhi.records.evidence.actions import witness
from yuzhi.records.messages.models import Attempt, Contact, Message, Told

BY = "operator/outbox"
LEASE = timedelta(minutes=10)
"""An attempt that has been begun for so long belongs to a process that is gone."""
UNREAD = timedelta(days=7)
"""So long a message inside the platform may wait to be read before another way is taken."""
_ORDER = ("email", "sms", "wechat")


@dataclass(frozen=True, slots=True)
class Draft:
    """A message that is to be queued: what it says, to whom, and which things at which stage it speaks of."""

    party_key: str
    county: str
    title: str
    body: str
    short: str
    data_day: date | None
    until: date | None
    told: tuple[Told, ...]
    made_up: bool = False

    @property
    def key(self) -> str:
        """The same for the same content to the same party."""
        said = sorted(f"{one.object_key}|{one.matter}|{one.ordinal}|{one.step}|{one.digest}" for one in self.told)
        return hashlib.sha256("\n".join((self.party_key, *said)).encode()).hexdigest()


def queue(drafts: Sequence[Draft], *, at: datetime) -> list[Message]:
    """The messages that were queued now; what was queued before is not queued again. One leaf for all of them."""
    with transaction.atomic():
        known = set(Message.objects.filter(key__in=[one.key for one in drafts]).values_list("key", flat=True))
        new = [one for one in drafts if one.key not in known]
        made = [_queued(one, at) for one in new]
        if made:
            facts = {"messages": len(made), "keys": [one.key for one in made]}
            witness("messages.queued", f"messages/{at:%Y-%m-%d}", by=BY, facts=facts, at=at)
    return made


def send_waiting(channels: Channels, *, at: datetime, limit: int = 200) -> int:
    """The number of messages for which something was done: begun, sent, left to wait, or ended as failed."""
    waiting = Message.objects.filter(state="waiting", next_at__lte=at).order_by("next_at", "id")[:limit]
    return sum(send(message, channels, at=at) for message in list(waiting))


def send(message: Message, channels: Channels, *, at: datetime) -> bool:
    """Whether something was done for the message: the next way to its reader was taken, or there is none left."""
    _give_up_strays(message, at)
    attempts = list(message.attempts.all())
    if any(one.state == "begun" for one in attempts):
        return False
    way = _next_way(message, attempts, channels)
    if way is None:
        return _without_way(message, attempts, at)
    attempt = _begun(message, attempts, way, at)
    if attempt is None:
        return False
    if way.channel == "app":
        outcome = Outcome("accepted", "已放在站内，等待阅读")
    else:
        body = message.body if way.channel == "email" else message.short
        outcome = channels.ports[way.channel].send(Envelope(message.key, way.address, message.title, body))
    _finish(message, attempt, outcome, at)
    return True


@transaction.atomic
def read(message: Message, *, by: str, at: datetime) -> Message:
    """The message counts as delivered, because somebody of its party opened it; harmless where it had ended before."""
    if message.state == "waiting":
        return _end(message, "delivered", "本人已在平台打开", at, by=by)
    return message


@transaction.atomic
def end(message: Message, state: str, reason: str, *, by: str = BY, at: datetime) -> Message:
    """The message has ended in that state, with the reason and a leaf; one that ended before ends anew, on record."""
    return _end(message, state, reason, at, by=by)


def contacts_of(party_key: str) -> list[Contact]:
    """The living contacts of a party that may be used, in the order in which they are tried.

    An address of a person or a company is used with consent; a letter to an address of a public register needs none.
    """
    found = Contact.objects.filter(party_key=party_key, dead_at=None, consented_at__isnull=False)
    return sorted((one for one in found if one.channel in _ORDER), key=lambda one: (_ORDER.index(one.channel), one.pk))


def has_account(party_key: str) -> bool:
    """Whether somebody can read messages of this party inside the platform."""
    return User.objects.filter(party_key=party_key, is_active=True).exists()


@dataclass(frozen=True, slots=True)
class _Way:
    channel: str
    contact: Contact | None
    again: bool

    @property
    def address(self) -> str:
        return self.contact.address if self.contact else ""


def _queued(draft: Draft, at: datetime) -> Message:
    made = Message.objects.create(
        key=draft.key, party_key=draft.party_key, county=draft.county, title=draft.title[:200], body=draft.body,
        short=draft.short[:300], data_day=draft.data_day, until=draft.until, made_up=draft.made_up, state="waiting", state_at=at, created_at=at,
        next_at=at,
    )
    for one in draft.told:
        one.message = made
    Told.objects.bulk_create(draft.told)
    return made


def _give_up_strays(message: Message, at: datetime) -> None:
    """Attempts that a dead process left behind may have been delivered: that is what they say from now on."""
    strays = message.attempts.filter(state="begun", begun_at__lte=at - LEASE)
    strays.update(state="unknown", ended_at=at, said="发送途中程序中断，不知是否已发出")


def _next_way(message: Message, attempts: Iterable[Attempt], channels: Channels) -> _Way | None:
    """The next contact to try: those refused, or tried often enough, are passed over; the site itself comes last."""
    listed = list(attempts)
    for contact in contacts_of(message.party_key):
        mine = [one for one in listed if one.contact_id == contact.pk]
        if contact.channel not in channels.ports or any(one.state == "refused" for one in mine):
            continue
        if not mine or pause(len(mine)) is not None:
            return _Way(contact.channel, contact, any(one.state == "unknown" for one in mine))
    if not any(one.channel == "app" for one in listed) and has_account(message.party_key):
        return _Way("app", None, again=False)
    return None


def _without_way(message: Message, attempts: Sequence[Attempt], at: datetime) -> bool:
    inside = next((one for one in attempts if one.channel == "app"), None)
    if inside and at < inside.begun_at + UNREAD:
        message.next_at = inside.begun_at + UNREAD
        message.save(update_fields=["next_at"])
        return True
    if inside:
        why = f"站内通知 {UNREAD.days} 天没有人打开"
    elif attempts:
        last = attempts[-1]
        why = f"{len(attempts)} 次发送都没有成功，最后一次：{last.said or last.get_state_display()}"
    else:
        why = "没有可用的联系方式"
    with transaction.atomic():
        _end(message, "failed", why, at)
    return True


def _begun(message: Message, attempts: Sequence[Attempt], way: _Way, at: datetime) -> Attempt | None:
    """The attempt, on record before anything is sent; None where another worker has just begun it."""
    try:
        with transaction.atomic():
            return Attempt.objects.create(
                message=message, number=len(attempts) + 1, channel=way.channel, contact=way.contact,
                maybe_again=way.again, begun_at=at,
            )
    except IntegrityError:
        return None


@transaction.atomic
def _finish(message: Message, attempt: Attempt, outcome: Outcome, at: datetime) -> None:
    attempt.state, attempt.ended_at, attempt.said = outcome.kind, at, outcome.said[:300]
    attempt.reference = outcome.reference[:100]
    attempt.save()
    if outcome.dead and attempt.contact:
        Contact.objects.filter(pk=attempt.contact_id).update(dead_at=at, dead_reason=outcome.said[:300])
    if outcome.kind == "accepted" and attempt.channel != "app":
        _end(message, "delivered", f"{attempt.get_channel_display()}：{outcome.said}", at)
        return
    if outcome.kind == "accepted":
        message.next_at = at + UNREAD
    else:
        tries = message.attempts.filter(contact=attempt.contact).count()
        wait = pause(tries) if outcome.kind == "retry" else None
        message.next_at = at + wait if wait else at
    message.save(update_fields=["next_at"])


def _end(message: Message, state: str, reason: str, at: datetime, *, by: str = BY) -> Message:
    message.state, message.state_reason, message.state_at, message.next_at = state, reason[:300], at, None
    message.save(update_fields=["state", "state_reason", "state_at", "next_at"])
    facts = {"state": state, "reason": message.state_reason, "attempts": message.attempts.count()}
    witness("message.ended", f"message/{message.key}", by=by, facts=facts, at=at)
    return message
