"""Legal days are stored once: what is newly known is added, and nothing moves or drops what was written."""

import random
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from tests.stories.dues.city import Town, company, mark, patent
from yuzhi.kernel.errors import Refused
from yuzhi.records.clocks.models import Clock, Round
from yuzhi.records.clocks.queries import chain, held_at, holding, open_clocks
from yuzhi.records.clocks.settling import ahead, settle_all, settle_next
from yuzhi.records.evidence.models import Leaf
from yuzhi.records.rights.models import Right

pytestmark = pytest.mark.django_db


@pytest.fixture
def town(tmp_path):
    return Town(tmp_path)


def held(key):
    return {(one.matter, one.ordinal): (one.last_on, one.state) for one in holding().filter(object_key=key)}


def settle(town, edition=1):
    return settle_all(town.tools, edition)


def test_every_right_in_force_has_its_days_with_the_rule_and_its_version(town):
    right = patent()
    settle(town)
    assert held(right.key) == {
        ("annual_fee", 6): (date(2026, 4, 10), "open"), ("annual_fee_last", 6): (date(2026, 10, 10), "open"),
    }
    last = open_clocks().get(matter="annual_fee_last")
    assert (last.rule, last.rule_since, last.event, last.trigger_on, last.instrument, last.article) == (
        "patent_law_rules.fee_grace", date(2024, 1, 20), "due_on", date(2026, 4, 10), "cn.patent_law_rules", "115")
    assert Leaf.objects.filter(act="clocks.settled").count() == 1


def test_a_second_look_writes_nothing(town):
    patent()
    mark()
    settle(town)
    before = Clock.objects.count()
    assert settle(town, edition=2).opened == 0
    assert Clock.objects.count() == before
    assert not settle_next(town.tools, 2)


def test_a_corrected_filing_date_adds_a_row_with_the_reason_and_the_old_one_stays(town):
    right = patent()
    settle(town)
    Right.objects.update(begun_on=date(2021, 4, 20))
    settle(town, edition=2)
    first, second = chain(open_clocks().get(matter="annual_fee"))
    assert (first.last_on, first.state, first.successor) == (date(2026, 4, 10), "open", second)
    assert second.last_on == date(2026, 4, 20)
    assert "2026-04-10" in second.reason
    assert held(right.key)["annual_fee", 6] == (date(2026, 4, 20), "open")


def test_what_held_at_an_earlier_instant_can_be_asked_for(town):
    patent()
    settle(town)
    then = town.tools.now()
    town.day += timedelta(days=3)
    Right.objects.update(begun_on=date(2021, 4, 20))
    settle(town)
    assert held_at(then).get(matter="annual_fee").last_on == date(2026, 4, 10)
    assert held_at(town.tools.now()).get(matter="annual_fee").last_on == date(2026, 4, 20)
    assert not held_at(datetime(2020, 1, 1, tzinfo=UTC)).exists()


def test_a_day_that_went_by_is_passed_until_the_source_says_what_became_of_it(town):
    right = patent()
    settle(town)
    town.day = date(2026, 11, 1)
    settle(town)
    assert held(right.key)["annual_fee_last", 6] == (date(2026, 10, 10), "passed")
    Right.objects.update(state="lapsed", ends_on=date(2026, 4, 10))
    settle(town, edition=2)
    assert held(right.key)["annual_fee_last", 6] == (date(2026, 10, 10), "missed")
    assert [one.state for one in chain(holding().get(matter="annual_fee_last", ordinal=6))] == ["open", "passed", "missed"]


def test_a_renewed_mark_has_met_its_day_and_waits_for_the_next_term(town):
    right = mark()
    settle(town)
    Right.objects.update(ends_on=date(2036, 9, 20))
    settle(town, edition=2)
    assert held(right.key) == {
        ("renewal", 2026): (date(2026, 9, 20), "met"), ("renewal_last", 2026): (date(2027, 3, 20), "met"),
        ("renewal", 2036): (date(2036, 9, 20), "open"), ("renewal_last", 2036): (date(2037, 3, 20), "open"),
    }


def test_a_right_that_left_the_register_keeps_its_days_on_record(town):
    right = patent(holder=company())
    settle(town)
    key = right.key
    right.delete()
    settle(town, edition=2)
    assert {state for _, state in held(key).values()} == {"superseded"}
    assert "撤回" in holding().first().reason


def test_an_interrupted_round_goes_on_where_it_stopped(town, monkeypatch):
    monkeypatch.setattr("yuzhi.records.clocks.settling.PORTION", 1)
    for number in range(3):
        patent(f"20211000000{number}")
    assert settle_next(town.tools, 1)
    assert Round.objects.get().cursor == "cn/p/202110000000"
    assert settle(town).opened == 6
    assert open_clocks().count() == 6


def test_nobody_changes_or_deletes_a_stored_day(town):
    patent()
    settle(town)
    clock = Clock.objects.first()
    with pytest.raises(Refused):
        Clock.objects.update(last_on=date(2030, 1, 1))
    with pytest.raises(Refused):
        clock.delete()
    for sql in ("update clocks_clock set last_on = '2030-01-01'", "delete from clocks_clock"):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)


def test_two_rows_cannot_take_the_place_of_the_same_one(town):
    patent()
    settle(town)
    first = Clock.objects.first()
    copy = {field.name: getattr(first, field.name) for field in Clock._meta.concrete_fields if field.name != "id"}
    Clock(**{**copy, "supersedes": first, "state": "met"}).save()
    with pytest.raises(IntegrityError), transaction.atomic():
        Clock(**{**copy, "supersedes": first, "state": "missed"}).save()


@pytest.mark.parametrize("seed", range(4))
def test_whatever_happens_to_the_register_no_written_day_moves_and_none_that_applies_is_lost(town, seed):
    chance, written = random.Random(seed), {}
    for number in range(6):
        patent(f"20211000000{number}", filed=date(2020 + number % 4, 1 + number, 15))
        mark(f"123456{number}", expires=date(2026, 1 + 2 * number, 20))
    for edition in range(15):
        town.day += timedelta(days=chance.randrange(40))
        _something_happens(chance)
        settle(town, edition)
        now = {one["id"]: one for one in Clock.objects.values()}
        assert {key: now.get(key) for key in written} == written
        written = now
        for right in Right.objects.all():
            stored = {(one.matter, one.ordinal, one.last_on) for one in open_clocks().filter(object_key=right.key)}
            assert stored == {(one.matter, one.ordinal, one.last_on) for one in ahead(right, town.day, town.tools)}


def _something_happens(chance):
    right = chance.choice(list(Right.objects.all()))
    change = chance.choice(["nothing", "day", "lapse", "restore", "renew", "expire"])
    if change == "day":
        right.begun_on += timedelta(days=chance.randrange(1, 20))
    elif change == "renew" and right.kind == "trademarks":
        right.ends_on, right.state = date(right.ends_on.year + 10, right.ends_on.month, 20), "valid"
    elif change in ("lapse", "expire"):
        right.state = "lapsed" if right.kind == "patents" else "expired"
    elif change == "restore":
        right.state = "valid"
    right.save()
