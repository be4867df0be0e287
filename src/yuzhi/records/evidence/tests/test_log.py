"""The log in a database: witnessed with the act, numbered after it, never changed, always verifiable."""

import json
from datetime import UTC, datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, connection, transaction

from yuzhi.kernel.errors import BadValue, Refused
from yuzhi.records.evidence.actions import erase_facts, sequence_leaves, witness
from yuzhi.records.evidence.guards import put_aside
from yuzhi.records.evidence.models import Fact, Leaf, Numbering
from yuzhi.records.evidence.queries import about, after, facts_of, last_number, verify_facts, verify_leaves

AT = datetime(2026, 1, 2, 3, 4, 5, 678901, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def leave_one(key="load/1", **facts):
    with transaction.atomic():
        return witness("load.published", key, by="operator/test", facts=facts or {"rows": 3}, at=AT)


@pytest.mark.django_db(transaction=True)
def test_a_leaf_outside_a_transaction_is_refused():
    with pytest.raises(Refused, match="同一个数据库事务"):
        witness("load.published", "load/1", by="operator/test", facts={}, at=AT)
    assert not Leaf.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_leaf_gets_its_number_when_its_transaction_commits():
    assert leave_one().number is None
    assert [leaf.number for leaf in after(0)] == [1]
    leave_one("load/2")
    assert [(leaf.number, leaf.object_key) for leaf in after(1)] == [(2, "load/2")]
    assert last_number() == 2


@pytest.mark.django_db(transaction=True)
def test_an_act_that_is_rolled_back_leaves_nothing():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        leave = witness("load.published", "load/1", by="operator/test", facts={}, at=AT)
        assert leave.pk
        _ = 1 / 0
    leave_one("load/2")
    assert [(leaf.number, leaf.object_key) for leaf in after(0)] == [(1, "load/2")]


def test_sequencing_again_gives_nothing():
    leave_one()
    leave_one("load/2")
    assert sequence_leaves() == 2
    assert sequence_leaves() == 0
    assert verify_leaves().numbered == 2


def test_a_leaf_says_who_did_what_to_which_object_and_nothing_of_the_facts():
    leaf = leave_one(name="张三")
    assert json.loads(bytes(leaf.body)) | {"facts": ""} == {
        "schema": "yuzhi.leaf/1", "act": "load.published", "object": "load/1", "actor": "operator/test",
        "time": "2026-01-02T03:04:05.678901Z", "facts": "",
    }
    assert "张三" not in bytes(leaf.body).decode()
    assert facts_of(leaf) == {"name": "张三"}
    assert list(about("load/1")) == [leaf]


def test_equal_facts_have_different_digests():
    assert leave_one().leaf_hash != leave_one().leaf_hash


def test_an_unknown_act_leaves_nothing():
    with pytest.raises(BadValue):
        witness("load.eaten", "load/1", by="operator/test", facts={}, at=AT)
    assert not Leaf.objects.exists()


def test_facts_can_be_erased_with_a_leaf_that_says_so():
    leaf = leave_one(name="张三")
    assert verify_facts(leaf) == "match"
    erase_facts(leaf, by="account/x", reason="当事人请求删除", at=AT)
    assert verify_facts(leaf) == "erased"
    assert facts_of(leaf) is None
    assert [one.act for one in about(leaf.key)] == ["facts.erased"]
    with pytest.raises(Refused, match="已经清除"):
        erase_facts(leaf, by="account/x", reason="再来一次", at=AT)


def test_facts_that_vanish_without_an_act_are_a_mismatch():
    leaf = leave_one()
    Fact.objects.filter(leaf=leaf).delete()
    assert verify_facts(leaf) == "mismatch"


def test_facts_that_were_exchanged_are_a_mismatch():
    leaf = leave_one(rows=3)
    with put_aside(connection):
        Fact.objects.filter(leaf=leaf).update(facts=b'{"rows":4}')
    assert verify_facts(leaf) == "mismatch"


@pytest.mark.parametrize(
    "attempt",
    [
        lambda leaf: leaf.save(),
        lambda leaf: leaf.delete(),
        lambda leaf: Leaf.objects.update(act="file.received"),
        lambda leaf: Leaf.objects.filter(pk=leaf.pk).delete(),
        lambda leaf: Leaf.objects.bulk_update([leaf], ["act"]),
    ],
)
def test_the_models_refuse_to_change_or_delete_a_leaf(attempt):
    leaf = leave_one()
    with pytest.raises(Refused, match="只增不改"):
        attempt(leaf)
    assert verify_leaves().sound


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE evidence_leaf SET body = '{}'",
        "UPDATE evidence_leaf SET act = 'file.received'",
        "UPDATE evidence_leaf SET number = NULL",
        "UPDATE evidence_leaf SET number = 9 WHERE number IS NULL",
        "UPDATE evidence_leaf SET number = number + 1",
        "UPDATE evidence_leaf SET number = 2, act = 'file.received' WHERE number IS NULL",
        "UPDATE evidence_leaf SET body = NULL",
        "DELETE FROM evidence_leaf",
        "UPDATE evidence_fact SET facts = '{}'",
    ],
)
def test_the_database_itself_refuses_to_change_or_delete_a_leaf(statement):
    leave_one()
    sequence_leaves()
    leave_one("load/2")
    before = list(Leaf.objects.order_by("id").values_list())
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert list(Leaf.objects.order_by("id").values_list()) == before


