"""The worker goes on whatever a load brings, and says that it is there."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client

from yuzhi.engines.search import Ask
from yuzhi.records.datasets.models import Heartbeat, Load
from yuzhi.records.evidence.models import Leaf
from yuzhi.rooms.datahub import actions, queries, tasks
from yuzhi.rooms.datahub.tests.city import LINES, small_city

pytestmark = pytest.mark.django_db(transaction=True)


def broken(document, context):
    """A reader with a mistake in it that shows with some rows only, after it has told of good ones."""
    yield from LINES.read(document, context)
    if "boom" in document.path.read_text(encoding="utf-8"):
        raise ZeroDivisionError("the reader's own mistake")


@pytest.fixture
def city(tmp_path):
    return small_city(tmp_path, source=replace(LINES, read=broken))


def queued(city, name, *rows):
    file = city.home / name
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    return actions.receive([actions.archived(file, name, "test.lines", city)], by="operator/test", tools=city)


def found(city):
    return sorted(hit.key for hit in city.index.find(Ask("*")).hits)


def test_an_unforeseen_error_refuses_its_load_and_the_next_one_is_read(city, caplog):
    bad, good = queued(city, "a", {"n": "201"}, {"n": "202", "title": "boom"}), queued(city, "b", {"n": "301"})
    tasks.work(city)
    bad.refresh_from_db()
    good.refresh_from_db()
    assert (bad.state, good.state) == (Load.State.REFUSED, Load.State.PUBLISHED)
    assert "没有预料到的错误" in bad.message
    assert "ZeroDivisionError" not in bad.message, "the inside is for the log"
    assert "the reader's own mistake" in caplog.text
    assert found(city) == ["cn/p/301"], "nothing of the refused load is left"
    assert Leaf.objects.filter(act="load.refused", object_key=bad.name).count() == 1
    assert list(bad.files.values_list("state", flat=True)) == [Load.State.REFUSED]
    assert tasks.work(city) == [], "it is not tried for ever"


def test_a_file_over_which_the_reader_stumbles_is_refused_and_the_others_of_its_load_are_read(city, caplog):
    files = [city.home / name for name in ("a", "b", "c")]
    for file, row in zip(files, ({"n": "401"}, {"n": "402", "title": "boom"}, {"n": "403"}), strict=True):
        file.write_text(json.dumps(row), encoding="utf-8")
    load = actions.receive([actions.archived(file, file.name, "test.lines", city) for file in files], by="operator/test", tools=city)
    tasks.work(city)
    load.refresh_from_db()
    states = dict(load.files.values_list("name", "state"))
    assert (load.state, states) == (Load.State.PUBLISHED, {"a": "published", "b": "refused", "c": "published"})
    assert found(city) == ["cn/p/401", "cn/p/403"]
    assert "没有预料到的错误" in load.files.get(name="b").message
    assert "the reader's own mistake" in caplog.text


def test_an_unforeseen_error_while_publishing_publishes_nothing(city, monkeypatch):
    load = queued(city, "a", {"n": "201"})
    monkeypatch.setattr("yuzhi.records.rights.bridge.settle", lambda *a: 1 / 0)
    tasks.work(city)
    load.refresh_from_db()
    assert (load.state, load.edition) == (Load.State.REFUSED, None)
    assert found(city) == []


def test_a_refused_file_may_be_handed_in_again(city):
    load = queued(city, "a", {"n": "201", "title": "boom"})
    tasks.work(city)
    assert queries.read_before(load.files.get().digest, "test.lines", 1) is None
    assert queries.waiting(load.files.get().digest, "test.lines", 1) is None


def test_a_silent_worker_is_told_where_loads_wait_and_only_there(city):
    assert queries.silent_since(city) is None, "nothing waits"
    load = queued(city, "a", {"n": "201"})
    assert queries.silent_since(city) == load.requested_at
    tasks.beat(city, city.now())
    assert queries.silent_since(city) is None
    last = Heartbeat.objects.get().beat_at
    late = replace(city, now=lambda: last + timedelta(seconds=31))
    assert queries.silent_since(late) == last
    with city.writer.held():
        assert queries.silent_since(late) is None, "a command reads"
    assert queries.silent_since(late) == last


def test_the_data_hub_says_that_nobody_reads(city, monkeypatch):
    monkeypatch.setattr("yuzhi.site.wiring.toolbox", lambda home: city)
    load = queued(city, "a", {"n": "201"})
    for address in ("/data/", "/data/running/", f"/data/loads/{load.pk}/", f"/data/loads/{load.pk}/progress/"):
        answer = Client().get(address)
        if answer.status_code == 404:
            raise AssertionError(address)
        assert "后台进程没有响应" in answer.content.decode(), address
    tasks.beat(city, city.now())
    assert "后台进程没有响应" not in Client().get("/data/").content.decode()


def keeps_working(city, rounds, monkeypatch):
    """The worker looks around so many times."""
    left = iter(range(rounds))
    monkeypatch.setattr(tasks.time, "sleep", lambda seconds: None)
    tasks.keep_working(city, stop=lambda: next(left, None) is None)


def test_the_calendar_is_looked_at_once_a_day_and_after_loads(city, monkeypatch):
    looked, days = [], [city.today()]
    monkeypatch.setattr(tasks, "age", lambda tools: looked.append(tools.today()) or 0)
    later = replace(city, today=lambda: days[-1])
    keeps_working(later, 20, monkeypatch)
    assert looked == days
    queued(city, "a", {"n": "201"})
    keeps_working(later, 20, monkeypatch)
    assert looked == [*days, *days], "after a start it looks once, and once the load is read"


def test_a_new_day_is_noticed_while_the_worker_idles(city, monkeypatch):
    looked, days = [], [city.today(), city.today() + timedelta(days=1)]
    monkeypatch.setattr(tasks, "age", lambda tools: looked.append(tools.today()) or 0)
    asked = iter(range(1000))
    keeps_working(replace(city, today=lambda: days[min(1, next(asked) // 10)]), 30, monkeypatch)
    assert sorted(set(looked)) == days
    assert len(looked) <= 3


def test_the_worker_goes_on_when_figures_fail(city, monkeypatch, caplog):
    monkeypatch.setattr(tasks, "keep_next", lambda tools: 1 / 0)
    load = queued(city, "a", {"n": "201"})
    keeps_working(city, 10, monkeypatch)
    load.refresh_from_db()
    assert load.state == Load.State.PUBLISHED
    assert caplog.text.count("ZeroDivisionError") == 1
