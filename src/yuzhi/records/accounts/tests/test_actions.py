"""Writes of accounts: one transaction, one leaf, and nobody beyond the own remit."""

from datetime import UTC, datetime

import pytest
from django.db import IntegrityError, connection, transaction

from yuzhi.kernel.errors import BadValue, NotPermitted, Refused
from yuzhi.records.accounts import actions, demo
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.models import AccessLog, SignInFailures, User
from yuzhi.records.accounts.queries import account_named, said_of
from yuzhi.records.accounts.remits import Remit
from yuzhi.records.accounts.roles import ADMINS, ROLES
from yuzhi.records.evidence.models import Leaf
from yuzhi.records.evidence.queries import facts_of

AT = datetime(2026, 1, 2, tzinfo=UTC)
SERVER = Operator("test")
PASSWORD = "loess-jade-camel-7781"
pytestmark = pytest.mark.django_db


def account(username="zhang", role="citizen", **more):
    remit = Remit(role, **more)
    return actions.create_account(username, "张三", PASSWORD, by=SERVER, at=AT, remit=remit)


def acts():
    return list(Leaf.objects.order_by("id").values_list("act", flat=True))


def test_a_new_account_has_a_hashed_password_and_one_leaf_that_does_not_name_the_person(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.ScryptPasswordHasher"]
    user = account(role="county_officer", counties=("610881",))
    assert user.password.startswith("scrypt$")
    [leaf] = Leaf.objects.all()
    assert (leaf.act, leaf.object_key, leaf.actor_key) == ("account.created", f"account/{user.key}", "operator/test")
    assert b"zhang" not in bytes(leaf.body)
    assert facts_of(leaf) == {"role": "county_officer", "counties": ["610881"], "party": "", "username": "zhang"}


def test_a_user_name_is_taken_once_in_any_spelling():
    account("zhang.san")
    with pytest.raises(Refused, match="已有账号"):
        account("ＺHANG.SAN ")
    assert account_named(" Zhang.San") == User.objects.get()


@pytest.mark.parametrize("name", ["", "z", "张 三", "<b>", "-x", "a" * 65])
def test_a_user_name_is_plain(name):
    with pytest.raises(BadValue, match="用户名"):
        account(name)


@pytest.mark.parametrize("password", ["short1", "password123"])
def test_a_weak_password_is_refused_and_nothing_is_stored(password):
    with pytest.raises(BadValue, match="密码不能使用"):
        actions.create_account("zhang", "张三", password, by=SERVER, at=AT)
    assert not User.objects.exists()
    assert acts() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "king"},
        {"role": "county_officer"},
        {"role": "county_officer", "counties": ("神木",)},
        {"role": "city_officer", "counties": ("610881",)},
        {"role": "mediator", "party_key": "uscc/1"},
    ],
)
def test_a_remit_fits_its_role(wrong):
    with pytest.raises(BadValue):
        Remit(**wrong)


def test_a_role_outside_the_list_is_refused_by_the_database_too():
    with pytest.raises(IntegrityError), transaction.atomic():
        User.objects.create(username="x", role="king", created_at=AT)


def test_a_system_administrator_opens_accounts_but_gives_no_roles():
    admin = account("sys", "system_admin")
    user = actions.create_account("li", "李四", PASSWORD, by=admin, at=AT)
    assert user.role == "citizen"
    with pytest.raises(NotPermitted, match="角色授予"):
        actions.create_account("wang", "王五", PASSWORD, by=admin, at=AT, remit=Remit("city_officer"))
    with pytest.raises(NotPermitted):
        actions.change_role(user, Remit("city_officer"), by=admin, at=AT)
    assert not User.objects.filter(username="wang").exists()


def test_a_security_administrator_gives_roles_but_opens_no_accounts():
    admin, user = account("sec", "security_admin"), account("li")
    changed = actions.change_role(user, Remit("county_officer", ("610881",)), by=admin, at=AT)
    assert (changed.role, changed.counties) == ("county_officer", ["610881"])
    assert acts()[-1] == "account.role_changed"
    assert facts_of(Leaf.objects.latest("id"))["before"] == {"role": "citizen", "counties": [], "party": ""}
    with pytest.raises(NotPermitted):
        actions.create_account("wang", "王五", PASSWORD, by=admin, at=AT)


@pytest.mark.parametrize("role", ADMINS)
def test_no_administrator_makes_another_one(role):
    admin, user = account("sec", "security_admin"), account("li")
    with pytest.raises(NotPermitted, match="三员"):
        actions.change_role(user, Remit(role), by=admin, at=AT)
    other = account("other", role)
    with pytest.raises(NotPermitted, match="三员"):
        actions.change_role(other, Remit("city_officer"), by=admin, at=AT)


