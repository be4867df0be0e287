"""The claims of a patent as a tree: which stand alone, which rest on which, read from their own words.

What a claim rests on is told by what it cites, in Chinese, English or German. It is a reading aid: whether a claim is dependent
in law is for whoever examines it.
Source: 专利法实施细则 (2023) 23, 24, 25; EPC rule 43(4); 35 U.S.C. 112(d).
"""

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

Kind = Literal["independent", "dependent", "refers"]
MOST = 1000
"""So many claims of one document are told apart; a number above it is no number of a claim."""
_RANGE = r"(?:至|到|-|－|–|—|~|～|〜|to|through|bis)"
_NUMBERS = rf"\d{{1,3}}(?:\s*(?:{_RANGE}|、|，|,|;|/|或者|或|和|及|与|and|or|und|oder)\s*(?:and|or)?\s*(?:第|权利要求|claims?)?\s*\d{{1,3}})*"
_CITED = re.compile(
    rf"(?:权利要求书?|權利要求|(?:申请专利范围|申請專利範圍)第?|请求项|請求項)\s*(?:第)?\s*(?P<zh>{_NUMBERS})|\b(?:claims?|Ansprüche?n?|Anspruchs?)\s+(?P<en>{_NUMBERS})",
    re.IGNORECASE,
)
_ALL_BEFORE = re.compile(
    r"(?:前述|上述|在前|前面)的?(?:任一|任意一|任何一|其中一|各)?(?:项|個|个)?的?(?:权利要求|權利要求)|"
    r"\b(?:any|one|either)\s+(?:one\s+)?(?:of\s+)?(?:the\s+)?(?:preceding|previous|foregoing)\s+claims?\b|\bpreceding\s+claims\b|\bvorhergehenden\s+Ansprüche\b",
    re.IGNORECASE,
)
_SPAN = re.compile(rf"(\d{{1,3}})\s*{_RANGE}\s*(?:第|权利要求|claims?)?\s*(\d{{1,3}})", re.IGNORECASE)
_HEAD = re.compile(r"\s*(?:\[?(?:权利要求|claim)\s*)?(\d{1,3})(?:\s*[-–]\s*(\d{1,3}))?\s*\]?\s*(?:[.．。、:：)）]|\s(?=[A-Z]))\s*(?!\d)", re.IGNORECASE)
_OTHER_SUBJECT = re.compile(
    r"^(?:一种|一項|一项|一类)(?!\s*(?:如|根据|按|依))|"
    r"^(?:An?|One or more)\b[^,;:]{0,200}?\b(?:comprising|using|performing|carrying|made|produced|obtained|obtainable|prepared|having|including|"
    r"configured|storing|for\s+(?:use|implementing|executing|making|producing|carrying|performing))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Claim:
    """One claim: `text` is as received without its number; `cites` are the earlier claims that it names, in their order.

    kind: independent (names none) · dependent (further limits what it names) · refers (another subject that names one, such as
    an apparatus for the method of claim 1). `strange` are numbers that it names and that do not stand before it.
    Of a cited range the claims that were given up are strange, too.
    """

    number: int
    text: str
    kind: Kind
    cites: tuple[int, ...] = ()
    strange: tuple[int, ...] = ()

    @property
    def parent(self) -> int | None:
        """The claim under which it stands: the first that it names."""
        return self.cites[0] if self.cites else None


@dataclass(frozen=True, slots=True)
class Placed:
    """A claim in its place: `depth` 0 stands alone; `under` counts all claims below it."""

    claim: Claim
    depth: int
    under: int


def claims(text: str) -> list[Claim]:
    """The claims of a text in their order.

    >>> [(c.number, c.kind, c.cites) for c in claims("1.一种泵，包括壳体。\\n\\n2.根据权利要求1所述的泵，其特征在于壳体为钢。")]
    [(1, 'independent', ()), (2, 'dependent', (1,))]
    """
    found = _apart(text)
    standing = [number for number, _ in found]
    return [_claim(number, words, set(standing[:place])) for place, (number, words) in enumerate(found)]


def tree(listed: Sequence[Claim]) -> list[Placed]:
    """The claims with each under the first that it names, in the order of reading; none is left out."""
    below: dict[int | None, list[Claim]] = {}
    for one in listed:
        below.setdefault(one.parent, []).append(one)
    counted: dict[int, int] = {}
    for one in reversed(listed):      # a claim names only earlier ones: all below it are counted before it
        counted[one.number] = sum(1 + counted[child.number] for child in below.get(one.number, ()))
    return list(_placed(below, counted))


def _placed(below: Mapping[int | None, list[Claim]], counted: Mapping[int, int]) -> Iterator[Placed]:
    waiting = [(one, 0) for one in reversed(below.get(None, []))]
    while waiting:
        claim, depth = waiting.pop()
        yield Placed(claim, depth, counted[claim.number])
        waiting += [(child, depth + 1) for child in reversed(below.get(claim.number, []))]


def _apart(text: str) -> list[tuple[int, str]]:
    """(number, words) of each claim. Blank lines part claims; where they do not, lines that begin with the next number do.

    Claims that were given up before publication stand as one: `1-24. (canceled)`.
    """
    parts = [part.strip() for part in re.split(r"\n\s*\n", text) if part.strip()]
    heads = [_HEAD.match(part) for part in parts]
    numbers = [int(head[1]) if head else 0 for head in heads]
    rising = all(before < after for before, after in pairwise(numbers))
    if rising and len(parts) > 1 and numbers[0] == 1 and (numbers[-1] == len(parts) or (heads[0] and heads[0][2])):
        return [
            (number, (f"{head[1]}–{head[2]} " if head[2] else "") + part[head.end():])
            for number, part, head in zip(numbers, parts, heads, strict=True) if head
        ]
    if parts and not any(numbers):
        return list(enumerate(parts[:MOST], 1))
    return _by_lines(text)


def _by_lines(text: str) -> list[tuple[int, str]]:
    found: list[tuple[int, list[str]]] = []
    for line in text.splitlines():
        head = _HEAD.match(line)
        if head and int(head[1]) == len(found) + 1:
            found.append((len(found) + 1, [line[head.end():]]))
        elif found:
            found[-1][1].append(line)
        elif line.strip():
            found.append((1, [line]))
    return [(number, "\n".join(lines).strip()) for number, lines in found]


def _claim(number: int, text: str, before: Set[int]) -> Claim:
    named = _named(text, number)
    cites, strange = tuple(one for one in named if one in before), tuple(one for one in named if one not in before)
    if not cites:
        return Claim(number, text, "independent", (), strange)
    return Claim(number, text, "refers" if _OTHER_SUBJECT.match(text.strip()) else "dependent", cites, strange)


def _named(text: str, number: int) -> list[int]:
    named: dict[int, None] = {}
    for found in sorted([*_CITED.finditer(text), *_ALL_BEFORE.finditer(text)], key=lambda one: one.start()):
        if found.re is _ALL_BEFORE:
            named |= dict.fromkeys(range(1, number))
            continue
        listed = found["zh"] or found["en"]
        for first, last in _SPAN.findall(listed):
            named |= dict.fromkeys(range(int(first), min(int(last), MOST) + 1))
        named |= dict.fromkeys(int(one) for one in re.findall(r"\d{1,3}", listed))
    return sorted(named) if len(named) > 1 else list(named)
