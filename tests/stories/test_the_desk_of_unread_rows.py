"""What officers and the public see of files and rows that were not read, and what each may do about them."""

import json
import re
from contextlib import closing
from datetime import UTC, datetime

import pytest
from django.test import Client
from django.urls import reverse

from yuzhi.records.accounts.actions import create_account
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.models import AccessLog, User
from yuzhi.records.accounts.remits import Remit
from yuzhi.records.datasets.models import IgnoredColumn, Load, Quarantined, Repair
from yuzhi.rooms.datahub import actions, tasks
from yuzhi.rooms.datahub.tests.city import small_city
from yuzhi.rooms.datahub.tests.outlets import PLACE, SHEET, SOURCE, outlet
from yuzhi.site import wiring

PASSWORD = "loess-jade-camel-7781"
AT = datetime(2026, 3, 1, tzinfo=UTC)
YUYANG = {"地址": "榆林市榆阳区某路"}
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def city(tmp_path, monkeypatch):
    tools = small_city(tmp_path, source=SOURCE)
    monkeypatch.setattr(wiring, "toolbox", lambda home: tools)
    _SIGNED_IN.clear()
    for name, remit in {
        "shi": Remit("city_officer"), "xian": Remit("county_officer", ("610802",)),
        "lin": Remit("county_officer", ("610881",)), "gong": Remit("system_admin"),
    }.items():
        create_account(name, name, PASSWORD, by=Operator("test"), at=AT, remit=remit)
    return tools


_SIGNED_IN = {}


def browser(name=""):
    """A browser; an officer's is the same one for a whole test."""
    if name in _SIGNED_IN:
        return _SIGNED_IN[name]
    client = Client(headers={"accept-language": "zh-CN"})
    if name:
        _SIGNED_IN[name] = client
        assert client.post("/sign-in/", {"username": name, "password": PASSWORD}).status_code == 302
    return client


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def sent(city, name, *rows, by="operator/test"):
    file = city.home / name
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    load = actions.receive([actions.archived(file, name, SHEET, city)], by=by, tools=city)
    tasks.work(city)
    load.refresh_from_db()
    return load


def post(client, address, **sent):
    return client.post(address, sent)


def test_only_the_city_mends_a_text_in_every_file(city):
    sent(city, "a", outlet("1", "渝阳", **YUYANG))
    address = f"/data/quarantine/{Quarantined.objects.get().pk}/"
    assert "照此修复" in page(browser("shi"), address)
    assert "照此修复" not in page(browser("xian"), address)
    told = {"after": "榆阳区", "reason": "写错了", "everywhere": "on"}
    refused = post(browser("xian"), f"{address}repair/", **told)
    assert refused.status_code == 403
    assert "不能按同样内容修复来源的所有文件" in refused.content.decode()
    assert not Repair.objects.exists()
    assert post(browser("shi"), f"{address}repair/", **told).status_code == 302
    assert Repair.objects.get().everywhere


def test_a_blank_or_a_number_offers_no_repair_for_every_file(city):
    sent(city, "a", outlet("1", "", **YUYANG))
    address = f"/data/quarantine/{Quarantined.objects.get().pk}/"
    assert "照此修复" not in page(browser("shi"), address)
    refused = post(browser("shi"), f"{address}repair/", after="榆阳区", reason="见原件", everywhere="on")
    assert refused.status_code == 422
    assert "只能逐行修复" in refused.content.decode()
    assert not Repair.objects.exists()


def test_a_repair_for_every_file_is_listed_on_its_source_and_taken_back_there(city):
    sent(city, "a", outlet("1", "渝阳", **YUYANG))
    address = f"/data/quarantine/{Quarantined.objects.get().pk}/"
    post(browser("shi"), f"{address}repair/", after="榆阳区", reason="总是写错", everywhere="on")
    tasks.work(city)
    source, withdraw = f"/data/sources/{SHEET}/", f"/data/repairs/{Repair.objects.get().pk}/withdraw/"
    assert "总是写错" not in page(browser(), source)
    assert "总是写错" in page(browser("xian"), source) and withdraw not in page(browser("xian"), source)
    assert withdraw in page(browser("shi"), source)
    assert post(browser("xian"), withdraw, reason="不对").status_code == 403
    post(browser("shi"), withdraw, reason="")
    assert Repair.objects.get().withdrawn_at is None
    assert post(browser("shi"), withdraw, reason="另有其地").status_code == 302
    tasks.work(city)
    assert Quarantined.objects.get().state == "open"
    assert "另有其地" in page(browser("shi"), source)
    assert "已撤回，理由：另有其地" in page(browser("xian"), address)


