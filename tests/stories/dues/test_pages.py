"""The pages of dues as owners and officers open them."""

import io
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from icalendar import Calendar
from openpyxl import load_workbook

from tests.stories.dues.city import Town, company, mark, patent
from yuzhi.records.accounts.actions import create_account, reset_password
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.models import AccessLog, User
from yuzhi.records.accounts.remits import Remit
from yuzhi.records.messages.models import Contact, Message
from yuzhi.records.parties.models import Party
from yuzhi.rooms.dues import tasks
from yuzhi.rooms.dues.models import Answer, Task
from yuzhi.site import wiring

pytestmark = pytest.mark.django_db
PASSWORD = "loess-jade-camel-7781"
BY = Operator("test")


@pytest.fixture
def town(tmp_path, monkeypatch):
    town = Town(tmp_path, date(2026, 9, 11))
    monkeypatch.setattr(wiring, "toolbox", lambda home: town.tools)
    ours, theirs = company("uscc/1", "甲煤化公司"), company("uscc/2", "乙煤化公司", "610802", phone="13912345678", person=True)
    patent("202110000001", ours, state_on=town.day, title="=cmd|煤制油")
    patent("202110000002", theirs, state_on=town.day, county="610802")
    mark(holder=ours, state_on=town.day)
    at = town.tools.now()
    create_account("jia", "甲", PASSWORD, by=BY, at=at, remit=Remit("company", party_key="uscc/1"))
    create_account("shen", "神木", PASSWORD, by=BY, at=at, remit=Remit("county_officer", ("610881",)))
    create_account("yu", "榆阳", PASSWORD, by=BY, at=at, remit=Remit("county_officer", ("610802",)))
    create_account("yin", "银行", PASSWORD, by=BY, at=at, remit=Remit("bank"))
    tasks.run_all(town.tools)
    return town


def client(name=""):
    browser = Client()
    if name:
        assert browser.post("/sign-in/", {"username": name, "password": PASSWORD}).status_code == 302
    return browser


def page(browser, address, status=200):
    answer = browser.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


OURS, THEIRS = "/dues/item/cn/p/202110000001/annual_fee/6/", "/dues/item/cn/p/202110000002/annual_fee/6/"


def test_a_visitor_reads_what_is_done_here_and_sees_nobodys_list(town):
    assert "查一件权利要缴多少" in page(client(), "/dues/")
    assert "甲煤化" not in page(client("yin"), "/dues/")
    for address in (OURS, "/dues/notices/", "/dues/desk/", "/dues/list.xlsx", "/dues/contacts/uscc/1/"):
        assert client().get(address).status_code == 302


def test_an_owner_sees_the_own_payments_only(town):
    owner = client("jia")
    told = page(owner, "/dues/?within=90")
    assert "煤制油" in told and "催化剂2" not in told and ">2 笔" in told
    assert "最迟 2026-10-10" in page(owner, OURS)
    page(owner, THEIRS, 403)
    page(owner, "/dues/desk/", 403)
    page(owner, "/dues/contacts/uscc/2/", 403)


def test_an_owner_answers_with_a_voucher_and_takes_it_back(town):
    owner = client("jia")
    assert "没有附缴费凭证" in owner.post(f"{OURS}answer/", {"kind": "paid"}).content.decode()
    voucher = SimpleUploadedFile("收据.pdf", b"%PDF-1.7 receipt", "application/pdf")
    junk = SimpleUploadedFile("v.pdf", b"not a pdf", "application/pdf")
    assert owner.post(f"{OURS}answer/", {"kind": "paid", "voucher": junk}).status_code == 422
    assert owner.post(f"{OURS}answer/", {"kind": "paid", "voucher": voucher}).status_code == 302
    made = Answer.objects.get()
    assert town.tools.archive.path(made.voucher).read_bytes() == b"%PDF-1.7 receipt"
    told = page(owner, OURS)
    assert "已缴费" in told and "收据.pdf" in told and "登记的状态不变" in told
    got = owner.get(f"/dues/answers/{made.pk}/voucher/")
    assert (b"".join(got.streaming_content), got["Content-Type"]) == (b"%PDF-1.7 receipt", "application/octet-stream")
    assert AccessLog.objects.filter(object_key=f"answer/{made.pk}", deed="file_downloaded").exists()
    page(client("yu"), f"/dues/answers/{made.pk}/voucher/", 403)
    assert client("jia").post(THEIRS + "answer/", {"kind": "given_up"}).status_code == 403
    assert owner.post(f"/dues/answers/{made.pk}/withdraw/").status_code == 302
    assert Answer.objects.get().withdrawn_at is not None


