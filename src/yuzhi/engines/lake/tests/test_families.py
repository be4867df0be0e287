"""Families out of the lake: found by any spelling, in both times."""

from datetime import UTC, date, datetime

import pytest

from yuzhi.engines.lake import Lake, Snapshot
from yuzhi.engines.lake.families import families
from yuzhi.engines.lake.rows import digest, origins_json, to_arrow

JAN, MAR = (datetime(2026, month, 1, tzinfo=UTC) for month in (1, 3))
FIRST = "cn/p/202111286633"


def row(key, *, known=JAN, load="L1", **said):
    return {
        "key": key, "record": key, "source": "a", "known_from": known, "load": load, "seq": 0, "withdrawn": False, "made_up": False,
        "file": "f" * 64, "place": "/", "origins": origins_json({}), "digest": digest(key, said, None, None, False), **said,
    }


@pytest.fixture
def lake(tmp_path):
    kept = Lake(tmp_path / "lake")
    kept.append("patents", to_arrow("patents", [
        row(FIRST, office="CN", filed_on=date(2021, 11, 2), publication="CN114000000A"),
        row("us/p/17979999", office="US", filed_on=date(2022, 11, 1), priorities=["CN202111286633A 2021-11-02"]),
        row("wo/p/CN2022123456", office="WO", filed_on=date(2022, 10, 1), priorities=["CN 202111286633.0 2021-11-02"]),
        row("jp/p/2024500001", office="JP", filed_on=date(2022, 10, 1), pct_application="PCT/CN2022/123456 2022-10-01"),
        row("cn/p/202211111111", office="CN", filed_on=date(2022, 11, 5),
            priorities=["202111286633.0 2021-11-02", "CN 202210000001.X 2022-01-05"]),
        row("ep/p/22000001", office="EP", filed_on=date(2023, 1, 2), priorities=["CN202210000001 2022-01-05"]),
        row("us/p/11286633", office="US", priorities=["JP 2021-112866 2021-01-01"]),
    ]))
    kept.append("patents", to_arrow("patents", [
        row("de/p/1020231", office="DE", filed_on=date(2023, 2, 1), priorities=["CN202111286633 2021-11-02"], known=MAR, load="L2")]))
    return kept


def found(lake, key=FIRST, known=None, on=None):
    told = families(Snapshot(lake.folder, lake.state(), known), key, {}, on)
    return {one.key for one in told.simple}, {one.key for one in told.extended}


CLOSE = {FIRST, "us/p/17979999", "wo/p/CN2022123456", "jp/p/2024500001", "de/p/1020231"}
WIDE = CLOSE | {"cn/p/202211111111", "ep/p/22000001"}


def test_same_priorities_are_the_simple_family_and_any_shared_one_the_extended(lake):
    assert found(lake) == (CLOSE, WIDE)


def test_every_member_finds_the_same_extended_family(lake):
    for key in WIDE:
        assert found(lake, key)[1] == WIDE, key
    assert found(lake, "us/p/11286633") == ({"us/p/11286633"},) * 2


def test_a_member_that_became_known_later_was_not_known_before(lake):
    assert found(lake, known=datetime(2026, 2, 1, tzinfo=UTC)) == (CLOSE - {"de/p/1020231"}, WIDE - {"de/p/1020231"})


def test_a_member_belongs_to_the_family_from_its_filing(lake):
    assert found(lake, on=date(2022, 10, 1))[0] == {FIRST, "wo/p/CN2022123456", "jp/p/2024500001"}
    assert found(lake, on=date(2020, 1, 1)) == (set(), set())


def test_a_number_of_the_family_unites_what_priorities_do_not_show(lake):
    lake.append("patents", to_arrow("patents", [
        row("us/p/18000001", office="US", family="77"), row("ep/p/23000001", office="EP", family="77")]))
    told = families(Snapshot(lake.folder, lake.state()), "us/p/18000001", {})
    assert [one.key for one in told.simple] == ["ep/p/23000001", "us/p/18000001"]
    assert told.numbered


def test_a_priority_that_was_taken_back_ties_nothing_any_more(lake):
    lake.append("patents", to_arrow("patents", [
        row("ep/p/22000001", office="EP", filed_on=date(2023, 1, 2), priorities=["FR2022000001 2022-01-05"], known=MAR, load="L3")]))
    assert found(lake) == (CLOSE, WIDE - {"ep/p/22000001"})
    assert "ep/p/22000001" in found(lake, known=JAN)[1]


def test_what_is_not_in_the_lake_has_no_family(lake):
    assert found(lake, "cn/p/1") == (set(), set())
