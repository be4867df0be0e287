"""Three patents near their lapse: one owner pays, one gives up, one address is dead and the county desk is told."""

import io
from dataclasses import replace
from datetime import date, timedelta
from email import message_from_bytes, policy

import pytest

from tests.stories.dues.city import Town, company, patent
from yuzhi.engines.messaging import Channels
from yuzhi.engines.messaging.mail import Mail
from yuzhi.engines.messaging.tests.servers import mail_server
from yuzhi.kernel.errors import Refused
from yuzhi.records.clocks.queries import chain, open_clocks
from yuzhi.records.evidence.models import Leaf
from yuzhi.records.messages.models import Contact, Message
from yuzhi.records.rights.models import Right
from yuzhi.rooms.dues import actions, queries, tasks
from yuzhi.rooms.dues.actions.answering import Said
from yuzhi.rooms.dues.models import Answer, Task

pytestmark = pytest.mark.django_db
OFFICER = "account/officer"


@pytest.fixture
def mailbox():
    with mail_server() as (box, port):
        yield box, port


@pytest.fixture
def town(tmp_path, mailbox):
    town = Town(tmp_path, date(2026, 9, 11))
    box, port = mailbox
    mail = Mail("127.0.0.1", port, "notice@yulin.example", starttls=False)
    town.tools = replace(town.tools, channels=lambda: Channels({"email": mail}, "https://ip.yulin.example"))
    for number in (1, 2, 3):
        owner = company(f"uscc/{number}", f"第{number}家煤化公司")
        patent(f"20211000000{number}", owner, state_on=town.day)
        actions.add_contact(owner.key, "email", f"{number}@example.com", source="owner", by="account/x", tools=town.tools)
    box.nobody.add("3@example.com")
    return town


def message(number):
    return Message.objects.filter(party_key=f"uscc/{number}").latest("pk")


def letters(box, number):
    return [message_from_bytes(one.content, policy=policy.default) for one in box.mail if one.rcpt_tos == [f"{number}@example.com"]]


def test_the_story(town, mailbox):
    box, _ = mailbox
    tasks.run_all(town.tools)

    # Five months late, a month before the end: each owner is told what, until when, how much and how to answer.
    assert [message(number).state for number in (1, 2, 3)] == ["delivered", "delivered", "escalated"]
    (letter,) = letters(box, 1)
    said = letter.get_content()
    for words in ("第 6 年度年费", "2026-04-10", "最迟 2026-10-10", "滞纳金", "专利权自应缴日起终止", "怎样答复",
                  "https://ip.yulin.example", "市知识产权局"):
        assert words in said
    # Nobody lives at the third address: it is not used again, and the desk of the county has a task.
    dead = Contact.objects.get(address="3@example.com")
    assert dead.dead_at is not None and "550" in dead.dead_reason
    (task,) = Task.objects.filter(closed_at=None)
    assert (task.party_key, task.county, task.until) == ("uscc/3", "610881", date(2026, 10, 10))
    assert "550" in task.why

    # The first pays and hands in the voucher.
    digest, _ = town.tools.archive.put_stream(io.BytesIO(b"receipt"))
    paid = Said("paid", voucher=digest, voucher_name="收据.pdf")
    with pytest.raises(Refused, match="凭证"):
        actions.answer("cn/p/202110000001", "annual_fee", 6, Said("paid"), by="account/1", tools=town.tools)
    actions.answer("cn/p/202110000001", "annual_fee", 6, paid, by="account/1", tools=town.tools)
    # The second gives up on purpose.
    actions.answer("cn/p/202110000002", "annual_fee", 6, Said("given_up"), by="account/2", tools=town.tools)
    assert [message(number).state for number in (1, 2, 3)] == ["answered", "answered", "escalated"]
    with pytest.raises(Refused, match="已有答复"):
        actions.answer("cn/p/202110000002", "annual_fee", 6, paid, by="account/2", tools=town.tools)

    # Time goes on to the last days: the first two hear nothing more, the desk is told of the third again.
    while town.day < date(2026, 10, 10):
        town.day += timedelta(days=1)
        tasks.run_all(town.tools)
    assert len(letters(box, 1)) == len(letters(box, 2)) == 1
    first, second = Task.objects.filter(party_key="uscc/3").order_by("pk")
    assert (first.outcome, second.outcome) == ("replaced", "")
    assert not Task.objects.exclude(party_key="uscc/3").exists()

    # The desk calls. Every message has ended, and each end has its leaf.
    actions.close_tasks([second], "called", "财务说马上缴", by=OFFICER, tools=town.tools)
    assert not Message.objects.filter(state="waiting").exists()
    assert set(Leaf.objects.values_list("act", flat=True)) >= {
        "messages.queued", "message.ended", "message.escalated", "due.answered", "task.closed", "contact.added"}

    # The official state waits for its source; only then is the day called met or missed.
    assert set(Right.objects.values_list("state", flat=True)) == {"valid"}
    town.day = date(2026, 10, 20)
    tasks.run_all(town.tools)
    Right.objects.filter(key="cn/p/202110000002").update(state="lapsed", ends_on=date(2026, 4, 10))
    town.day = date(2027, 3, 1)
    tasks.run_all(town.tools)
    assert ends("cn/p/202110000002") == ["open", "passed", "missed"]
    assert ends("cn/p/202110000001") == ["open", "passed"]