def test_opening_a_notice_is_its_delivery(town):
    owner, message = client("jia"), Message.objects.get(party_key="uscc/1")
    assert message.state == "waiting"
    owner.head(f"/dues/notices/{message.pk}/")
    message.refresh_from_db()
    assert message.state == "waiting"
    assert "还没有打开" in page(owner, "/dues/")
    assert "第 6 年度年费" in page(owner, f"/dues/notices/{message.pk}/")
    message.refresh_from_db()
    assert (message.state, message.state_reason) == ("delivered", "本人已在平台打开")
    page(owner, f"/dues/notices/{Message.objects.get(party_key='uscc/2').pk}/", 404)


def test_the_desk_sees_its_county_calls_and_closes_in_a_batch(town):
    (task,) = Task.objects.all()
    assert "没有要办的事" in page(client("shen"), "/dues/desk/")
    assert client("shen").post("/dues/desk/", {"task": [task.pk], "outcome": "called"}).status_code == 422
    officer = client("yu")
    told = page(officer, "/dues/desk/")
    assert "1 件事，约 3 分钟" in told and "13912345678" in told and "没有可用的联系方式" in told
    assert AccessLog.objects.filter(object_key="uscc/2", deed="personal_read").exists()
    assert "乙煤化公司" in page(officer, "/dues/desk/letters/")
    assert "没有写明" in officer.post("/dues/desk/", {"task": [task.pk], "outcome": "unreachable"}).content.decode()
    assert officer.post("/dues/desk/", {"task": [task.pk], "outcome": "called", "note": "14:20 王某"}).status_code == 302
    task.refresh_from_db()
    assert (task.outcome, task.note) == ("called", "14:20 王某")
    assert "您已办结 1 件" in page(officer, "/dues/desk/")


def test_a_cut_list_says_where_it_goes_on(town):
    owner = client("jia")
    first = owner.get("/api/dues?within=400&top=1").json()
    assert (len(first["dues"]), first["next_offset"]) == (1, 1) and first["total"] > 1
    assert owner.get(f"/api/dues?within=400&offset={first['total'] - 1}").json()["next_offset"] is None


def test_letters_are_those_that_are_ticked(town):
    (task,) = Task.objects.all()
    officer = client("yu")
    assert "只列勾选的" in officer.post("/dues/desk/letters/", {"task": [task.pk]}).content.decode()
    assert "没有要寄的信" in officer.post("/dues/desk/letters/", {"task": [task.pk + 1]}).content.decode()
    assert "没有要寄的信" in client("shen").post("/dues/desk/letters/", {"task": [task.pk]}).content.decode()


def test_any_number_of_days_is_listed_and_what_is_none_is_said(town):
    owner = client("jia")
    assert 'value="365" selected' in page(owner, "/dues/?within=365")
    for wrong in ("401", "0", "abc", "-3"):
        told = page(owner, f"/dues/?within={wrong}")
        assert "不是 1 至 400 的天数" in told and 'value="90" selected' in told


def test_a_last_day_in_a_year_without_a_notice_says_that_it_may_move(town):
    patent("202210000003", Party.objects.get(key="uscc/1"), state_on=town.day, filed=date(2022, 1, 20))
    tasks.run_all(town.tools)
    assert "放假安排未公布" in page(client("jia"), "/dues/?within=400")
    assert "放假安排" not in page(client("jia"), OURS)


def test_limits_are_listed_by_their_law_and_a_suspension_is_left_out(town):
    told = page(client(), "/dues/limits/")
    assert '<optgroup label="中华人民共和国商标法' in told
    told = page(client(), "/dues/limits/?rule=trademark_law.opposition&start=2026-06-06&suspended=2026-07-01&resumed=2026-07-11")
    assert "不计入" in told and "2026-09-16" in told


