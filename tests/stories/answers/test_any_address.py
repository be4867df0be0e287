"""No address of a page, however oddly asked, ends in an error of ours; pages open in Chinese."""

from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.stories.answers.test_hostile import ODD, SNIPPETS
from tests.stories.answers.town import COMPANY, PATENT

PAGES = [
    "/", "/search/", "/search.csv", "/search.xlsx", "/search.ris", f"/record/cn/p/{PATENT}", f"/party/uscc/{COMPANY}", "/targets/", "/targets/T8/",
    "/targets/targets.csv", "/targets/indicator/valid_inventions/", "/targets/indicator/valid_inventions/counties.csv",
    "/targets/indicator/valid_inventions/trend.csv", "/targets/indicator/inventions_per_10k/records/",
    "/targets/indicator/valid_inventions/records.csv", "/data/", "/data/loads/", "/data/completeness/",
    "/data/quarantine/", "/data/templates/", "/look/",
]
PARAMETERS = [
    "q", "kind", "county", "state", "year", "class", "party", "sort", "page", "map", "as_of", "area", "plan", "known_on",
    "source", "text", "lang", "theme", "next",
]
ASKED = st.lists(st.tuples(st.sampled_from(PARAMETERS), ODD), max_size=5)
DIGITS_OF_ELSEWHERE = ["²", "①", "١٢٣", "２", "𝟚𝟘𝟚𝟙", "৪", "〇", "-1", "0", "99999", "999999", "1.0", ""]


def sound(answer):
    assert answer.status_code < 500, (answer.request["PATH_INFO"], answer.request["QUERY_STRING"])


@pytest.mark.parametrize("page", PAGES)
def test_odd_questions_to_a_page_are_answered(signed_in, page):
    officer = signed_in("city_officer")

    @settings(max_examples=8, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(asked=ASKED)
    def tried(asked):
        sound(officer.get(f"{page}?{urlencode(asked)}"))

    tried()


@pytest.mark.parametrize("name", ["page", "year", "kind", "county", "as_of", "known_on"])
def test_odd_numbers_in_an_address_are_answered(visitor, name):
    for text in (*DIGITS_OF_ELSEWHERE, *SNIPPETS):
        for page in ("/search/?q=a", f"/party/uscc/{COMPANY}?", "/data/loads/?", f"/record/cn/p/{PATENT}?"):
            sound(visitor.get(f"{page}&{urlencode({name: text})}"))


@pytest.mark.parametrize("accepted", ["en-US,en;q=0.9", "fr", "zh-CN", "*", None])
def test_pages_open_in_chinese_whatever_the_browser_says(accepted):
    browser = Client(headers={"accept-language": accepted} if accepted else {})
    assert '<html lang="zh-CN"' in browser.get("/targets/").content.decode()


def test_a_reader_who_chooses_english_keeps_it_and_can_go_back():
    browser = Client(headers={"accept-language": "zh-CN"})
    browser.get("/look/?lang=en")
    assert '<html lang="en"' in browser.get("/targets/").content.decode()
    browser.post("/language/", {"language": "zh-hans"})
    assert '<html lang="zh-CN"' in browser.get("/targets/").content.decode()
