"""Many parties put into groups: no group by chains, none with two credit codes, and what is doubtful goes to review."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from yuzhi.engines.matching.blocking import Blocks, latin_stars, review_blocks
from yuzhi.engines.matching.chinese import ChineseName
from yuzhi.engines.matching.declared import Weights, weights
from yuzhi.engines.matching.parties import Mention, Name, compare, compare_names, other_names, read
from yuzhi.engines.matching.scores import Score
from yuzhi.kernel.chinese import fold

MOST_IN_BLOCK = 60


@dataclass(frozen=True, slots=True)
class Pair:
    """Two parties and how alike they are; `left` and `right` are keys of mentions."""

    left: str
    right: str
    score: Score


@dataclass(frozen=True, slots=True)
class Grouping:
    """Groups of keys, best known name first; `pairs` say why members joined and what a person should look at.

    `left_out` counts blocks that were too large to compare for review; nobody is merged by them.
    """

    groups: tuple[tuple[str, ...], ...]
    pairs: tuple[Pair, ...]
    left_out: int

    @property
    def to_review(self) -> tuple[Pair, ...]:
        """The pairs that a person should look at, the most alike first."""
        return tuple(pair for pair in self.pairs if pair.score.band == "review")


class _Groups:
    """Disjoint sets of mentions that never hold two codes."""

    def __init__(self, mentions: Sequence[Mention]) -> None:
        self._above = list(range(len(mentions)))
        self.codes = [one.code for one in mentions]

    def root(self, place: int) -> int:
        while self._above[place] != place:
            self._above[place] = self._above[self._above[place]]
            place = self._above[place]
        return place

    def join(self, one: int, two: int) -> bool:
        """Whether both now stand in one group: not where it would hold two codes."""
        one, two = self.root(one), self.root(two)
        if one == two:
            return True
        if self.codes[one] and self.codes[two] and self.codes[one] != self.codes[two]:
            return False
        self._above[two] = one
        self.codes[one] = self.codes[one] or self.codes[two]
        return True


def group(
    mentions: Sequence[Mention], said: Weights | None = None, *, review: bool = True, whole_groups: bool = False
) -> Grouping:
    """The mentions in groups, with the reasons; every mention stands in exactly one.

    With `review` also the doubtful pairs between groups. With `whole_groups` Latin names that begin with a famous name are
    counted as it: corporate groups and not companies.
    """
    said = said or weights()
    named: dict[str, Name] = {}
    for one in mentions:
        if one.name not in named:
            named[one.name] = read(one.name)
    names = [named[one.name] for one in mentions]
    groups = _Groups(mentions)
    _by_code(mentions, groups)
    blocks = _by_name(mentions, names, groups, said, whole_groups)
    _by_facts(mentions, blocks, groups, said)
    members: dict[int, list[int]] = defaultdict(list)
    for place in range(len(mentions)):
        members[groups.root(place)].append(place)
    for listed in members.values():
        listed.sort(key=lambda place: (-mentions[place].records, place))
    pairs = [
        Pair(mentions[listed[0]].key, mentions[other].key, compare(mentions[listed[0]], mentions[other], said))
        for listed in members.values() if review for other in listed[1:]
    ]
    left_out = 0
    if review:
        heads = sorted(listed[0] for listed in members.values())
        doubtful, left_out = _doubtful(mentions, names, heads, groups, said)
        pairs += doubtful
    return Grouping(
        tuple(tuple(mentions[place].key for place in listed) for listed in members.values()), tuple(pairs), left_out
    )


def _by_code(mentions: Sequence[Mention], groups: _Groups) -> None:
    first: dict[str, int] = {}
    for place, one in enumerate(mentions):
        if one.code:
            groups.join(first.setdefault(one.code, place), place)


def _by_name(mentions: Sequence[Mention], names: Sequence[Name], groups: _Groups, said: Weights, whole_groups: bool) -> Blocks:
    """Joins what bears one name; returns the mentions by the key of their name."""
    blocks: Blocks = defaultdict(list)
    for place, name in enumerate(names):
        if isinstance(name, ChineseName) and name.person:
            blocks[f"person:{name.core}"].append(place)
        else:
            blocks[name.key].append(place)
    for key, places in blocks.items():
        if len(places) < 2:
            continue
        if key.startswith("person:"):
            _join_people(mentions, places, groups)
        else:
            for alike in _alike(names, places, said):
                _join_named(mentions, alike, groups)
    for star in latin_stars(mentions, names, blocks, said, whole_groups=whole_groups):
        _join_named(mentions, star, groups)
    return blocks


def _join_people(mentions: Sequence[Mention], places: Iterable[int], groups: _Groups) -> None:
    """People of one name are one person only where the address is the same."""
    first: dict[str, int] = {}
    for place in places:
        if address := fold(mentions[place].address):
            groups.join(first.setdefault(address, place), place)


def _join_named(mentions: Sequence[Mention], places: Sequence[int], groups: _Groups) -> None:
    """Joins the mentions of one name; where it has more than one code, those without a code stay by themselves."""
    codes = {groups.codes[groups.root(place)] for place in places} - {""}
    open_ones = [place for place in places if not groups.codes[groups.root(place)]]
    listed = places if len(codes) < 2 else open_ones
    for place in listed[1:]:
        groups.join(listed[0], place)


def _alike(names: Sequence[Name], places: Sequence[int], said: Weights) -> Iterator[list[int]]:
    """The mentions of one block parted so that inside a part every two are the same.

    A name that is like two others which are not like each other is a bridge: it joins neither.
    """
    signs: dict[tuple[object, ...], list[int]] = {}
    for place in places:
        signs.setdefault(_sign(names[place]), []).append(place)
    if len(signs) == 1:
        yield list(places)
        return
    listed = list(signs.values())
    same: dict[int, set[int]] = {at: {at} for at in range(len(listed))}
    for at, to in combinations(range(len(listed)), 2):
        if compare_names(names[listed[at][0]], names[listed[to][0]], said).band == "same":
            same[at].add(to)
            same[to].add(at)
    bridges = {at for at, near in same.items() if any(to not in same[other] for other in near for to in near)}
    parts = {frozenset(near - bridges) if at not in bridges else frozenset({at}) for at, near in same.items()}
    for part in sorted(parts, key=min):
        yield [place for at in sorted(part) for place in listed[at]]


def _sign(name: Name) -> tuple[object, ...]:
    if isinstance(name, ChineseName):
        return name.form, name.group, name.province, name.city, name.county
    return ()


def _by_facts(mentions: Sequence[Mention], blocks: Blocks, groups: _Groups, said: Weights) -> None:
    """Joins by former, foreign and short names, where exactly one group bears the name."""
    for place, one in enumerate(mentions):
        for fact in other_names(one):
            known = read(fact)
            found = [
                other for other in blocks.get(known.key, ())
                if compare_names(known, read(mentions[other].name), said).band == "same"
            ]
            if len({groups.root(other) for other in found}) == 1:
                groups.join(place, found[0])


def _doubtful(
    mentions: Sequence[Mention], names: Sequence[Name], heads: Sequence[int], groups: _Groups, said: Weights
) -> tuple[list[Pair], int]:
    found: dict[tuple[int, int], Score] = {}
    left_out = 0
    for block in review_blocks(names, heads, mentions):
        if len(block) > MOST_IN_BLOCK:
            left_out += 1
            continue
        for one, two in combinations(sorted(block), 2):
            if (one, two) not in found:
                found[one, two] = _between(mentions[one], mentions[two], said)
    pairs = [Pair(mentions[one].key, mentions[two].key, score) for (one, two), score in found.items() if score.band == "review"]
    return sorted(pairs, key=lambda pair: (-pair.score.score, pair.left, pair.right)), left_out


def _between(one: Mention, two: Mention, said: Weights) -> Score:
    """How alike the heads of two groups are; names that are the same yet stay apart were kept apart for a reason."""
    score = compare(one, two, said)
    if score.band != "same":
        return score
    cap = said.objections["name_shared"].number
    return Score(cap, said.band(cap), score.features, (*score.objections, "name_shared"), score.supports, score.relation)
