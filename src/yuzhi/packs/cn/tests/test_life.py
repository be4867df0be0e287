"""A right in two times: what is true of a day, and what is known on a day."""

import itertools
from datetime import date, timedelta

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yuzhi.engines.formats.tables import CHOICES
from yuzhi.engines.indicators.sandbox import run
from yuzhi.kernel.standing import STATES
from yuzhi.packs.cn.declarations import HERE, law_book, law_tables
from yuzhi.packs.cn.spells import life
from yuzhi.packs.cn.standing import standing

LAW = law_book()
FILED, GRANTED = date(2016, 3, 1), date(2018, 5, 4)
PATENT = {"right_kind": "invention", "filed_on": FILED, "granted_on": GRANTED, "office": "CN"}
MARK = {"applied_on": date(2014, 1, 2), "registered_on": date(2015, 3, 21), "expires_on": date(2025, 3, 20)}

DAYS = st.dates(date(2010, 1, 1), date(2045, 1, 1))
EVENTS = st.lists(st.tuples(st.sampled_from(sorted(CHOICES["event"])), DAYS), max_size=6).map(
    lambda told: [{"event": event, "effective_on": day} for event, day in told])
PATENTS = st.fixed_dictionaries({
    "right_kind": st.sampled_from(["invention", "utility", "design", None]), "filed_on": st.one_of(st.none(), DAYS),
    "granted_on": st.one_of(st.none(), DAYS), "office": st.sampled_from(["CN", "CN", "US"]),
})


def spans(kind, said, *events):
    return [(spell.state, spell.since, spell.until)
            for spell in life(kind, said.get, [{"event": event, "effective_on": day} for event, day in events], LAW)]


def test_the_life_of_a_patent_that_is_kept_to_its_end():
    assert spans("patents", PATENT) == [
        ("unfiled", None, FILED), ("pending", FILED, GRANTED), ("valid", GRANTED, date(2036, 3, 1)), ("expired", date(2036, 3, 1), None)]


@pytest.mark.parametrize(("filed", "ends"), [(date(2021, 5, 31), date(2031, 5, 31)), (date(2021, 6, 1), date(2036, 6, 1))])
def test_a_design_ends_by_the_law_in_force_when_it_was_filed(filed, ends):
    said = PATENT | {"right_kind": "design", "filed_on": filed, "granted_on": date(2022, 1, 4)}
    assert spans("patents", said)[-1] == ("expired", ends, None)


LAPSE, BACK, VOID = ("fee_lapsed", date(2021, 3, 1)), ("restored", date(2021, 11, 2)), ("invalidated", date(2023, 7, 7))


def test_a_lapse_ends_a_patent_and_a_restoration_makes_it_never_have_ended():
    assert spans("patents", PATENT, LAPSE)[-2:] == [("valid", GRANTED, LAPSE[1]), ("lapsed", LAPSE[1], None)]
    assert spans("patents", PATENT, LAPSE, BACK) == spans("patents", PATENT)
    told = standing("patents", PATENT.get, [{"event": event, "effective_on": day} for event, day in (LAPSE, BACK)], date(2022, 1, 1), LAW)
    assert "2021-03-01" in told.reason and "2021-11-02 恢复" in told.reason


def test_an_invalidation_reaches_back_to_before_everything():
    assert spans("patents", PATENT, LAPSE, BACK, VOID) == [("invalidated", None, None)]


def test_a_transfer_a_licence_and_a_pledge_leave_a_right_as_it_stands():
    with_acts = spans("patents", PATENT, ("transferred", date(2020, 1, 1)), ("licensed", date(2021, 1, 1)), ("pledged", date(2022, 1, 1)))
    assert with_acts == spans("patents", PATENT)


def test_what_comes_after_the_term_ended_ends_nothing():
    assert spans("patents", PATENT, ("abandoned", date(2040, 1, 1))) == spans("patents", PATENT)
    assert spans("patents", PATENT, ("expired", date(2036, 3, 1))) == spans("patents", PATENT)


def test_a_mark_has_its_grace_and_a_renewal_joins_the_terms():
    assert spans("trademarks", MARK) == [
        ("pending", None, date(2015, 3, 21)), ("valid", date(2015, 3, 21), date(2025, 3, 21)),
        ("grace", date(2025, 3, 21), date(2025, 9, 21)), ("expired", date(2025, 9, 21), None)]
    renewed = spans("trademarks", MARK | {"expires_on": date(2035, 3, 20)})
    assert renewed[1] == ("valid", date(2015, 3, 21), date(2035, 3, 21))


