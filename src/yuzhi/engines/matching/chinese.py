"""Chinese names of bodies taken apart: place, core, legal form, group, branch or department."""

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

from yuzhi.engines.matching.declared import places, words
from yuzhi.kernel.chinese import fold

_BRACKETS = re.compile(r"[(\[〔【]([^()\[\]〔〕【】]*)[)\]〕】]")
_STRAY = str.maketrans("", "", "()[]〔〕【】")
_HAN_NAME = re.compile(r"[\u4e00-\u9fff]{2,4}$|[\u4e00-\u9fffa-z]+·[\u4e00-\u9fffa-z·]+$")
_HAN = re.compile(r"[\u4e00-\u9fff]")
_COMPANY_INSIDE = re.compile(r"(.{2,}?(?:有限责任公司|股份有限公司|有限公司|集团公司|总公司|公司))(.{2,})$")
_COUNTY = re.compile(r"([\u4e00-\u9fff]{1,3}?)(自治县|自治旗|县|区|旗|市)(?!场|政|民|容|域|块|间)")
_COUNTY_ALONE = re.compile(
    r"([\u4e00-\u9fff]{1,3}?)(自治县|自治旗|县|(?<=[\u4e00-\u9fff]{2})[市旗]|(?<=[\u4e00-\u9fff][^园社小景灾库校])区)(?!场|政|民|容|域|块|间)"
)
_NO_ENDING = ("市政", "市场", "市民", "市容", "省级", "区域", "县域", "州际")
_DIGITS = dict(zip("0123456789零○", "〇一二三四五六七八九〇〇", strict=True))
_DROP = set("·、，。.,:：;；-—_'\"“”‘’《》<>*#/\\|~!?&+")
_ALIAS = re.compile(r"(?:公司|厂|院|所|大学|中心|集团|站|局)$")
SHORTEST_ALIAS = 5
LONGEST_PERSON = 4


@dataclass(frozen=True, slots=True)
class ChineseName:
    """A name in its parts. Places are bare names; `aliases` are other names that stood in brackets.

    `unit` is the branch or department that the name ends in, and `core` then belongs to the whole that it is part of.
    """

    raw: str
    core: str
    province: str = ""
    city: str = ""
    county: str = ""
    form: str = ""
    group: bool = False
    unit: str = ""
    unit_kind: str = ""
    person: bool = False
    aliases: tuple[str, ...] = ()

    @property
    def finest(self) -> str:
        """The smallest place that the name says, "" where it says none."""
        return self.county or self.city or self.province

    @property
    def joined(self) -> str:
        """Smallest place and core together: equal for two spellings of one name, wherever the line between them falls."""
        return self.finest + self.core

    @property
    def key(self) -> str:
        """What names of one body share, legal form and group aside."""
        return f"{self.joined}/{self.unit}" if self.unit else self.joined


class _Simple(dict[int, str]):
    """Traditional characters → simplified, digits → Chinese digits, punctuation → nothing; learnt as they are met."""

    def __init__(self) -> None:
        super().__init__()
        self._converter = OpenCC("t2s")

    def __missing__(self, code: int) -> str:
        char = chr(code)
        self[code] = told = "" if char in _DROP else _DIGITS.get(char) or self._converter.convert(char).lower()
        return told


@cache
def _simple() -> _Simple:
    return _Simple()


def is_chinese(name: str) -> bool:
    """Whether a name holds Chinese characters: it is then read as a Chinese one."""
    return bool(_HAN.search(name))


def simplified(name: str) -> str:
    """The name without blanks, width, case, punctuation and traditional characters; brackets stay."""
    return fold(name).translate(_simple())


def reads_like_a_person(name: str) -> bool:
    """Whether the name reads like a natural person's: two to four characters, or parts with dots, no word of a body.

    Four characters that begin with a place, or end in a short form of a school, are a body.
    """
    folded = fold(name).lower()
    if not _HAN_NAME.match(folded) or words().bodies.search(folded):
        return False
    known = places()
    placed = len(folded) == LONGEST_PERSON and any(folded[:2] in listed for listed in (known.provinces, known.province_of, known.city_of))
    return not placed and not folded.endswith(tuple(words().shorts))


def read_chinese(name: str) -> ChineseName:
    """The name taken apart.

    >>> one = read_chinese("陕西省榆林市榆阳區（高新）煤化工有限责任公司")
    >>> one.province, one.city, one.county, one.core, one.form
    ('陕西', '榆林', '榆阳', '高新煤化工', 'limited')
    >>> two = read_chinese("西安交通大学能源与动力工程学院")
    >>> two.joined, two.unit, two.unit_kind
    ('西安交通大学', '能源与动力工程学院', 'department')
    """
    if reads_like_a_person(name):
        return ChineseName(name, simplified(name), person=True)
    line, aliases = _without_brackets(simplified(name))
    line, unit, kind = _without_unit(_whole_words(line))
    line, form, group = _without_form(line)
    province, city, county, core = _without_place(line)
    return ChineseName(name, _bare_places(core), province, city, county, form, group, unit, kind, False, aliases)


