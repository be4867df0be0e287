"""Figures are read without writing; the worker keeps those of declared days, and only those."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yuzhi.engines.indicators import Given
from yuzhi.engines.indicators.cases import lake_table
from yuzhi.engines.indicators.computing import Indicators
from yuzhi.engines.indicators.declared import Declarations, Indicator, Plan, Target
from yuzhi.kernel.cite import Cite
from yuzhi.records.datasets.models import Edition
from yuzhi.records.observations import figures
from yuzhi.records.observations.figures import declared_days, keep_next
from yuzhi.records.observations.models import Observation
from yuzhi.rooms.datahub.tests.city import AREAS, TODAY, small_city

CITE = Cite("city.plan", "1", "memory")
PATENTS = Indicator(
    name="patents", zh="专利", en="patents", question="?", unit="piece", kind="records", grain=("city", "county"), method=1,
    cite=CITE, missing="无", owner="x", targets=("t1",), inputs={"patents": ("key", "county", "filed_on")},
    sql="select key as record, county as area, 1 as value from patents where filed_on <= $as_of",
)
PLAN = Target("t1", Plan(date(2021, 1, 1), date(2025, 6, 30), "十四五"), "目标", "target", Decimal(5), "piece", date(2025, 6, 30), CITE, "patents")
pytestmark = pytest.mark.django_db


@pytest.fixture
def city(tmp_path):
    declared = Declarations((), (PATENTS,), (PLAN,))
    city = replace(small_city(tmp_path), indicators=lambda snapshot: Indicators(declared, snapshot, AREAS))
    Edition.objects.create(number=1, published_at=city.now(), tables={})
    return city


def days_kept():
    return set(Observation.objects.values_list("as_of", flat=True))


def test_reading_a_figure_writes_nothing_and_computes_it_once(city, monkeypatch):
    day, ran = date(2011, 1, 1), []
    real = Indicators.observe
    monkeypatch.setattr(Indicators, "observe", lambda self, *a: ran.append(a) or real(self, *a))
    with CaptureQueriesContext(connection) as asked:
        assert figures.figures(city).at("patents", day)[AREAS.city.code].value is None
        figures.figures(city).at("patents", day)
    assert len(ran) == 1, "the process remembers it"
    assert not Observation.objects.exists()
    assert all(one["sql"].startswith("SELECT") for one in asked.captured_queries)


def test_what_a_process_remembers_is_bounded(city, monkeypatch):
    monkeypatch.setattr(figures, "_MOST", 3)
    found = figures.figures(city)
    for number in range(10):
        found.at("patents", TODAY + timedelta(days=number))
    assert len(figures._SEEN[found.runner]) == 3


def test_the_worker_keeps_declared_days_one_by_one_today_first(city, monkeypatch):
    kept = []
    while (day := keep_next(city)) is not None:
        kept.append(day)
    assert kept[:2] == [TODAY, PLAN.by]
    assert kept == declared_days(Declarations((), (PATENTS,), (PLAN,)), TODAY)
    assert days_kept() == set(kept)
    monkeypatch.setattr(Indicators, "observe", lambda *a: pytest.fail("a page computes what is kept"))
    assert figures.figures(city).at("patents", TODAY)[AREAS.city.code].reason


def test_a_new_edition_and_a_new_day_replace_what_was_kept(city):
    while keep_next(city):
        pass
    Edition.objects.create(number=2, published_at=city.now(), tables={})
    later = replace(city, today=lambda: TODAY + timedelta(days=1))
    while keep_next(later):
        pass
    assert set(Observation.objects.values_list("edition", flat=True)) == {2}
    assert TODAY not in days_kept()
    assert TODAY + timedelta(days=1) in days_kept()


def test_half_kept_figures_are_made_whole(city):
    keep_next(city)
    Observation.objects.filter(as_of=TODAY, area=AREAS.city.code).delete()
    assert keep_next(city) == TODAY
    assert Observation.objects.filter(as_of=TODAY).count() == len(AREAS.counties) + 2


SAID = st.tuples(
    st.integers(0, 30), st.sampled_from([*(area.code for area in AREAS.counties), AREAS.city.code, "", "110000"]),
    st.dates(date(2018, 1, 1), TODAY + timedelta(days=40)),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(loads=st.lists(st.tuples(st.lists(SAID, max_size=12), st.integers(0, 400)), min_size=1, max_size=3))
def test_what_is_kept_always_equals_a_full_recomputation(city, loads):
    """Whatever editions and days went before: each kept figure is what the tables of the newest edition give by themselves."""
    declared, rows, passed = Declarations((), (PATENTS,), (PLAN,)), [], 0
    for said, days in loads:
        rows = [*rows, *({"key": f"cn/p/{number}", "county": county, "filed_on": on} for number, county, on in said)]
        rows = list({row["key"]: row for row in rows}.values())
        passed += days
        tables = Given({"patents": lake_table("patents", rows)})
        now = replace(
            city, today=lambda passed=passed: TODAY + timedelta(days=passed),
            indicators=lambda snapshot, tables=tables: Indicators(declared, tables, AREAS),
        )
        Edition.objects.create(number=Edition.objects.count() + 1, published_at=city.now(), tables={})
        while keep_next(now):
            pass
        kept = {(one.as_of, one.area): (one.value, one.reason) for one in Observation.objects.all()}
        whole = Indicators(declared, tables, AREAS)
        assert kept == {
            (on, area): (one.value, one.reason)
            for on in declared_days(declared, now.today()) for area, one in whole.observe("patents", on).items()
        }
