"""Every address × method × role answers as `permissions.yml` says; an address without a row fails.

Requests are made over a small made-up city and rolled back, with things that exist, each twice: one's own and another's
(`belongings.py`). A row tells of both; where another's thing answers otherwise, a row `GET another's` tells how.
What the answers say is read too: words that only some may read are looked for in every page and answer.
Forms are sent empty: 422 and 400 mean "was let in".
"""

import html
import io
import re
import zipfile
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from tests.stories.belongings import ASKED, OWN, SECRETS, WHOSE, walked_city
from yuzhi.records.accounts.models import User
from yuzhi.records.accounts.roles import ROLES
from yuzhi.site import wiring
from yuzhi.site.signin import BEGAN, SEEN

TABLE = Path(__file__).with_name("permissions.yml")
ROWS = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
VISITOR = "visitor"
WHO = (VISITOR, *ROLES)
METHODS = ("GET", "POST")
CLOSED = ("PUT", "PATCH", "DELETE")
LET_IN, NOWHERE = {200, 302, 400, 422}, {"api/", "^api/", "api/search/quality"}
"""What says that somebody was let in; addresses that nobody is: no address at all, and a measurement that was not made here."""
KEPT = [(kind, whose) for kind, readers in SECRETS.items() for whose in readers]
NAMES = {
    "targets/plans/": "十四五", "targets/indicator/": "effective_trademarks", "api/indicators/": "effective_trademarks", "targets/<": "T1",
    "data/sources/": "cn.templates", "data/templates/": "patents",
}
"""How an address begins → the name of a thing that stands for its parts, where `belongings.py` knows none."""


def patterns(resolver=None, before=""):
    """Every address of the site, as the address tables spell it."""
    for one in (resolver or get_resolver()).url_patterns:
        spelled = before + str(one.pattern)
        if isinstance(one, URLPattern):
            yield spelled
        else:
            yield from patterns(one, spelled)


ADDRESSES = tuple(dict.fromkeys(patterns()))


@pytest.fixture(scope="module")
def walked_in(tmp_path_factory, django_db_setup, django_db_blocker):
    """The toolbox of a made-up city, and what in it is one's own and another's; its database is emptied at the end."""
    with django_db_blocker.unblock():
        yield walked_city(tmp_path_factory.mktemp("walked"))
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(scope="module")
def city(walked_in):
    """The toolbox of that city."""
    return walked_in[0]


@pytest.fixture(scope="module")
def belongings(walked_in):
    """What is one's own and another's there."""
    return walked_in[1]


@pytest.fixture
def clients(city, monkeypatch, db):
    """Role → a browser in which somebody of that role is signed in."""
    monkeypatch.setattr(wiring, "toolbox", lambda home: city)
    return {who: _browser(who, city) for who in WHO}


def _browser(who, city):
    client = Client(headers={"accept-language": "zh-CN"}, raise_request_exception=False)
    if who != VISITOR:
        client.force_login(User.objects.get(username=f"walks-{who.replace('_', '-')}"))
        session = client.session
        session[BEGAN] = session[SEEN] = city.now().timestamp()
        session.save()
    return client


def _filled(spelled, belongings, whose=OWN):
    """One real address of a pattern."""
    if spelled.startswith("log/^"):
        files = belongings.value(whose, spelled, "path")
        return "/log/" + next(file for file in files if re.search(spelled.removeprefix("log/"), file))

    named = next((name for start, name in NAMES.items() if spelled.startswith(start)), "x")

    def value(found):
        part = found.group(1).split(":")[-1]
        known = belongings.value(whose, spelled, part)
        return str(named if known is None else known)

    return "/" + re.sub(r"<([^>]+)>", value, spelled.removeprefix("^")) + ASKED.get(spelled, "")


def _answer(client, method, address):
    """Status and words of an answer; whatever the request did, to the city or to the browser, is undone."""
    session = client.cookies.get("sessionid")
    held = session.value if session else None
    with transaction.atomic():
        answer = client.generic(method, address)
        words = _words(b"".join(answer) if answer.streaming else answer.content) if method == "GET" else ""
        answer.close()
        transaction.set_rollback(True)
    client.cookies.clear()
    if held:
        client.cookies["sessionid"] = held
    return answer.status_code, words