@settings(max_examples=300, deadline=None)
@given(PATENTS, EVENTS, DAYS)
def test_the_life_and_the_state_on_a_day_agree(said, events, on):
    told = life("patents", said.get, events, LAW)
    here = [spell for spell in told if (spell.since is None or spell.since <= on) and (spell.until is None or on < spell.until)]
    if told:
        assert [spell.state for spell in here] == [standing("patents", said.get, events, on, LAW).state]
        assert told[0].since is None and told[-1].until is None
        assert all(one.until == other.since for one, other in itertools.pairwise(told))
        assert {spell.state for spell in told} <= set(STATES)


@settings(max_examples=200, deadline=None)
@given(PATENTS, EVENTS, DAYS, st.randoms(use_true_random=False))
def test_the_order_in_which_events_became_known_does_not_matter(said, events, on, chance):
    turned = list(events)
    chance.shuffle(turned)
    assert life("patents", said.get, events, LAW) == life("patents", said.get, turned, LAW)
    assert standing("patents", said.get, events, on, LAW) == standing("patents", said.get, turned, on, LAW)


_REACHES_BACK = {"invalidated", "restored"}


@settings(max_examples=300, deadline=None)
@given(PATENTS, EVENTS, st.sampled_from(sorted(CHOICES["event"])), DAYS, DAYS)
def test_an_event_changes_no_day_before_it_unless_it_reaches_back(said, events, event, day, on):
    grants = [one for one in (said["granted_on"], *(e["effective_on"] for e in events if e["event"] == "granted")) if one is not None]
    if event in _REACHES_BACK or (event == "granted" and day < min(grants, default=date.max)):      # it corrects the day of the grant
        return
    before = standing("patents", said.get, events, min(on, day - timedelta(days=1)), LAW)
    after = standing("patents", said.get, [*events, {"event": event, "effective_on": day}], min(on, day - timedelta(days=1)), LAW)
    assert (before.state, before.reason) == (after.state, after.reason)


def test_the_query_of_spans_and_the_state_of_each_day_agree():
    cases = _cases()
    tables = {
        "patent_rights": _rights(cases), "patent_events": pa.table({
            "key": [f"cn/p/{n}" for n, (_, events) in enumerate(cases) for _ in events],
            "event": [one["event"] for _, events in cases for one in events],
            "effective_on": pa.array([one["effective_on"] for _, events in cases for one in events], pa.date32())}),
    }
    sql = (HERE / "datasets/patent_spans.sql").read_text(encoding="utf-8")
    found = {row["key"]: (row["begins_on"], row["ends_on"]) for row in run(sql, tables, {}, place="patent_spans.sql").to_pylist()}
    for number, (said, events) in enumerate(cases):
        valid = [(s.since, s.until) for s in life("patents", said.get, events, LAW) if s.state == "valid"]
        assert valid == ([found[f"cn/p/{number}"]] if f"cn/p/{number}" in found else []), (said, events)
    assert len(found) > 50


def _rights(cases):
    tables = {
        "merged_patents": pa.table({
            "key": [f"cn/p/{n}" for n in range(len(cases))], "county": ["610802"] * len(cases),
            "right_kind": [said["right_kind"] for said, _ in cases],
            "filed_on": pa.array([said["filed_on"] for said, _ in cases], pa.date32()),
            "granted_on": pa.array([said["granted_on"] for said, _ in cases], pa.date32())}),
        "patent_events": pa.table({
            "key": [f"cn/p/{n}" for n, (_, events) in enumerate(cases) for _ in events],
            "event": [one["event"] for _, events in cases for one in events],
            "effective_on": pa.array([one["effective_on"] for _, events in cases for one in events], pa.date32())}),
        "law_patent_terms": law_tables(LAW)["law_patent_terms"],
    }
    return run((HERE / "datasets/patent_rights.sql").read_text(encoding="utf-8"), tables, {}, place="patent_rights.sql")


def _cases():
    """Two hundred patents with events of every order."""
    found = []
    kinds, names = ("invention", "utility", "design"), ("fee_lapsed", "restored", "abandoned", "invalidated", "expired", "transferred", "granted")
    for n in range(200):
        filed = date(2005 + n % 17, 1 + n % 12, 1 + n % 28)
        granted = filed + timedelta(days=200 + 13 * (n % 60)) if n % 11 else None
        events = [{"event": names[(n * 7 + step * 3) % len(names)], "effective_on": filed + timedelta(days=400 + 611 * ((n + step * 5) % 13))}
                  for step in range(n % 4)]
        found.append(({"right_kind": kinds[n % 3], "filed_on": filed, "granted_on": granted, "office": "CN", "publication": "CN1A"}, events))
    return found
