"""The five-year plan has ended: an officer freezes its closing figures, later data do not move them, anyone can check."""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client, override_settings

from yuzhi.kernel.errors import NotPermitted, Refused
from yuzhi.records.accounts.actions import create_account
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.permissions import require
from yuzhi.records.accounts.remits import Remit
from yuzhi.records.accounts.things import Thing
from yuzhi.records.evidence.actions import erase_facts
from yuzhi.records.evidence.models import Leaf
from yuzhi.records.evidence.queries import facts_of
from yuzhi.records.observations.figures import figures
from yuzhi.records.observations.freezing import closed, verified, worst
from yuzhi.records.observations.models import Freezing, FrozenObservation
from yuzhi.rooms.datahub import actions as hub
from yuzhi.rooms.datahub import tasks
from yuzhi.rooms.scoreboard import actions
from yuzhi.site.wiring import toolbox

pytestmark = pytest.mark.django_db(transaction=True)

TITLES = "*质押登记号,质押合同编号,*出质人,*担保债权金额（元）,是否续贷,*登记日,注销登记日,所在县（市、区）"
BEFORE = (
    "Y2023610000001,HT-1,神木某煤化有限公司,5000000.00,否,2023-03-01,,神木市",
    "Y2024610000003,HT-3,榆林某镁业有限公司,4000000.50,否,2024-05-31,,榆阳区",
    "Y2024610000004,HT-4,榆林某镁业有限公司,1000000.00,否,2024-06-30,,榆阳区",
    "Y2024610000005,HT-5,榆林某镁业有限公司,1000000.00,否,2024-07-30,,榆阳区",
)
LATER = ("Y2025610000009,HT-9,榆林某羊业有限公司,7000000.00,否,2025-12-30,,横山区",)       # delivered after the freezing
LAST = date(2025, 12, 31)
CITY, YUYANG, SHENMU = "610800", "610802", "610881"
PASSWORD = "loess-jade-camel-7781"
OFFICER = Operator("story")
PAGE = "/targets/plans/十四五/"


@pytest.fixture
def tools(tmp_path):
    with override_settings(HOME=tmp_path):
        yield toolbox(tmp_path)


def deliver(rows, name, tools, folder):
    path = folder / name
    path.write_bytes("\r\n".join((TITLES, *rows)).encode("gb18030"))
    hub.arrive(path, name, by="operator/story", tools=tools)
    tasks.work(tools)


def plan(tools):
    return figures(tools, OFFICER).runner.declared.plan("十四五")


def frozen(tools, name="pledge_amount", area=CITY, viewer=OFFICER):
    indicator = figures(tools).runner.declared.indicator(name)
    return closed(plan(tools), viewer).at(indicator, LAST, area)


@pytest.fixture
def kept(tools, tmp_path):
    deliver(BEFORE, "质押.csv", tools, tmp_path)
    return actions.freeze(plan(tools), "", by=OFFICER, tools=tools)


def signed_in(name, role, tools, **remit):
    create_account(name, name, PASSWORD, by=OFFICER, at=tools.now(), remit=Remit(role, **remit))
    client = Client()
    assert client.post("/sign-in/", {"username": name, "password": PASSWORD}).status_code == 302
    return client


def test_later_data_move_the_recount_and_not_what_is_frozen(kept, tools, tmp_path):
    assert frozen(tools).value == Decimal("11000000.50")
    assert frozen(tools, area=SHENMU).value == Decimal("5000000.00")
    deliver(LATER, "迟到.csv", tools, tmp_path)
    assert figures(tools, OFFICER).at("pledge_amount", LAST)[CITY].value == Decimal("18000000.50")
    assert frozen(tools).value == Decimal("11000000.50")
    page = Client().get(f"{PAGE}pledge_amount/records/").content.decode()
    assert "新增 1" in page
    board = Client().get("/targets/?plan=十四五").content.decode()
    assert "已冻结" in board and "按最新数据重算为" in board
    told = next(one for one in Client().get("/api/targets").json()["targets"] if one["id"] == "T8")
    assert (told["judged"], told["frozen"]) == ("11000000.50", 1)
    answer = Client().get("/api/plans/frozen?plan=十四五&area=全市").json()
    t8 = next(one for one in answer["figures"] if one["indicator"] == "pledge_amount")
    assert (t8["value"], t8["recount"], t8["records"]) == ("11000000.50", "18000000.50", 4)


