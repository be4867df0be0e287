"""Rights of other offices: states by the register's codes, and what is not concluded."""

from datetime import date

import pytest

from yuzhi.engines.formats.tables import EVENTS
from yuzhi.kernel.standing import STATES
from yuzhi.packs.ep.legal_codes import EFFECTS, legal_codes
from yuzhi.packs.wo.standing import abroad

FILED, GRANTED, ON = date(2010, 3, 1), date(2013, 5, 4), date(2024, 1, 1)


def patent(*events, on=ON, **fields):
    said = {"office": "US", "filed_on": FILED, "granted_on": GRANTED, **fields}
    told = [{"event": event, "code": code, "effective_on": day} for event, code, day in events]
    return abroad("patents", said.get, told, on)


def mark(on=ON, **fields):
    return abroad("trademarks", {"number": "US5169753", "registered_on": GRANTED, **fields}.get, (), on)


@pytest.mark.parametrize(("office", "code", "state"), [
    ("US", "LAPS", "lapsed"), ("US", "STCF", "valid"), ("US", "MAFP", "valid"), ("JP", "EXPY", "expired"),
    ("JP", "ABAN", "abandoned"), ("EP", "27W", "invalidated"), ("DE", "R119", "ended"), ("KR", "LAPS", "lapsed"),
    ("EP", "PGFP", "valid"),
])
def test_a_granted_patent_stands_where_the_code_puts_it(office, code, state):
    found = patent(("other", code, date(2016, 7, 1)), office=office)
    assert (found.state, code in found.reason, "2024/17" in found.reason) == (state, True, True)


@pytest.mark.parametrize(("office", "code", "state"), [
    ("EP", "18D", "withdrawn"), ("EP", "18R", "refused"), ("EP", "18W", "withdrawn"), ("US", "STCB", "ended"),
    ("WO", "WA", "withdrawn"), ("CN", "RJ01", "refused"),
])
def test_an_application_ends_by_its_code(office, code, state):
    event = ("other", code, date(2012, 7, 1))
    found = patent(event, office=office, granted_on=None)
    assert found is None if office == "CN" else found.state == state


def test_the_day_of_the_event_decides():
    event = ("other", "LAPS", date(2016, 7, 1))
    assert [patent(event, on=day).state for day in (date(2016, 6, 30), date(2016, 7, 1))] == ["unknown", "lapsed"]
    assert patent(event, on=date(2010, 2, 28)).state == "unfiled"


def test_a_restoration_undoes_the_lapse_and_a_revival_the_end_of_the_application():
    assert patent(("other", "LAPS", date(2016, 7, 1)), ("other", "PRDP", date(2017, 1, 1))).state == "valid"
    revived = [("other", "STCB", date(2011, 1, 1)), ("other", "STCC", date(2011, 6, 1)), ("other", "STCF", GRANTED)]
    assert patent(*revived, granted_on=None).state == "valid"


def test_words_of_the_source_go_before_codes():
    found = patent(("fee_lapsed", "STCF", date(2016, 7, 1)))
    assert (found.state, found.reason) == ("lapsed", "2016-07-01 未缴年费终止")
    assert "LAPS" in patent(("fee_lapsed", "LAPS", date(2016, 7, 1))).reason


def test_an_end_in_one_state_does_not_end_the_patent_and_is_told():
    found = patent(("other", "PG25", date(2016, 7, 1)), ("other", "PGFP", date(2017, 7, 1)), office="EP")
    assert found.state == "valid" and "1 次登记在个别缔约国终止" in found.reason


def test_an_unknown_code_is_told_and_nothing_is_concluded_from_it():
    found = patent(("other", "QQ77", date(2016, 7, 1)))
    assert found.state == "unknown" and "QQ77" in found.reason and "不在代码表" in found.reason
    assert "B8" not in patent(("other", "B8", date(2016, 7, 1))).reason


def test_no_term_is_computed_for_another_office():
    assert (patent().state, patent().ends_on) == ("unknown", None)
    assert "20 年" in patent(("other", "STCF", GRANTED), on=date(2031, 1, 1)).reason
    assert patent(office="WO", granted_on=None).state == "unknown"
    assert patent(office="CN") is None


def test_a_mark_of_another_office_has_no_grace_of_chinese_law():
    assert [mark(expires_on=date(2023, 5, 4)).state, mark(expires_on=date(2025, 5, 4)).state, mark().state] == [
        "unknown", "valid", "unknown"]
    assert mark(number="12345678") is None


def test_the_table_is_closed_and_every_word_has_a_state():
    codes = legal_codes()
    assert codes.version == "2024/17"
    assert codes.offices == {"CN", "US", "EP", "WO", "JP", "KR", "DE"}
    assert len(codes.effects) == 1494
    assert {patent(("other", code, GRANTED), office=office, granted_on=None).state
            for office, code in codes.effects if office != "CN"} <= set(STATES)
    assert set(EVENTS) & set(EFFECTS)