def test_an_officer_answers_for_an_owner_and_the_page_says_so(town):
    officer = client("yu")
    assert officer.post(THEIRS + "answer/", {"kind": "given_up", "note": "电话里说不要了"}).status_code == 302
    assert Answer.objects.get().on_behalf
    assert "工作人员代录" in page(officer, THEIRS)


def test_contacts_are_added_with_consent_and_deleted(town):
    owner = client("jia")
    good = {"channel": "email", "address": "ip@example.com", "consent": "on"}
    assert "没有同意" in owner.post("/dues/contacts/uscc/1/", {**good, "consent": ""}).content.decode()
    assert "11 位手机号" in owner.post("/dues/contacts/uscc/1/", {**good, "channel": "sms"}).content.decode()
    assert owner.post("/dues/contacts/uscc/1/", good).status_code == 302
    made = Contact.objects.get()
    assert "没有开通" in page(owner, "/dues/contacts/uscc/1/")
    assert client("yu").post(f"/dues/contact/{made.pk}/remove/").status_code == 403
    assert owner.post(f"/dues/contact/{made.pk}/remove/").status_code == 302
    assert not Contact.objects.exists()


def test_a_calendar_needs_no_session_and_ends_with_the_password(town):
    told = page(client("jia"), "/dues/")
    address = told.split('href="/dues/feed/')[1].split('"')[0]
    answer = client().get(f"/dues/feed/{address}")
    assert answer["Content-Type"].startswith("text/calendar")
    events = Calendar.from_ical(answer.content).walk("VEVENT")
    assert {event["DTSTART"].dt for event in events} == {
        date(2026, 10, 10), date(2026, 9, 20), date(2027, 3, 20), date(2027, 4, 10), date(2027, 10, 10)}
    page(client(), f"/dues/feed/x{address}", 404)
    reset_password(User.objects.get(username="jia"), "another-jade-camel-7781", by=BY, at=town.tools.now())
    page(client(), f"/dues/feed/{address}", 404)


def test_a_spreadsheet_holds_the_list_and_a_title_is_no_formula(town):
    book = load_workbook(io.BytesIO(client("jia").get("/dues/list.xlsx").content))
    rows = list(book.active.iter_rows(values_only=True))
    assert len(rows) == 4
    assert rows[1][2] == "=cmd|煤制油"
    assert book.active["C2"].data_type == "s"


def test_the_api_lists_what_the_asker_may_see(town):
    assert client().get("/api/dues").status_code == 403
    mine = client("jia").get("/api/dues").json()
    assert [one["key"] for one in mine["dues"]] == ["cn/p/202110000001", "cn/t/1234567/30"]
    first = mine["dues"][0]
    assert (first["due_on"], first["last_on"], first["step"], first["rule"]) == (
        "2026-04-10", "2026-10-10", "late5", "patent_law_rules.fee_grace")
    assert {one["article"] for one in first["cites"]} >= {"115"}
    assert client("jia").get("/api/dues?as_of=2026-09-10").json()["total"] == 0      # nothing was on record the day before
    assert client("jia").get("/api/dues?as_of=2027-01-15").json()["total"] == 2      # the mark's grace, and year 7 by April
    assert client("yu").get("/api/dues?area=神木").json()["total"] == 0


def test_a_limit_is_counted_on_its_page_and_on_the_api(town, monkeypatch):
    monkeypatch.setattr(town, "tools", town.tools)
    asked = "rule=patent_law.reexamination_request&start=2025-10-09&extend=1m"
    assert "2026-02-09" in page(client(), f"/dues/limits/?{asked}")
    assert "请写数字和单位" in page(client(), f"/dues/limits/?{asked}x", 422)
    assert client().get("/api/limits/patent_law.reexamination_request?start=2025-10-09").json()["due"] == "2026-01-09"
    assert client().get("/api/workdays?start=2025-09-30&count=3").json()["day"] == "2025-10-11"


