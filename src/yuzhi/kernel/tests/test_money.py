"""Amounts are exact to the fen, or refused."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.money import Money


@pytest.mark.parametrize(
    ("text", "stored"),
    [("1,234.50", "1234.50"), ("１，２３４．５０元", "1234.50"), ("12.5万元", "125000.00"), ("12.5 万", "125000.00"),
     ("3亿元", "300000000.00"), ("0.000001万", "0.01"), ("￥800", "800.00"), ("人民币壹百", None),
     ("人民币100万元整", "1000000.00"),
     (1200, "1200.00"), (Decimal("7.10"), "7.10"), ("0", "0.00")],
)  # fmt: skip
def test_amounts_are_read_in_every_unit(text: str | int | Decimal, stored: str | None) -> None:
    if stored is None:
        with pytest.raises(BadValue):
            Money.parse(text)
    else:
        assert Money.parse(text).text == stored


@pytest.mark.parametrize(
    "text",
    ["", "-5", "1,23", "12,3456", "100美元", "约100万元",
     "1e6", "1.234", "0.0000001万元", "nan", "99999999999999999"],
)  # fmt: skip
def test_what_is_no_exact_amount_of_yuan_is_refused(text: str) -> None:
    with pytest.raises(BadValue) as caught:
        Money.parse(text)
    assert "请" in caught.value.sentence


def test_a_column_of_ten_thousands_reads_bare_numbers_so_and_refuses_yuan() -> None:
    assert Money.from_wan("300").text == "3000000.00" == Money.from_wan("300万元").text
    assert Money.from_wan("12.345678").text == "123456.78"
    with pytest.raises(BadValue, match="这一列的单位是万元"):
        Money.from_wan("300元")


def test_binary_fractions_are_refused_as_a_mistake_in_the_code() -> None:
    with pytest.raises(TypeError):
        Money.parse(0.1)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        Money(0.1)  # type: ignore[arg-type]


@given(st.integers(0, 10**17))
def test_a_written_amount_is_read_back_and_sums_are_exact(fen: int) -> None:
    money = Money(Decimal(fen) / 100)
    assert Money.parse(money.text) == money == Money.parse(str(money))
    assert (money + money).yuan * 100 == 2 * fen


@given(st.integers(0, 10**11))
def test_ten_thousands_and_yuan_agree(fen: int) -> None:
    money = Money(Decimal(fen) / 100)
    assert Money.from_wan(format(money.wan, "f")) == money
