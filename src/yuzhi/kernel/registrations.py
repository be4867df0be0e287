"""Numbers of trade marks, registered works and software, plant varieties and agricultural indications."""

import re
from dataclasses import dataclass
from typing import Literal

from yuzhi.kernel.chinese import fold
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.offices import OFFICES
from yuzhi.kernel.offices import office as known_office

_MARK = re.compile(r"第?(?P<number>G?(?=0*[1-9])[0-9]{1,8}[A-Z]?)号?(?:[/第(]+(?P<nice>[0-9]{1,2})类?\)?)?")
_NOISE = re.compile(r"[\s\-/.,]+")
_ABROAD = re.compile(r"[A-Z]{0,3}[0-9][0-9A-Z]{0,19}")
_SOFTWARE = re.compile(r"(?P<year>(?:19|20)[0-9]{2})SR(?P<serial>[0-9]{4,7})")
_WORK = re.compile(
    r"(?P<place>[\u4e00-\u9fff])作登字-?(?P<year>(?:19|20)[0-9]{2})-?(?P<category>[A-L])-?(?P<serial>[0-9]{8})"
)
_VARIETY = re.compile(r"CNA(?:19|20)[0-9]{2}(?:[0-9]{7}|[0-9]{4}(?:\.[0-9])?)|(?:1999|20[0-9]{2})[0-9]{4}")
_AGRI = re.compile(r"AGI[0-9]{4,5}|AGI[0-9]{4}-[0-9]{2}-[0-9]{3,5}")


@dataclass(frozen=True, slots=True)
class TrademarkNumber:
    """A trade mark: its registration number, and the Nice class where it is told.

    One number may be registered in several classes, each a right of its own; the key needs both.

    >>> TrademarkNumber.parse("12345678/25").key
    'cn/t/12345678/25'
    >>> TrademarkNumber.parse("第１２３４５６７８号").prefix
    'cn/t/12345678/'
    """

    number: str
    nice_class: int | None = None

    @classmethod
    def parse(cls, text: str, nice_class: int | None = None) -> "TrademarkNumber":
        """The mark that the text names: digits, G before a Madrid number, letters after a divided one.

        Raises: BadValue for another shape, a class outside 1–45, or two classes that differ.
        """
        shape = _MARK.fullmatch(fold(text).upper())
        if shape is None:
            raise BadValue(
                f"“{text}”不是商标注册号：应为不超过 8 位的数字（马德里国际注册前加 G），"
                "可在斜线后写国际分类，例如 12345678/25；请对照商标注册证改正。"
            )
        written = int(shape["nice"]) if shape["nice"] else nice_class
        if written is not None and not 1 <= written <= 45:
            raise BadValue(f"“{text}”的国际分类“{written}”不对：应为 1 至 45；请对照商标注册证改正。")
        if nice_class is not None and written != nice_class:
            raise BadValue(f"“{text}”写的是第 {written} 类，另一处写的是第 {nice_class} 类：请对照商标注册证改正。")
        return cls(_unpadded(shape["number"]), written)

    @property
    def key(self) -> str:
        """The key of the right in the lake. Raises BadValue where the class is not told."""
        if self.nice_class is None:
            raise BadValue(f"商标“{self.number}”没有写国际分类：同一注册号可能在几个类别注册，请补写类别（1 至 45）。")
        return f"{self.prefix}{self.nice_class}"

    @property
    def prefix(self) -> str:
        """The beginning that the keys of all classes of this number share."""
        return f"cn/t/{self.number}/"

    def __str__(self) -> str:
        return self.number if self.nice_class is None else f"{self.number}/{self.nice_class}"


