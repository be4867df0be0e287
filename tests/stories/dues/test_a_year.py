"""A simulated year over a made-up city: no right dies of which nobody was warned, and every message ends."""

import json
import os
import platform
import random
from collections import Counter
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from time import gmtime, monotonic, strftime

import pytest
from django.core.management import call_command

from yuzhi.engines.messaging import Channels
from yuzhi.engines.messaging.mail import Mail
from yuzhi.engines.messaging.tests.servers import mail_server
from yuzhi.engines.sampling import write_city
from yuzhi.records.accounts.actions import create_account
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.remits import Remit
from yuzhi.records.clocks.models import Clock
from yuzhi.records.messages.models import Message, Told
from yuzhi.records.messages.outbox import UNREAD
from yuzhi.records.parties.models import Party
from yuzhi.records.rights.models import Right
from yuzhi.rooms.datahub import tasks as datahub
from yuzhi.rooms.datahub.actions.arriving import arrive
from yuzhi.rooms.dues import actions, queries, tasks
from yuzhi.rooms.dues.actions.answering import Said
from yuzhi.rooms.dues.models import Answer, Task
from yuzhi.rooms.dues.rules import PRESSING
from yuzhi.site import wiring

BEGINS = date(2025, 12, 20)
DAYS = 365
ROOT = Path(__file__).resolve().parents[3]


class Year:
    """A city whose days go by; the toolbox reads the day from here."""

    def __init__(self, folder, scale, one_in, port):
        self.day, self.chance = BEGINS, random.Random(7)
        mail = Mail("127.0.0.1", port, "notice@yulin.example", starttls=False)
        self.tools = replace(
            wiring.toolbox(folder / "home"), today=lambda: self.day, channels=lambda: Channels({"email": mail}),
            now=lambda: datetime.combine(self.day, time(9), wiring.SHANGHAI).astimezone(UTC),
        )
        city = write_city(folder / "city", wiring.CITY_PLAN(), scale=scale, seed=11, today=BEGINS)
        for file in sorted(city.office.rglob("*")):
            if any(word in file.name for word in ("专利", "商标", "企业")):
                arrive(file, file.name, by="operator/test", tools=self.tools)
        datahub.work(self.tools)
        keys = Right.objects.order_by("key").values_list("key", flat=True)
        Right.objects.exclude(key__in=list(keys)[::one_in]).delete()

    def contacts(self, box):
        """Some holders can be reached by mail, some had moved, some read inside the platform, many cannot be reached."""
        for number, party in enumerate(Party.objects.filter(person=False).order_by("key")):
            if number % 5 < 2:
                actions.add_contact(party.key, "email", f"{number}@example.com", source="owner", by="x", tools=self.tools)
            elif number % 5 == 2:
                actions.add_contact(party.key, "email", f"gone{number}@example.com", source="owner", by="x", tools=self.tools)
                box.nobody.add(f"gone{number}@example.com")
            elif number % 25 == 3:
                remit = Remit("company", party_key=party.key)
                create_account(f"qiye{number}", "企业", "loess-jade-camel-7781", by=Operator("t"), at=self.tools.now(), remit=remit)

    def go_by(self, days):
        for _ in range(days):
            self.day += timedelta(days=1)
            while self.day.weekday() == 0 and datahub.age(self.tools):
                pass
            tasks.run_all(self.tools)
            if self.day.day == 15:
                self.somebody_answers()

    def somebody_answers(self):
        late = queries.dues(queries.lasts(self.day, 30)[:3], self.day, self.tools)
        for due in late:
            if due.answer is None and self.chance.random() < 0.5:
                kind = self.chance.choice(["given_up", "agency", "paid"])
                actions.answer(due.right.key, due.item.matter, due.item.ordinal, Said(kind, "票据 1"), by="account/x", tools=self.tools)


def decided(until):
    """The last days that went by in the year: (key, matter, ordinal) → the day."""
    rows = Clock.objects.filter(matter__in=("annual_fee_last", "renewal_last"), state="passed", last_on__lt=until, successor=None)
    return {(one.object_key, one.matter.removesuffix("_last"), one.ordinal): one.last_on for one in rows}


def warned(place, by):
    """Whether somebody was told by that day: the message had reached its end, or a desk had the task."""
    told = Told.objects.filter(object_key=place[0], matter=place[1], ordinal=place[2]).select_related("message")
    reached = ("delivered", "escalated", "answered")
    ended = [one.message for one in told if one.message.state in reached and one.message.state_at.date() <= by]
    tasked = Task.objects.filter(message__in=[one.message for one in told], opened_at__date__lte=by).exists()
    return bool(ended) or tasked


@pytest.fixture
def year(tmp_path, request, transactional_db):
    with ExitStack() as held:
        box, port = held.enter_context(mail_server())
        made = Year(tmp_path, *request.param, port)
        made.contacts(box)
        yield made
        call_command("flush", verbosity=0, interactive=False)


def _judged(year):
    while datahub.age(year.tools):      # states are looked at weekly above, for speed
        pass
    gone = decided(year.day)
    unwarned = {place: day for place, day in gone.items() if not warned(place, day)}
    answered = {(one.right_key, one.matter) for one in Answer.objects.all()}
    assert {place: day for place, day in unwarned.items() if place[:2] not in answered} == {}
    assert len(gone) > 10
    states = Counter(Message.objects.values_list("state", flat=True))
    assert min(states[one] for one in ("delivered", "escalated", "answered")) > 0
    fresh = year.tools.now() - UNREAD
    assert not Message.objects.filter(state="waiting", created_at__lt=fresh).exists()
    assert not Message.objects.filter(state="failed", told__step__in=PRESSING).exists()
    watched = Clock.objects.filter(state="open", successor=None).values("object_key")
    unwatched = Right.objects.filter(kind="trademarks", state__in=("valid", "grace"), ends_on__isnull=False).exclude(key__in=watched)
    assert not unwatched.exists()
    return states, len(gone)


@pytest.mark.parametrize("year", [(0.02, 12)], indirect=True)
def test_nothing_dies_unwarned_in_a_small_city(year):
    year.go_by(DAYS)
    _judged(year)


@pytest.mark.slow
@pytest.mark.parametrize("year", [(0.2, 1)], indirect=True)
def test_nothing_dies_unwarned_in_a_larger_city(year):
    began = monotonic()
    year.go_by(DAYS)
    states, gone = _judged(year)
    result = {
        "what": "a simulated year of the sample city: no right ended by its calendar without a message that was delivered, answered or escalated before",
        "scale": 0.2, "days": DAYS, "last_days_gone_by": gone, "unwarned": 0, "messages": dict(states),
        "seconds": round(monotonic() - began), "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "ended": strftime("%Y-%m-%dT%H:%M:%SZ", gmtime()),
    }
    file = ROOT / "bench" / "results" / f"year-{result['ended'][:10]}.json"
    file.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
