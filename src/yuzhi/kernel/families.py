"""Which patents belong to one family, told from their priorities: values and pure functions.

Two families are told apart. The *simple* family has the same priorities: one invention. The *extended* family is tied
together by any priority that two of them share, directly or over others: inventions that have to do with each other.
An application that claims nothing is its own priority; one that entered from an international application or was divided
from another without claiming anything has that one's.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from yuzhi.kernel.chinese import fold

_DAY = re.compile(r"\s+[12][0-9]{3}(?:[-.]?[0-9]{2}){0,2}$")
_NOISE = re.compile(r"[^0-9A-Z]+")
_KIND = re.compile(r"(?<=[0-9])[A-Z][0-9]?$")
_INTERNATIONAL = (
    re.compile(r"(?:PCT|WO)(?P<office>[A-Z]{2})(?P<year>[0-9]{4}|[0-9]{2})(?P<serial>[0-9]{5,6})"),
    re.compile(r"(?:PCT|WO)(?P<year>[0-9]{4})(?P<office>[A-Z]{2})(?P<serial>[0-9]{1,6})"),
)
_ANY = re.compile(r"(?P<office>[A-Z]{2})(?P<number>[A-Z]{0,3}[0-9][0-9A-Z]{2,18})")
_OFFICES: dict[str, tuple[re.Pattern[str], str]] = {
    "CN": (re.compile(r"([0-9]{12}|[0-9]{8})[0-9X]?(?:[A-Z][0-9]?)?"), r"\1"),
    "US": (re.compile(r"(?:(?:19|20)[0-9]{2})?([0-9]{8})"), r"\1"),
    "EP": (re.compile(r"(?:(?:19|20)([0-9]{2})0([0-9]{6})|([0-9]{2})([0-9]{6})[0-9]?)"), r"\1\2\3\4"),
    "KR": (re.compile(r"(?:[1-4]0)?((?:19|20)[0-9]{9})"), r"\1"),
}
"""How the number of an office is written in the keys of the lake, whoever wrote it down."""


@dataclass(frozen=True, slots=True)
class Member:
    """An application as a family sees it: keys of the applications that it names, "" and () for none.

    `family` is the number that an office's data base gave to its simple family; it goes before what is computed.
    """

    key: str
    priorities: tuple[str, ...] = ()
    international: str = ""
    parent: str = ""
    family: str = ""
    filed_on: date | None = None

    @property
    def named(self) -> tuple[str, ...]:
        """Every application that ties this one to a family, itself first."""
        return tuple(dict.fromkeys(filter(None, (self.key, *self.priorities, self.international, self.parent))))


def application_key(text: str) -> str:
    """The key of the application that a priority, a parent or an international number spells, "" for none.

    The day behind it, spaces, dots, the check digit and the letter of its kind do not count.

    >>> application_key("US201213547826 2012-07-12"), application_key("CN 202111286633.0 2021-11-02")
    ('us/p/13547826', 'cn/p/202111286633')
    >>> application_key("WO2013US50328 2013-07-12") == application_key("PCT/US2013/050328")
    True
    >>> application_key("EP19990203729"), application_key("EP 99203729.4"), application_key("KR 10-2016-0063019 2016-05-23")
    ('ep/p/99203729', 'ep/p/99203729', 'kr/p/20160063019')
    """
    plain = _NOISE.sub("", _DAY.sub("", fold(text).upper() if " " not in text else text.upper().strip()))
    for form in _INTERNATIONAL:
        if found := form.fullmatch(_KIND.sub("", plain)):
            year = found["year"] if len(found["year"]) == 4 else f"{'19' if found['year'] > '70' else '20'}{found['year']}"
            return f"wo/p/{found['office']}{year}{found['serial'].zfill(6)}"
    return _national(plain)


def _national(plain: str) -> str:
    found = _ANY.fullmatch(plain) or (_ANY.fullmatch(f"CN{plain}") if plain[:1].isdigit() else None)
    if found is None:
        return ""
    office, told = found["office"], found["number"]
    if office not in _OFFICES:
        return f"{office.lower()}/p/{_KIND.sub('', told)}"
    form, written = _OFFICES[office]
    for number in (told, _KIND.sub("", told)):
        if exact := form.fullmatch(number):
            return f"{office.lower()}/p/{exact.expand(written)}"
    return f"{office.lower()}/p/{_KIND.sub('', told)}"


def simple_families(members: Iterable[Member]) -> dict[str, str]:
    """Key → the name of its simple family: the least key in it. The order of the members does not matter.

    A number that a data base gave unites those that have it and keeps apart those that have different ones; a member
    without one joins the numbered family that has its priorities, where there is exactly one.
    """
    by_key = {member.key: member for member in members}
    bases = {key: _basis(member, by_key) for key, member in by_key.items()}
    numbered: dict[frozenset[str], set[str]] = {}
    for key, member in by_key.items():
        if member.family:
            numbered.setdefault(bases[key], set()).add(member.family)
    groups: dict[object, list[str]] = {}
    for key, member in by_key.items():
        joined = numbered.get(bases[key], set())
        number = member.family or (next(iter(joined)) if len(joined) == 1 else "")
        groups.setdefault(number or bases[key], []).append(key)
    return {key: min(group) for group in groups.values() for key in group}


def extended_families(members: Iterable[Member]) -> dict[str, str]:
    """Key → the name of its extended family: the least key in it. More members never part those that were together."""
    by_key = {member.key: member for member in members}
    find, join = _sets()
    for member in by_key.values():
        for named in member.named:
            join(f"a {member.key}", f"a {named}")
        if member.family:
            join(f"a {member.key}", f"f {member.family}")
    groups: dict[str, list[str]] = {}
    for key in by_key:
        groups.setdefault(find(f"a {key}"), []).append(key)
    return {key: min(group) for group in groups.values() for key in group}


def _basis(member: Member, known: Mapping[str, Member]) -> frozenset[str]:
    """The priorities on which the application rests; those of what it came from, where it claims none itself."""
    met: set[str] = set()
    while not member.priorities:
        before = member.international or member.parent
        if not before or before in met or before == member.key:
            break
        met.add(before)
        if before not in known:
            return frozenset((before,))
        member = known[before]
    return frozenset(member.priorities or (member.key,))


def _sets() -> tuple[Callable[[str], str], Callable[[str, str], None]]:
    """Find and join of sets that grow together."""
    above: dict[str, str] = {}

    def find(one: str) -> str:
        above.setdefault(one, one)
        while above[one] != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    def join(one: str, other: str) -> None:
        above[find(one)] = find(other)

    return find, join
