"""Saved searches: their owner's alone, with news when a hit comes, goes or says something else."""

import json
import re
import time
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import override_settings

from tests.stories.answers.conftest import AT
from tests.stories.answers.town import COMPANY, LAPSED, PATENT, ROWS, sheet, yuzhi
from yuzhi.engines.messaging import Channels, Outcome
from yuzhi.records.accounts import actions
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.models import AccessLog
from yuzhi.records.accounts.remits import Remit
from yuzhi.records.accounts.roles import ROLES
from yuzhi.records.evidence.models import Leaf
from yuzhi.records.messages.models import Message
from yuzhi.rooms.datahub import tasks as datahub
from yuzhi.rooms.lookup import tasks
from yuzhi.rooms.lookup.actions import saving
from yuzhi.rooms.lookup.queries import saved
from yuzhi.site import wiring
from yuzhi.site.signin import BEGAN, SEEN

QUERY = "q=甲煤化公司&kind=patents"


def text(answer, status=200):
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.content.decode()


def kept(client, name="", query=QUERY, watched="on", mail=""):
    """The address of a search that was saved."""
    answer = client.post("/searches/new/", {"query": query, "name": name, "watched": watched, "mail": mail})
    assert answer.status_code == 302, answer.content.decode()[-2500:]
    return answer.headers["Location"]


@pytest.fixture
def tools(town):
    with override_settings(HOME=town):
        tools = wiring.toolbox(town)
        tools.index.reset()      # an earlier story's edition is gone from the database, and not from the index
        datahub.refresh_index(tools)
        tasks._settled.clear()
        yield tools


@pytest.fixture(autouse=True)
def _nothing_kept(town):
    yield
    for file in (town / "private").glob("*"):
        file.unlink()


def test_a_visitor_is_asked_to_sign_in(visitor):
    assert visitor.get("/searches/").headers["Location"].startswith("/sign-in/")
    assert visitor.post("/searches/new/", {"query": QUERY}).status_code == 302
    assert "保存这个检索" in text(visitor.get(f"/search/?{QUERY}"))


def test_the_page_says_what_is_kept_and_who_sees_it_before_anybody_types(signed_in):
    page = text(signed_in("company").get(f"/searches/new/?{QUERY}"))
    assert page.index("只有您自己看得到") < page.index('<input type="text" name="name"')
    assert "不用于任何检测、信用或统计" in page and "一个字节也不留" in page


def test_a_search_that_finds_nothing_yet_can_be_saved(signed_in):
    client = signed_in("company")
    assert "有了就提醒" in text(client.get("/search/?q=还没有的东西"))
    assert "0 条" in text(client.get(kept(client, query="q=还没有的东西")))


def test_a_saved_search_opens_what_it_found(signed_in):
    client = signed_in("company")
    address = kept(client, "本单位的专利")
    assert "本单位的专利" in text(client.get("/searches/"))
    page = text(client.get(address))
    assert "有变化时提醒" in page and "2 条" in page and "kind=patents" in page


@pytest.mark.parametrize("role", [role for role in ROLES if role != "company"])
def test_nobody_else_sees_it_whatever_the_office(signed_in, role):
    address = kept(signed_in("company", party=f"uscc/{COMPANY}"), "不给人看的")
    other = signed_in(role, *(["610881"] if role == "county_officer" else []), party=f"uscc/{COMPANY}" if role in ("agency", "citizen", "bank") else "")
    assert "不给人看的" not in text(other.get("/searches/"))
    assert other.get(address).status_code == 404
    for deed in ("pause", "delete", "seen"):
        assert other.post(address, {"deed": deed}).status_code == 404


def test_a_colleague_of_the_same_company_sees_nothing(signed_in):
    client, party = signed_in("company", party=f"uscc/{COMPANY}"), Remit("company", (), f"uscc/{COMPANY}")
    address = kept(client, "同事也不给看")
    client.force_login(actions.create_account("colleague", "同事", "loess-jade-camel-7781", by=Operator("test"), at=AT, remit=party))
    session = client.session
    session[BEGAN] = session[SEEN] = time.time()
    session.save()
    assert client.get(address).status_code == 404 and "还没有保存任何检索" in text(client.get("/searches/"))


