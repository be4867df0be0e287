"""Where a person is signed in: listed, ended one by one or all others at once, and never another person's."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from yuzhi.records.accounts import actions
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.models import AccessLog, OpenSession
from yuzhi.records.accounts.sessions import limits_of
from yuzhi.site.signin import BEGAN, SEEN

AT = datetime(2026, 1, 2, tzinfo=UTC)
PASSWORD = "loess-jade-camel-7781"
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fast_hashing(settings):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def li():
    return actions.create_account("li", "李四", PASSWORD, by=Operator("test"), at=AT)


def browser(agent, name="li", ip="10.0.0.1"):
    client = Client(headers={"user-agent": agent, "accept-language": "zh-CN"}, REMOTE_ADDR=ip)
    assert client.post("/sign-in/", {"username": name, "password": PASSWORD}).status_code == 302
    return client


def page(client):
    return client.get("/me/sessions/").content.decode()


def test_every_place_is_listed_with_its_address_and_browser(li):
    here, _there = browser("Desk"), browser("Phone", ip="10.0.0.2")
    told = page(here)
    assert "Desk" in told and "Phone" in told and "10.0.0.2" in told
    assert told.count("这一处") == 1


def test_one_is_ended_and_the_others_go_on(li):
    here, there, third = browser("Desk"), browser("Phone"), browser("Tablet")
    number = OpenSession.objects.get(browser="Phone").pk
    assert here.post(f"/me/sessions/{number}/end").status_code == 302
    assert [client.get("/me/").status_code for client in (here, there, third)] == [200, 302, 200]
    assert "Phone" not in page(here)
    assert AccessLog.objects.filter(deed="session_ended", actor_key=li.actor_key).count() == 1


def test_all_others_are_ended_at_once(li):
    here, there, third = browser("Desk"), browser("Phone"), browser("Tablet")
    here.post("/me/sessions/end-others")
    assert [client.get("/me/").status_code for client in (here, there, third)] == [200, 302, 302]
    assert OpenSession.objects.count() == 1


def test_nobody_ends_the_session_of_another_nor_the_own_one_by_its_number(li):
    actions.create_account("wang", "王五", PASSWORD, by=Operator("test"), at=AT)
    here, other = browser("Desk"), browser("Other", "wang")
    for agent in ("Other", "Desk"):
        assert here.post(f"/me/sessions/{OpenSession.objects.get(browser=agent).pk}/end").status_code == 404
    assert other.get("/me/").status_code == 200


def test_signing_out_takes_the_session_off_the_list_and_a_new_password_all_others(li):
    here, there, third = browser("Desk"), browser("Phone"), browser("Tablet")
    there.post("/sign-out/")
    assert OpenSession.objects.count() == 2
    new = "terrace-olive-oat-2210"
    assert here.post("/me/", {"old": PASSWORD, "new": new, "again": new}).status_code == 302
    assert third.get("/me/").status_code == 302
    assert OpenSession.objects.get().session_key == here.session.session_key


@pytest.mark.parametrize(("unused", "began", "status"), [(59, 60, 200), (61, 61, 302), (1, 12 * 60 + 1, 302)])
def test_people_who_do_not_work_for_the_city_have_longer_limits(li, unused, began, status):
    client = browser("Desk")
    session = client.session
    session[SEEN] -= timedelta(minutes=unused).total_seconds()
    session[BEGAN] -= timedelta(minutes=began).total_seconds()
    session.save()
    assert client.get("/me/").status_code == status


def test_limits_are_shorter_for_people_of_the_city(li):
    before = limits_of(li)
    li.role = "city_officer"
    assert all(staff < other for staff, other in zip(limits_of(li), before, strict=True))