def test_one_act_leaves_one_leaf_that_names_the_document_and_the_edition(kept, tools):
    leaf = Leaf.objects.get(act="plan.frozen")
    assert (leaf.hash_hex, leaf.object_key, leaf.actor_key) == (kept.leaf, "plan/十四五/1", "operator/story")
    assert facts_of(leaf) == {
        "plan": "十四五", "number": 1, "as_of": "2025-12-31", "edition": kept.edition, "document": kept.document, "reason": "",
    }
    told = json.loads(tools.archive.path(kept.document).read_bytes())
    assert {one["area"] for one in told["figures"]} == set(figures(tools).runner.areas)
    assert len(told["targets"]) == 9
    missing = [one for one in told["figures"] if one["value"] is None]
    assert missing and all(one["reason"] for one in missing)


def test_every_part_matches_until_somebody_changes_it(kept, tools):
    assert worst(verified(kept, tools)) == "match"
    kept_list = FrozenObservation.objects.get(freezing=kept, indicator="pledge_amount", area=CITY).records
    path = tools.archive.path(kept_list)
    content = path.read_bytes()
    path.chmod(0o644)
    path.write_bytes(content.replace(b"4000000.50", b"9000000.50"))
    said = {one.what: one.verdict for one in verified(kept, tools)}
    assert said["pledge_amount@2025-12-31"] == "mismatch" and said["document"] == said["leaf"] == "match"
    path.unlink()
    assert {one.what: one.verdict for one in verified(kept, tools)}["pledge_amount@2025-12-31"] == "absent"
    path.write_bytes(content)
    document = tools.archive.path(kept.document)
    held = document.read_bytes()
    document.chmod(0o644)
    document.write_bytes(held.replace(b"11000000.50", b"12000000.50"))
    assert [one.verdict for one in verified(kept, tools)] == ["match", "mismatch"]
    document.write_bytes(held)
    erase_facts(Leaf.objects.get(act="plan.frozen"), by="operator/story", reason="法院要求", at=tools.now())
    assert verified(kept, tools)[0].verdict == "absent"


def test_the_database_refuses_to_change_what_is_frozen(kept):
    for statement in (
        "update observations_frozenobservation set value = 1", "delete from observations_frozenobservation",
        "update observations_freezing set edition = 9", "delete from observations_freezing",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)
    with pytest.raises(Refused, match="只增不改"):
        Freezing.objects.update(edition=9)


def test_a_second_time_needs_a_reason_and_the_first_stays_readable(kept, tools, tmp_path):
    deliver(LATER, "迟到.csv", tools, tmp_path)
    with pytest.raises(Refused, match="已经冻结过"):
        actions.freeze(plan(tools), " ", by=OFFICER, tools=tools)
    again = actions.freeze(plan(tools), "横山区的合同迟报", by=OFFICER, tools=tools)
    assert (again.number, frozen(tools).value) == (2, Decimal("18000000.50"))
    assert Leaf.objects.filter(act="plan.refrozen", object_key="plan/十四五/2").count() == 1
    page = Client().get(f"{PAGE}?number=1").content.decode()
    assert "1,100.00005" in page or "1,100" in page
    assert "横山区的合同迟报" in Client().get(PAGE).content.decode()
    assert worst(verified(kept, tools)) == worst(verified(again, tools)) == "match"


def test_a_plan_that_runs_or_a_city_without_data_is_not_frozen(tools, tmp_path):
    with pytest.raises(Refused, match="没有发布过任何数据"):
        actions.freeze(plan(tools), "", by=OFFICER, tools=tools)
    deliver(BEFORE, "质押.csv", tools, tmp_path)
    running = plan(tools).__class__(date(2026, 1, 1), tools.today(), "进行中")
    with pytest.raises(Refused, match="才结束"):
        actions.freeze(running, "", by=OFFICER, tools=tools)
    with pytest.raises(Refused, match="您看到的是第 9 版"):
        actions.freeze(plan(tools), "", by=OFFICER, tools=tools, seen=9)
    assert not Freezing.objects.exists() and not Leaf.objects.filter(act="plan.frozen").exists()