def test_nothing_of_it_is_in_log_messages_or_accesses(signed_in):
    client = signed_in("company", party=f"uscc/{COMPANY}")
    before = [model.objects.count() for model in (Leaf, AccessLog, Message)]
    address = kept(client, "不进日志")
    for deed in ("pause", "resume", "seen", "delete"):
        client.post(address, {"deed": deed})
    assert [model.objects.count() for model in (Leaf, AccessLog, Message)] == before
    assert not any("不进日志" in str(value) for value in client.session.values())


def test_a_search_that_finds_too_much_is_kept_and_says_that_it_is_not_watched(signed_in, monkeypatch):
    monkeypatch.setattr(saved, "MOST_WATCHED", 1)
    monkeypatch.setattr(saving, "MOST_WATCHED", 1)
    client = signed_in("company")
    assert "只保存，不比较变化" in text(client.get(f"/searches/new/?{QUERY}"))
    assert "结果太多" in text(client.get(kept(client)))


def test_a_hundred_are_enough_and_a_name_is_short(signed_in, monkeypatch):
    client = signed_in("company")
    assert "超过 60 个字" in text(client.post("/searches/new/", {"query": QUERY, "name": "长" * 61}), 422)
    monkeypatch.setattr(saving, "MOST_SAVED", 1)
    kept(client)
    assert "已保存 1 个检索" in text(client.post("/searches/new/", {"query": QUERY}), 422)


def test_everything_can_be_taken_along_and_deleted(signed_in, town):
    client = signed_in("company")
    kept(client, "甲"), kept(client, "乙")
    assert [one["name"] for one in json.loads(text(client.get("/searches/mine.json")))["searches"]] == ["乙", "甲"]
    assert "没有勾选" in text(client.post("/searches/clear/", {}), 422)
    client.post("/searches/clear/", {"sure": "on"})
    assert "还没有保存任何检索" in text(client.get("/searches/")) and not list((town / "private").iterdir())


def test_an_unknown_deed_changes_nothing(signed_in):
    client = signed_in("company")
    address = kept(client, "甲")
    assert "不认识这个操作" in text(client.post(address, {"deed": "publish"}), 422)


def test_a_new_secret_leaves_only_deletion(signed_in, settings):
    client = signed_in("company")
    address = kept(client, "甲")
    with override_settings(SECRET_KEY="another"):      # signs sessions too: look at the drawer itself
        user = saved.User.objects.get(username="company")
        tools = wiring.toolbox(settings.HOME)
        assert [one.readable for one in saved.saved_of(user, tools)] == [False]
        saving.delete(user, int(re.search(r"\d+", address)[0]), tools)
        assert saved.saved_of(user, tools) == []


def test_what_comes_goes_or_changes_is_news_once(signed_in, tools, town, tmp_path):
    client = signed_in("company")
    address, paused = kept(client, "甲的专利"), kept(client, "停着的")
    client.post(paused, {"deed": "pause"})
    assert not tasks.search_again(tools), "nothing has happened"
    rows = {row["number"][:12]: row for row in ROWS["patents"]}
    changed = tmp_path / "patents.csv"
    changed.write_bytes(sheet(
        "patents", {**rows[PATENT], "title": "一种费托合成催化剂"}, {**rows[LAPSED], "applicants": ["乙公司"], "applicant_codes": []},
        {"number": "202310000013", "title": "一种新的气化炉", "applicants": ["甲煤化公司"], "applicant_codes": [COMPANY],
         "filed_on": date(2023, 1, 5), "right_kind": "invention", "address": "陕西省榆林市神木市锦界镇"},
    ))
    ran = yuzhi("ingest", changed, "--json")
    assert ran.code == 0, ran.err + ran.out
    assert tasks.search_again(tools) and not tasks.search_again(tools), "each search is looked at once for an edition"
    page = text(client.get(address))
    assert re.search(r"新的气化炉.*?新增", page, re.S) and "不再符合" in page
    assert "<del>一种煤制油催化剂</del> → <ins>一种费托合成催化剂</ins>" in page
    assert re.search(r"我保存的检索 <span class=\"tag\">3 处变化", page), "the menu says so on every page"
    assert "提醒已暂停" in text(client.get(paused))
    client.post(address, {"deed": "seen"})
    assert "没有变化" in text(client.get(address))
    client.post(paused, {"deed": "resume"})
    assert "新的气化炉" in text(client.get(paused)), "what happened meanwhile is told"


