"""The audit sealed day by day: what an owner of the database changes behind the guards is named."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from yuzhi.records.accounts.auditing import seal_ended, verify_audit
from yuzhi.records.accounts.models import AccessLog, AuditDay
from yuzhi.records.evidence.guards import put_aside
from yuzhi.records.evidence.models import Leaf

FIRST = datetime(2026, 1, 2, 4, tzinfo=UTC)
pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed():
    """Three days with entries 1–3, none and 4–5; all are sealed."""
    made = [
        AccessLog(at=FIRST + timedelta(days=day, minutes=number), actor_key="account/x", deed="signed_in", purpose=str(number))
        for day, number in ((0, 1), (0, 2), (0, 3), (2, 4), (2, 5))
    ]
    for one in made:
        one.save()
    days = seal_ended(by="operator/test", at=FIRST + timedelta(days=3))
    return made, days


def behind_the_guards(statement, *values):
    with put_aside(connection), connection.cursor() as cursor:
        cursor.execute(statement, values)


def test_each_ended_day_has_one_leaf_and_a_second_run_seals_nothing(sealed):
    _, days = sealed
    assert [(one.day, one.entries) for one in days] == [(date(2026, 1, 2), 3), (date(2026, 1, 3), 0), (date(2026, 1, 4), 2)]
    assert list(Leaf.objects.filter(act="audit.sealed").order_by("id").values_list("object_key", flat=True)) == [
        "audit/2026-01-02", "audit/2026-01-03", "audit/2026-01-04",
    ]
    assert seal_ended(by="operator/test", at=FIRST + timedelta(days=3)) == []
    verdict = verify_audit()
    assert (verdict.sound, verdict.days, verdict.entries, verdict.waiting) == (True, 3, 5, 0)


def test_today_waits_for_its_end_and_nothing_is_sealed_without_entries():
    assert seal_ended(by="operator/test", at=FIRST) == []
    AccessLog(at=FIRST, deed="signed_in").save()
    assert seal_ended(by="operator/test", at=FIRST) == []
    assert verify_audit().waiting == 1


def test_a_changed_entry_is_named(sealed):
    made, _ = sealed
    behind_the_guards("UPDATE accounts_accesslog SET purpose = 'another' WHERE id = %s", made[1].pk)
    [fault] = verify_audit().faults
    assert (fault.kind, fault.entry, fault.day) == ("changed", made[1].pk, date(2026, 1, 2))
    assert f"第 {made[1].pk} 条被改过" in fault.sentence


def test_an_entry_moved_to_another_day_is_named(sealed):
    made, _ = sealed
    behind_the_guards("UPDATE accounts_accesslog SET at = %s WHERE id = %s", FIRST + timedelta(days=1), made[0].pk)
    assert {(one.kind, one.entry) for one in verify_audit().faults} == {("changed", made[0].pk), ("added", made[0].pk)}


def test_a_missing_entry_is_named(sealed):
    made, _ = sealed
    behind_the_guards("DELETE FROM accounts_accesslog WHERE id = %s", made[3].pk)
    [fault] = verify_audit().faults
    assert (fault.kind, fault.entry, fault.day) == ("missing", made[3].pk, date(2026, 1, 4))


@pytest.mark.parametrize("days", [-5, 0, 1])
def test_an_added_entry_is_named(sealed, days):
    late = AccessLog(at=FIRST + timedelta(days=days), actor_key="account/x", deed="signed_in")
    late.save()
    [fault] = verify_audit().faults
    assert (fault.kind, fault.entry) == ("added", late.pk)


def test_a_list_changed_to_fit_is_named_by_its_leaf(sealed):
    behind_the_guards("UPDATE accounts_auditday SET entries = 0, hashes = %s WHERE day = '2026-01-02'", b"")
    [fault] = verify_audit().faults
    assert (fault.kind, fault.entry, fault.day) == ("day", 0, date(2026, 1, 2))


def test_a_list_that_is_gone_is_named_by_its_leaf(sealed):
    behind_the_guards("DELETE FROM accounts_auditday WHERE day = '2026-01-03'")
    [fault] = verify_audit().faults
    assert (fault.kind, fault.day) == ("day", date(2026, 1, 3))


def test_the_database_keeps_the_lists_from_being_changed(sealed):
    for statement in ("UPDATE accounts_auditday SET entries = 9", "DELETE FROM accounts_auditday"):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    assert AuditDay.objects.count() == 3
