"""An officer maps a spreadsheet that nobody recognised: it becomes a source, and next month's file is read by itself."""

import re
from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.test import Client, override_settings

from yuzhi.engines.lake.rows import field_origins
from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.mapping import as_told, look, suggested
from yuzhi.engines.reading.mapping.tests.sheets import MONTHLY, book, text
from yuzhi.engines.reading.recognition import recognise
from yuzhi.engines.reading.sources import Delivery
from yuzhi.kernel.errors import BadValue, NotFound, Refused, UnknownFormat
from yuzhi.records.accounts.actions import create_account
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.remits import Remit
from yuzhi.records.datasets import editions
from yuzhi.records.datasets.mappings import versions
from yuzhi.records.datasets.models import Load, MappedSource, MappingVersion
from yuzhi.records.evidence.models import Leaf
from yuzhi.records.evidence.queries import facts_of
from yuzhi.rooms.datahub import actions, tasks
from yuzhi.rooms.datahub.queries import calendar
from yuzhi.site.wiring import toolbox

pytestmark = pytest.mark.django_db(transaction=True)

PASSWORD = "loess-jade-camel-7781"
WORDS = {
    "zh": "省局专利质押月报", "publisher": "省知识产权局", "licence": "部门间共享", "covers": "榆林市的专利质押登记", "rank": "25",
    "deliverer": "运用促进处", "contact": "某科长 029-0000000", "rhythm": "month", "due_day": "10", "since": "2026-09-01",
}
EXPORT = (
    ["申请号", "公开(公告)号", "公开(公告)日", "标题", "当前申请(专利权)人", "法律状态", "内部备注"],
    ["CN202110000000.1", "CN113000000A", "2021-08-01", "一种兰炭余热回收装置", "神木市某能源有限公司", "审中", "x"],
)


@pytest.fixture
def tools(tmp_path, settings):
    settings.HOME = tmp_path
    return toolbox(tmp_path)


@pytest.fixture
def officer(tools):
    return _signed_in(tools, "shi", Remit("city_officer"))


def _signed_in(tools, name, remit):
    create_account(name, name, PASSWORD, by=Operator("story"), at=tools.now(), remit=remit)
    client = Client()
    assert client.post("/sign-in/", {"username": name, "password": PASSWORD}).status_code == 302
    return client


def _sent(client, address, document, **more):
    with document.path.open("rb") as file:
        return client.post(address, {"file": file, **more})


