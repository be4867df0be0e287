"""Classification symbols: IPC and CPC for inventions, Locarno for designs, Nice for trade marks."""

import re
from dataclasses import dataclass
from typing import Self

from yuzhi.kernel.chinese import fold, tidy
from yuzhi.kernel.errors import BadValue

_BETWEEN = re.compile(r"[;；,，、|\n]+")
_EDITION = r"(?:\([0-9]{1,2}\))?"
_LOCARNO = re.compile(rf"(?:LOC)?{_EDITION}(?:CL\.?)?(?P<main>[0-9]{{2}})[\-–—]?(?P<sub>[0-9]{{2}}){_EDITION}")
_NICE = re.compile(r"(?:第|CLASS|NCL)?(?P<number>[0-9]{1,2})(?:类|$)|(?P<similar>[0-9]{4})(?:组|群|$)")
_TAIL = r"(?:\s*\([0-9]{4}\.[0-9]{2}\)|\s+[0-9]{8})?\s*(?:[A-Z][A-Z0-9 ]*)?"
"""The edition (`(2006.01)` or ` 20060101`) and the office's marks, which say nothing about the class."""


@dataclass(frozen=True, slots=True)
class Ipc:
    """An IPC symbol: a subclass, or a group of it. Editions and office marks are read and dropped.

    >>> symbol = Ipc.parse("Ｇ０９Ｇ    3/36    (2006.01)")
    >>> str(symbol), symbol.section, symbol.subclass, symbol.main_group
    ('G09G 3/36', 'G', 'G09G', 'G09G 3/00')
    >>> str(Ipc.parse("E01B3/32(2006.01)I")), str(Ipc.parse("a01b"))
    ('E01B 3/32', 'A01B')
    """

    subclass: str
    group: str = ""

    @classmethod
    def parse(cls, text: str) -> Self:
        """The symbol that the text spells. Raises BadValue where there is none.

        `group` is the part after the subclass (`3/36`), empty for a subclass alone.
        """
        symbol = re.fullmatch(
            rf"(?P<subclass>[{cls._sections()}]\s?[0-9]{{2}}\s?[A-Z])"
            rf"(?:\s*(?P<main>[0-9]{{1,4}})\s*/\s*(?P<sub>[0-9]{{2,6}}){_TAIL})?",
            tidy(text).upper(),
        )
        if symbol is None or (symbol["main"] and int(symbol["main"]) == 0):
            raise BadValue(
                f"“{text}”不是 {cls._scheme()} 分类号：应为小类（例如 A01B）或组（例如 G09G 3/36），"
                f"首字母为 {cls._sections()}；请对照公告页改正。"
            )
        if symbol["main"] is None:
            return cls(fold(symbol["subclass"]))
        return cls(fold(symbol["subclass"]), f"{int(symbol['main'])}/{symbol['sub']}")

    @classmethod
    def parse_all(cls, text: str) -> list[Self]:
        """The symbols of a cell that holds several, in order and each once.

        >>> [str(s) for s in Ipc.parse_all("E01B3/32(2006.01)I;E01B9/10(2006.01)N")]
        ['E01B 3/32', 'E01B 9/10']
        """
        parts = (part for part in _BETWEEN.split(tidy(text)) if part.strip())
        return list(dict.fromkeys(cls.parse(part) for part in parts))

    @classmethod
    def _sections(cls) -> str:
        return "A-H"

    @classmethod
    def _scheme(cls) -> str:
        return "IPC"

    @property
    def section(self) -> str:
        """The first letter."""
        return self.subclass[0]

    @property
    def main_class(self) -> str:
        """Section and two digits: `G09`."""
        return self.subclass[:3]

    @property
    def main_group(self) -> str:
        """The main group that the group belongs to (`G09G 3/00`); the subclass where no group is told."""
        return f"{self.subclass} {self.group.partition('/')[0]}/00" if self.group else self.subclass

    def covers(self, other: "Ipc") -> bool:
        """True where the other symbol is this one, or a group of this subclass or main group by its number.

        The dot hierarchy below main groups is not in the symbols and not known here.
        """
        if not self.group:
            return self.subclass == other.subclass
        return self == other or (self.group.endswith("/00") and str(self) == other.main_group)

    def __str__(self) -> str:
        return f"{self.subclass} {self.group}".rstrip()


@dataclass(frozen=True, slots=True)
class Cpc(Ipc):
    """A CPC symbol: as IPC, with section Y and longer groups.

    >>> str(Cpc.parse("Y02P10/20 (2015.11)"))
    'Y02P 10/20'
    """

    @classmethod
    def _sections(cls) -> str:
        return "A-HY"

    @classmethod
    def _scheme(cls) -> str:
        return "CPC"


@dataclass(frozen=True, slots=True)
class Locarno:
    """A class and subclass of the Locarno classification of designs.

    >>> str(Locarno.parse("LOC (10) Cl. 26－05"))
    '26-05'
    """

    main: int
    sub: int

    @classmethod
    def parse(cls, text: str) -> "Locarno":
        """The class that the text spells. Raises BadValue where it is none of 01–32 (or 99)."""
        symbol = _LOCARNO.fullmatch(fold(text).upper())
        if symbol is None or not (1 <= int(symbol["main"]) <= 32 or symbol["main"] == "99"):
            raise BadValue(
                f"“{text}”不是洛迦诺分类号：应为两位大类（01 至 32）、横线、两位小类，例如 26-05；请对照公告页改正。"
            )
        return cls(int(symbol["main"]), int(symbol["sub"]))

    @property
    def section(self) -> str:
        """The class in two digits."""
        return f"{self.main:02}"

    def __str__(self) -> str:
        return f"{self.main:02}-{self.sub:02}"


@dataclass(frozen=True, slots=True)
class Nice:
    """A class of the Nice classification of goods and services, with the Chinese similar group where told.

    >>> Nice.parse("第 25 类").number, str(Nice.parse("2501"))
    (25, '2501')
    """

    number: int
    similar: str = ""

    @classmethod
    def parse(cls, text: str) -> "Nice":
        """The class that the text spells, or the class of a four-digit similar group (类似群).

        Raises: BadValue outside 1–45.
        """
        symbol = _NICE.fullmatch(fold(text).upper())
        digits = "" if symbol is None else symbol["number"] or symbol["similar"][:2]
        if symbol is None or not 1 <= int(digits) <= 45:
            raise BadValue(
                f"“{text}”不是商标国际分类：应为 1 至 45 的类别，或四位类似群号（例如 2501）；请对照商标注册证改正。"
            )
        return cls(int(digits), symbol["similar"] or "")

    def __str__(self) -> str:
        return self.similar or str(self.number)
