"""Amounts in yuan, exact to the fen; a binary fraction never touches them."""

import re
from dataclasses import dataclass
from decimal import Decimal

from yuzhi.kernel.chinese import fold
from yuzhi.kernel.errors import BadValue

_FEN = Decimal("0.01")
_LARGEST = Decimal("1e16")  # what DECIMAL(18,2) holds
_WAN, _YI = Decimal(10_000), Decimal(100_000_000)
_UNITS = {"元": Decimal(1), "万": _WAN, "万元": _WAN, "亿": _YI, "亿元": _YI}
_AMOUNT = re.compile(
    r"(?:人民币|CNY|RMB|[¥￥])?(?P<number>(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)(?P<unit>亿元|万元|亿|万|元)?整?"
)
_EXPECTED = "请写成数字，可带千分位和单位，例如 1,234.50元、12.5万元、3亿元"


@dataclass(frozen=True, slots=True, order=True)
class Money:
    """An amount of CNY that is not negative and exact to the fen.

    >>> Money.parse("１,２３４.５０").text, Money.parse("3亿元").text, Money.from_wan("12.5").text
    ('1234.50', '300000000.00', '125000.00')
    """

    yuan: Decimal

    def __post_init__(self) -> None:
        amount = self.yuan
        if not isinstance(amount, Decimal):
            raise TypeError(f"money is a Decimal, not {type(amount).__name__}: {amount!r}")
        if not amount.is_finite() or amount < 0 or amount >= _LARGEST:
            raise BadValue(f"金额“{amount}”元不能使用：应为不小于 0、小于一亿亿元的数；请核对原件。")
        exact = amount.quantize(_FEN)
        if exact != amount:
            raise BadValue(f"金额“{amount}”元精确不到分：最多两位小数（万元最多六位）；请按合同或登记簿改正。")
        object.__setattr__(self, "yuan", exact)

    @classmethod
    def parse(cls, text: str | int | Decimal) -> "Money":
        """The amount that the text names; without a unit it is yuan. Never rounds.

        Raises: BadValue for other currencies, words, negative amounts and parts of a fen.
        """
        return cls._read(text, "元")

    @classmethod
    def from_wan(cls, text: str | int | Decimal) -> "Money":
        """The amount of a column headed 万元: without a unit, ten thousands of yuan.

        A unit in the cell must agree with the column.
        """
        return cls._read(text, "万元")

    @classmethod
    def from_yi(cls, text: str | int | Decimal) -> "Money":
        """The amount of a column headed 亿元: without a unit, hundreds of millions of yuan.

        A unit in the cell must agree with the column.
        """
        return cls._read(text, "亿元")

    @classmethod
    def _read(cls, text: str | int | Decimal, column: str) -> "Money":
        if isinstance(text, bool | float):
            raise TypeError(f"money is read from text or a Decimal, not {type(text).__name__}")
        amount = _AMOUNT.fullmatch(fold(str(text)).upper())
        if amount is None:
            raise BadValue(f"“{text}”不是人民币金额：{_EXPECTED}；外币请按登记日汇率折算后填写。")
        unit = amount["unit"] or column
        if column != "元" and _UNITS[unit] < _UNITS[column]:
            raise BadValue(f"“{text}”写的单位是{unit}，而这一列的单位是{column}：请折成{column}，或改用以{unit}为单位的列。")
        return cls(Decimal(amount["number"].replace(",", "")) * _UNITS[unit])

    @property
    def text(self) -> str:
        """The amount as it is stored: yuan with two decimals and no separators."""
        return f"{self.yuan:.2f}"

    @property
    def wan(self) -> Decimal:
        """The amount in ten thousands of yuan, exact."""
        return self.yuan / 10_000

    def __add__(self, other: "Money") -> "Money":
        return Money(self.yuan + other.yuan)

    def __str__(self) -> str:
        return f"{self.yuan:,.2f}元"
