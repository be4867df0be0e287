"""When an owner is told, and what an answer means."""

from datetime import date
from decimal import Decimal

import pytest

from yuzhi.kernel.money import Money
from yuzhi.rooms.dues.rules import Item, covers, forecast, step, steps

D = date


def fee(**more):
    return Item(**{
        "right_key": "cn/p/1", "title": "催化剂", "number": "1", "matter": "annual_fee", "ordinal": 6, "opens_on": None,
        "due_on": D(2026, 4, 10), "reduction_by": D(2026, 1, 26), "last_on": D(2026, 10, 10),
        "amount": Money(Decimal(1200)), "surcharge": Money(Decimal(0)), "total": Money(Decimal(1200)), **more,
    })


def renewal():
    return fee(matter="renewal", opens_on=D(2025, 9, 21), due_on=D(2026, 9, 20), reduction_by=None, last_on=D(2027, 3, 22))


def test_a_fee_is_told_before_it_is_due_before_it_costs_more_and_in_the_last_days():
    assert steps(fee()) == (
        ("reduction", D(2026, 1, 11)), ("month", D(2026, 3, 11)), ("week", D(2026, 4, 3)), ("due", D(2026, 4, 10)),
        ("free", D(2026, 5, 3)), ("late1", D(2026, 5, 11)), ("late2", D(2026, 6, 11)), ("late3", D(2026, 7, 11)),
        ("late4", D(2026, 8, 11)), ("late5", D(2026, 9, 11)), ("final", D(2026, 9, 20)),
    )


def test_a_renewal_is_told_when_its_window_opens():
    assert steps(renewal()) == (
        ("opens", D(2025, 9, 21)), ("quarter", D(2026, 6, 22)), ("month", D(2026, 8, 21)), ("week", D(2026, 9, 13)),
        ("due", D(2026, 9, 20)), ("late1", D(2026, 9, 21)), ("late3", D(2026, 12, 20)), ("final", D(2027, 3, 2)),
    )


@pytest.mark.parametrize(("on", "reached"), [
    (D(2026, 1, 10), ""), (D(2026, 1, 11), "reduction"), (D(2026, 4, 9), "week"), (D(2026, 4, 10), "due"),
    (D(2026, 9, 19), "late5"), (D(2026, 10, 10), "final"),
])
def test_whoever_begins_to_watch_late_is_at_the_stage_of_the_day(on, reached):
    assert step(fee(), on) == reached


def test_another_day_or_amount_is_another_content_and_the_same_is_the_same():
    assert fee().digest == fee().digest
    others = [fee(due_on=D(2026, 4, 11)), fee(last_on=D(2026, 10, 12)), fee(amount=Money(Decimal(1300))), fee(again=1)]
    assert len({fee().digest, *(one.digest for one in others)}) == 5


@pytest.mark.parametrize(("answer", "of_year", "stops"), [
    ("paid", 6, True), ("paid", 5, False), ("given_up", 5, True), ("agency", 6, True), ("transferred", 7, False),
])
def test_paid_is_for_one_payment_and_other_answers_for_all_that_follow(answer, of_year, stops):
    assert covers(answer, of_year, fee()) is stops


def test_a_forecast_never_says_that_the_state_has_changed():
    assert "2026-04-10 起终止" in forecast(fee(), "given_up")
    for answer in ("paid", "given_up", "transferred", "agency"):
        assert any(word in forecast(fee(), answer) for word in ("不变", "以来源为准"))
    assert forecast(fee(), "") == ""