def _without_brackets(line: str) -> tuple[str, tuple[str, ...]]:
    if "(" not in line and "[" not in line and "〔" not in line and "【" not in line:
        return line.translate(_STRAY) if ")" in line or "]" in line else line, ()
    aliases: list[str] = []

    def inside(match: re.Match[str]) -> str:
        said = match.group(1)
        former = next((word for word in words().former if said.startswith(word)), "")
        if former or (len(said) >= SHORTEST_ALIAS and _ALIAS.search(said)):
            aliases.append(said.removeprefix(former))
            return ""
        return "" if said == "cn" else said

    return _BRACKETS.sub(inside, line).translate(_STRAY), tuple(alias for alias in aliases if alias)


def _without_unit(line: str) -> tuple[str, str, str]:
    """(the whole, its branch or department, which of the two); a line without any is a whole."""
    if "公司" in line[:-2] and (match := _COMPANY_INSIDE.match(line)):
        whole, unit = match.groups()
        if unit not in words().forms:
            kind = "branch" if unit.endswith(words().branches) else "member"
            return whole, _unit_name(unit, whole), kind
    if line.endswith("公司"):
        return line, "", ""
    for head in words().heads:
        place = line.find(head, 1)
        if place > 0 and (unit := line[place + len(head) :]):
            whole = line[: place + len(head)]
            if unit.endswith((*words().units, *words().branches)) or unit in places().province_of:
                return whole, _unit_name(unit, whole), "department"
    return line, "", ""


def _unit_name(unit: str, whole: str) -> str:
    """A branch's name without what every spelling may leave out: the endings of places, and forms."""
    kind = next((word for word in words().branches if unit.endswith(word)), "")
    bare = unit.removesuffix(kind) if kind else _without_form(unit)[0]
    province, city, county, core = _without_place(f"{bare}之所")
    return f"{county or city or province}{core.removesuffix('之所')}{kind}" or unit


def _without_form(line: str) -> tuple[str, str, bool]:
    """(the rest, the class of its legal form, whether it calls itself a group)."""
    said = words()
    form = ""
    for length in range(min(said.longest_form, len(line) - 1), 1, -1):
        if found := said.forms.get(line[-length:]):
            line, form = line[:-length], found
            break
    for front, found in said.front_forms.items():
        if not form and line.startswith(front) and len(line) > len(front):
            line, form = line[len(front) :], found
    for word in said.groups:
        if line.endswith(word) and len(line) > len(word) + 1:
            return line[: -len(word)], form, True
    return line, form, False


def _whole_words(line: str) -> str:
    """Official short forms written out: 西安交大 is 西安交通大学; inside the name of a company they stay."""
    for short, whole in words().shorts.items():
        at = line.find(short)
        if at >= 0 and not line.startswith("学", at + len(short)) and (at == 0 or not line.endswith("公司")):
            line = line[:at] + whole + line[at + len(short) :]
    return line


def _without_place(line: str) -> tuple[str, str, str, str]:
    """(province, city, county, the rest): the places that stand at the head, as bare names."""
    known = places()
    province, rest = _started(line, known.provinces, "", known.city_of)
    city, rest = _started(rest, known.province_of, province, known.province_of)
    if city:
        province = province or known.province_of[city]
    county, rest = _started(rest, known.city_of, city, known.city_of)
    if county:
        city = city or known.city_of[county]
        province = province or known.province_of[city]
        return province, city, county, rest
    match = (_COUNTY if province or city else _COUNTY_ALONE).match(rest)
    if match and len(rest) > match.end() + 1:
        stem, ending = match.groups()
        county, rest = (stem if len(stem) > 1 else stem + ending), rest[match.end() :]
    return province, city, county, rest


def _started(line: str, listed: Container[str], inside: str, above: Mapping[str, str]) -> tuple[str, str]:
    """(the listed place that the line starts with, the rest); one that lies elsewhere than `inside` does not count."""
    for size in (4, 3, 2):
        place = line[:size]
        if place in listed and len(line) > size + 1 and inside in ("", above.get(place)):
            return place, _ended(line[size:])
    return "", line


def _ended(rest: str) -> str:
    """What follows a place's name, without 省, 市 and their like; 市政 and 市场 are words of their own."""
    if rest.startswith(_NO_ENDING):
        return rest
    ending = next((word for word in places().endings if rest.startswith(word) and len(rest) > len(word) + 1), "")
    return rest[len(ending) :]


@cache
def _inner_place() -> re.Pattern[str]:
    known = sorted((*places().provinces, *places().province_of, *places().city_of), key=len, reverse=True)
    return re.compile(f"({'|'.join(known)})(?:省|市(?!政|场|民|容))")


def _bare_places(core: str) -> str:
    return _inner_place().sub(r"\1", core) if "省" in core or "市" in core else core
