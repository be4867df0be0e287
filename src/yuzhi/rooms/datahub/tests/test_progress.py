"""People see how far a load is: inside one large file, and after it is read."""

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest

from yuzhi.engines.reading.sources import Context, Document, Outcome
from yuzhi.records.datasets.models import Load
from yuzhi.rooms.datahub import actions, queries, tasks
from yuzhi.rooms.datahub.api.loads import told as as_shape
from yuzhi.rooms.datahub.tests.city import LINES, lines, small_city
from yuzhi.rooms.datahub.views.telling import told as as_page

pytestmark = pytest.mark.django_db(transaction=True)
ROWS = 6000


def slowly(document: Document, context: Context) -> Iterator[Outcome]:
    for number, outcome in enumerate(lines(document, context)):
        document.tell(number / ROWS)
        yield outcome


@pytest.fixture
def city(tmp_path):
    return small_city(tmp_path, source=replace(LINES, read=slowly))


def delivered(city, rows=ROWS):
    file = city.home / "a.jsonl"
    file.write_text("\n".join(json.dumps({"n": str(number)}) for number in range(rows)), encoding="utf-8")
    return actions.receive([actions.archived(file, "a.jsonl", "test.lines", city)], by="operator/test", tools=city)


def followed(city, load):
    seen = []

    def told(one: Load) -> None:
        page = as_page(one, city.now())
        seen.append((one.phase, one.doing, page.progress.share, page.running, page.reading, one.pk in {
            other.pk for other in queries.running()}))

    tasks.work(city, told)
    load.refresh_from_db()
    return seen


def test_one_large_file_moves_and_then_says_what_is_done_with_it(city):
    load = delivered(city)
    seen = followed(city, load)
    shares = [share for phase, _, share, *_ in seen if phase == "reading"]
    assert len(shares) >= 3 and shares == sorted(shares) and 0.2 < shares[0] < 0.5, "inside the file, not only behind it"
    assert list(dict.fromkeys(doing for _, doing, *_ in seen)) == ["读取中", "发布中", "建索引中", "已发布"]
    assert all(running and listed for phase, _, _, running, _, listed in seen if phase), "followed until it is found"
    assert [reading for phase, *_, reading, _ in seen if phase in ("publishing", "indexing")] == [False, False]
    assert seen[-1][3] is False and seen[-1][5] is False


def test_a_load_that_brings_nothing_is_not_indexed(city):
    delivered(city, rows=3)
    tasks.work(city)
    again = actions.receive([actions.archived(city.home / "a.jsonl", "b", "test.lines", city)], by="x/y", tools=city)
    assert "indexing" not in {phase for phase, *_ in followed(city, again)}
    assert (again.state, again.phase) == ("unchanged", "")


def test_a_crash_before_the_index_is_mended_and_nothing_seems_to_run_on(city, monkeypatch):
    load = delivered(city, rows=3)
    monkeypatch.setattr(tasks, "refresh_index", lambda tools: 0)
    tasks.work(city)
    monkeypatch.undo()
    load.refresh_from_db()
    assert (load.phase, [one.pk for one in queries.running()]) == ("indexing", [load.pk])
    tasks.work(city)
    load.refresh_from_db()
    assert (load.phase, queries.running()) == ("", [])


def test_records_are_told_by_table_with_the_names_people_use(city):
    load = delivered(city, rows=3)
    tasks.work(city)
    load.refresh_from_db()
    shape = as_shape(load)
    assert (shape.records_read, shape.tables_read, shape.labels, shape.phase) == (3, {"patents": 3}, {"patents": "专利"}, "")