@dataclass(frozen=True, slots=True)
class OfficeMark:
    """A trade mark at any office: China's as `TrademarkNumber`, others with the two letters of the office before the number.

    >>> mark = OfficeMark.parse("87/035,559", "US", 9)
    >>> str(mark), mark.key
    ('US87035559', 'us/t/87035559/9')
    >>> OfficeMark.parse("12345678", "CN", 25).key, office_of_mark("US87035559"), office_of_mark("G1234567A")
    ('cn/t/12345678/25', 'US', 'CN')
    """

    office: str
    number: str
    nice_class: int

    @classmethod
    def parse(cls, text: str, office: str, nice_class: int) -> "OfficeMark":
        """The mark that the text names at that office. Raises BadValue for a number of another shape and an unknown office."""
        at = known_office(office).code
        if at == "CN":
            return cls(at, TrademarkNumber.parse(text, nice_class).number, nice_class)
        number = _NOISE.sub("", fold(text).upper()).removeprefix(at)
        if _ABROAD.fullmatch(number) is None or not 1 <= nice_class <= 45:
            raise BadValue(f"“{text}”不是 {at} 的商标号，或类别“{nice_class}”不是 1 至 45：请对照注册簿改正。")
        return cls(at, number, nice_class)

    @property
    def key(self) -> str:
        """The key of the right in the lake."""
        return f"{self.office.lower()}/t/{self.number}/{self.nice_class}"

    def __str__(self) -> str:
        return self.number if self.office == "CN" else f"{self.office}{self.number}"


def office_of_mark(number: str) -> str:
    """The office that a mark's number belongs to, as `OfficeMark` writes it; China's where it names none."""
    return number[:2] if number[:2].isalpha() and number[:2] in OFFICES else "CN"


@dataclass(frozen=True, slots=True)
class RegistrationNumber:
    """The registration number of a work or of a computer program.

    >>> RegistrationNumber.parse("2021ｓｒ0123456").key
    'cn/w/2021SR0123456'
    >>> RegistrationNumber.parse("国作登字 2021-F-00012345").work_kind
    'work'
    """

    text: str
    work_kind: Literal["work", "software"]
    year: int

    @classmethod
    def parse(cls, text: str) -> "RegistrationNumber":
        """The number that the text spells; hyphens of works may be missing.

        Raises: BadValue for another shape; certificate numbers (软著登字) are named as such.
        """
        spelled = re.sub(r"[—–−－]", "-", fold(text)).upper()
        if software := _SOFTWARE.fullmatch(spelled.removeprefix("登记号").lstrip(":")):
            return cls(f"{software['year']}SR{software['serial']}", "software", int(software["year"]))
        if work := _WORK.fullmatch(spelled):
            number = f"{work['place']}作登字-{work['year']}-{work['category']}-{work['serial']}"
            return cls(number, "work", int(work["year"]))
        if spelled.startswith("软著登字"):
            raise BadValue(f"“{text}”是软件著作权证书号，不是登记号：请写证书上的“登记号”，例如 2021SR0123456。")
        raise BadValue(
            f"“{text}”不是著作权登记号：软件应如 2021SR0123456，作品应如 国作登字-2021-F-00012345；请对照登记证书改正。"
        )

    @property
    def key(self) -> str:
        """The key of the registration in the lake."""
        return f"cn/w/{self.text}"

    def __str__(self) -> str:
        return self.text


@dataclass(frozen=True, slots=True)
class VarietyNumber:
    """The number of a plant variety right: CNA… of the agriculture office, digits of the forestry office.

    >>> VarietyNumber.parse("cna20191000001").key
    'cn/v/CNA20191000001'
    """

    text: str

    @classmethod
    def parse(cls, text: str) -> "VarietyNumber":
        """The number that the text spells. Raises BadValue for another shape."""
        spelled = fold(text).upper()
        if _VARIETY.fullmatch(spelled) is None:
            raise BadValue(
                f"“{text}”不是品种权号：农业品种应如 CNA20191000001，林草品种应为 8 位数字（年份加 4 位序号）；"
                "请对照品种权证书改正。"
            )
        return cls(spelled)

    @property
    def key(self) -> str:
        """The key of the right in the lake."""
        return f"cn/v/{self.text}"

    def __str__(self) -> str:
        return self.text


def agricultural_indication_key(text: str) -> str | None:
    """The key of an agricultural geographical indication (AGI…), None where the text is no such number.

    >>> agricultural_indication_key("AGI2016-03-1994")
    'cn/gi/agri_product/AGI2016-03-1994'
    """
    spelled = fold(text).upper()
    return f"cn/gi/agri_product/{spelled}" if _AGRI.fullmatch(spelled) else None


def _unpadded(number: str) -> str:
    """The number without leading zeros, which some registers pad to eight digits."""
    madrid = "G" if number.startswith("G") else ""
    return madrid + (number.removeprefix("G").lstrip("0") or "0")
