from datetime import date

import pytest

from yuzhi.kernel.standing import STATES
from yuzhi.packs.cn.declarations import law_book
from yuzhi.packs.cn.standing import standing

LAW = law_book()
FILED, GRANTED = date(2016, 3, 1), date(2018, 5, 4)


def patent(on, events=(), **fields):
    said = {"right_kind": "invention", "filed_on": FILED, "granted_on": GRANTED, "office": "CN", **fields}
    told = [{"event": event, "effective_on": day} for event, day in events]
    return standing("patents", said.get, told, on, LAW)


def mark(on, **fields):
    said = {"registered_on": date(2015, 3, 21), "expires_on": date(2025, 3, 20), **fields}
    return standing("trademarks", said.get, (), on, LAW)


@pytest.mark.parametrize(("on", "state"), [
    (date(2016, 2, 29), "unfiled"), (date(2018, 5, 3), "pending"), (date(2018, 5, 4), "valid"), (date(2036, 2, 29), "valid"), (date(2036, 3, 1), "expired"),
])
def test_a_patent_runs_from_its_grant_to_the_day_before_its_term_ends(on, state):
    assert patent(on).state == state


def test_before_its_grant_a_patent_was_pending_whatever_its_last_publication_is():
    assert patent(date(2017, 1, 1), publication="CN108000000B", published_on=GRANTED).state == "pending"


def test_a_design_runs_ten_or_fifteen_years_by_its_filing_day():
    assert patent(date(2030, 1, 1), right_kind="design", filed_on=date(2021, 5, 31)).ends_on == date(2031, 5, 31)
    assert patent(date(2030, 1, 1), right_kind="design", filed_on=date(2021, 6, 1)).ends_on == date(2036, 6, 1)


def test_a_utility_model_of_the_examination_guide_ends_on_its_day():
    found = patent(date(2009, 9, 6), right_kind="utility", filed_on=date(1999, 9, 6), granted_on=date(2000, 9, 1))
    assert (found.state, found.ends_on) == ("expired", date(2009, 9, 6))


def test_a_lapse_whose_restoration_is_known_never_ended_the_right():
    lapse, back = ("fee_lapsed", date(2020, 3, 1)), ("restored", date(2020, 11, 2))
    days = (date(2020, 2, 28), date(2020, 5, 1), date(2020, 11, 2))
    assert [patent(day, [lapse, back]).state for day in days] == ["valid", "valid", "valid"]
    assert [patent(day, [lapse]).state for day in days] == ["valid", "lapsed", "lapsed"]


def test_a_restoration_undoes_no_later_lapse_and_nothing_but_lapses():
    back = ("restored", date(2020, 11, 2))
    assert patent(date(2023, 3, 1), [back, ("fee_lapsed", date(2023, 3, 1))]).state == "lapsed"
    assert patent(date(2021, 3, 1), [("abandoned", date(2020, 3, 1)), back]).state == "abandoned"


def test_an_invalidated_patent_never_was():
    void = [("invalidated", date(2022, 1, 5))]
    assert patent(date(2019, 1, 1), void).state == "invalidated"


@pytest.mark.parametrize(("event", "state"), [("withdrawn", "withdrawn"), ("deemed_withdrawn", "withdrawn"), ("refused", "refused")])
def test_an_application_that_ended_is_not_pending(event, state):
    assert patent(date(2019, 1, 1), [(event, date(2018, 1, 1))], granted_on=None).state == state


def test_what_the_sources_leave_open_is_said_to_be_open():
    assert patent(date(2020, 1, 1), filed_on=None).state == "unknown"
    assert patent(date(2020, 1, 1), filed_on=None, granted_on=None, published_on=None).state == "unknown"
    assert patent(date(1984, 1, 1), filed_on=date(1983, 1, 1), granted_on=date(1983, 6, 1)).state == "unknown"


@pytest.mark.parametrize(("on", "state"), [
    (date(2015, 3, 20), "pending"), (date(2015, 3, 21), "valid"), (date(2025, 3, 20), "valid"), (date(2025, 3, 21), "grace"),
    (date(2025, 9, 20), "grace"), (date(2025, 9, 21), "expired"),
])
def test_a_mark_of_the_rule_book_has_its_days(on, state):
    assert mark(on).state == state


def test_a_mark_given_up_ends_on_the_day():
    assert mark(date(2020, 1, 1), ended_on=date(2020, 1, 1), end_reason="注销").state == "ended"


def test_a_mark_declared_invalid_never_was():
    told = {"ended_on": date(2022, 1, 5), "end_reason": "无效宣告"}
    assert {mark(on, **told).state for on in (date(2016, 1, 1), date(2022, 1, 4), date(2022, 1, 5))} == {"invalidated"}
    assert "47" in mark(date(2016, 1, 1), **told).reason
    assert mark(date(2016, 1, 1), end_reason="宣告无效").state == "invalidated"


def test_a_mark_invalid_for_some_goods_goes_on():
    assert mark(date(2022, 1, 5), end_reason="部分无效宣告").state == "valid"


def test_every_state_has_its_word():
    found = {patent(date(2019, 1, 1)).state, mark(date(2019, 1, 1)).state}
    assert found <= set(STATES)
