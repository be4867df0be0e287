"""The town, read once for each module; people who ask about it."""

import time
from datetime import UTC, datetime

import pytest
from django.core.management import call_command
from django.test import Client, override_settings

from tests.stories.answers.town import delivered, yuzhi
from yuzhi.records.accounts import actions
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.remits import Remit
from yuzhi.site.signin import BEGAN, SEEN

AT = datetime(2026, 1, 2, tzinfo=UTC)


@pytest.fixture(scope="module")
def town(tmp_path_factory, django_db_setup, django_db_blocker):
    """The data folder of a town whose files have been read; its database is the test's."""
    home = tmp_path_factory.mktemp("town")
    (home / "city.sqlite3").touch()
    with django_db_blocker.unblock(), override_settings(HOME=home):
        ran = yuzhi("ingest", delivered(home / "office"), "--json")
        assert ran.code == 0, ran.err + ran.out
        assert yuzhi("log", "integrate").code == 0
        assert yuzhi("evaluate", "--city").code == 0
        yield home
        call_command("flush", interactive=False, verbosity=0)


@pytest.fixture(autouse=True)
def _in_town(town, db):
    """Every test of these stories happens in the town, and leaves no trace in its database."""


@pytest.fixture
def visitor():
    """A browser in which nobody has signed in; what fails inside is answered, not raised."""
    return Client(raise_request_exception=False)


@pytest.fixture
def signed_in():
    """Makes a browser in which somebody with that remit has signed in."""
    def enter(role, *counties, party="", csrf=False):
        remit = Remit(role, counties, party)
        name = f"{role}-{'-'.join(counties)}".strip("-").replace("_", "-")
        user = actions.create_account(name, "测试", "loess-jade-camel-7781", by=Operator("test"), at=AT, remit=remit)
        client = Client(raise_request_exception=False, enforce_csrf_checks=csrf)
        client.force_login(user)
        session = client.session
        session[BEGAN] = session[SEEN] = time.time()
        session.save()
        return client
    return enter
