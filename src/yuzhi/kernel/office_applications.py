"""Application numbers of patents that other offices than China's have received."""

import re
from dataclasses import dataclass

from yuzhi.kernel.applications import PatentKind
from yuzhi.kernel.chinese import fold
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.offices import office as known_office

_NOISE = re.compile(r"[\-/.,]+")
_US = re.compile(r"(?P<series>[0-9]{2})(?P<serial>[0-9]{6})")
_ANY = re.compile(r"[A-Z]{0,6}[0-9][0-9A-Z]{0,19}")
_INTERNATIONAL = "W"


@dataclass(frozen=True, slots=True)
class OfficeApplication:
    """An application at an office elsewhere: two-letter office, number, and the letter of its kind where one is told.

    In the documentation data base of the EPO number and kind together name an application: `99203729` with kind T
    is the European patent of that number in Austria. Kind A is the ordinary one and is not written.

    >>> number = OfficeApplication.parse("13/648,029", "US")
    >>> str(number), number.key
    ('US13648029', 'us/p/13648029')
    >>> OfficeApplication.parse("2004012345", "EP", "W").key, OfficeApplication.parse("99203729", "AT", "T").key
    ('wo/p/EP2004012345', 'at/p/99203729T')
    """

    office: str
    number: str
    kind: PatentKind | None = None

    @classmethod
    def parse(cls, text: str, office: str, letter: str = "", kind: PatentKind | None = None) -> "OfficeApplication":
        """The number that the text spells at that office; kind W is an international application received there.

        `kind` is the kind of right, where the document tells it. Raises: BadValue for an unknown office, a number
        without digits, and one of the United States that is not series and serial number.
        """
        at = known_office(office).code
        number = _NOISE.sub("", fold(text).upper()).removeprefix(at)
        if _ANY.fullmatch(number) is None:
            raise BadValue(f"“{text}”不是专利申请号：应为 {at} 受理的申请号，由数字（可带字母）组成；请对照公告页改正。")
        if at == "US" and not letter[:1].isalpha() and _US.fullmatch(number) is None:
            raise BadValue(
                f"“{text}”不是美国专利申请号：应为 2 位系列代码加 6 位序号，例如 13/648,029；请对照公告页改正。")
        told = letter.upper() if letter[:1].isalpha() else ""  # some offices write 00 for an ordinary application
        if told == _INTERNATIONAL:
            return cls("WO", f"{at}{number}", kind)
        return cls(at, number if told in ("", "A") else f"{number}{told}", kind)

    @property
    def key(self) -> str:
        """The key of the patent in the lake."""
        return f"{self.office.lower()}/p/{self.number}"

    def __str__(self) -> str:
        return f"{self.office}{self.number}"
