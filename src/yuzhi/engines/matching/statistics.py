"""Records of several fields linked by statistics: how much each agreement says is learnt from the records themselves.

The model of Fellegi and Sunter with levels of agreement; its parameters by expectation and maximisation. For people, whose names
decide nothing. Source: Fellegi and Sunter, A Theory for Record Linkage, 1969.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from math import log2
from random import Random

from rapidfuzz.distance import JaroWinkler

Record = Mapping[str, str]
Pattern = tuple[int, ...]
EXACT, NEAR, FAR, MISSING = 3, 2, 1, 0
NEAR_ENOUGH = 0.85
ROUNDS, CLOSE = 100, 1e-6
_LEVELS = (EXACT, NEAR, FAR)
_RANDOM_PAIRS = 200_000
_LEAST = 1e-6


@dataclass(frozen=True, slots=True)
class Link:
    """Two records and the weight of evidence that they are one, in bits; `chance` is how likely that makes it."""

    left: int
    right: int
    weight: float
    chance: float


@dataclass(frozen=True, slots=True)
class Model:
    """How often each level of each field is met among pairs that are one, and among those that are not."""

    fields: tuple[str, ...]
    same: tuple[Mapping[int, float], ...]
    other: tuple[Mapping[int, float], ...]
    prior: float

    def weight(self, pattern: Pattern) -> float:
        """The weight of evidence of a pattern in bits, fields taken as independent; a missing value says nothing."""
        return sum(
            log2(self.same[place][level] / self.other[place][level]) for place, level in enumerate(pattern) if level != MISSING
        )

    def chance(self, pattern: Pattern) -> float:
        """How likely it is that two records with this pattern are one."""
        odds = self.prior / (1 - self.prior) * 2 ** self.weight(pattern)
        return odds / (1 + odds)


def linked(
    left: Sequence[Record], right: Sequence[Record], fields: Sequence[str], blocks: Iterable[Callable[[Record], str]],
    *, least: float = 0.5,
) -> list[Link]:
    """The pairs of the two lists that are one by at least that chance, each record at most once, the surest first."""
    pairs = sorted(_candidates(left, right, blocks))
    if not pairs:
        return []
    patterns = [pattern(left[one], right[two], fields) for one, two in pairs]
    model = fitted(Counter(patterns), _by_chance(left, right, fields), tuple(fields))
    found = [
        Link(one, two, model.weight(seen), model.chance(seen)) for (one, two), seen in zip(pairs, patterns, strict=True)
    ]
    used_left: set[int] = set()
    used_right: set[int] = set()
    kept: list[Link] = []
    for link in sorted(found, key=lambda one: (-one.weight, one.left, one.right)):
        if link.chance >= least and link.left not in used_left and link.right not in used_right:
            used_left.add(link.left)
            used_right.add(link.right)
            kept.append(link)
    return kept


def pattern(left: Record, right: Record, fields: Sequence[str]) -> Pattern:
    """The level of agreement of each field."""
    return tuple(_level(left.get(field, ""), right.get(field, "")) for field in fields)


def fitted(patterns: Mapping[Pattern, int], other: tuple[Mapping[int, float], ...], fields: tuple[str, ...]) -> Model:
    """The model that makes the patterns most likely, where what chance does is known already."""
    same: tuple[Mapping[int, float], ...] = tuple({EXACT: 0.9, NEAR: 0.08, FAR: 0.02} for _ in fields)
    model = Model(fields, same, other, 0.1)
    total = sum(patterns.values())
    for _ in range(ROUNDS):
        shares = {seen: model.chance(seen) * number for seen, number in patterns.items()}
        counted: list[dict[int, float]] = [dict.fromkeys(_LEVELS, _LEAST) for _ in fields]
        for seen, share in shares.items():
            for place, level in enumerate(seen):
                if level != MISSING:
                    counted[place][level] += share
        same = tuple({level: number / sum(one.values()) for level, number in one.items()} for one in counted)
        prior = min(1 - _LEAST, max(_LEAST, sum(shares.values()) / total))
        settled = abs(prior - model.prior) < CLOSE
        model = Model(fields, same, other, prior)
        if settled:
            break
    return model


def _candidates(left: Sequence[Record], right: Sequence[Record], blocks: Iterable[Callable[[Record], str]]) -> set[tuple[int, int]]:
    found: set[tuple[int, int]] = set()
    for key in blocks:
        here: dict[str, list[int]] = defaultdict(list)
        for place, record in enumerate(left):
            if value := key(record):
                here[value].append(place)
        for place, record in enumerate(right):
            found.update(product(here.get(key(record), ()), (place,)))
    return found


def _by_chance(left: Sequence[Record], right: Sequence[Record], fields: Sequence[str]) -> tuple[Mapping[int, float], ...]:
    """How often each level is met between records that were drawn by chance."""
    random = Random(1)  # noqa: S311 - a sample, no secret
    counted = [Counter(dict.fromkeys(_LEVELS, 1)) for _ in fields]
    for _ in range(min(_RANDOM_PAIRS, len(left) * len(right))):
        seen = pattern(random.choice(left), random.choice(right), fields)
        for place, level in enumerate(seen):
            if level != MISSING:
                counted[place][level] += 1
    return tuple({level: number / one.total() for level, number in one.items()} for one in counted)


def _level(one: str, two: str) -> int:
    if not one or not two:
        return MISSING
    if one == two:
        return EXACT
    return NEAR if JaroWinkler.similarity(one, two, score_cutoff=NEAR_ENOUGH) >= NEAR_ENOUGH else FAR
