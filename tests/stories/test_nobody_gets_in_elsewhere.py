"""Every address × method × role answers as `permissions.yml` says; an address without a row fails.

Requests are made over a small made-up city and rolled back, with records that exist wherever the city has one:
an answer of 404 would otherwise hide a missing check. Forms are sent empty: 422 and 400 mean "was let in".
"""

import re
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
import yaml
from django.core.management import call_command
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver

from yuzhi.engines.exhibits.exhibit import Held
from yuzhi.engines.sampling import write_city
from yuzhi.records.accounts.actions import create_account
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.models import User
from yuzhi.records.accounts.remits import Remit
from yuzhi.records.accounts.roles import ROLES
from yuzhi.records.datasets.models import Load, Quarantined
from yuzhi.records.evidence.exhibits import Giver, Told, receive
from yuzhi.records.evidence.models import Deposit
from yuzhi.records.parties.models import Party
from yuzhi.records.rights.models import Right
from yuzhi.rooms.datahub import tasks
from yuzhi.rooms.datahub.actions.arriving import arrive
from yuzhi.site import wiring
from yuzhi.site.signin import BEGAN, SEEN

TABLE = Path(__file__).with_name("permissions.yml")
ROWS = yaml.safe_load(TABLE.read_text(encoding="utf-8"))
VISITOR = "visitor"
WHO = (VISITOR, *ROLES)
METHODS = ("GET", "POST")
CLOSED = ("PUT", "PATCH", "DELETE")
NAMES = {
    "targets/plans/": "十四五", "targets/indicator/": "effective_trademarks", "api/indicators/": "effective_trademarks", "targets/<": "T1",
    "data/sources/": "cn.templates", "data/templates/": "patents",
}
"""How an address begins → the name of a thing that stands for its parts."""
TODAY = date(2025, 12, 20)
WANTED = re.compile(r"常住人口|企业与单位|专利1\.xlsx|商标1\.xlsx")


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
def city(tmp_path_factory, django_db_setup, django_db_blocker):
    """The toolbox of a made-up city, with one account of each role; its database is emptied at the end."""
    tools = wiring.toolbox(tmp_path_factory.mktemp("home"))
    office = write_city(tmp_path_factory.mktemp("city"), wiring.CITY_PLAN(), scale=0.01, seed=5, today=TODAY).office
    with django_db_blocker.unblock():
        for file in sorted(office.rglob("*")):
            if WANTED.search(file.name):
                arrive(file, file.name, by="operator/test", tools=tools)
        tasks.work(tools)
        for role in ROLES:
            remit = Remit(role, ("610881",)) if role == "county_officer" else Remit(role)
            create_account(
                f"walks-{role.replace('_', '-')}", role, "loess-jade-camel-7781", by=Operator("test"),
                at=datetime(2025, 12, 20, tzinfo=UTC), remit=remit, made_up=True,
            )
        giver = Giver(User.objects.get(username="walks-company").actor_key)
        receive(tools, [Held("a.txt", b"a")], Told("一件证物"), by=giver, made_up=True)
        yield tools
        call_command("flush", verbosity=0, interactive=False)


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


def _examples():
    """The values that stand in for the parts of an address: of records that exist, where the city has them."""
    right = Right.objects.order_by("key").first()
    return {
        "key": right.key, "party/key": Party.objects.order_by("key").first().key,
        "number": 1, "load": Load.objects.order_by("pk").first().pk,
        "exhibit": Deposit.objects.order_by("pk").first().digest,
        "row": getattr(Quarantined.objects.order_by("pk").first(), "pk", 1),
    }


def _filled(spelled, examples):
    """One real address of a pattern."""
    if spelled.startswith("log/^"):
        return "/log/" + {"c": "checkpoint", "s": "stamps/1/checkpoint"}.get(
            re.sub(r"\W|P", "", spelled.removeprefix("log/^(?P<path>"))[0], "tile/0/000"
        )

    named = next((name for start, name in NAMES.items() if spelled.startswith(start)), "x")

    def value(found):
        name = found.group(1).split(":")[-1]
        if name == "key" and "part" in spelled:
            return examples["party/key"]
        if spelled.startswith(("data/loads/", "api/loads/")):
            return str(examples["load"])
        if spelled.startswith("data/quarantine/"):
            return str(examples["row"])
        return str(examples.get(name, {"ordinal": 1, "id": 1, "form": "xlsx"}.get(name, named)))

    return "/" + re.sub(r"<([^>]+)>", value, spelled.removeprefix("^"))


def _status(client, method, address):
    """What the answer's status is; whatever the request did, to the city or to the browser, is undone."""
    session = client.cookies.get("sessionid")
    held = session.value if session else None
    with transaction.atomic():
        answer = client.generic(method, address)
        answer.close()
        transaction.set_rollback(True)
    client.cookies.clear()
    if held:
        client.cookies["sessionid"] = held
    return answer.status_code


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


def walked(clients):
    """Address → method → role → status, for every address of the site."""
    examples = _examples()
    return {
        spelled: {
            method: {who: _status(client, method, _filled(spelled, examples)) for who, client in clients.items()}
            for method in METHODS
        }
        for spelled in ADDRESSES
    }


def _line(row):
    return yaml.safe_dump(row, default_flow_style=True, allow_unicode=True, width=1000).strip()


def test_each_address_lets_in_whom_the_table_names_and_nobody_else(clients):
    wrong = []
    for spelled, methods in walked(clients).items():
        for method, statuses in methods.items():
            row = ROWS.get(spelled, {}).get(method)
            if row is None or expected(row) != statuses:
                said = "has no row" if row is None else f"answers other than its row {_line(row)}"
                wrong.append(f'{method} "{spelled}" {said}; if the answers are right, write:\n  {method}: {_line(row_of(statuses))}')
    assert not wrong, f"{TABLE.name}:\n" + "\n".join(wrong)


def test_no_row_speaks_of_an_address_that_is_gone():
    assert set(ROWS) <= set(ADDRESSES), sorted(set(ROWS) - set(ADDRESSES))


def test_methods_that_no_page_knows_change_nothing(clients):
    examples = _examples()
    let_in = [
        (method, spelled, status)
        for spelled in ADDRESSES for method in CLOSED
        if spelled != "api/openapi.json" and not 300 <= (status := _status(clients["city_officer"], method, _filled(spelled, examples))) < 500
    ]
    assert not let_in
