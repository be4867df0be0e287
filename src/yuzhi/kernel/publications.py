"""Publication numbers of patent documents: office, number and kind (WIPO ST.3 and ST.16; in China ZC 0007, ZC 0008)."""

import re
from dataclasses import dataclass

from yuzhi.kernel.applications import PatentKind
from yuzhi.kernel.chinese import fold
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.offices import OFFICES

_NOISE = re.compile(r"[\-/.,]+")
_SHAPE = re.compile(r"(?P<office>[A-Z]{2})(?P<number>[A-Z]{0,3}[0-9]+(?:[A-Z]{2}[0-9]+)?)(?P<kind>[A-Z][0-9]?)?")
_US_PADDING = re.compile(r"([A-Z]*)0+(?=[0-9])")
_US_SHORT = re.compile(r"20[0-9]{8}")
_KR_TYPED = re.compile(r"[12]0(?:19|20)[0-9]{9}")
_CN_NUMBER = re.compile(r"[123][0-9]{6}|[123][0-9]{8}|8[5-8][123][0-9]{5}")
_CN_KINDS = re.compile(r"(?:[ABCUYSD])[1-9]?")
_CN_SERIES: dict[str, tuple[PatentKind, str]] = {
    "1": ("invention", "ABC"), "2": ("utility", "UY"), "3": ("design", "SD"),
}  # fmt: skip
_EXPECTED = "应为国别代码、号码和种类代码，例如 CN113781974A、US20170190327A1"


@dataclass(frozen=True, slots=True)
class PublicationNumber:
    """A published patent document: two-letter office, number within the office, kind code.

    Offices that put letters before the digits keep them in `number` (`WO2020203247` of JP, `D873710` of US).

    >>> number = PublicationNumber.parse("CN 113781974 A")
    >>> str(number), number.key, number.stem, number.right_kind
    ('CN113781974A', 'cn/pub/113781974A', 'CN113781974', 'invention')
    >>> PublicationNumber.parse("WO 2014/157990 A1").key
    'wo/pub/2014157990A1'
    """

    office: str
    number: str
    kind: str

    @classmethod
    def parse(cls, text: str) -> "PublicationNumber":
        """The number that the text spells; blanks, dashes, slashes, dots and width do not matter.

        Raises: BadValue for an unknown office, a missing kind code, and for Chinese numbers whose
        length, series or kind code does not exist.
        """
        office, number, kind = split(text)
        if not kind:
            raise BadValue(f"“{text}”缺少末尾的种类代码：{_EXPECTED}；请从公告页上补全。")
        if office == "CN":
            _refuse_unknown_chinese(text, number, kind)
        return cls(office, number, kind)

    @property
    def key(self) -> str:
        """The key of a patent that is known only by this publication."""
        return f"{self.office.lower()}/pub/{self.number}{self.kind}"

    @property
    def stem(self) -> str:
        """Office and number without kind: what the application and its grant share in China since 1989."""
        return f"{self.office}{self.number}"

    @property
    def right_kind(self) -> PatentKind | None:
        """Invention, utility model or design, which the first digit tells in China; None for other offices."""
        return _CN_SERIES[_series(self.number)][0] if self.office == "CN" else None

    def __str__(self) -> str:
        return f"{self.stem}{self.kind}"


def split(text: str) -> tuple[str, str, str]:
    """Office, number and kind of a publication number; the kind is empty where none is written.

    Raises: BadValue where the text has not that shape or begins with no known office.

    >>> split("US 8,899,061"), split("JPWO2020203247A1")
    (('US', '8899061', ''), ('JP', 'WO2020203247', 'A1'))
    """
    shape = _SHAPE.fullmatch(_NOISE.sub("", fold(text).upper()))
    if shape is None:
        raise BadValue(f"“{text}”不是公开（公告）号：{_EXPECTED}；请对照公告页改正。")
    office, number, kind = shape["office"], shape["number"], shape["kind"] or ""
    if office not in OFFICES:
        raise BadValue(f"“{text}”开头的“{office}”不是已知的国别或组织代码：{_EXPECTED}；请对照公告页改正。")
    return office, _canonical(office, number, kind), kind


def _canonical(office: str, number: str, kind: str) -> str:
    """One spelling where data vendors have several: padding zeros of US and EP, the type digits of KR."""
    if office == "US" and kind.startswith("A") and _US_SHORT.fullmatch(number):
        return f"{number[:4]}0{number[4:]}"
    if office == "US":
        padded = _US_PADDING.match(number)
        return padded[1] + number[padded.end():] if padded else number
    if office == "EP" and number.isdigit():
        return number.zfill(7)
    if office == "KR" and _KR_TYPED.fullmatch(number):
        return number[2:]
    return number


def is_chinese_stem(number: str) -> bool:
    """True of digits that may stand between CN and the kind code.

    >>> is_chinese_stem("113781974"), is_chinese_stem("87104762"), is_chinese_stem("913781974")
    (True, True, False)
    """
    return _CN_NUMBER.fullmatch(number) is not None


def _series(number: str) -> str:
    return number[2] if len(number) == 8 else number[0]


def _refuse_unknown_chinese(text: str, number: str, kind: str) -> None:
    if not is_chinese_stem(number):
        raise BadValue(
            f"“{text}”的号码“{number}”不对：中国公开（公告）号应为 7 位或 9 位数字并以 1、2、3 开头"
            "（1985—1988年为 8 位）；请对照公告页改正。"
        )
    right_kind, letters = _CN_SERIES[_series(number)]
    if _CN_KINDS.fullmatch(kind) is None or kind[0] not in letters:
        name = {"invention": "发明", "utility": "实用新型", "design": "外观设计"}[right_kind]
        raise BadValue(
            f"“{text}”的种类代码“{kind}”不对：号码表明是{name}，种类代码应以 {'、'.join(letters)} 开头；"
            "请对照公告页改正。"
        )
