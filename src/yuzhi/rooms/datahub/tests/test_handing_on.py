"""A file of which parts belong to two sources is read once as each."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from yuzhi.engines.reading.records import Skipped
from yuzhi.engines.reading.sources import Context, Document, Outcome
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.origin import Origin
from yuzhi.records.datasets import editions
from yuzhi.records.datasets.models import Load, LoadFile
from yuzhi.rooms.datahub import actions, queries, tasks
from yuzhi.rooms.datahub.tests.city import LINES, lines, small_city

pytestmark = pytest.mark.django_db(transaction=True)


def _half(own: str, other: str):
    def read(document: Document, context: Context) -> Iterator[Outcome]:
        for outcome in lines(document, context):
            if getattr(outcome, "key", "").startswith(f"cn/p/{own}"):
                yield outcome
        yield Skipped(Origin(document.digest, "*"), "另一半", f"test.{other}")

    return replace(LINES, name=f"test.{own}", read=read)


@pytest.fixture
def city(tmp_path) -> Toolbox:
    return replace(small_city(tmp_path), pack_sources=(_half("1", "2"), _half("2", "1")))


def _delivered(city: Toolbox) -> Load:
    file = city.home / "a.jsonl"
    file.write_text("\n".join(json.dumps({"n": number}) for number in ("11", "21", "22")), encoding="utf-8")
    load = actions.receive([actions.archived(file, "a.jsonl", "test.1", city)], by="operator/test", tools=city)
    tasks.work(city)
    load.refresh_from_db()
    return load


def test_each_part_is_read_as_its_own_sources_and_no_load_is_handed_back(city):
    load = _delivered(city)
    assert [(one.source, one.state, one.added) for one in Load.objects.order_by("id")] == [
        ("test.1", "published", 1), ("test.2", "published", 2)]
    assert [one.source for one in queries.handed_on(load)] == ["test.2"]
    lake = editions.newest(city.lake)
    rows = lake.rows(f"select record, source from {lake.current('patents')} order by record")
    assert [(row["record"], row["source"]) for row in rows] == [("11", "test.1"), ("21", "test.2"), ("22", "test.2")]


def test_a_file_that_waits_for_the_other_source_is_not_queued_twice(city):
    load = _delivered(city)
    item = LoadFile.objects.get(load=load)
    arrival = actions.archived(city.home / "a.jsonl", "a.jsonl", "test.1", city)
    assert arrival.digest == item.digest
    actions.receive([arrival], by="operator/test", tools=city, reread=True)
    tasks.work(city)
    assert Load.objects.count() == 3
