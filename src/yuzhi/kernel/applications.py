"""Chinese patent application numbers, as ZC 0006 composes them."""

import re
from dataclasses import dataclass, field
from typing import Literal

from yuzhi.kernel.chinese import fold
from yuzhi.kernel.errors import BadValue

PatentKind = Literal["invention", "utility", "design"]

_WEIGHTS = (2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5)
_KINDS: dict[str, PatentKind] = {
    "1": "invention", "2": "utility", "3": "design", "8": "invention", "9": "utility",
}  # fmt: skip
_SHAPE = re.compile(r"(?:ZLCN|CNZL|ZL|CN)?(?P<digits>[0-9]{12}|[0-9]{8})[.·。]?(?P<check>[0-9X])?")
_FIRST_LONG_YEAR, _LAST_YEAR = 2003, 2100
_ADVICE = "请对照受理通知书或专利证书改正"


def check_digit(digits: str) -> str:
    """The check digit that belongs to an 8- or 12-digit number: weighted sum modulo 11, ten written X.

    Source: ZC 0006-2003 (from memory, tried against real numbers of both eras).

    >>> check_digit("201710601862"), check_digit("95115608")
    ('3', 'X')
    """
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, digits, strict=False))
    return "X" if total % 11 == 10 else str(total % 11)


@dataclass(frozen=True, slots=True)
class ApplicationNumber:
    """A Chinese patent application number: 8 digits to September 2003, 12 since, and a check digit.

    Numbers are equal when their digits are, whether or not the check digit was written.

    >>> number = ApplicationNumber.parse("ZL 2021 1 1286633.x")
    >>> str(number), number.key, number.kind, number.year
    ('202111286633.X', 'cn/p/202111286633', 'invention', 2021)
    """

    digits: str
    given_check: str = field(default="", compare=False)

    @classmethod
    def parse(cls, text: str) -> "ApplicationNumber":
        """The number that the text spells, with or without ZL or CN, dot and check digit.

        Raises: BadValue where the shape, the year, the kind or the check digit is wrong.
        """
        shape = _SHAPE.fullmatch(fold(text).upper())
        if shape is None:
            raise BadValue(
                f"“{text}”不是专利申请号：应为 12 位数字（2003年10月前为 8 位）加校验位，"
                f"例如 202111286633.X，可带 ZL 或 CN；{_ADVICE}。"
            )
        number = cls(shape["digits"], shape["check"] or "")
        number._refuse_nonsense(text)
        return number

    def _refuse_nonsense(self, text: str) -> None:
        if self._year() is None:
            read = self.digits[:4] if len(self.digits) == 12 else self.digits[:2]
            raise BadValue(
                f"“{text}”中的年份“{read}”不对：8 位申请号以 85—99 或 00—03 开头，"
                f"12 位申请号以 2003 至 {_LAST_YEAR} 的年份开头；{_ADVICE}。"
            )
        if self._kind_digit not in _KINDS:
            raise BadValue(
                f"“{text}”中的种类号“{self._kind_digit}”不对：应为 1（发明）、2（实用新型）、3（外观设计）、"
                f"8（PCT 发明）或 9（PCT 实用新型）；{_ADVICE}。"
            )
        if self.given_check and self.given_check != self.check:
            raise BadValue(
                f"“{text}”的校验位是“{self.given_check}”，按前 {len(self.digits)} 位计算应为“{self.check}”："
                f"号码中有数字写错；{_ADVICE}。"
            )

    @property
    def check(self) -> str:
        """The check digit that belongs to the digits."""
        return check_digit(self.digits)

    @property
    def key(self) -> str:
        """The key of the patent in the lake."""
        return f"cn/p/{self.digits}"

    @property
    def kind(self) -> PatentKind:
        """What is applied for; international applications count as what they ask for."""
        return _KINDS[self._kind_digit]

    @property
    def pct(self) -> bool:
        """True of an international application in the national phase that says so by its kind digit (8, 9)."""
        return self._kind_digit in "89"

    @property
    def year(self) -> int:
        """The year in which the number was given."""
        year = self._year()
        if year is None:
            raise BadValue(f"“{self.digits}”中没有可用的年份：{_ADVICE}。")
        return year

    @property
    def _kind_digit(self) -> str:
        return self.digits[4] if len(self.digits) == 12 else self.digits[2]

    def _year(self) -> int | None:
        if len(self.digits) == 12:
            year = int(self.digits[:4])
            return year if _FIRST_LONG_YEAR <= year <= _LAST_YEAR else None
        short = int(self.digits[:2])
        if short >= 85:
            return 1900 + short
        return 2000 + short if short <= 3 else None

    def __str__(self) -> str:
        return f"{self.digits}.{self.check}"
