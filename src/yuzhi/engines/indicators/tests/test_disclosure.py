"""What may be told of sums of money never lets the amount of one contract be worked out."""

from datetime import date
from itertools import product

import pytest

from yuzhi.engines.indicators.disclosure import FEW, FEWEST, INFERRED, told_day, withheld


def test_a_sum_of_one_or_two_contracts_is_not_told_and_nothing_else_is_kept_back() -> None:
    assert withheld({"a": 1, "b": 2, "c": 3, "d": 40, "e": 0}) == {"a": FEW, "b": FEW}
    assert withheld({"a": 3, "b": 40, "e": 0}) == {}
    assert withheld({}) == {}


def test_where_one_part_alone_is_kept_back_the_smallest_other_goes_with_it() -> None:
    assert withheld({"a": 2, "b": 9, "c": 5}) == {"a": FEW, "c": INFERRED}
    assert withheld({"a": 1, "b": 1, "c": 5, "d": 5}) == {"a": FEW, "b": FEW, "c": INFERRED}


def test_the_whole_less_the_parts_told_is_never_a_sum_of_fewer_contracts() -> None:
    for counts in product(range(6), repeat=4):
        parts = dict(zip("abcd", counts, strict=True))
        hidden = sum(parts[area] for area in withheld(parts))
        assert hidden == 0 or hidden >= FEWEST or hidden == sum(counts), parts


@pytest.mark.parametrize(("asked", "told"), [
    (date(2025, 3, 31), date(2025, 3, 31)), (date(2025, 3, 30), date(2025, 2, 28)), (date(2024, 3, 1), date(2024, 2, 29)),
    (date(2026, 1, 15), date(2025, 12, 31)), (date(2025, 2, 28), date(2025, 2, 28)), (date(2024, 2, 28), date(2024, 1, 31)),
])
def test_sums_are_told_of_month_ends(asked: date, told: date) -> None:
    assert told_day(asked) == told
