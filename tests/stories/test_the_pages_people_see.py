"""The pages as people open them, over a small made-up city that came through the readers."""

import csv
import html
import io
import json
import re
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.test import Client
from lxml import etree

from yuzhi.engines.sampling import write_city
from yuzhi.records.accounts.actions import create_account
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.remits import Remit
from yuzhi.records.datasets import editions
from yuzhi.records.datasets.models import Load, Quarantined
from yuzhi.records.parties.models import Party
from yuzhi.records.rights.models import Right
from yuzhi.rooms.datahub import tasks
from yuzhi.rooms.datahub.actions.arriving import arrive
from yuzhi.site import wiring

TODAY = date(2025, 12, 20)
WANTED = re.compile(r"常住人口|企业与单位|地理标志|用标|专利1\.xlsx|商标1\.xlsx|质押登记")
PASSWORD = "loess-jade-camel-7781"
AT = datetime(2025, 12, 20, tzinfo=UTC)


@pytest.fixture(scope="module")
def city(tmp_path_factory, django_db_setup, django_db_blocker):
    """The toolbox of a made-up city of a few hundred records; its database is emptied at the end."""
    tools = wiring.toolbox(tmp_path_factory.mktemp("home"))
    office = write_city(tmp_path_factory.mktemp("city"), wiring.CITY_PLAN(), scale=0.02, seed=5, today=TODAY).office
    with django_db_blocker.unblock():
        for file in sorted(office.rglob("*")):
            if WANTED.search(file.name):
                arrive(file, file.name, by="operator/test", tools=tools)
        tasks.work(tools)
        create_account("shi", "市局", PASSWORD, by=Operator("test"), at=AT, remit=Remit("city_officer"))
        create_account("xian", "县局", PASSWORD, by=Operator("test"), at=AT, remit=Remit("county_officer", ("610881",)))
        yield tools
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture
def visitor(city, monkeypatch, db):
    """A visitor's browser, in Chinese."""
    monkeypatch.setattr(wiring, "toolbox", lambda home: city)
    return Client(headers={"accept-language": "zh-CN"})


@pytest.fixture
def officer(visitor):
    """The browser of an officer of the city."""
    return signed_in("shi")


def signed_in(name):
    client = Client(headers={"accept-language": "zh-CN"})
    assert client.post("/sign-in/", {"username": name, "password": PASSWORD}).status_code == 302
    return client


def page(client, address, status=200):
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def rows(client, address):
    text = b"".join(client.get(address).streaming_content).decode()
    assert text.startswith("\ufeff")
    return [row for row in csv.reader(io.StringIO(text.removeprefix("\ufeff"))) if not row[0].startswith("# ")]


def some_right(kind="patents"):
    return Right.objects.filter(kind=kind).order_by("key").first()


ADDRESSES = (
    "/", "/search/", "/search/?q=煤", "/search/?q=zzzqqq", "/about/", "/targets/", "/targets/T1/", "/targets/T3/", "/targets/T8/",
    "/targets/?area=610881&as_of=2024-06-30", "/targets/indicator/effective_trademarks/",
    "/targets/indicator/effective_trademarks/records/", "/data/", "/data/loads/", "/data/loads/1/", "/data/templates/",
    "/data/completeness/", "/data/sources/cn.templates.patents/", "/identity/", "/identity/decided/", "/styleguide/",
)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_page_says_that_the_data_are_made_up_and_carries_no_inline_script_or_style(visitor, address):
    text = page(visitor, address)
    assert 'class="band"' in text and "示例数据" in text
    assert re.search(r"<script(?![^>]*(src=|application/json))", text) is None
    assert re.search(r"<style|\sstyle=|\son[a-z]+=", text) is None
    assert text.count("<h1") == 1


def test_home_has_one_search_box_nine_targets_and_a_tile_for_each_county(visitor):
    text = page(visitor, "/")
    assert text.count('type="search"') == 1
    assert len(re.findall(r'href="/targets/T\d/"', text)) == 9
    assert len(re.findall(r'class="tile ', text)) == 12