def ends(key):
    last = open_clocks().model.objects.filter(object_key=key, matter="annual_fee_last", ordinal=6).first()
    return [one.state for one in chain(last)]


def test_an_answer_taken_back_begins_the_warnings_anew(town, mailbox):
    box, _ = mailbox
    tasks.run_all(town.tools)
    actions.answer("cn/p/202110000002", "annual_fee", 6, Said("given_up"), by="account/2", tools=town.tools)
    actions.withdraw(Answer.objects.get(), by="account/2", tools=town.tools)
    town.day += timedelta(days=1)
    tasks.run_all(town.tools)
    assert len(letters(box, 2)) == 2
    assert queries.dues(queries.lasts(town.day), town.day, town.tools)[1].answer is None


def test_a_changed_day_is_told_again_and_says_so(town, mailbox):
    box, _ = mailbox
    tasks.run_all(town.tools)
    Right.objects.filter(key="cn/p/202110000001").update(begun_on=date(2021, 4, 12))
    town.day += timedelta(days=1)
    tasks.run_all(town.tools)
    _, second = letters(box, 1)
    assert "内容有变" in second["Subject"] and "2026-10-12" in second.get_content()
    assert len(letters(box, 2)) == 1


def test_all_payments_of_an_owner_come_in_one_message(town, mailbox):
    box, _ = mailbox
    for number in range(4, 9):
        right = patent(f"20211000000{number}", state_on=town.day)
        right.holdings.create(party_id="uscc/1", position=0)
    tasks.run_all(town.tools)
    (letter,) = letters(box, 1)
    assert "6 件知识产权的费用" in letter["Subject"]
    assert letter.get_content().count("第 6 年度年费") == 6


def test_a_second_look_on_the_same_day_tells_nobody_twice(town, mailbox):
    box, _ = mailbox
    tasks.run_all(town.tools)
    before = (Message.objects.count(), len(box.mail), Task.objects.count())
    town.tools = replace(town.tools)
    for one in (1, 2):
        actions.warn_next(town.tools, 100 + one)
        tasks.run_all(town.tools)
    assert (Message.objects.count(), len(box.mail), Task.objects.count()) == before


def test_what_is_far_from_due_does_not_trouble_the_desk_yet(town):
    town.tools = replace(town.tools, channels=Channels)
    town.day = date(2026, 1, 15)
    tasks.run_all(town.tools)
    assert set(Message.objects.values_list("state", flat=True)) == {"failed"}
    assert not Task.objects.exists()
    town.day = date(2026, 4, 3)
    tasks.run_all(town.tools)
    assert Task.objects.filter(closed_at=None).count() == 3


def test_without_any_channel_the_desk_is_told_of_everybody(town, mailbox):
    box, _ = mailbox
    town.tools = replace(town.tools, channels=Channels)
    tasks.run_all(town.tools)
    assert Task.objects.filter(closed_at=None).count() == 3
    assert set(Message.objects.values_list("state", "state_reason")) == {("escalated", "没有可用的联系方式")}
    assert box.mail == []
