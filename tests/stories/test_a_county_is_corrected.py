"""An officer corrects the county of a right; the figures follow, and follow back."""

import json

import pytest

from yuzhi.engines.search import Ask
from yuzhi.kernel.errors import BadValue, Refused
from yuzhi.records.datasets import editions
from yuzhi.records.evidence.models import Leaf
from yuzhi.records.rights.models import Right
from yuzhi.rooms.datahub import actions, tasks
from yuzhi.rooms.datahub.tests.city import small_city
from yuzhi.rooms.lookup.actions import correct_county, reverse_correction

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def city(tmp_path):
    return small_city(tmp_path)


def deliver(city, *rows):
    file = city.home / "a.jsonl"
    file.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
    actions.receive([actions.archived(file, "a.jsonl", "test.lines", city)], by="operator/test", tools=city)
    tasks.work(city)


def test_a_corrected_county_reaches_lake_search_and_back(city):
    deliver(city, {"n": "201", "county": "610802"})
    right = Right.objects.get()
    made = correct_county(right, "610881", "企业实际在神木", by="account/officer", tools=city)
    tasks.work(city)
    assert city.index.find(Ask("*", counties=("610881",))).total == 1
    stored = editions.newest(city.lake).statements("corrections", ["cn/p/201"])[0]
    assert stored["file"] == Leaf.objects.get(act="county.corrected").hash_hex
    reverse_correction(made, "核实后撤销", by="account/officer", tools=city)
    tasks.work(city)
    right.refresh_from_db()
    assert right.county == "610802"
    assert city.index.find(Ask("*", counties=("610802",))).total == 1


def test_a_correction_needs_a_county_a_change_and_a_reason(city):
    deliver(city, {"n": "201", "county": "610802"})
    right = Right.objects.get()
    with pytest.raises(BadValue):
        correct_county(right, "110101", "理由", by="account/officer", tools=city)
    with pytest.raises(Refused, match="没有改变"):
        correct_county(right, "610802", "理由", by="account/officer", tools=city)
    with pytest.raises(Refused, match="更正理由"):
        correct_county(right, "610881", "  ", by="account/officer", tools=city)
    assert Leaf.objects.filter(act="county.corrected").count() == 0