def test_nobody_acts_upon_the_own_account():
    security, system = account("sec", "security_admin"), account("sys", "system_admin")
    for attempt in (
        lambda: actions.change_role(security, Remit("city_officer"), by=security, at=AT),
        lambda: actions.deactivate(system, by=system, reason="x", at=AT),
        lambda: actions.reset_password(system, PASSWORD + "1", by=system, at=AT),
    ):
        with pytest.raises(NotPermitted, match="自己的账号"):
            attempt()


def test_a_closed_account_can_be_opened_again_and_each_step_leaves_a_leaf():
    user, admin = account(), account("sys", "system_admin")
    assert not actions.deactivate(user, by=admin, reason="调离", at=AT).is_active
    with pytest.raises(Refused, match="已经停用"):
        actions.deactivate(user, by=admin, reason="调离", at=AT)
    assert actions.reactivate(user, by=admin, reason="返岗", at=AT).is_active
    assert acts()[2:] == ["account.deactivated", "account.reactivated"]


def test_an_administrators_password_is_not_reset_by_another():
    system, audit = account("sys", "system_admin"), account("audit", "audit_admin")
    with pytest.raises(NotPermitted, match="三员必须分开"):
        actions.reset_password(audit, PASSWORD + "1", by=system, at=AT)
    assert actions.reset_password(account(), PASSWORD + "1", by=system, at=AT).check_password(PASSWORD + "1")
    assert acts()[-1] == "account.password_reset"


def test_a_person_changes_the_own_password_knowing_the_old_one():
    user = account()
    with pytest.raises(Refused, match="原密码不正确"):
        actions.change_password(user, "wrong", PASSWORD + "1", at=AT)
    with pytest.raises(BadValue, match="相同"):
        actions.change_password(user, PASSWORD, PASSWORD, at=AT)
    assert actions.change_password(user, PASSWORD, PASSWORD + "1", at=AT).check_password(PASSWORD + "1")
    assert acts()[-1] == "account.password_changed"


def test_a_lock_is_lifted_by_a_system_administrator():
    user, admin = account(), account("sys", "system_admin")
    with pytest.raises(Refused, match="没有被锁定"):
        actions.unlock(user, by=admin, at=AT)
    SignInFailures.objects.create(username="zhang", ip="10.0.0.1", attempts=5, first_at=AT, last_at=AT)
    actions.unlock(user, by=admin, at=AT)
    assert not SignInFailures.objects.exists()
    assert acts()[-1] == "account.unlocked"


def test_a_repeated_role_change_is_refused():
    user = account()
    with pytest.raises(Refused, match="没有改变"):
        actions.change_role(user, Remit(), by=SERVER, at=AT)


def test_an_account_is_never_deleted():
    with pytest.raises(TypeError):
        account().delete()


def test_the_access_log_is_only_added_to():
    AccessLog(at=AT, deed="signed_in", actor_key="account/x").save()
    for statement in ("UPDATE accounts_accesslog SET purpose = ''", "DELETE FROM accounts_accesslog"):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
            connection.cursor().execute(statement)
    with pytest.raises(Refused):
        AccessLog.objects.all().delete()


def test_demo_accounts_are_one_per_role_and_their_passwords_are_for_the_owner_only(tmp_path):
    made = demo.create_demo_accounts(tmp_path, sample=True, at=AT)
    assert [User.objects.get(username=one.username).role for one in made] == list(ROLES)
    assert all(User.objects.get(username=one.username).check_password(one.password) for one in made[:2])
    assert all(user.made_up and user.display_name.startswith("示例·") for user in User.objects.all())
    file = tmp_path / demo.FILE
    assert file.stat().st_mode & 0o777 == 0o600
    assert all(one.password in file.read_text(encoding="utf-8") for one in made)
    assert acts() == ["account.created"] * len(ROLES)
    assert demo.create_demo_accounts(tmp_path, sample=True, at=AT) == made
    assert len(acts()) == len(ROLES)


def test_a_lost_file_of_demo_passwords_gives_new_ones(tmp_path):
    made = demo.create_demo_accounts(tmp_path, sample=True, at=AT)
    (tmp_path / demo.FILE).unlink()
    again = demo.create_demo_accounts(tmp_path, sample=True, at=AT)
    assert {one.password for one in made}.isdisjoint({one.password for one in again})
    assert User.objects.get(username=again[0].username).check_password(again[0].password)


def test_a_real_city_gets_no_demo_accounts(tmp_path):
    with pytest.raises(Refused, match="不是示例城市"):
        demo.create_demo_accounts(tmp_path, sample=False, at=AT)
    assert not User.objects.exists()
    assert not list(tmp_path.iterdir())


def test_a_key_is_said_by_name_and_role_and_an_operator_by_the_server():
    user = account(role="county_officer", counties=("610881",))
    assert said_of(user.actor_key) == f"张三（{user.role_zh}）"
    assert said_of("operator/root") == "服务器操作员 root"
    assert said_of("watch/fees") == "watch/fees"