def test_a_filter_narrows_the_answer_to_what_its_count_promised(visitor):
    text = page(visitor, "/search/")
    href, count = re.search(r'href="(\?kind=trademarks)"><span>商标</span><span>([\d,]+)<', text).groups()
    assert f"找到 {count} 条" in page(visitor, f"/search/{href}")


def test_an_empty_answer_says_what_was_understood_and_what_is_covered(visitor):
    text = page(visitor, "/search/?q=zzzqqq")
    assert "没有找到“zzzqqq”" in text
    assert "没有记录含有“zzzqqq”" in text
    assert "平台模板：专利：收录到" in text


def test_every_value_of_a_right_is_two_clicks_from_its_file(visitor):
    text = page(visitor, f"/record/{some_right().key}")
    marks = re.findall(r'<details class="origin">.*?</details>', text, re.S)
    assert len(marks) >= text.count("<dt>申请") > 0
    for mark in marks:
        assert "sha256" in mark and "xlsx" in mark and "何时为真" in mark and "何时知道" in mark
    load = re.search(r'href="(/data/loads/\d+/)"', marks[0])[1]
    assert "专利1.xlsx" in page(visitor, load)


def test_the_page_of_an_indication_lists_who_may_use_its_symbol(visitor, city):
    snapshot = editions.newest(city.lake)
    number, count = snapshot.rows(
        "select regexp_extract(key, '^cn/giu/([^/]+)/', 1) as number, count(distinct key) as count "
        f"from {snapshot.current('indication_users')} group by all order by count desc, number limit 1"
    )[0].values()
    right = Right.objects.get(kind="indications", key__endswith=f"/{number}")
    text = page(visitor, f"/record/{right.key}")
    assert f"用标企业（{count} 家）" in text
    assert text.count('href="/record/cn/giu/') == count
    assert "在用" in text or "已注销" in text


@pytest.mark.parametrize("kind", ["patents", "trademarks", "indications"])
def test_a_right_is_taken_away_as_st96_with_what_the_viewer_may_see(visitor, officer, kind):
    right = some_right(kind)
    text = page(visitor, f"/record/{right.key}")
    address = re.search(r'href="(/st96/[^"]+\.xml)"', text)[1]
    response = visitor.get(address)
    assert response.status_code == 200 and response.headers["Content-Type"].startswith("application/xml")
    document = etree.fromstring(response.content)
    assert right.title in "".join(document.itertext()) and "示例数据" in response.content.decode()
    for sentence in re.findall(r"<li>([^<]*没有写入[^<]*)</li>", text):
        assert html.unescape(sentence).replace("-", "‐") in response.content.decode()


def test_a_person_s_address_stays_out_of_the_document_of_a_visitor(visitor, city):
    snapshot = editions.newest(city.lake)
    found = snapshot.rows(f"select key, address from {snapshot.current('trademarks')} where registrant_kind = 'person' "
                          "and address is not null order by key limit 1")[0]
    address = f"/st96/{found['key']}.xml"
    told = visitor.get(address).content.decode()
    assert found["address"] not in told and "依权限不显示" in told
    officer = signed_in("shi")
    assert found["address"] not in officer.get(address).content.decode()
    officer.post("/purpose/", {"key": found["key"], "purpose": "check"})
    assert found["address"] in officer.get(address).content.decode()


def test_what_has_no_document_of_the_standard_is_not_found(visitor):
    assert "只导出" in page(visitor, f"/st96/{some_right('works').key if Right.objects.filter(kind='works') else 'cn/w/1'}.xml", 404)


def test_an_unknown_key_is_not_found_and_says_what_to_do(visitor):
    assert "用名称或其他号码再查一次" in page(visitor, "/record/cn/p/209999999999", 404)


def test_a_company_shows_its_rights_and_hides_its_phone(visitor, officer):
    company = Party.objects.filter(right_count__gt=0).exclude(code="").exclude(phone="").order_by("key").first()
    public, sealed = page(visitor, f"/party/{company.key}"), page(officer, f"/party/{company.key}")
    assert company.name in public
    assert company.phone not in public + sealed and "****" in public
    assert "写明目的后查看" in sealed and "写明目的后查看" not in public