class Post:
    """A way out for mail that keeps what it was given, and answers what it is told to."""

    def __init__(self, *answers):
        self.sent, self.answers = [], list(answers)

    def send(self, envelope):
        self.sent.append(envelope)
        return self.answers.pop(0) if self.answers else Outcome("accepted", "250 ok")


def news_by_mail(signed_in, tools, post, tmp_path, title, *, clock=None):
    """A search with an address whose hit has just changed its title; the toolbox sends through `post`."""
    tools = replace(tools, channels=lambda: Channels({"email": post}, "https://ip.example.org"), **({"now": clock} if clock else {}))
    client = signed_in("company")
    address = kept(client, "不写进邮件的名字", mail="me@example.com")
    changed = tmp_path / "patents.csv"
    row = next(row for row in ROWS["patents"] if row["number"].startswith(PATENT))
    changed.write_bytes(sheet("patents", {**row, "title": title}))
    assert yuzhi("ingest", changed, "--json").code == 0
    assert tasks.search_again(tools), "looked at"
    return client, address, tools


def test_a_mail_says_that_there_is_news_and_nothing_of_what(signed_in, tools, tmp_path):
    post = Post()
    *_, tools = news_by_mail(signed_in, tools, post, tmp_path, "一种要写邮件的催化剂")
    assert tasks.search_again(tools) and not tasks.search_again(tools), "sent once"
    mail, = post.sent
    assert mail.to == "me@example.com" and "https://ip.example.org/searches/" in mail.body
    assert not any(word in mail.title + mail.body for word in ("催化剂", "甲煤化", "不写进邮件的名字", "1 ", "专利"))


def test_a_mail_that_does_not_arrive_is_tried_again_and_then_told_on_the_page(signed_in, tools, tmp_path):
    instant = [tools.now()]
    post = Post(*[Outcome("retry", "450 later")] * 3)
    client, address, tools = news_by_mail(signed_in, tools, post, tmp_path, "一种送不到的催化剂", clock=lambda: instant[0])
    for tries, wait in enumerate((timedelta(), timedelta(minutes=11), timedelta(hours=2)), 1):
        instant[0] += wait
        assert tasks.search_again(tools) and not tasks.search_again(tools)
        assert len(post.sent) == tries and len({one.key for one in post.sent}) == 1, "the other side can tell a repetition"
    instant[0] += timedelta(hours=20)
    assert not tasks.search_again(tools)
    assert "上次的邮件没有送到：450 later" in text(client.get(address))


def test_what_was_saved_before_there_were_notices_is_still_there(signed_in, tools):
    client = signed_in("company")
    address = kept(client, "早先保存的")
    drawer = saved.drawers(tools).of(str(saved.User.objects.get(username="company").key))
    older = {"mail", "notice", "refused"}
    drawer.change(int(re.search(r"\d+", address)[0]), lambda content: ({k: v for k, v in content.items() if k not in older}, 0))
    assert "早先保存的" in text(client.get(address)) and "早先保存的" in text(client.get("/searches/"))
    assert not tasks.search_again(tools)
    client.post(address, {"deed": "mail", "mail": "me@example.com"})
    assert "me@example.com" in text(client.get(address))


def test_another_form_of_a_hit_after_an_upgrade_is_no_change(signed_in, tools, monkeypatch):
    client = signed_in("company")
    address, drawer = kept(client), saved.drawers(tools).of(str(saved.User.objects.get(username="company").key))
    number = int(re.search(r"\d+", address)[0])
    older = {key: ["旧的写法"] for key in drawer.get(number).content["hits"]}
    older["cn/p/gone"] = ["不再有的"]
    drawer.change(number, lambda content: ({**content, "shape": 0, "hits": older, "looked": []}, 0))
    assert tasks.search_again(tools)
    page = text(client.get(address))
    assert "内容有变" not in page.split("变化</h2>")[1].split("暂停提醒")[0].replace("内容有变的", "") and "不再符合" in page


def test_an_address_is_one_and_can_be_taken_away(signed_in, tools):
    client = signed_in("company")
    address = kept(client, mail="me@example.com")
    assert "不是邮箱地址" in text(client.post(address, {"deed": "mail", "mail": "nobody"}), 422)
    client.post(address, {"deed": "mail", "mail": ""})
    assert "me@example.com" not in text(client.get(address))
    assert "不是邮箱地址" in text(client.post("/searches/new/", {"query": QUERY, "mail": "x"}), 422) or "没有开通邮件" in text(client.get("/searches/new/"))