def test_a_county_takes_back_its_own_repair_of_a_cell_and_no_other(city):
    sent(city, "a", outlet("1", "渝阳", **YUYANG))
    address = f"/data/quarantine/{Quarantined.objects.get().pk}/"
    post(browser("xian"), f"{address}repair/", after="神木市", reason="见原件")
    tasks.work(city)
    withdraw = f"/data/repairs/{Repair.objects.get().pk}/withdraw/"
    assert withdraw in page(browser("xian"), address)
    assert post(browser("lin"), withdraw, reason="不对").status_code == 403
    assert post(browser("xian"), withdraw, reason="看错了")["Location"] == address
    tasks.work(city)
    assert Quarantined.objects.get().state == "open"


def test_a_row_says_what_became_of_the_last_attempt(city):
    sent(city, "a", outlet("1", "渝阳", **YUYANG))
    address = f"/data/quarantine/{Quarantined.objects.get().pk}/"
    officer = browser("xian")
    assert re.search(r"<h1>.*没有读进来</h1>", page(officer, address))
    post(officer, f"{address}repair/", after="于阳", reason="见原件")
    assert "您填的“于阳”已记下" in page(officer, address)
    tasks.work(city)
    told = page(officer, address)
    assert "您填的“于阳”仍然读不出：" in told and "“于阳”" in Quarantined.objects.get().reason
    post(officer, f"{address}repair/", after="榆阳区", reason="见原件")
    tasks.work(city)
    told = page(officer, address)
    assert re.search(r"<h1>.*已读进来</h1>", told) and "改为“榆阳区”" in told
    assert "仍然读不出" not in told and "保存并重新读" not in told


def test_a_whole_row_at_fault_offers_only_to_set_it_aside(city):
    sent(city, "a", {"编号": "1"})
    row = Quarantined.objects.get(column="")
    address, officer = f"/data/quarantine/{row.pk}/", browser("shi")
    told = page(officer, address)
    assert re.search(r"<h1>.*整行没有读进来</h1>", told)
    assert "保存并重新读" not in told and "搁置" in told
    assert "（整行）" in page(officer, "/data/quarantine/")
    answer = post(officer, f"{address}repair/", after="2", reason="见原件")
    assert answer.status_code == 422 and "无法填一格来修复" in answer.content.decode()
    assert post(officer, f"{address}dismiss/", reason="重复").status_code == 302


def test_a_row_tells_that_files_came_after_it(city):
    sent(city, "a.jsonl", outlet("1", "渝阳", **YUYANG))
    address = f"/data/quarantine/{Quarantined.objects.get().pk}/"
    assert "又送来" not in page(browser("xian"), address)
    sent(city, "b.jsonl", outlet("1"))
    told = page(browser("xian"), address)
    assert "此后这个来源又送来 1 个文件" in told and "b.jsonl" in told


def test_looking_at_rows_that_were_not_read_is_logged(city):
    sent(city, "a", outlet("1", "渝阳", **YUYANG))
    row, officer = Quarantined.objects.get(), browser("xian")
    AccessLog.objects.filter(deed="personal_read").exists()
    page(officer, f"/data/quarantine/{row.pk}/")
    entry = AccessLog.objects.get(deed="personal_read")
    assert entry.object_key == f"quarantine/{row.pk}"
    assert entry.actor_key == User.objects.get(username="xian").actor_key
    page(officer, "/data/quarantine/")
    page(officer, "/data/quarantine/?q=没有这样的")
    assert AccessLog.objects.filter(deed="personal_read").count() == 2, "an empty list shows nothing to log"