def test_an_officer_sees_a_phone_after_saying_why_and_the_company_sees_who_looked(officer, city):
    company = Party.objects.filter(right_count__gt=0).exclude(code="").exclude(phone="").order_by("key").last()
    here = f"/party/{company.key}"
    officer.post("/purpose/", {"key": company.key, "purpose": "other", "more": "", "next": here})
    assert company.phone not in page(officer, here)
    answer = officer.post("/purpose/", {"key": company.key, "purpose": "case", "more": "案〔2025〕7号", "next": here})
    assert (answer.status_code, answer["Location"]) == (302, here)
    assert company.phone in page(officer, here)
    for name, remit in (("asking", Remit("company", party_key=company.key)), ("nobody", Remit("company"))):
        create_account(name, name, PASSWORD, by=Operator("test"), at=city.now(), remit=remit)
    told = page(signed_in("asking"), "/me/looked/")
    assert "案〔2025〕7号" in told and company.key in told
    assert "案〔2025〕7号" not in page(signed_in("nobody"), "/me/looked/")


def test_the_records_behind_a_value_add_up_to_it(visitor):
    listed = rows(visitor, "/targets/indicator/effective_trademarks/records.csv?as_of=2025-06-30")[1:]
    value = next(row for row in rows(visitor, "/targets/targets.csv?as_of=2025-06-30") if row[0] == "T3")[2]
    assert sum(Decimal(row[3]) for row in listed) == Decimal(value) > 0


def test_the_counties_and_the_unplaced_add_up_to_the_city(visitor):
    parts = rows(visitor, "/targets/indicator/effective_trademarks/counties.csv?as_of=2025-06-30")[1:]
    city = next(row for row in rows(visitor, "/targets/targets.csv?as_of=2025-06-30") if row[0] == "T3")[2]
    assert sum(Decimal(row[2]) for row in parts) == Decimal(city)


def test_a_company_is_found_by_its_code_and_its_name(visitor):
    held = Party.objects.filter(person=False).exclude(code="").order_by("-right_count").first()
    for query in (held.code, held.code.lower(), held.name, held.name[:6]):
        assert f'href="/party/{held.key}"' in page(visitor, f"/search/?q={query}"), query


def test_inventors_and_agencies_are_no_holders(visitor):
    table = rows(visitor, "/search.csv?q=*&kind=patents")
    for row in table[1:20]:
        right = Right.objects.get(key=row[-1])
        assert set(filter(None, row[3].split("；"))) == {one.party.name for one in right.holdings.all()}, right.key


def test_what_a_pledge_adds_is_for_those_who_may_read_it(visitor, officer):
    address = "/targets/indicator/pledge_amount/records.csv"
    assert rows(visitor, address)[1:] == [], "with their keys, two month ends would tell single amounts"
    assert "合同金额不公开" in page(visitor, "/targets/indicator/pledge_amount/records/")
    assert all(Decimal(row[3]) > 0 for row in rows(officer, address)[1:])


def test_a_chart_has_the_same_numbers_as_its_table(visitor):
    text = page(visitor, "/targets/T3/?as_of=2025-06-30")
    option = json.loads(re.search(r'<script id="trend" type="application/json">(.*?)</script>', text)[1])
    drawn = option["series"][0]["data"]
    table = re.search(r"市场主体有效注册商标（全市）.*?</table>", text, re.S)[0]
    told = [int(one.replace(",", "")) for one in re.findall(r'<td class="num">([\d,]+)</td>', table)]
    assert told == drawn[::-1]


@pytest.mark.parametrize("address", ["/targets/?as_of=昨天", "/targets/?area=999999", "/targets/?as_of=1900-01-01"])
def test_a_day_or_an_area_that_is_none_is_refused_in_a_sentence(visitor, address):
    assert "请" in page(visitor, address, 422)