def _form(page):
    """What a browser without script would send back from the page."""
    sent = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', page))
    for name, body in re.findall(r'<select id="[^"]*" name="([^"]+)"[^>]*>(.*?)</select>', page, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected', body)
        sent[name] = chosen[1] if chosen else ""
    sent.pop("csrfmiddlewaretoken", None)
    return sent


def test_an_unknown_sheet_is_mapped_and_the_next_one_is_read_by_itself(tools, officer, tmp_path):
    # an unknown file is refused, and the officer is shown the way; nothing of it is in the archive
    refused = _sent(officer, "/data/upload/", book(tmp_path / "十月.xlsx", *MONTHLY))
    assert refused.status_code == 422
    address = re.search(r"/data/map/[0-9a-f]{32}/", refused.content.decode())[0]
    assert not [file for file in (tools.home / "archive").rglob("*") if file.is_file()]

    # the page has filled in what is most likely, and shows what would come of it
    page = officer.get(address).content.decode()
    assert "质押登记" in page
    form = _form(page)
    assert (form["table"], form["header"], form["unit_4"], form["field_0"]) == ("pledges", "3", "wan", "")
    assert "1000000.00" in page
    assert "合计行" in page

    # a wrong choice is told beside its column, before anything is saved
    wrong = officer.post(address, {**form, "field_2": "registered_on", "field_5": "", "do": "look"}).content.decode()
    assert "2 行读不了" in wrong
    assert not MappedSource.objects.exists()
    taken = _form(officer.post(address, {**form, "field_7": "number", "do": "look"}).content.decode())
    assert (taken["field_1"], taken["field_7"], taken["field_2"]) == ("", "number", "pledgor"), "a field moves to the column that is given it"

    # saved: a source with a leaf, and the file is read as its
    nameless = officer.post(address, {**form, **WORDS, "zh": "", "do": "save"})
    assert nameless.status_code == 422
    assert "请给来源起个名称" in nameless.content.decode()
    saved = officer.post(address, {**form, **WORDS, "do": "save"})
    assert saved.status_code == 302, saved.content.decode()
    leaf = Leaf.objects.get(act="source.mapped")
    assert facts_of(leaf)["mapping"]["zh"] == WORDS["zh"]
    tasks.work(tools)
    load = Load.objects.get(source="sheet.pledges_1")
    assert (load.state, load.added, load.quarantined, load.reader_version) == ("published", 2, 0, 1)
    stored = editions.newest(tools.lake).statements("pledges", ["cn/pledge/Y2026610000001"])[0]
    assert (stored["place"], field_origins(stored["origins"])["amount"].path) == ("10月!4", "质押金额")

    # a mistake is mended by a new version, by which the same bytes are read again
    again = _sent(officer, "/data/map/", book(tmp_path / "再看.xlsx", *MONTHLY)).url
    assert "改它的对照" in officer.get(again).content.decode()
    form = _form(officer.get(f"{again}?of=sheet.pledges_1").content.decode())
    words = {name: text for name, text in WORDS.items() if name != "rank"} | {"reason": "单位是元"}
    assert officer.post(again, {**form, **words, "unit_4": "", "do": "save"}).status_code == 302
    tasks.work(tools)
    stored = editions.newest(tools.lake).statements("pledges", ["cn/pledge/Y2026610000001"])[0]
    assert (str(stored["amount"]), stored["load"]) == ("100.00", Load.objects.latest("id").name)
    assert Load.objects.latest("id").changed == 2

    # next month's file is recognised, by whoever sends it
    november = [["省局专利权质押登记月报（2026年11月）"], *MONTHLY[1:3], ["1", "Y2026610000009", "某公司", "", "80", "2026-11-03", "榆阳区", ""]]
    sent = _sent(officer, "/data/upload/", book(tmp_path / "十一月.xlsx", *november, title="11月"))
    assert sent.status_code == 302
    tasks.work(tools)
    assert Load.objects.filter(source="sheet.pledges_1", state="published").count() == 3

    # a changed header is told by name, and the new version is prepared; the old header stays known
    changed = [list(row) for row in november]
    changed[2][4], changed[2][7] = "登记金额", "经办人"
    refused = _sent(officer, "/data/upload/", book(tmp_path / "十二月.xlsx", *changed, title="12月"))
    told = refused.content.decode()
    assert "缺少列 “质押金额”，多出列 “登记金额”、“经办人”" in told
    address = re.search(r"/data/map/[0-9a-f]{32}/", told)[0]
    page = officer.get(address).content.decode()
    assert "表头变了" in page
    form = _form(page)
    assert (form["of"], form["field_4"], form["field_7"]) == ("sheet.pledges_1", "amount", "")
    words = {name: text for name, text in WORDS.items() if name != "rank"}
    assert officer.post(address, {**form, **words, "do": "save"}).status_code == 422, "a new version needs a reason"
    assert officer.post(address, {**form, **words, "reason": "省局改了表头", "do": "save"}).status_code == 302
    tasks.work(tools)
    saved = MappingVersion.objects.filter(source__name="sheet.pledges_1")
    assert [(one.number, one.reason) for one in saved] == [(1, ""), (2, "单位是元"), (3, "省局改了表头")]
    assert list(Load.objects.filter(source="sheet.pledges_1").order_by("id").values_list("reader_version", flat=True)) == [1, 2, 2, 3]
    old = book(tmp_path / "补报.xlsx", *MONTHLY[:3], ["9", "Y2026610000010", "某公司", "", "80", "2026-10-03", "榆阳区", ""])
    assert recognise(glimpse(old.path, old.name), tools.sources).name == "sheet.pledges_1"
    assert "第 3 版" in officer.get("/data/sources/sheet.pledges_1/").content.decode()

    # retired, it recognises nothing; what it brought and its name stay
    assert officer.post("/data/sources/sheet.pledges_1/retire/", {"reason": "省局改为接口"}).status_code == 302
    with pytest.raises(UnknownFormat):
        recognise(glimpse(old.path, old.name), tools.sources)
    assert "已停用" in officer.get("/data/sources/sheet.pledges_1/").content.decode()
    assert editions.newest(tools.lake).count("pledges") == 3


def test_a_mapped_patent_is_found_by_search(tools, officer, tmp_path):
    file = text(tmp_path / "导出.csv", *EXPORT)
    begun = _sent(officer, "/data/map/", file)
    form = _form(officer.get(begun.url).content.decode())
    assert form["table"] == "patents"
    saved = officer.post(begun.url, {**form, **WORDS, "zh": "某数据库导出", "rank": "45", "do": "save"})
    assert saved.status_code == 302, saved.content.decode()
    tasks.work(tools)
    with override_settings(HOME=tools.home):
        assert "/record/cn/p/202110000000" in officer.get("/search/", {"q": "兰炭余热"}).content.decode()
    assert "内部备注" in officer.get("/data/sources/sheet.patents_1/mapping.yml").content.decode()


@pytest.mark.parametrize("remit", [Remit("county_officer", counties=("610881",)), Remit("citizen"), Remit("system_admin")])
def test_only_city_officers_map(tools, tmp_path, remit):
    client = _signed_in(tools, "someone", remit)
    assert client.get("/data/map/").status_code == 403
    assert _sent(client, "/data/map/", text(tmp_path / "导出.csv", *EXPORT)).status_code == 403
    assert client.get("/data/map/0123456789abcdef0123456789abcdef/").status_code == 403
    assert client.post("/data/sources/sheet.patents_1/retire/", {"reason": "x"}).status_code == 403
    assert client.get("/data/sources/sheet.patents_1/mapping.yml").status_code == 403, "it names whom to call"
    if remit.role == "county_officer":
        refused = _sent(client, "/data/upload/", text(tmp_path / "导出.csv", *EXPORT))
        assert "/data/map/" not in refused.content.decode()
    assert Client().get("/data/map/").status_code == 302


def test_a_sheet_with_too_many_columns_is_refused_in_words(tools, officer, tmp_path):
    wide = text(tmp_path / "宽.csv", [f"列{number}" for number in range(300)], ["1"] * 300)
    refused = _sent(officer, "/data/map/", wide)
    assert refused.status_code == 422
    assert "有 300 列，超过 250 列" in refused.content.decode()


def test_a_draft_is_its_officers_own_and_goes_after_two_days(tools, tmp_path):
    made = actions.draft(text(tmp_path / "导出.csv", *EXPORT).path, "导出.csv", by="account/one", tools=tools)
    with pytest.raises(NotFound):
        actions.drafted(made.token, by="account/two", tools=tools)
    with pytest.raises(NotFound):
        actions.drafted("../" + made.token, by="account/one", tools=tools)
    later = replace(tools, now=lambda: toolbox(tools.home).now() + timedelta(days=3))
    actions.draft(text(tmp_path / "另一张.csv", *EXPORT).path, "另一张.csv", by="account/one", tools=later)
    with pytest.raises(NotFound):
        actions.drafted(made.token, by="account/one", tools=tools)


def test_what_could_not_be_told_apart_is_not_saved(tools, tmp_path):
    found, = look(book(tmp_path / "十月.xlsx", *MONTHLY))
    mapping = replace(
        suggested(found, 3, "pledges", tools.areas), zh="甲", publisher="乙", licence="丙", covers="丁"
    )
    by = {"by": "operator/story", "tools": tools}
    with pytest.raises(BadValue, match="质押登记号"):
        actions.map_sheet(replace(mapping, columns=tuple(one for one in mapping.columns if one.field != "number")), **by)
    with pytest.raises(BadValue, match="使用条件"):
        actions.map_sheet(replace(mapping, licence=""), **by)
    actions.map_sheet(mapping, **by)
    with pytest.raises(Refused, match="已经认得这样的表头"):
        actions.map_sheet(replace(mapping, zh="另一个"), **by)
    with pytest.raises(Refused, match="完全相同"):
        actions.map_sheet(replace(mapping, name="sheet.pledges_1"), **by)
    with pytest.raises(Refused, match="优先次序"):
        actions.map_sheet(replace(mapping, name="sheet.pledges_1", rank=10), **by)
    with pytest.raises(Refused, match="平台自带"):
        actions.map_sheet(replace(mapping, name="cn.cnipr_sheet", columns=(*mapping.columns[:-1], replace(mapping.columns[-1], title="附注"))), **by)
    assert [as_told(one) for one in versions("sheet.pledges_1")] == [as_told(replace(mapping, name="sheet.pledges_1"))]
    assert Leaf.objects.filter(act="source.mapped").count() == 1


def test_late_deliveries_come_first_and_are_counted_in_working_days(tools, officer, tmp_path):
    found, = look(book(tmp_path / "十月.xlsx", *MONTHLY))
    agreed = Delivery("运用促进处", "某科长 029-0000000", "month", 10, date(2026, 8, 1))
    mapping = replace(suggested(found, 3, "pledges", tools.areas), zh="月报", publisher="乙", licence="丙", covers="丁", delivery=agreed)
    actions.map_sheet(mapping, by="operator/story", tools=tools)
    on = replace(tools, today=lambda: date(2026, 11, 16))
    one, = [each for each in calendar.deliveries(on) if each.source.name == "sheet.pledges_1"]
    assert [(each.due.zh, each.state, each.late) for each in one.periods] == [
        ("2026年8月", "late", 43), ("2026年9月", "late", 26), ("2026年10月", "late", 4), ("2026年11月", "coming", 0),
    ]
    # October's sheet comes on 16 November: late by four days; what was due before the first load is told as filled in later
    instant = tools.now().replace(year=2026, month=11, day=16, hour=1)
    file = book(tmp_path / "十月.xlsx", *MONTHLY)
    actions.arrive(file.path, file.name, by="operator/story", tools=replace(tools, now=lambda: instant))
    tasks.work(replace(tools, now=lambda: instant))
    one, = [each for each in calendar.deliveries(on) if each.source.name == "sheet.pledges_1"]
    assert [(each.due.zh, each.state, each.records) for each in one.periods][:3] == [
        ("2026年8月", "late", 0), ("2026年9月", "late", 0), ("2026年10月", "backfilled", 2),
    ]
    assert (one.covered_from, one.covered_to, one.loads, one.share, one.delay) == (date(2026, 10, 8), date(2026, 10, 9), 1, 0.0, None)
    # what came on a later day tells how long sheets take: from 3 November to 8 December
    instant = instant.replace(month=12, day=8)
    later = replace(tools, now=lambda: instant, today=lambda: date(2026, 12, 8))
    november = [*MONTHLY[:3], ["1", "Y2026610000009", "某公司", "", "80", "2026-11-03", "榆阳区", ""]]
    file = book(tmp_path / "十一月.xlsx", *november)
    actions.arrive(file.path, file.name, by="operator/story", tools=later)
    tasks.work(later)
    one, = [each for each in calendar.deliveries(later) if each.source.name == "sheet.pledges_1"]
    assert (one.delay, one.gaps) == (35.0, ("2026年8月", "2026年9月"))
    assert [(each.due.zh, each.state) for each in one.periods][3:] == [("2026年11月", "came"), ("2026年12月", "coming")]
    assert not [each for each in calendar.deliveries(on) if each.delivery and each.delivery.made_up], "there are no made-up data here"
    page = officer.get("/data/deliveries/").content.decode()
    assert "某科长 029-0000000" in page
    assert "某科长" not in Client().get("/data/deliveries/").content.decode(), "whom to call is for officers"
    told = Client().get("/api/deliveries").json()
    assert {one["contact"] for one in told["sources"]} == {""}
    file = Client().get("/data/deliveries.ics").content.decode()
    assert file.startswith("BEGIN:VCALENDAR\r\n")
    assert "UID:sheet.pledges_1-" in file
    assert all(len(line.encode()) <= 75 for line in file.split("\r\n"))


def test_a_calendar_without_agreements_says_so_and_not_that_all_came(officer):
    page = officer.get("/data/deliveries/").content.decode()
    assert "还没有约定任何送交" in page
    assert "没有逾期的表" not in page
    assert 'href="/data/map/"' in page
    assert 'href="/data/map/"' not in Client().get("/data/deliveries/").content.decode()


def test_a_later_file_that_states_another_unit_above_its_header_is_not_read_ten_thousandfold(tools, officer, tmp_path):
    address = _sent(officer, "/data/map/", book(tmp_path / "十月.xlsx", *MONTHLY)).url
    form = _form(officer.get(address).content.decode())
    warned = officer.post(address, {**form, "unit_4": "", "do": "look"}).content.decode()
    assert "表里写着单位是万元，与这里选的不同" in warned
    assert officer.post(address, {**form, **WORDS, "do": "save"}).status_code == 302
    tasks.work(tools)
    assert versions("sheet.pledges_1")[0].stated == "万元"
    for unit, state in (("元", "refused"), ("亿元", "refused"), ("万元", "published")):
        rows = [list(row) for row in MONTHLY]
        rows[1][5], rows[3][1], rows[4][1] = f"单位：{unit}", f"Y20266100010{len(unit)}1", f"Y20266100010{len(unit)}2"
        _sent(officer, "/data/upload/", book(tmp_path / f"十一月{unit}.xlsx", *rows))
        tasks.work(tools)
        load = Load.objects.latest("id")
        assert (load.source, load.state) == ("sheet.pledges_1", state), unit
        if state == "refused":
            assert f"表头上方写着单位是{unit}" in " ".join(item.message for item in load.files.all())


def test_sums_in_hundreds_of_millions_are_read_exactly(tools, officer, tmp_path):
    rows = [list(row) for row in MONTHLY]
    rows[1][5], rows[3][4], rows[4][4] = "单位：亿元", "1.25", "0.5亿元"
    address = _sent(officer, "/data/map/", book(tmp_path / "亿.xlsx", *rows)).url
    form = _form(officer.get(address).content.decode())
    assert form["unit_4"] == "yi"
    assert officer.post(address, {**form, **WORDS, "do": "save"}).status_code == 302
    tasks.work(tools)
    found = [editions.newest(tools.lake).statements("pledges", [f"cn/pledge/Y202661000000{n}"])[0]["amount"] for n in (1, 2)]
    assert [str(one) for one in found] == ["125000000.00", "50000000.00"]


def test_a_changed_header_names_what_is_gone_and_marks_what_is_new(tools, officer, tmp_path):
    address = _sent(officer, "/data/map/", book(tmp_path / "十月.xlsx", *MONTHLY)).url
    form = _form(officer.get(address).content.decode())
    assert officer.post(address, {**form, **WORDS, "do": "save"}).status_code == 302
    rows = [list(row) for row in MONTHLY]
    rows[2][3], rows[2][7] = "涉及专利", "质权人"
    page = officer.get(_sent(officer, "/data/map/", book(tmp_path / "新.xlsx", *rows)).url).content.decode()
    assert "不见了的列：" in page and "专利号" in page.split("不见了的列：")[1][:60]
    assert page.count("新出现的列</span>") == 2
