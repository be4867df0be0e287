"""Who sees what on the API: personal data, deals, loads, quarantine; and who may hand in a file."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from tests.stories.answers.town import (
    COMPANY,
    ID_NUMBER,
    MARK,
    PATENT,
    PERSONS,
    PHONE,
    PLEDGE,
    STREET,
    TALENT,
    sheet,
    yuzhi,
)
from yuzhi.records.datasets.models import Load
from yuzhi.records.evidence.models import Leaf

PUBLIC = [
    "/api/search?q=*&top=1000", f"/api/rights/{PATENT}", f"/api/rights/{PERSONS}", f"/api/rights/{COMPANY}",
    f"/api/rights/{TALENT}", f"/api/rights/{MARK}", f"/api/parties/{COMPANY}", "/api/indicators", "/api/targets",
    "/api/indicators/pledge_amount/records", "/api/sources", "/api/coverage",
]
INTERNAL = [f"/api/rights/{PLEDGE}", "/api/quarantine"]


@pytest.mark.parametrize("address", PUBLIC)
def test_no_personal_data_reach_a_visitor(visitor, address):
    answer = visitor.get(address)
    assert answer.status_code == 200
    told = answer.content.decode()
    assert [secret for secret in (STREET, PHONE, ID_NUMBER, "李明远", "张玉梅") if secret in told] == []


def test_what_is_masked_says_so_and_still_says_the_county(visitor):
    fields = visitor.get(f"/api/rights/{PERSONS}").json()["fields"]
    assert (fields["address"]["value"], fields["address"]["masked"]) == ("榆阳区", True)
    assert "masked" not in fields["title"]
    assert "证件号码不公开" in fields["abstract"]["value"]
    party = visitor.get(f"/api/parties/{COMPANY}").json()
    assert (party["representative"], party["phone"], party["masked"]) == ("李*", "139****5678", True)


@pytest.mark.parametrize("address", INTERNAL)
@pytest.mark.parametrize("role", ["", "citizen", "company", "bank", "mediator", "system_admin", "audit_admin"])
def test_internal_data_are_refused_with_the_reason_and_who_can_grant(visitor, signed_in, role, address):
    answer = (signed_in(role) if role else visitor).get(address)
    assert answer.status_code == 403
    assert "安全管理员" in answer.json()["error"]["sentence"]


def test_a_company_sees_its_own_deals_only(signed_in):
    own, other = signed_in("company", party=f"uscc/{COMPANY}"), signed_in("bank")
    assert own.get(f"/api/rights/{PLEDGE}").json()["fields"]["amount"]["value"] == "5000000.50"
    assert other.get(f"/api/rights/{PLEDGE}").status_code == 403
    assert own.get(f"/api/parties/{COMPANY}").json()["deals"][0]["amount"] == "5000000.50"
    assert other.get(f"/api/parties/{COMPANY}").json()["deals"] is None


def test_a_county_officer_sees_the_own_county_only(signed_in):
    own, other = signed_in("county_officer", "610881"), signed_in("county_officer", "610802")
    assert own.get(f"/api/rights/{TALENT}").json()["fields"]["phone"]["masked"], "it is sealed until somebody says why"
    for officer in (own, other):
        officer.post("/purpose/", {"key": TALENT, "purpose": "check"})
    assert own.get(f"/api/rights/{PLEDGE}").status_code == 200
    assert other.get(f"/api/rights/{PLEDGE}").status_code == 403
    assert own.get(f"/api/rights/{TALENT}").json()["fields"]["phone"]["value"] == PHONE
    assert other.get(f"/api/rights/{TALENT}").json()["fields"]["phone"]["masked"]
    records = "/api/indicators/pledge_amount/records"
    assert own.get(records).json()["records"] == [{"key": PLEDGE, "value": "5000000.50"}]
    assert other.get(records).json()["records"] == []
    assert other.get(records).json()["total"] == 1, "what may not be seen is counted"


def test_a_county_officer_sees_no_quarantine_of_others(signed_in):
    assert signed_in("city_officer").get("/api/quarantine").json()["total"] == 1
    assert signed_in("county_officer", "610802").get("/api/quarantine").json() == {"total": 0, "rows": []}


def test_a_quarantined_row_says_where_and_why(signed_in):
    row = signed_in("city_officer").get("/api/quarantine?q=很多").json()["rows"][0]
    assert (row["value"], row["state"], row["source"]) == ("很多", "open", "cn.templates.pledges")
    assert row["file"].endswith("pledges.csv")


def csv_file(number="87654321"):
    row = {"number": number, "nice_class": "1", "name": "枣", "registrant": "甲煤化公司"}
    return SimpleUploadedFile("商标.csv", sheet("trademarks", {**row, "registered_on": None}), "text/csv")


@pytest.mark.parametrize(("role", "counties"), [("city_officer", ()), ("county_officer", ("610881",))])
def test_an_officer_hands_in_a_file_and_it_is_queued(signed_in, role, counties):
    officer = signed_in(role, *counties)
    answer = officer.post("/api/files", {"file": csv_file()})
    assert answer.status_code == 202, answer.content.decode()
    told = answer.json()
    assert (told["read_before"], told["load"]["state"], told["load"]["source"]) == (False, "queued", "cn.templates.trademarks")
    assert officer.get(f"/api/loads/{told['load']['load']}").json() == told["load"]
    assert Leaf.objects.filter(act="file.received", object_key=told["load"]["load"]).exists()


def test_the_same_bytes_are_read_once(signed_in, town):
    officer = signed_in("city_officer")
    known = SimpleUploadedFile("again.csv", (town / "office" / "trademarks.csv").read_bytes())
    answer = officer.post("/api/files", {"file": known})
    assert (answer.status_code, answer.json()["read_before"]) == (200, True)
    assert Load.objects.filter(state="queued").count() == 0


def test_an_unreadable_file_is_refused_and_put_on_record(signed_in):
    officer = signed_in("city_officer")
    answer = officer.post("/api/files", {"file": SimpleUploadedFile("x.csv", b"a,b\n1,2\n")})
    assert answer.status_code == 422
    assert "x.csv" in answer.json()["error"]["sentence"]
    assert Load.objects.filter(state="refused").count() == 1
    assert officer.post("/api/files", {"file": csv_file(), "source": "no.such"}).status_code == 422
    assert officer.post("/api/files", {}).json()["error"]["sentence"] == "参数 file 没有给出。"


@pytest.mark.parametrize("role", ["citizen", "company", "mediator", "system_admin", "security_admin"])
def test_nobody_else_hands_in_files(signed_in, role):
    assert signed_in(role).post("/api/files", {"file": csv_file()}).status_code == 403
    assert Load.objects.filter(state="queued").count() == 0


def test_a_visitor_is_asked_to_sign_in(visitor):
    answer = visitor.post("/api/files", {"file": csv_file()})
    assert (answer.status_code, "登录" in answer.json()["error"]["sentence"]) == (401, True)


def test_a_file_without_its_token_is_refused(signed_in):
    officer = signed_in("city_officer", csrf=True)
    answer = officer.post("/api/files", {"file": csv_file()})
    assert (answer.status_code, "CSRF" in answer.json()["error"]["sentence"]) == (403, True)
    officer.get("/me/")
    token = officer.cookies["csrftoken"].value
    assert officer.post("/api/files", {"file": csv_file()}, headers={"X-CSRFToken": token}).status_code == 202


def test_the_operator_at_the_server_sees_all():
    fields = yuzhi("show", TALENT, "--json").json["fields"]
    assert (fields["name"]["value"], fields["phone"]["value"]) == ("张玉梅", PHONE)
