"""Two things wrong with one cell wait as one row: PostgreSQL would refuse to write the same row twice at once."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from yuzhi.engines.reading.records import Fault
from yuzhi.engines.reading.sources import Context, Document, Outcome
from yuzhi.kernel.origin import Origin
from yuzhi.records.datasets.models import Quarantined
from yuzhi.rooms.datahub import actions, tasks
from yuzhi.rooms.datahub.tests.city import LINES, small_city

pytestmark = pytest.mark.django_db(transaction=True)


def twice_wrong(document: Document, context: Context) -> Iterator[Outcome]:
    origin = Origin(document.digest, "表!2")
    yield Fault(origin, "号", "12x", "不是号码", {"号": "12x"})
    yield Fault(origin, "号", "12x", "与上一行重复", {"号": "12x"})
    yield Fault(origin, "号", "12x", "不是号码", {"号": "12x"})
    yield Fault(origin, "日", "", "是必填项", {"号": "12x"})


def test_both_reasons_are_kept_and_the_cell_counts_once(tmp_path):
    city = small_city(tmp_path, source=replace(LINES, read=twice_wrong))
    file = tmp_path / "a"
    file.write_text("x", encoding="utf-8")
    load = actions.receive([actions.archived(file, "a", "test.lines", city)], by="operator/test", tools=city)
    tasks.work(city)
    load.refresh_from_db()
    waiting = list(Quarantined.objects.values_list("place", "column", "value", "reason"))
    assert waiting == [("表!2", "号", "12x", "不是号码；与上一行重复"), ("表!2", "日", "", "是必填项")]
    assert load.quarantined == load.files.get().quarantined == 2