def test_an_original_is_for_the_city_and_for_whoever_sent_it(city):
    lin = User.objects.get(username="lin").actor_key
    load = sent(city, "a.jsonl", outlet("1", "渝阳", **YUYANG), by=lin)
    digest = load.files.get().digest
    address, link = f"/data/files/{digest}/", f'href="/data/files/{digest}/"'
    assert browser().get(address).status_code == 302
    for name, may in {"shi": True, "lin": True, "xian": False, "gong": False}.items():
        assert (link in page(browser(name), f"/data/loads/{load.pk}/")) is may, name
        with closing(browser(name).get(address)) as answer:
            assert answer.status_code == (200 if may else 403), name
    post(browser("xian"), f"/data/quarantine/{Quarantined.objects.get().pk}/repair/", after="榆阳区", reason="见原件")
    tasks.work(city)
    assert browser("xian").get(address).status_code == 403, "who has it read again did not send it"
    assert link not in page(browser("xian"), f"/data/quarantine/{Quarantined.objects.get().pk}/")
    logged = AccessLog.objects.filter(deed="file_downloaded", object_key=f"file/{digest}")
    assert [entry.actor_key for entry in logged.order_by("id")] == [User.objects.get(username="shi").actor_key, lin]
    assert "下载原件" in page(browser("lin"), reverse("profile")) and "a.jsonl" in page(browser("lin"), reverse("profile"))


def test_what_stands_in_a_refused_file_is_for_those_who_work_with_loads(city):
    load = sent(city, "a", outlet("1", 备注="张三的电话"))
    nobody = actions.refuse("名单.csv", "没有来源认得它：第一行是 张三 13800000000", by="operator/test", tools=city)
    for one, secret in ((load, "备注"), (nobody, "13800000000")):
        for client in (browser(), browser("gong")):
            for address in (f"/data/loads/{one.pk}/", f"/data/loads/{one.pk}/progress/", f"/api/loads/{one.pk}", "/api/loads"):
                assert secret not in page(client, address), address
        for address in (f"/data/loads/{one.pk}/", f"/api/loads/{one.pk}"):
            assert secret in page(browser("xian"), address)
    assert "文件已拒收" in page(browser(), f"/data/loads/{load.pk}/")
    assert "没有来源认得它，没有入库" in page(browser(), f"/data/loads/{nobody.pk}/")
    assert "operator/test" not in page(browser(), f"/data/loads/{load.pk}/")


def test_what_a_reader_left_out_is_counted_for_the_public_and_quoted_for_officers(city):
    load = sent(city, "a", outlet("1"))
    item = load.files.get()
    item.skipped = [{"place": "第 9 行", "reason": "没有人读元素 Secret（内容：绿色通道）"}]
    item.save(update_fields=["skipped"])
    public, inside = page(browser(), f"/data/loads/{load.pk}/"), page(browser("xian"), f"/data/loads/{load.pk}/")
    assert "绿色通道" not in public and "1 处注明不读" in public
    assert "绿色通道" in inside


def test_a_column_is_chosen_from_those_that_stopped_the_file(city):
    load = sent(city, "a", outlet("1", 备注="甲", 经办人="乙"))
    officer = browser("shi")
    told = page(officer, f"/data/loads/{load.pk}/")
    assert re.findall(r'<option value="([^"]+)"', told) == ["备注", "经办人"]
    assert "Source" not in told
    for wrong in ({"source": SHEET, "column": PLACE}, {"source": "cn.nobody", "column": "备注"}):
        post(officer, "/data/columns/ignore/", **wrong, reason="没有用处")
        assert not IgnoredColumn.objects.exists()
    assert post(browser("xian"), "/data/columns/ignore/", source=SHEET, column="备注", reason="x").status_code == 403
    assert post(officer, "/data/columns/ignore/", source=SHEET, column="备注", reason="没有用处").status_code == 302
    tasks.work(city)
    again = Load.objects.order_by("pk").last()
    assert re.findall(r'<option value="([^"]+)"', page(officer, f"/data/loads/{again.pk}/")) == ["经办人"]
