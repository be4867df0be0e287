"""The outbox: retries with pauses, other ways where one fails, and a crash in between that is known as such."""

from datetime import UTC, datetime, timedelta

import pytest

from yuzhi.engines.messaging import Channels, Outcome
from yuzhi.records.accounts.actions import create_account
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.remits import Remit
from yuzhi.records.evidence.models import Leaf
from yuzhi.records.messages import outbox
from yuzhi.records.messages.models import Attempt, Contact, Message, Told
from yuzhi.records.messages.outbox import Draft, queue, read, send_waiting

pytestmark = pytest.mark.django_db
AT = datetime(2026, 3, 2, 1, tzinfo=UTC)


class Scripted:
    """A way out that answers what it was told to, and remembers what it sent."""

    def __init__(self, *outcomes):
        self.outcomes, self.sent = list(outcomes), []

    def send(self, envelope):
        self.sent.append((envelope.key, envelope.to, envelope.body))
        outcome = self.outcomes.pop(0)
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome


ACCEPTED, BUSY = Outcome("accepted", "好"), Outcome("retry", "忙")
DEAD, REFUSED = Outcome("refused", "空号", dead=True), Outcome("refused", "签名不对")


def contact(channel, address):
    return Contact.objects.create(
        party_key="p", channel=channel, address=address, source="owner", consented_at=AT, added_by="x", added_at=AT
    )


def queued(step="due"):
    told = Told(party_key="p", object_key="cn/p/1", matter="annual_fee", ordinal=3, step=step, digest="d")
    made = queue([Draft("p", "610881", "标题", "正文", "短文", None, None, (told,))], at=AT)
    return made[0] if made else None


def sent(at=AT, **ports):
    return send_waiting(Channels(ports), at=at)


def states():
    return list(Attempt.objects.values_list("channel", "state", "maybe_again"))


def test_the_same_content_is_queued_once():
    assert queued() is not None
    assert queued() is None
    assert Message.objects.count() == 1


def test_a_busy_server_is_tried_again_after_a_pause_and_then_another_way_is_taken():
    contact("email", "a@example.com")
    contact("sms", "13912345678")
    message, mail, sms = queued(), Scripted(BUSY, BUSY, BUSY), Scripted(ACCEPTED)
    at = AT
    for wait in (timedelta(0), timedelta(minutes=10), timedelta(hours=1)):
        at += wait
        sent(at - timedelta(seconds=1), email=mail, sms=sms)      # not yet
        sent(at, email=mail, sms=sms)
    assert (len(mail.sent), len(sms.sent)) == (3, 0)
    sent(at, email=mail, sms=sms)
    message.refresh_from_db()
    assert (message.state, message.next_at) == ("delivered", None)
    assert sms.sent == [(message.key, "13912345678", "短文")]
    assert mail.sent[0][2] == "正文"
    assert Leaf.objects.filter(act="message.ended").count() == 1


def test_a_dead_contact_is_marked_and_never_used_again():
    dead = contact("sms", "13912345678")
    message, sms = queued(), Scripted(DEAD)
    sent(sms=sms)
    sent(sms=sms)
    message.refresh_from_db()
    dead.refresh_from_db()
    assert (message.state, dead.dead_reason, len(sms.sent)) == ("failed", "空号", 1)
    assert "空号" in message.state_reason


def test_a_refusal_that_is_not_the_addresss_fault_leaves_the_contact_alive():
    alive = contact("sms", "13912345678")
    queued()
    sent(sms=Scripted(REFUSED))
    alive.refresh_from_db()
    assert alive.dead_at is None


def test_a_crash_while_sending_is_known_and_the_next_attempt_says_that_it_may_come_twice():
    contact("email", "a@example.com")
    message, mail = queued(), Scripted(KeyboardInterrupt(), ACCEPTED)
    with pytest.raises(KeyboardInterrupt):
        sent(email=mail)
    assert states() == [("email", "begun", False)]
    assert sent(AT + timedelta(minutes=1), email=mail) == 0        # somebody may still be sending
    sent(AT + outbox.LEASE, email=mail)
    assert states() == [("email", "unknown", False), ("email", "accepted", True)]
    assert mail.sent[0][0] == mail.sent[1][0] == message.key      # the other side can tell the repetition


def test_two_workers_cannot_begin_the_same_attempt(monkeypatch):
    contact("email", "a@example.com")
    message, mail = queued(), Scripted(ACCEPTED)
    Attempt.objects.create(message=message, number=1, channel="email", begun_at=AT)
    monkeypatch.setattr(outbox, "_give_up_strays", lambda *_: Attempt.objects.filter(number=1).update(state="retry"))
    stale = list(message.attempts.none())
    assert outbox._begun(message, stale, outbox._Way("email", None, again=False), AT) is None
    assert mail.sent == []


def test_inside_the_platform_it_waits_to_be_read_and_is_given_up_after_a_week():
    create_account("qiye", "企业", "loess-jade-camel-7781", by=Operator("t"), at=AT, remit=Remit("company", party_key="p"))
    first, second = queued(), queued("late1")
    sent()
    assert states() == [("app", "accepted", False)] * 2
    read(first, by="account/1", at=AT + timedelta(days=1))
    sent(AT + timedelta(days=6))
    sent(AT + outbox.UNREAD)
    for one, state in ((first, "delivered"), (second, "failed")):
        one.refresh_from_db()
        assert one.state == state
    assert "没有人打开" in second.state_reason


def test_without_consent_no_address_is_used():
    Contact.objects.create(
        party_key="p", channel="email", address="a@example.com", source="register", added_by="x", added_at=AT
    )
    message, mail = queued(), Scripted(ACCEPTED)
    sent(email=mail)
    message.refresh_from_db()
    assert (message.state, mail.sent) == ("failed", [])
