"""The command line and the API give the same JSON to the same question."""

import pytest

from tests.stories.answers.town import COMPANY, LAPSED, MARK, PATENT, PERSONS, PLEDGE, TALENT, yuzhi
from yuzhi.records.accounts.models import AccessLog

SAME = [
    (["search", "*"], "/api/search?q=*"),
    (["search", "煤", "--top", "1", "--sort", "newest"], "/api/search?q=煤&top=1&sort=newest"),
    (["search", "*", "--kind", "patents", "--area", "神木", "--year", "2019-"], "/api/search?kind=patents&area=神木&year=2019-"),
    (["search", "*", "--class", "C10G", "--state", "valid"], "/api/search?q=*&class=C10G&state=valid"),
    (["search", "*", "--party", f"uscc/{COMPANY}", "--facet", "state"], f"/api/search?party=uscc/{COMPANY}&facet=state"),
    (["search", "没有这样的东西吧"], "/api/search?q=没有这样的东西吧"),
    (["show", PATENT], f"/api/rights/{PATENT}"),
    (["show", "CN113781974B"], "/api/rights/CN113781974B"),
    (["show", LAPSED, "--as-of", "2023-01-01"], f"/api/rights/{LAPSED}?as_of=2023-01-01"),
    (["show", MARK, "--known-on", "2199-01-01"], f"/api/rights/{MARK}?known_on=2199年1月1日"),
    (["indicators", "--as-of", "2023-12-31"], "/api/indicators?as_of=2023-12-31"),
    (["indicators", "--as-of", "2024-06-30", "--area", "榆阳区"], "/api/indicators?as_of=2024-06-30&area=610802"),
    (["explain", "valid_inventions"], "/api/indicators/valid_inventions/records"),
    (["explain", "effective_trademarks", "--area", "榆阳区"], "/api/indicators/effective_trademarks/records?area=榆阳区"),
]
PRIVATE = [
    (["show", PERSONS], f"/api/rights/{PERSONS}"),
    (["show", PLEDGE], f"/api/rights/{PLEDGE}"),
    (["show", COMPANY], f"/api/rights/{COMPANY}"),
    (["show", TALENT], f"/api/rights/{TALENT}"),
    (["explain", "pledge_amount"], "/api/indicators/pledge_amount/records"),
    (["indicators", "--as-of", "2024-06-15"], "/api/indicators?as_of=2024-06-15"),
]


@pytest.mark.parametrize(("words", "address"), SAME, ids=lambda one: one if isinstance(one, str) else " ".join(one))
def test_whatever_is_public_is_the_same_for_a_visitor(visitor, words, address):
    ran = yuzhi(*words, "--json")
    assert ran.code == 0, ran.err
    assert visitor.get(address).json() == ran.json


@pytest.mark.parametrize(("words", "address"), PRIVATE, ids=lambda one: one if isinstance(one, str) else " ".join(one))
def test_the_rest_is_the_same_for_an_officer_of_the_city_but_for_no_visitor(visitor, signed_in, words, address):
    ran = yuzhi(*words, "--json")
    assert ran.code == 0, ran.err
    officer = signed_in("city_officer")
    for key in (f"cn/p/{PERSONS}", PLEDGE, f"uscc/{COMPANY}", TALENT):
        assert officer.post("/purpose/", {"key": key, "purpose": "check"}).status_code == 302
    assert officer.get(address).json() == ran.json
    assert visitor.get(address).json() != ran.json


def test_a_reading_of_personal_data_on_the_api_is_on_record(signed_in):
    officer = signed_in("city_officer")
    officer.get(f"/api/rights/{PATENT}")
    assert not AccessLog.objects.filter(deed="personal_read").exists()
    officer.get(f"/api/rights/{PERSONS}")
    assert not AccessLog.objects.filter(deed="personal_read").exists(), "it is sealed until somebody says why"
    officer.post("/purpose/", {"key": f"cn/p/{PERSONS}", "purpose": "check"})
    officer.get(f"/api/rights/{PERSONS}")
    assert AccessLog.objects.get(deed="personal_read").fields == ["address"]


def test_a_page_of_records_is_a_part_of_the_whole(visitor):
    whole = visitor.get("/api/search?q=*&sort=newest").json()
    parts = [visitor.get(f"/api/search?q=*&sort=newest&top=1&offset={place}").json() for place in range(whole["total"])]
    assert [hit["key"] for part in parts for hit in part["hits"]] == [hit["key"] for hit in whole["hits"]]
    assert {part["total"] for part in parts} == {whole["total"]} == {5}
    only = visitor.get("/api/indicators/valid_inventions/records?top=0").json()
    assert (only["total"], only["records"]) == (1, [])


def test_years_in_the_wrong_order_are_the_same_range(visitor):
    straight, turned = (visitor.get("/api/search", {"q": "*", "year": one}).json() for one in ("2019-2021", "2021-2019"))
    assert straight["total"] == turned["total"] > 0
    assert visitor.get("/api/search", {"q": "*", "year": "去年"}).status_code == 422
