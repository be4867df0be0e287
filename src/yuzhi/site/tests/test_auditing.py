"""The pages of the audit administrator, as a browser meets them."""

from datetime import UTC, datetime

import pytest

from yuzhi.records.accounts import actions
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.models import AccessLog
from yuzhi.records.accounts.remits import Remit
from yuzhi.records.accounts.roles import ROLES
from yuzhi.site import wiring
from yuzhi.site.signin import BEGAN, SEEN

AT = datetime(2026, 1, 2, 4, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def someone(role, client):
    """A browser in which somebody of this role is signed in."""
    remit = Remit(role, ("610881",)) if role == "county_officer" else Remit(role)
    user = actions.create_account(
        f"a-{role.replace('_', '-')}", ROLES[role]["zh"], "loess-jade-camel-7781", by=Operator("test"), at=AT, remit=remit, made_up=True,
    )
    client.force_login(user)
    session = client.session
    session[BEGAN] = session[SEEN] = wiring.now().timestamp()
    session.save()
    return user


@pytest.fixture
def auditor(client):
    return someone("audit_admin", client)


def test_acts_and_accesses_stand_in_one_list_and_reading_it_is_an_entry(client, auditor):
    AccessLog(at=AT, actor_key=auditor.actor_key, deed="personal_read", object_key="uscc/9161", purpose="核对登记信息").save()
    page = client.get("/audit/").content.decode()
    assert "设立账号" in page and "查看个人信息原文" in page and "核对登记信息" in page
    assert AccessLog.objects.filter(deed="audit_read", actor_key=auditor.actor_key, purpose="全部").count() == 1


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("act=personal_read", ["cn/p/1", "cn/p/2"]), ("thing=cn/p/1", ["cn/p/1"]),
        ("person=a-audit-admin&act=personal_read", ["cn/p/1"]), ("person=account/other", ["cn/p/2"]),
        ("since=2026-01-03", ["cn/p/2"]), ("until=2026-01-02", ["cn/p/1"]), ("since=2026-01-02&until=2026-01-03&act=personal_read", ["cn/p/1", "cn/p/2"]),
    ],
)
def test_entries_are_found_by_day_person_act_and_thing(client, auditor, query, shown):
    for key, actor, day in (("cn/p/1", auditor.actor_key, 2), ("cn/p/2", "account/other", 3)):
        AccessLog(at=AT.replace(day=day), actor_key=actor, deed="personal_read", object_key=key, purpose="核对").save()
    page = client.get(f"/audit/?{query}").content.decode()
    assert [key for key in ("cn/p/1", "cn/p/2") if f">{key}<" in page] == shown


def test_a_filter_that_is_no_day_is_told(client, auditor):
    answer = client.get("/audit/?since=yesterday")
    assert answer.status_code == 422


def test_the_file_holds_the_same_entries_runs_nothing_and_is_an_entry_itself(client, auditor):
    AccessLog(at=AT, actor_key=auditor.actor_key, deed="personal_read", object_key="cn/p/1", purpose="=1+1").save()
    answer = client.get("/audit/entries.csv?act=personal_read")
    text = b"".join(answer.streaming_content).decode()
    assert "cn/p/1" in text and "\n=1+1" not in text and ",=1+1" not in text
    assert AccessLog.objects.filter(deed="audit_exported", purpose="act=personal_read").count() == 1


def test_the_check_says_that_everything_agrees(client, auditor):
    assert "相符" in client.get("/audit/check/").content.decode()


@pytest.mark.parametrize("role", [role for role in ROLES if role != "audit_admin"])
def test_nobody_else_reads_the_audit(client, role):
    someone(role, client)
    assert {client.get(address).status_code for address in ("/audit/", "/audit/entries.csv", "/audit/check/")} == {403}