@pytest.mark.skipif(connection.vendor != "sqlite", reason="INSERT OR REPLACE is SQLite's")
def test_a_leaf_cannot_be_replaced_by_an_insert():
    leave_one()
    columns = "id, number, body, leaf_hash, act, object_key, actor_key, at"
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"INSERT OR REPLACE INTO evidence_leaf ({columns}) "
            "SELECT id, NULL, '{}', leaf_hash, act, object_key, actor_key, at FROM evidence_leaf"
        )


def test_a_leaf_cannot_enter_with_a_number():
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        Leaf(number=1, body=b"{}", leaf_hash=b"x" * 32, act="a", object_key="o", actor_key="a", at=AT).save()


@pytest.mark.parametrize(
    ("statement", "fault"),
    [
        ("UPDATE evidence_leaf SET body = '{}' WHERE number = 2", "存证 2：正文与哈希不符"),
        ("UPDATE evidence_leaf SET object_key = 'load/9' WHERE number = 2", "存证 2：object 一列是“load/9”"),
        ("UPDATE evidence_leaf SET number = 7 WHERE number = 3", "序号不连续：应为 3，实为 7"),
        ("DELETE FROM evidence_leaf WHERE number = 2", "序号不连续：应为 2，实为 3"),
        ("DELETE FROM evidence_leaf WHERE number = 3", "末尾的存证缺失"),
        ("UPDATE evidence_leaf SET body = '[' WHERE number = 1", "存证 1：正文不是规范 JSON"),
        ("UPDATE evidence_leaf SET body = '[]' WHERE number = 1", "存证 1：正文不是规范 JSON"),
    ],
)
def test_verification_finds_what_was_done_behind_the_guards(statement, fault):
    for count in range(3):
        leave_one(f"load/{count}")
    sequence_leaves()
    Fact.objects.all().delete()
    assert verify_leaves().sound
    with put_aside(connection), connection.cursor() as cursor:
        cursor.execute(statement)
    assert any(fault in found for found in verify_leaves().faults), verify_leaves().faults


def test_a_leaf_that_waits_is_counted_and_checked_too():
    leave_one()
    assert verify_leaves().waiting == 1
    assert verify_leaves().sound


def test_the_numbering_is_one_row():
    leave_one()
    sequence_leaves()
    with pytest.raises(IntegrityError), transaction.atomic():
        Numbering.objects.create(id=2)


def test_a_city_database_is_not_flushed(monkeypatch):
    leave_one()
    monkeypatch.setitem(connection.settings_dict, "NAME", "/srv/yuzhi/city.sqlite3")
    with pytest.raises(CommandError, match="不能清空"):
        call_command("flush", interactive=False)
    assert Leaf.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_the_guards_stand_again_after_a_test_database_was_flushed():
    call_command("flush", interactive=False, verbosity=0)
    leave_one()
    with pytest.raises(IntegrityError, match="append-only"), connection.cursor() as cursor:
        cursor.execute("DELETE FROM evidence_leaf")
