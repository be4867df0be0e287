"""Which parties are compared at all: those that share enough for a comparison to be worth its cost."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

from yuzhi.engines.matching.declared import Weights
from yuzhi.engines.matching.latin import LatinName, compare_latin, weight_of
from yuzhi.engines.matching.parties import Mention, Name
from yuzhi.engines.matching.scores import LOST, SOUNDS

Blocks = dict[str, list[int]]
FRONT = 4
MOST_WITH_WORD = 400
WELL_KNOWN = 50
FAMOUS = 500
FEWEST_FOR_REVIEW = 2
MOST_MORE = 4


def review_blocks(names: Sequence[Name], heads: Sequence[int], mentions: Sequence[Mention]) -> Iterator[list[int]]:
    """Heads of groups that a person may want to compare: the same core elsewhere, the same characters, the same sound."""
    blocks: Blocks = defaultdict(list)
    for place in heads:
        name = names[place]
        if isinstance(name, LatinName):
            blocks[f"latin:{name.core[0]}"].append(place)
            continue
        blocks[f"core:{name.core}"].append(place)
        if not name.person:
            blocks[f"order:{''.join(sorted(name.joined))}/{name.unit}"].append(place)
            blocks[f"lost:{name.joined.replace(LOST, '')}/{name.unit}"].append(place)
            blocks[f"sound:{name.joined.translate(SOUNDS)}/{name.unit}"].append(place)
        if mentions[place].address:
            blocks[f"address:{mentions[place].address}"].append(place)
    seen: set[tuple[int, ...]] = set()
    for block in blocks.values():
        if len(block) >= FEWEST_FOR_REVIEW and (listed := tuple(block)) not in seen:
            seen.add(listed)
            yield block


def latin_stars(
    mentions: Sequence[Mention], names: Sequence[Name], blocks: Blocks, said: Weights, *, whole_groups: bool = False
) -> Iterator[list[int]]:
    """Mentions of Latin names around the best known spelling of each: every member is like the middle one, no chains.

    With `whole_groups` names that begin with a famous one count as it: members of a group as the group.
    """
    keys = {key: name for key, places in blocks.items() if isinstance(name := names[places[0]], LatinName)}
    records = {key: sum(mentions[place].records for place in blocks[key]) for key in keys}
    near = _near(keys)
    middle: dict[str, str] = {}
    for key in sorted(keys, key=lambda one: (-records[one], one)):
        best = (0.0, "")
        for other in near.get(key, ()):
            if middle.get(other) == other:
                lifted = _lifted(keys[other], keys[key], records[other], said)
                if whole_groups and records[other] >= max(FAMOUS, records[key]) and _begins(keys[other], keys[key]):
                    lifted |= frozenset(said.supports["famous"].lifts)
                score = compare_latin(keys[key], keys[other], said, lifted)
                if score.band == "same" and (score.score, other) > best:
                    best = score.score, other
        middle[key] = best[1] or key
    stars: dict[str, list[int]] = defaultdict(list)
    for key, other in middle.items():
        stars[other] += blocks[key]
    yield from (star for key, star in stars.items() if len(star) > len(blocks[key]))


def _lifted(short: LatinName, long: LatinName, records: int, said: Weights) -> frozenset[str]:
    """The objection to generic words more, where the shorter name is well known.

    Universities are left out, their foundations are bodies of their own.
    """
    known = records >= WELL_KNOWN and len(short.core) < len(long.core) and "university" not in short.core
    return frozenset(said.supports["better_known"].lifts) if known else frozenset()


def _begins(short: LatinName, long: LatinName) -> bool:
    return "university" not in short.core and long.core[: len(short.core)] == short.core


def _near(keys: dict[str, LatinName]) -> dict[str, set[str]]:
    shared: dict[str, list[str]] = defaultdict(list)
    for key, name in keys.items():
        for word in set(name.core):
            shared[word].append(key)
        shared[f"^{name.core[0][:FRONT]}"].append(key)
    near: dict[str, set[str]] = defaultdict(set)
    for word, listed in shared.items():
        if len(listed) > MOST_WITH_WORD or (word[0] != "^" and weight_of(word) < 1.0):
            continue
        for one, two in combinations(listed, 2):
            if abs(len(keys[one].core) - len(keys[two].core)) <= MOST_MORE:
                near[one].add(two)
                near[two].add(one)
    return near

