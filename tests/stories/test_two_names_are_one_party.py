"""A city officer merges two names; the figure follows, an earlier day's knowledge stays, and taking it back restores it exactly."""

import json
from dataclasses import replace
from datetime import date

import pytest

from yuzhi.engines.reading.records import Record
from yuzhi.engines.reading.sources import Source
from yuzhi.kernel.errors import Refused
from yuzhi.kernel.origin import FieldOrigin, Origin
from yuzhi.records.datasets import editions
from yuzhi.records.evidence.models import Leaf
from yuzhi.records.parties.identities import members_of
from yuzhi.rooms.datahub import actions as datahub
from yuzhi.rooms.datahub import tasks
from yuzhi.rooms.datahub.tests.city import small_city
from yuzhi.rooms.identity import queries
from yuzhi.rooms.identity.actions import keep_apart, merge, put_off, take_back
from yuzhi.site.wiring import toolbox

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
    assert stored["file"] == str(Leaf.objects.get(act="party.merged").leaf_hash)
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
