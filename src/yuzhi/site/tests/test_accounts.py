"""The pages of the administrators: each does the own acts, none does another's."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client

from yuzhi.records.accounts import actions
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.models import User, WideFailures
from yuzhi.records.accounts.remits import Remit
from yuzhi.records.accounts.roles import ADMINS
from yuzhi.records.evidence.models import Leaf

AT = datetime(2026, 1, 2, tzinfo=UTC)
PASSWORD = "loess-jade-camel-7781"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fast_hashing(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


def signed_in(role):
    name = role.replace("_", "-")
    actions.create_account(name, name, PASSWORD, by=Operator("test"), at=AT, remit=Remit(role), made_up=True)
    client = Client(headers={"accept-language": "zh-CN"})
    assert client.post("/sign-in/", {"username": name, "password": PASSWORD}).status_code == 302
    return client


@pytest.fixture
def admins():
    return {role: signed_in(role) for role in ADMINS}


@pytest.fixture
def li():
    return actions.create_account("li", "李四", PASSWORD, by=Operator("test"), at=AT)


def acts():
    return list(Leaf.objects.order_by("id").values_list("act", flat=True))


def test_an_account_is_opened_by_one_and_given_its_role_by_another(admins):
    page = admins["system_admin"].post("/accounts/", {"username": "zhao", "display_name": "赵六"}).content.decode()
    password = re.search("[a-z]+(?:-[a-z]+){4}-[0-9]{4}", page)[0]
    assert User.objects.get(username="zhao").role == "citizen"
    answer = admins["security_admin"].post("/accounts/zhao/role", {"role": "county_officer", "counties": ["610881"]})
    assert answer.status_code == 302
    assert User.objects.get(username="zhao").counties == ["610881"]
    assert acts()[-2:] == ["account.created", "account.role_changed"]
    assert Client().post("/sign-in/", {"username": "zhao", "password": password}).status_code == 302


OWN = {
    "system_admin": {"close": {"reason": "调离"}, "password": {}}, "security_admin": {"role": {"role": "mediator"}}, "audit_admin": {},
}


@pytest.mark.parametrize("deed", ["close", "password", "role"])
@pytest.mark.parametrize("role", ADMINS)
def test_no_administrator_does_another_s_acts(admins, li, role, deed):
    form = next(given[deed] for given in OWN.values() if deed in given)
    before, status = acts(), admins[role].post(f"/accounts/li/{deed}", form).status_code
    own = deed in OWN[role]
    assert status in ((200, 302) if own else (403,))
    assert (acts() != before) == own


def test_only_the_system_administrator_opens_accounts_and_only_the_audit_administrator_reads_the_audit(admins):
    form = {"username": "zhao", "display_name": "赵六"}
    assert {role: admins[role].post("/accounts/", form).status_code for role in ("security_admin", "audit_admin")} == {
        "security_admin": 403, "audit_admin": 403,
    }
    assert not User.objects.filter(username="zhao").exists()
    assert {role: client.get("/audit/").status_code for role, client in admins.items()} == {
        "system_admin": 403, "security_admin": 403, "audit_admin": 200,
    }


def test_nobody_becomes_an_administrator_by_a_page_and_nobody_changes_the_own_account(admins, li):
    assert admins["security_admin"].post("/accounts/li/role", {"role": "audit_admin"}).status_code == 422
    assert admins["security_admin"].post("/accounts/audit-admin/role", {"role": "citizen"}).status_code == 403
    assert admins["system_admin"].post("/accounts/audit-admin/password").status_code == 403
    assert admins["system_admin"].post("/accounts/system-admin/close", {"reason": "x"}).status_code == 403
    assert "由另一位管理员办理" in admins["system_admin"].get("/accounts/system-admin/").content.decode()


def test_a_refusal_stands_on_the_page_and_a_reason_is_asked_for(admins, li):
    assert admins["system_admin"].post("/accounts/li/close", {}).status_code == 422
    page = admins["security_admin"].post("/accounts/li/unlock", follow=True).content.decode()
    assert "没有被锁定" in page
    assert admins["system_admin"].post("/accounts/", {"username": "li", "display_name": "李"}).status_code == 422


def test_a_locked_address_is_listed_and_lifted(admins):
    now = datetime(2099, 1, 1, tzinfo=UTC)
    WideFailures.objects.create(scope="address", name="10.7.7.7", attempts=51, first_at=AT, last_at=now, locked_until=now)
    assert "10.7.7.7" in admins["security_admin"].get("/accounts/").content.decode()
    assert "10.7.7.7" not in admins["system_admin"].get("/accounts/").content.decode()
    admins["security_admin"].post("/accounts/unlock-address", {"ip": "10.7.7.7"})
    assert not WideFailures.objects.filter(name="10.7.7.7").exists()
