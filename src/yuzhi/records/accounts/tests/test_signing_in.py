"""A name and a password at the door: five failures lock the pair of name and address for fifteen minutes."""

from datetime import UTC, datetime, timedelta

import pytest

from yuzhi.kernel.errors import NotPermitted, Refused
from yuzhi.records.accounts import actions
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.models import AccessLog, SignInFailures
from yuzhi.records.accounts.remits import Remit
from yuzhi.records.accounts.signing_in import SignInRefused, admit, leave
from yuzhi.records.evidence.models import Leaf

AT = datetime(2026, 1, 2, 8, 0, tzinfo=UTC)
PASSWORD = "loess-jade-camel-7781"
pytestmark = pytest.mark.django_db


@pytest.fixture
def zhang():
    return actions.create_account("zhang", "张三", PASSWORD, by=Operator("test"), at=AT)


def knock(password=PASSWORD, name="zhang", ip="10.0.0.1", at=AT):
    return admit(name, password, ip=ip, at=at)


def fail(times=1, **more):
    sentences = []
    for _ in range(times):
        with pytest.raises(SignInRefused) as refused:
            knock(**{"password": "wrong", **more})
        sentences.append(refused.value.sentence)
    return sentences[-1]


def test_the_right_name_and_password_admit_in_any_spelling_of_the_name(zhang):
    assert knock(name=" ＺHANG ") == zhang


def test_five_failures_lock_even_the_right_password_for_fifteen_minutes(zhang):
    assert "还可以再试 1 次" in fail(4)
    assert "15 分钟" in fail()
    assert "15 分钟" in fail(password=PASSWORD)
    assert "1 分钟" in fail(password=PASSWORD, at=AT + timedelta(minutes=14, seconds=30))
    assert knock(at=AT + timedelta(minutes=15)) == zhang


def test_a_lock_holds_for_one_address_only(zhang):
    fail(5)
    assert knock(ip="2001:db8::1") == zhang


def test_the_fifth_attempt_may_be_the_right_one_and_then_counts_begin_anew(zhang):
    fail(4)
    assert knock() == zhang
    assert not SignInFailures.objects.exists()


def test_failures_far_apart_do_not_add_up(zhang):
    fail(4)
    assert "还可以再试 4 次" in fail(at=AT + timedelta(minutes=16))


def test_an_unknown_name_is_answered_like_a_wrong_password(zhang):
    assert fail(name="nobody") == fail()
    assert fail(4, name="nobody") == fail(4)


def test_a_closed_account_is_told_only_to_whoever_knows_the_password(zhang):
    actions.deactivate(zhang, by=Operator("test"), reason="调离", at=AT)
    assert "停用" not in fail()
    assert "停用" in fail(password=PASSWORD)


def test_sign_ins_go_to_the_access_log_and_not_to_the_leaves(zhang):
    leaves = Leaf.objects.count()
    fail()
    leave(knock(), ip="10.0.0.1", at=AT)
    deeds = list(AccessLog.objects.order_by("id").values_list("deed", "object_key", "ip"))
    assert deeds == [
        ("sign_in_failed", "username/zhang", "10.0.0.1"),
        ("signed_in", "username/zhang", "10.0.0.1"),
        ("signed_out", "username/zhang", "10.0.0.1"),
    ]
    assert Leaf.objects.count() == leaves


def test_what_is_typed_as_an_unknown_name_is_not_kept_in_the_log():
    fail(name="MySecretPassword")
    assert AccessLog.objects.get().object_key == ""


def test_old_counts_are_forgotten(zhang):
    fail(name="nobody")
    fail(at=AT + timedelta(days=2))
    assert SignInFailures.objects.get().username == "zhang"


def knocks(times, name="zhang", at=AT, start=1):
    """Failures, each from another address."""
    return [fail(name=name, ip=f"10.1.{number // 250}.{number % 250}", at=at) for number in range(start, start + times)]


def test_failures_from_everywhere_lock_the_account_whoever_knocks(zhang):
    assert "还可以再试 4 次" in knocks(20)[-1]
    said = fail(ip="10.9.9.9", password=PASSWORD)
    assert "从各处" in said and "安全管理员" in said
    assert knock(ip="10.9.9.9", at=AT + timedelta(minutes=15)) == zhang


def test_an_unknown_name_is_locked_as_a_known_one_is(zhang):
    assert knocks(22, "nobody") == knocks(22, start=1001)


def test_failures_on_every_name_lock_the_address(zhang):
    for number in range(50):
        fail(name=f"nobody{number}")
    assert "网络" in fail(password=PASSWORD)
    assert knock(ip="10.0.0.2") == zhang


def test_a_whole_office_signs_in_from_one_address(zhang):
    for _ in range(60):
        assert knock() == zhang


def test_both_locks_are_lifted_by_a_security_administrator_and_leave_leaves(zhang):
    security = actions.create_account("sec", "安全", PASSWORD, by=Operator("test"), at=AT, remit=Remit("security_admin"))
    knocks(21)
    actions.unlock(zhang, by=security, at=AT)
    assert knock(ip="10.9.9.9") == zhang
    for number in range(51):
        fail(name=f"nobody{number}", ip="10.7.7.7")
    actions.unlock_address("10.7.7.7", by=security, at=AT)
    assert knock(ip="10.7.7.7") == zhang
    assert list(Leaf.objects.order_by("id").values_list("act", flat=True))[-2:] == ["account.unlocked", "address.unlocked"]
    with pytest.raises(Refused, match="没有被锁定"):
        actions.unlock_address("10.7.7.7", by=security, at=AT)
    with pytest.raises(NotPermitted):
        actions.unlock_address("10.7.7.7", by=zhang, at=AT)
