"""No parameter, however odd, brings the API down; errors tell nothing of the inside."""

from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.stories.answers.checking import misfits
from tests.stories.answers.town import COMPANY, PATENT

PATHS = [
    "/api/search", "/api/rights/{}", "/api/parties/{}", "/api/indicators", "/api/indicators/{}",
    "/api/indicators/{}/records", "/api/targets", "/api/loads", "/api/loads/{}", "/api/quarantine", "/api/{}",
]
PARAMETERS = [
    "q", "kind", "area", "year", "class", "state", "party", "top", "offset", "sort", "facet", "as_of", "known_on",
    "source", "page",
]
SNIPPETS = [
    "", "*", "'", '"', "\\", "%00", "\x00", "(", "AND", "名称:", "年:[", "-1", "0", "1001", "9" * 5000, "1e9", "NaN", "null",
    "0001-01-01", "9999-12-31", "2024-02-30", "2199年12月31日", "١٢٣", "²", "𝟚𝟘𝟚𝟙", "../../etc/passwd", "{{7*7}}",
    "<script>", "'; drop table x; --", "[]", "{}", "valid_inventions", PATENT, COMPANY, "cn/p/", "cn/t//", "us/pub/",
    "cn/pledge/2024610000001", "party/x", "610881", "神木市", "L0000001", "99999999999999999999", "\ud7ff", "\U0001f9ff",
    "a" * 4000, "２０２１", "2021-2019", "-", "--", "kind", "patents", "\n", "\u202e", "ZL202111286633.X",
]
ODD = st.one_of(st.sampled_from(SNIPPETS), st.text(max_size=40), st.integers().map(str), st.dates().map(str))


def sound(answer):
    assert answer.status_code < 500, answer.content.decode()
    told = answer.content.decode()
    assert "Traceback" not in told
    assert "site-packages" not in told
    if answer.status_code >= 400:
        assert misfits(answer.json(), "ErrorAnswer") == []
        assert answer.json()["error"]["status"] == answer.status_code


@pytest.mark.parametrize("path", PATHS)
def test_odd_parameters_are_answered_in_words(visitor, signed_in, path):
    officer = signed_in("city_officer")

    @settings(max_examples=20, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(name=ODD, asked=st.lists(st.tuples(st.sampled_from(PARAMETERS), ODD), max_size=5))
    def tried(name, asked):
        address = path.format(quote(name, safe="")) + "?" + "&".join(f"{key}={quote(value)}" for key, value in asked)
        sound(visitor.get(address))
        sound(officer.get(address))

    tried()


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda one: repr(one[:20]))
def test_odd_words_are_answered_in_words_everywhere(signed_in, snippet):
    officer = signed_in("city_officer")
    for address in ("/api/rights/{}", "/api/parties/{}", "/api/search?q={}", "/api/search?q=*&year={}&class={}",
                    f"/api/rights/{PATENT}?as_of={{}}&known_on={{}}", "/api/indicators?as_of={}", "/api/quarantine?q={}"):
        sound(officer.get(address.replace("{}", quote(snippet, safe=""))))


@pytest.mark.parametrize("day", ["2199-12-31", "1985-04-01", "2024-02-29"])
def test_days_at_the_edge_are_days(visitor, day):
    for address in (f"/api/rights/{PATENT}?as_of={day}", f"/api/indicators?as_of={day}", f"/api/targets?as_of={day}"):
        assert visitor.get(address).status_code == 200, address
    assert visitor.get(f"/api/rights/{PATENT}?known_on={day}").status_code == (200 if day.startswith("2199") else 404)


def test_before_there_were_rights_nothing_is_counted_as_none(visitor):
    told = visitor.get("/api/indicators?as_of=1984-12-31")
    assert told.status_code == 422 and "还没有可以统计的权利" in told.content.decode()
    assert visitor.get(f"/api/rights/{PATENT}?as_of=1900-01-01").status_code == 200


@pytest.mark.parametrize("body", [b"", b"--x\r\n", b"{}", b"\x00" * 100])
@pytest.mark.parametrize("kind", ["multipart/form-data; boundary=x", "multipart/form-data", "application/json", "text/plain"])
def test_a_malformed_upload_is_answered_in_words(signed_in, kind, body):
    sound(signed_in("city_officer").post("/api/files", body, content_type=kind))


def test_what_fails_inside_is_told_without_the_inside(visitor, monkeypatch, caplog):
    def broken(*_):
        raise RuntimeError("secret of the inside")
    monkeypatch.setattr("yuzhi.rooms.lookup.api.searching.asked_of_index", broken)
    answer = visitor.get("/api/search?q=x")
    assert answer.status_code == 500
    assert misfits(answer.json(), "ErrorAnswer") == []
    assert "secret" not in answer.content.decode()
    assert "secret of the inside" in caplog.text
