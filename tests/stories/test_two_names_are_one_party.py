"""A city officer merges two names; the figure follows, an earlier day's knowledge stays, and taking it back restores it exactly."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from django.test import Client

from yuzhi.engines.reading.records import Record
from yuzhi.engines.reading.sources import Source
from yuzhi.engines.search import Ask, Entry
from yuzhi.kernel.errors import Refused
from yuzhi.kernel.origin import FieldOrigin, Origin
from yuzhi.records.accounts.actions import create_account
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.remits import Remit
from yuzhi.records.datasets import editions
from yuzhi.records.evidence.models import Leaf
from yuzhi.records.parties.identities import members_of
from yuzhi.records.parties.models import Comparison, Identity, Likeness, Party
from yuzhi.rooms.datahub import actions as datahub
from yuzhi.rooms.datahub import tasks
from yuzhi.rooms.datahub.tests.city import small_city
from yuzhi.rooms.identity import queries
from yuzhi.rooms.identity import tasks as comparing
from yuzhi.rooms.identity.actions import keep_apart, merge, put_off, take_back
from yuzhi.rooms.scoreboard.api.figures import behind
from yuzhi.rooms.scoreboard.api.shapes import AskedFigures
from yuzhi.site import wiring
from yuzhi.site.wiring import toolbox

PASSWORD = "loess-jade-camel-7781"
AT = datetime(2026, 3, 1, tzinfo=UTC)
pytestmark = pytest.mark.django_db(transaction=True)
CODE, OTHER = "91610800MA70CJ5X9W", "91610800551385081T"
ON = date(2026, 3, 1)


def users(document, context):
    """One approval a line."""
    for number, line in enumerate(document.path.read_text(encoding="utf-8").splitlines(), 1):
        said = json.loads(line)
        values = {
            "indication": said["gi"], "user": said["user"], "user_code": said.get("code", ""), "county": "610881",
            "approved_on": date(2020, 5, 1),
        }
        key = f"cn/giu/{said['gi']}/{said.get('code') or said['user']}"
        yield Record("indication_users", key, key, values, Origin(document.digest, f"line {number}"),
                     {name: FieldOrigin(name, "text") for name in values}, date(2020, 5, 1))


USERS = Source("test.users", "测试用标", "test users", "测试", "无", "测试", 30, 1, lambda g: True, users, ("indication_users",))
ROWS = (
    {"gi": "A", "user": "神木市长青种植专业合作社"}, {"gi": "B", "user": "神木长青种植农民专业合作社"}, {"gi": "C", "user": "神木长清种植专业合作社"},
)


@pytest.fixture
def city(tmp_path):
    """A small deployment with the real indicators and a source of symbol users."""
    real = toolbox(tmp_path)
    city = replace(small_city(tmp_path, source=USERS), areas=real.areas, indicators=real.indicators)
    file = tmp_path / "users.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in ROWS), encoding="utf-8")
    datahub.receive([datahub.archived(file, "users.jsonl", "test.users", city)], by="operator/test", tools=city)
    tasks.work(city)
    return city


def firms(city, known_on=None):
    """Everything that is told of the firms that use the symbol, as bytes."""
    runner = city.indicators(editions.snapshot(city.lake, editions.current(), known_on))
    seen = {area: (one.value, one.reason) for area, one in runner.observe("gi_user_firms", ON).items()}
    behind = [(one.record, str(one.value), one.areas) for one in runner.explain("gi_user_firms", "610800", ON)]
    return json.dumps([seen, behind], ensure_ascii=False, default=str, sort_keys=True).encode()


def pair(city):
    return next(one for one in queries.leads(city) if one.score.band == "same")


def test_a_merge_changes_the_figure_and_taking_it_back_restores_it_byte_for_byte(city):
    before, then = firms(city), city.now()
    assert b'"610800": [3' in before
    made = merge(pair(city), "营业执照载明同一合作社", by="account/officer", tools=city)
    assert firms(city) == before, "figures change with an edition, not before"
    tasks.work(city)
    merged = firms(city)
    assert b'"610800": [2' in merged and b'"610881": [2' in merged
    assert firms(city, then) == before, "as known on the earlier day nothing was merged"
    stored = editions.newest(city.lake).statements("identities", [made.right])[0]
    assert stored["file"] == Leaf.objects.get(act="party.merged").hash_hex
    assert members_of(made.right) == (made.left, made.right)
    take_back(made, "核实为两家", by="account/officer", tools=city)
    tasks.work(city)
    assert firms(city) == before
    assert members_of(made.right) == (made.right,)
    assert Leaf.objects.filter(act="party.decision_reversed").count() == 1
    merge(pair(city), "再次核实为一家", by="account/officer", tools=city)
    tasks.work(city)
    assert firms(city) == merged


def test_a_pair_that_is_decided_is_not_asked_again_until_the_decision_is_taken_back(city):
    asked = len(queries.leads(city))
    made = keep_apart(pair(city), "两个合作社", by="account/officer", tools=city)
    assert len(queries.leads(city)) == asked - 1
    with pytest.raises(Refused, match="已经判定过"):
        put_off(queries.lead(made.right, made.left, city), "再看看", by="account/officer", tools=city)
    take_back(made, "看错了", by="account/officer", tools=city)
    assert len(queries.leads(city)) == asked
    with pytest.raises(Refused, match="已经撤回"):
        take_back(made, "再撤", by="account/officer", tools=city)


def test_what_looks_alike_but_is_no_sure_thing_waits_for_a_person(city):
    doubtful = [one for one in queries.leads(city) if one.score.band == "review"]
    assert any({"神木长清种植专业合作社"} & {one.left.name, one.right.name} for one in doubtful)
    assert all(one.score.objections for one in doubtful)


def test_a_merge_needs_a_reason_one_code_and_no_ring(city):
    lead = pair(city)
    with pytest.raises(Refused, match="没有填写理由"):
        merge(lead, " ", by="account/officer", tools=city)
    two = replace(lead, left=replace(lead.left, code=CODE), right=replace(lead.right, code=OTHER))
    with pytest.raises(Refused, match="统一社会信用代码不同"):
        merge(two, "同名", by="account/officer", tools=city)
    made = merge(lead, "同一合作社", by="account/officer", tools=city)
    third = next(key for key, one in queries.bodies(city).items() if one.name == "神木长清种植专业合作社")
    with pytest.raises(Refused, match="已经归并到另一个"):
        merge(replace(queries.lead(third, made.right, city), left=replace(queries.bodies(city)[third], records=9)), "三家", by="account/officer", tools=city)
    assert Leaf.objects.filter(act="party.merged").count() == 1


def test_a_figure_names_the_merges_that_it_counts_by(city):
    asked = AskedFigures(as_of=ON)
    assert behind("gi_user_firms", asked, Operator("cli"), city).merges == []
    made = merge(pair(city), "营业执照载明同一合作社", by="account/officer", tools=city)
    tasks.work(city)
    told = behind("gi_user_firms", asked, Operator("cli"), city)
    assert [(one.name, one.into_name, one.reason) for one in told.merges] == [(made.right_name, made.left_name, made.reason)]
    assert told.total == told.value == 2
    assert behind("valid_inventions", asked, Operator("cli"), city).merges == [], "it counts rights, not parties"


@pytest.fixture
def browsers(city, monkeypatch):
    """Browsers of a visitor, an officer of a county and an officer of the city."""
    monkeypatch.setattr(wiring, "toolbox", lambda home: city)
    create_account("shi", "市局", PASSWORD, by=Operator("test"), at=AT, remit=Remit("city_officer"))
    create_account("xian", "县局", PASSWORD, by=Operator("test"), at=AT, remit=Remit("county_officer", ("610881",)))
    found = {name: Client(headers={"accept-language": "zh-CN"}) for name in ("visitor", "xian", "shi")}
    for name in ("xian", "shi"):
        assert found[name].post("/sign-in/", {"username": name, "password": PASSWORD}).status_code == 302
    return found


def test_the_queue_is_for_officers_of_the_city_and_the_decisions_are_for_everyone(city, browsers):
    lead = pair(city)
    given = {"left": lead.left.key, "right": lead.right.key, "verdict": "same", "reason": "营业执照载明同一合作社"}
    for name in ("visitor", "xian"):
        text = browsers[name].get("/identity/").content.decode()
        assert "待判定的名称由市级工作人员查看" in text and 'name="verdict"' not in text
        assert browsers[name].post("/identity/decide/", given).status_code in (302, 403)
        assert browsers[name].get("/api/identity/leads").status_code in (401, 403)
    assert browsers["visitor"].get("/api/identity/merges").json()["total"] == 0
    text = browsers["shi"].get("/identity/").content.decode()
    assert lead.left.name in text and text.count('value="same"') == len(queries.leads(city))
    said = browsers["shi"].post("/identity/decide/", {**given, "reason": ""}, follow=True).content.decode()
    assert "请写明理由" in said
    assert browsers["shi"].post("/identity/decide/", given).status_code == 302
    decided = browsers["visitor"].get("/identity/decided/").content.decode()
    assert "营业执照载明同一合作社" in decided and "/take-back/" not in decided
    assert browsers["visitor"].get("/api/identity/merges").json()["merges"][0]["reason"] == given["reason"]
    assert "/take-back/" in browsers["shi"].get("/identity/decided/").content.decode()


def told(city):
    return [(one.left.key, one.right.key, one.score) for one in queries.leads(city)]


def test_the_worker_compares_an_edition_once_and_every_process_asks_the_same_pairs(city):
    worked_out = told(city)
    assert comparing.step(city)
    assert not comparing.step(city), "an edition is compared once"
    assert told(city) == worked_out
    assert Comparison.objects.get().edition == editions.current().number
    made = merge(pair(city), "营业执照载明同一合作社", by="account/officer", tools=city)
    tasks.work(city)
    assert queries.behind(), "a newer edition waits to be compared"
    assert {made.left, made.right} not in [{left, right} for left, right, _ in told(city)]
    assert comparing.step(city) and not queries.behind()
    assert Comparison.objects.count() == 1, "earlier comparisons are not kept"


def test_a_comparison_that_broke_off_leaves_the_earlier_one(city, monkeypatch):
    comparing.step(city)
    before = told(city)
    merge(pair(city), "营业执照载明同一合作社", by="account/officer", tools=city)
    tasks.work(city)
    with pytest.raises(KeyboardInterrupt), monkeypatch.context() as broken:
        broken.setattr(Likeness.objects, "bulk_create", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
        comparing.step(city)
    assert Comparison.objects.count() == 1 and queries.behind()
    assert set(one[:2] for one in told(city)) < set(one[:2] for one in before)


def test_a_question_for_one_name_finds_the_other_until_they_are_kept_apart(tmp_path):
    tools, at = toolbox(tmp_path), AT
    one = Party.objects.create(key="uscc/1", name="神木长青种植有限公司", sort_key="1", code="91610800MA70CJ5X9W")
    two = Party.objects.create(key="name/2", name="神木市长青种植有限责任公司", sort_key="2")
    three = Party.objects.create(key="name/3", name="榆林绿源农业有限公司", sort_key="3")
    tools.index.put(Entry(f"k{party.key[-1]}", "patents", "技术", "", names=(party.name,)) for party in (one, two, three))

    def found(name):
        return {hit.key for hit in tools.index.find(Ask(f"申请人:{name}")).hits}

    assert found(one.name) == found(two.name) == {"k1", "k2"}
    kept = {"score": 0.9, "weights": "test", "reason": "执照载明", "actor": "test", "made_at": at}
    merged = Identity.objects.create(left=one.key, right=three.key, left_name=one.name, right_name=three.name, verdict="same", **kept)
    assert found(three.name) == {"k1", "k2", "k3"}
    merged.reversed_at = at
    merged.save()
    assert found(three.name) == {"k3"}
    Identity.objects.create(left=one.key, right=two.key, left_name=one.name, right_name=two.name, verdict="different", **kept)
    assert (found(one.name), found(two.name)) == ({"k1"}, {"k2"})