def test_a_city_officer_freezes_on_the_page_and_nobody_else_can(tools, tmp_path):
    deliver(BEFORE, "质押.csv", tools, tmp_path)
    assert "还没有冻结" in Client().get(PAGE).content.decode()
    assert Client().post(f"{PAGE}freeze/").status_code == 302            # to the sign-in
    county = signed_in("xian", "county_officer", tools, counties=(YUYANG,))
    assert county.get(f"{PAGE}freeze/").status_code == 403
    assert county.post(f"{PAGE}freeze/", {"edition": 1, "looked": "on"}).status_code == 403
    city = signed_in("shi", "city_officer", tools)
    asked = city.get(f"{PAGE}freeze/").content.decode()
    assert "项全市没有数，将连同原因冻结" in asked and "冻结后不能撤销" in asked
    assert "请先核对上面的数" in city.post(f"{PAGE}freeze/", {"edition": 1}).content.decode()
    assert not Freezing.objects.exists()
    assert city.post(f"{PAGE}freeze/", {"edition": 1, "looked": "on"}).status_code == 302
    assert Freezing.objects.get().actor_key == Leaf.objects.get(act="plan.frozen").actor_key
    assert "一致" in Client().get(f"{PAGE}verify/").content.decode()


def test_sums_that_would_give_a_contract_away_are_frozen_and_told_only_to_those_who_may_read_it(kept, tools):
    assert frozen(tools, area=SHENMU, viewer=None).value is None
    assert "不公开" in frozen(tools, area=SHENMU, viewer=None).reason
    assert frozen(tools, area=CITY, viewer=None).value == Decimal("11000000.50")
    public = Client().get(f"{PAGE}frozen.csv").getvalue().decode("utf-8-sig")
    assert "5000000" not in public and "11000000.5" in public
    assert "Y2023610000001" not in Client().get(f"{PAGE}pledge_amount/records/?area={SHENMU}").content.decode()
    assert Client().get(f"{PAGE}frozen.json").status_code == 403
    county = signed_in("shenmu", "county_officer", tools, counties=(SHENMU,))
    assert county.get(f"{PAGE}frozen.json").status_code == 403
    assert "Y2023610000001" in county.get(f"{PAGE}pledge_amount/records/?area={SHENMU}").content.decode()
    city = signed_in("shi", "city_officer", tools)
    assert city.get(f"{PAGE}frozen.json").content == tools.archive.path(kept.document).read_bytes()


@pytest.mark.parametrize("address, status", [
    ("/targets/plans/十六五/", 404), (f"{PAGE}?number=7", 404), (f"{PAGE}?number=一", 422), (f"{PAGE}?area=999999", 422),
    (f"{PAGE}valid_inventions/records/?area=610825", 404), (f"{PAGE}verify/", 404), (f"{PAGE}frozen.csv", 404),
    ("/api/plans/frozen?plan=十六五", 404), ("/api/plans/frozen/check?plan=十四五", 404), ("/api/plans/frozen?plan=十四五&number=0", 422),
])
def test_what_is_not_there_is_said(address, status, tools):
    assert Client().get(address).status_code == status


def test_the_command_freezes_and_checks(commands, sample, tmp_path):
    city = sample(0.02, 5)
    assert commands.run(tmp_path, "ingest", city / "office").code == 0
    before = commands.ask_json(tmp_path, "targets", "frozen", "十四五")
    assert (before["freezings"], before["figures"]) == ([], [])
    killed = commands.run(tmp_path, "targets", "freeze", "十四五", sabotage={
        "at": "yuzhi.rooms.scoreboard.actions:_kept", "nth": 1, "when": "before", "compact_above": None,
    })
    assert killed.code == -9
    assert commands.ask_json(tmp_path, "targets", "frozen", "十四五")["freezings"] == []
    made = commands.ask_json(tmp_path, "targets", "freeze", "十四五")
    assert (made["number"], made["as_of"]) == (1, "2025-12-31")
    checked = commands.ask_json(tmp_path, "targets", "verify", "十四五")
    assert checked["verdict"] == "match" and len(checked["findings"]) > 20
    truth = {one["name"]: one["values"] for one in commands.ask_json(tmp_path, "indicators", "--as-of", "2025-12-31")["indicators"]}
    for one in commands.ask_json(tmp_path, "targets", "frozen", "十四五")["figures"]:
        assert one["value"] == one["recount"]
        told = truth[one["indicator"]][one["area"]]
        assert (one["value"] is None) == (told is None) and (told is None or Decimal(one["value"]) == Decimal(str(told)))
    again = commands.run(tmp_path, "targets", "freeze", "十四五")
    assert again.code != 0 and "已经冻结过" in again.err
    assert "第 1 次冻结" in commands.run(tmp_path, "targets", "list").out


def test_permission_is_asked_for_the_verb_itself(tools):
    with pytest.raises(NotPermitted, match="冻结规划期的期末数"):
        require(None, "freeze_plan", Thing("figure"))
