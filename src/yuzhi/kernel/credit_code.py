"""Unified social credit codes (GB 32100-2015), with both of their check characters."""

from dataclasses import dataclass

from yuzhi.kernel.chinese import fold
from yuzhi.kernel.errors import BadValue

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_BODY_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_ADVICE = "请对照营业执照改正"


def check_character(first17: str) -> str:
    """The last character that belongs to the first seventeen.

    >>> check_character("91110108551385082")
    'Q'
    """
    total = sum(ALPHABET.index(char) * weight for char, weight in zip(first17, _WEIGHTS, strict=True))
    return ALPHABET[-total % 31]


def body_check_character(first8: str) -> str:
    """The ninth character of a body's own code (GB 11714): modulo 11, ten written X, eleven 0.

    >>> body_check_character("55138508")
    '2'
    """
    rest = 11 - sum(int(char, 36) * weight for char, weight in zip(first8, _BODY_WEIGHTS, strict=True)) % 11
    return {10: "X", 11: "0"}.get(rest, str(rest))


@dataclass(frozen=True, slots=True)
class CreditCode:
    """The eighteen characters by which a company or another body is known everywhere.

    `area_code` is where the body was first registered, which need not be where it is today.

    >>> code = CreditCode.parse("91110108551385082q")
    >>> code.key, code.registrar, code.area_code, code.body
    ('uscc/91110108551385082Q', '91', '110108', '551385082')
    """

    text: str

    @classmethod
    def parse(cls, text: str) -> "CreditCode":
        """The code that the text spells; letters may be small, width and blanks do not matter.

        Raises: BadValue for a wrong length, a letter outside the alphabet, or a wrong check character.
        """
        code = fold(text).upper()
        if len(code) != 18:
            raise BadValue(f"“{text}”不是统一社会信用代码：读到 {len(code)} 位，应为 18 位；{_ADVICE}。")
        if strange := "、".join(dict.fromkeys(char for char in code if char not in ALPHABET)):
            raise BadValue(
                f"“{text}”中的“{strange}”不会出现在统一社会信用代码中："
                f"只用数字和除 I、O、S、V、Z 以外的大写字母；{_ADVICE}。"
            )
        if code[16] != (body := body_check_character(code[8:16])):
            raise BadValue(
                f"“{text}”的第 17 位是“{code[16]}”，按第 9 至 16 位（主体标识码）计算应为“{body}”："
                f"代码中有字符写错；{_ADVICE}。"
            )
        if code[17] != (last := check_character(code[:17])):
            raise BadValue(f"“{text}”的末位是“{code[17]}”，按前 17 位计算应为“{last}”：代码中有字符写错；{_ADVICE}。")
        return cls(code)

    @property
    def key(self) -> str:
        """The key of the party in the lake."""
        return f"uscc/{self.text}"

    @property
    def registrar(self) -> str:
        """The registering authority and the kind of body (`91` a company, `93` a farmers' cooperative)."""
        return self.text[:2]

    @property
    def area_code(self) -> str:
        """The area of first registration."""
        return self.text[2:8]

    @property
    def body(self) -> str:
        """The body's own nine characters, the organisation code of old."""
        return self.text[8:17]

    def __str__(self) -> str:
        return self.text
