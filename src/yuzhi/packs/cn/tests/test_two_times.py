"""What was known on a day stays what was known, whatever is learned of later; out of the lake itself."""

import tempfile
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from yuzhi.engines.lake import Lake, Snapshot
from yuzhi.engines.lake.merge import merged
from yuzhi.engines.lake.rows import digest, origins_json, to_arrow
from yuzhi.packs.cn.declarations import law_book
from yuzhi.packs.cn.spells import life
from yuzhi.packs.cn.standing import standing

LAW = law_book()
KEY, MARK = "cn/p/201610000001", "cn/t/12345678/9"
FIRST = datetime(2020, 1, 1, tzinfo=UTC)
NAMES = ("fee_lapsed", "restored", "invalidated", "abandoned", "transferred", "granted")
LEARNED = st.lists(st.tuples(st.sampled_from(NAMES), st.dates(date(2016, 1, 1), date(2030, 1, 1)), st.integers(0, 9)), max_size=5,
                   unique_by=lambda told: told[:2])


def row(table, key, record, known, load, **said):
    return to_arrow(table, [{
        "key": key, "record": record, "source": "a", "known_from": known, "load": f"L{load:03}", "seq": 0, "withdrawn": False,
        "made_up": False, "file": "f" * 64, "place": "/", "origins": origins_json({}), "digest": digest(key, said, None, None, False),
        **said}])


def patent(lake):
    lake.append("patents", row("patents", KEY, KEY, FIRST, 0, office="CN", right_kind="invention", filed_on=date(2016, 3, 1),
                               granted_on=date(2018, 5, 4)))


def learn(lake, events):
    for load, (event, day, known) in enumerate(events, 1):
        lake.append("patent_events", row("patent_events", KEY, f"{event}|{day}", FIRST + timedelta(days=known), load, event=event,
                                         effective_on=day))


def lives(lake, known):
    snapshot = Snapshot(lake.folder, lake.state(), FIRST + timedelta(days=known))
    get = merged(snapshot, "patents", [KEY], {})[KEY].get
    return life("patents", get, snapshot.statements("patent_events", [KEY]), LAW)


@settings(max_examples=15, deadline=None)
@given(LEARNED, LEARNED)
def test_what_is_learned_later_never_changes_what_was_known(before, later):
    with tempfile.TemporaryDirectory() as folder:
        lake = Lake(Path(folder))
        patent(lake)
        learn(lake, before)
        known = [lives(lake, day) for day in range(0, 10, 3)]
        learn(lake, [(event, day, on + 10) for event, day, on in later])
        assert [lives(lake, day) for day in range(0, 10, 3)] == known


@settings(max_examples=15, deadline=None)
@given(LEARNED, st.randoms(use_true_random=False))
def test_the_order_of_loads_does_not_matter_for_what_is_known_in_the_end(events, chance):
    turned = list(events)
    chance.shuffle(turned)
    found = []
    for order in (events, turned):
        with tempfile.TemporaryDirectory() as folder:
            lake = Lake(Path(folder))
            patent(lake)
            learn(lake, order)
            found.append([lives(lake, day) for day in (0, 5, 20)])
    assert found[0] == found[1]


def test_a_restoration_that_becomes_known_changes_the_past_days_and_not_what_was_told_of_them(tmp_path):
    lake = Lake(tmp_path)
    patent(lake)
    learn(lake, [("fee_lapsed", date(2021, 3, 1), 2), ("restored", date(2021, 11, 2), 6), ("invalidated", date(2023, 7, 7), 8)])

    def state(on, known):
        snapshot = Snapshot(lake.folder, lake.state(), FIRST + timedelta(days=known))
        get = merged(snapshot, "patents", [KEY], {})[KEY].get
        return standing("patents", get, snapshot.statements("patent_events", [KEY]), on, LAW).state

    between = date(2021, 6, 1)
    assert [state(between, known) for known in (0, 2, 5, 6, 8)] == ["valid", "lapsed", "lapsed", "valid", "invalidated"]
    assert [state(date(2020, 1, 1), known) for known in (0, 2, 6, 8)] == ["valid", "valid", "valid", "invalidated"]


def test_a_renewal_that_becomes_known_ends_the_grace_of_a_mark(tmp_path):
    lake = Lake(tmp_path)
    for load, (known, expires) in enumerate([(0, date(2025, 3, 20)), (5, date(2035, 3, 20))]):
        lake.append("trademarks", row("trademarks", MARK, MARK, FIRST + timedelta(days=known), load, registered_on=date(2015, 3, 21),
                                      expires_on=expires))

    def state(on, known):
        snapshot = Snapshot(lake.folder, lake.state(), FIRST + timedelta(days=known))
        return standing("trademarks", merged(snapshot, "trademarks", [MARK], {})[MARK].get, (), on, LAW).state

    assert [state(date(2025, 6, 1), known) for known in (0, 5)] == ["grace", "valid"]
    assert [state(date(2026, 6, 1), known) for known in (0, 5)] == ["expired", "valid"]
    assert [state(date(2020, 1, 1), known) for known in (0, 5)] == ["valid", "valid"]