def test_an_officer_corrects_a_county_and_takes_it_back(visitor, officer):
    right = Right.objects.filter(county="610881").first() or some_right()
    key, before = right.key, right.county
    other = "610822" if before != "610822" else "610881"
    assert "保存更正" not in page(visitor, f"/record/{key}")
    assert "保存更正" in page(officer, f"/record/{key}")
    empty = officer.post(f"/county/{key}/correct/", {"county": other, "reason": ""})
    assert empty.status_code == 422 and "请写明更正理由" in empty.content.decode()
    assert officer.post(f"/county/{key}/correct/", {"county": other, "reason": "营业执照"}).status_code == 302
    right.refresh_from_db()
    assert right.county == other and "营业执照" in page(visitor, f"/record/{key}")
    number = right.county_corrections.get().pk
    assert officer.post(f"/county-correction/{number}/reverse/", {"reason": "看错了"}).status_code == 302
    right.refresh_from_db()
    assert right.county == before


def test_a_visitor_cannot_correct_and_a_county_officer_only_his_own(visitor):
    right = Right.objects.exclude(county="610881").first()
    address, sent = f"/county/{right.key}/correct/", {"county": "610881", "reason": "想要"}
    assert visitor.post(address, sent).status_code == 302, "sent to the sign-in page"
    assert signed_in("xian").post(address, sent).status_code == 403
    right.refresh_from_db()
    assert right.county != "610881"


def test_rows_that_were_not_read_are_for_officers_and_can_be_repaired(visitor, officer):
    row = Quarantined.objects.filter(state="open").first()
    assert visitor.get("/data/quarantine/").status_code == 302
    assert row.reason[:20] in page(officer, "/data/quarantine/")
    assert row.column in page(officer, f"/data/quarantine/{row.pk}/")
    bare = officer.post(f"/data/quarantine/{row.pk}/repair/", {"after": "x", "reason": ""})
    assert bare.status_code == 422 and "请写明依据" in bare.content.decode()
    sent = officer.post(f"/data/quarantine/{row.pk}/repair/", {"after": "2020-01-02", "reason": "见证书"})
    assert sent.status_code == 302
    waiting = Load.objects.get(pk=int(sent["Location"].rstrip("/").rsplit("/", 1)[1]))
    assert (waiting.state, waiting.reread) == ("queued", True)
    assert "在排队" in page(visitor, f"/data/loads/{waiting.pk}/")


def test_a_file_that_nobody_recognises_is_refused_with_the_reason(officer):
    answer = officer.post("/data/upload/", {"file": io.BytesIO("你好，世界".encode())})
    assert answer.status_code == 422
    assert "没有接收" in answer.content.decode()


def test_a_template_is_sent_back_and_waits_to_be_read(officer):
    blank = officer.get("/data/templates/cn.templates.pledges.csv")
    if blank.status_code == 404:
        blank = officer.get("/data/templates/pledges.csv")
    assert blank["Content-Disposition"].startswith("attachment")
    head = blank.content.decode("utf-8-sig").splitlines()[0]
    assert "质押登记号" in head


def test_the_look_is_kept_and_leads_back_only_to_this_site(visitor):
    large = visitor.get("/look/?text=large&next=/targets/")
    assert large["Location"] == "/targets/" and large.cookies["yuzhi_text"].value == "large"
    assert 'data-text="large"' in page(visitor, "/targets/")
    assert visitor.get("/look/?text=huge&next=https://example.com/")["Location"] == "/"


def test_a_reader_of_english_gets_english(visitor):
    visitor.get("/look/?lang=en&next=/")
    text = page(visitor, "/targets/")
    assert '<html lang="en"' in text and "Look up IP" in text
    assert "构成的记录" not in text


def test_the_answer_as_csv_has_a_row_for_each_hit(visitor):
    listed = rows(visitor, "/search.csv?kind=trademarks")
    assert len(listed) - 1 == Right.objects.filter(kind="trademarks").count() or len(listed) > 100
    assert listed[0][1] == "号码"