def _words(content):
    """What can be read in an answer: a page, a document, each part of a spreadsheet; numbers without their commas."""
    if content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            content = b"\n".join(parts.read(name) for name in parts.namelist())
    return re.sub(r"(?<=[0-9]),(?=[0-9])", "", html.unescape(content.decode("utf-8", "replace")))


def row_of(statuses):
    """The row of a table for role → status: its commonest status as `others`, the rest by name."""
    counted = list(statuses.values())
    common = max(dict.fromkeys(counted), key=counted.count)
    row = {}
    for who, status in statuses.items():
        if status != common:
            row.setdefault(status, []).append(who)
    return {**row, "others": common}


def expected(row):
    """Role → status as a row tells it."""
    named = {who: status for status, people in row.items() if status != "others" for who in people}
    return {who: named.get(who, row["others"]) for who in WHO}


def walked(clients, belongings):
    """Address → method and whose → role → status and words, for every address of the site."""
    if not WALKED:
        for spelled in ADDRESSES:
            places = {whose: _filled(spelled, belongings, whose) for whose in WHOSE}
            WALKED[spelled] = {
                (method, whose): {who: _answer(client, method, places[whose]) for who, client in clients.items()}
                for method in METHODS for whose in WHOSE if whose == OWN or places[whose] != places[OWN]
            }
    return WALKED


WALKED = {}
"""What the walk of this process has seen: two tests look at it."""


def _line(row):
    return yaml.safe_dump(row, default_flow_style=True, allow_unicode=True, width=1000).strip()


def test_each_address_lets_in_whom_the_table_names_and_nobody_else(clients, belongings):
    wrong = []
    for spelled, asked in walked(clients, belongings).items():
        rows, proposed = ROWS.get(spelled, {}), {}
        for (method, whose), answers in asked.items():
            statuses = {who: status for who, (status, _words) in answers.items()}
            name = method if whose == OWN else f"{method} another's"
            row = rows.get(name) or rows.get(method)
            if row is None or expected(row) != statuses:
                proposed[name] = row_of(statuses)
        if proposed:
            wrong.append("\n  ".join([f"{spelled!r}:", *(f"{name}: {_line(row)}" for name, row in proposed.items())]))
    assert not wrong, f"{TABLE.name} has no such rows; think whether the answers are right before you write:\n" + "\n".join(wrong)


def test_words_that_only_some_may_read_are_read_by_them_and_by_nobody_else(clients, belongings):
    leaks, seen = [], set()
    for spelled, asked in walked(clients, belongings).items():
        for (method, _whose), answers in asked.items():
            for who, (_status, words) in answers.items():
                for kind, whose in KEPT:
                    if belongings.words[kind][whose] not in words:
                        continue
                    seen.add((kind, whose, who))
                    if who not in SECRETS[kind][whose]:
                        leaks.append(f"{method} {spelled}: {who} reads the {kind} of {whose}")
    assert not leaks, "\n".join(leaks)
    unseen = {(kind, whose, who) for kind, whose in KEPT for who in SECRETS[kind][whose]} - seen
    assert not unseen, f"nobody looked where these stand: {sorted(unseen)}"


def test_every_address_lets_somebody_in_so_that_no_row_hides_behind_what_is_absent(clients, belongings):
    """Also each operation that the description of the API names."""
    seen = {
        spelled: {status for answers in asked.values() for status, _words in answers.values()}
        for spelled, asked in walked(clients, belongings).items()
    }
    assert {spelled for spelled, statuses in seen.items() if not statuses & LET_IN} <= NOWHERE
    described = clients[VISITOR].get("/api/openapi.json").json()["paths"]
    operations = {(path, method.upper()) for path, methods in described.items() for method in methods}
    known = {("/" + re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", spelled), method) for spelled in ADDRESSES for method in METHODS}
    assert operations <= known


def test_no_row_speaks_of_an_address_that_is_gone():
    assert set(ROWS) <= set(ADDRESSES), sorted(set(ROWS) - set(ADDRESSES))


def test_methods_that_no_page_knows_change_nothing(clients, belongings):
    let_in = [
        (method, spelled, status)
        for spelled in ADDRESSES for method in CLOSED
        if not 300 <= (status := _answer(clients["city_officer"], method, _filled(spelled, belongings))[0]) < 500
    ]
    assert not let_in
