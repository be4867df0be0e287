"""The pages of signing in, as a browser meets them."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from yuzhi.records.accounts import actions
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.models import AccessLog
from yuzhi.records.accounts.remits import Remit
from yuzhi.site import signin

AT = datetime(2026, 1, 2, tzinfo=UTC)
PASSWORD = "loess-jade-camel-7781"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fast_hashing(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def zhang():
    remit = Remit("county_officer", ("610881",))
    return actions.create_account("zhang", "张三", PASSWORD, by=Operator("test"), at=AT, remit=remit)


def enter(client, password=PASSWORD, username="zhang", **more):
    return client.post("/sign-in/", {"username": username, "password": password, **more})


def text_of(answer):
    return answer.content.decode()


def test_the_page_asks_in_chinese_and_says_what_needs_no_account(client):
    page = text_of(client.get("/sign-in/"))
    assert "用户名" in page
    assert "不用登录" in page
    assert 'autocomplete="current-password"' in page


def test_the_right_password_leads_to_the_page_that_was_wanted(client, zhang):
    answer = enter(client, next="/data/?page=2")
    assert (answer.status_code, answer["Location"]) == (302, "/data/?page=2")
    assert "张三" in text_of(client.get("/me/"))


@pytest.mark.parametrize(
    "goal", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", "/\\evil.example", "https:///evil", ""]
)
def test_a_next_page_elsewhere_becomes_the_home_page(client, zhang, goal):
    assert enter(client, next=goal)["Location"] == "/"
    assert client.get("/sign-in/", {"next": goal})["Location"] == "/"


def test_a_wrong_password_says_what_failed_and_keeps_the_name_but_not_the_password(client, zhang):
    answer = enter(client, "wrong-password")
    page = text_of(answer)
    assert answer.status_code == 403
    assert "用户名或密码不正确" in page
    assert "还可以再试 4 次" in page
    assert 'value="zhang"' in page
    assert "wrong-password" not in page


def test_five_failures_lock_and_the_page_says_for_how_long(client, zhang):
    for _ in range(5):
        answer = enter(client, "wrong")
    assert "15 分钟" in text_of(answer)
    assert enter(client).status_code == 403


def test_missing_fields_are_named_beside_them_and_in_a_summary(client):
    answer = enter(client, "", "")
    assert answer.status_code == 422
    assert text_of(answer).count("请填写用户名。") == 2
    assert 'href="#id_password"' in text_of(answer)


def test_hostile_text_in_the_name_is_shown_as_text(client):
    page = text_of(enter(client, "x", "<script>alert(1)</script>"))
    assert "<script>alert(1)" not in page


def test_a_sign_in_without_its_token_is_refused(zhang):
    assert enter(Client(enforce_csrf_checks=True)).status_code == 403


def test_signing_in_changes_the_session_key(client, zhang):
    client.get("/sign-in/")
    session = client.session
    session["kept"] = 1
    session.save()
    before = session.session_key
    enter(client)
    assert client.session.session_key != before


def test_only_a_form_signs_out(client, zhang):
    enter(client)
    assert client.get("/sign-out/").status_code == 405
    assert client.get("/me/").status_code == 200
    assert client.post("/sign-out/").status_code == 302
    assert client.get("/me/").status_code == 302
    assert AccessLog.objects.filter(deed="signed_out", actor_key=zhang.actor_key).count() == 1


def test_the_own_page_is_for_whoever_has_signed_in(client):
    answer = client.get("/me/")
    assert (answer.status_code, answer["Location"]) == (302, "/sign-in/?next=/me/")


def test_the_own_page_shows_role_remit_and_latest_sign_ins(client, zhang):
    enter(client)
    page = text_of(client.get("/me/"))
    assert "县（市、区）工作人员" in page
    assert "神木市" in page
    assert "username/zhang" in page


def test_a_new_password_keeps_this_session_and_ends_the_others(client, zhang):
    other = Client()
    enter(client)
    enter(other)
    new = "terrace-olive-oat-2210"
    answer = client.post("/me/", {"old": PASSWORD, "new": new, "again": new})
    assert answer.status_code == 302
    assert client.get("/me/").status_code == 200
    assert other.get("/me/").status_code == 302


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"old": "wrong", "new": "terrace-olive-oat-2210", "again": "terrace-olive-oat-2210"}, "原密码不正确"),
        ({"old": PASSWORD, "new": "short", "again": "short"}, "密码不能使用"),
        ({"old": PASSWORD, "new": "terrace-olive-oat-2210", "again": "other"}, "两次输入的新密码不同"),
    ],
)
def test_a_password_that_cannot_be_changed_says_why(client, zhang, form, sentence):
    enter(client)
    answer = client.post("/me/", form)
    assert answer.status_code in {409, 422}
    assert sentence in text_of(answer)


def test_a_closed_account_is_out_with_its_next_request(client, zhang):
    enter(client)
    actions.deactivate(zhang, by=Operator("test"), reason="调离", at=AT)
    assert client.get("/me/").status_code == 302


@pytest.mark.parametrize(
    ("seen", "began", "status"),
    [
        (timedelta(minutes=29), timedelta(hours=1), 200),
        (timedelta(minutes=31), timedelta(hours=1), 302),
        (timedelta(minutes=1), timedelta(hours=8, minutes=1), 302),
    ],
)
def test_a_session_ends_after_half_an_hour_unused_and_after_eight_hours(client, zhang, seen, began, status):
    enter(client)
    session = client.session
    session[signin.SEEN] -= seen.total_seconds()
    session[signin.BEGAN] -= began.total_seconds()
    session.save()
    assert client.get("/me/").status_code == status


def test_the_session_cookie_is_not_for_scripts(client, zhang):
    enter(client)
    cookie = client.cookies["sessionid"]
    assert cookie["httponly"]
    assert cookie["samesite"] == "Lax"


def test_pages_of_signing_in_are_not_cached(client):
    assert "no-store" in client.get("/sign-in/")["Cache-Control"]
