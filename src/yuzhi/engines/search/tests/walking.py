"""A second, slower search: walks every entry in plain Python and knows nothing of the index, the compiler or the tokens.

Words here are at most two Chinese characters, one Latin word, or quoted; then a word is found where its characters stand.
"""

import re
from collections.abc import Iterable, Iterator
from unicodedata import normalize

from yuzhi.engines.search import Entry
from yuzhi.engines.search.language import Either, Every, Leaf, Near, Node, Without

_UNIT = re.compile(r"[a-z]+|\S")


def walked(node: Node, entries: Iterable[Entry]) -> set[str]:
    """The keys of the entries for which the tree holds."""
    return {entry.key for entry in entries if _holds(node, entry)}


def _holds(node: Node, entry: Entry) -> bool:
    if isinstance(node, Every):
        return all(_holds(part, entry) for part in node.parts)
    if isinstance(node, Either):
        return any(_holds(part, entry) for part in node.parts)
    if isinstance(node, Without):
        return not _holds(node.part, entry)
    if isinstance(node, Near):
        return any(
            _near(left, right, node, text) for left in _leaves(node.left) for right in _leaves(node.right)
            for text in _texts(entry, left.field)
        )
    return _leaf(node, entry)


def _leaf(leaf: Leaf, entry: Entry) -> bool:
    if leaf.field in ("filed", "published", "granted"):
        first, dots, last = leaf.text.partition("..")
        day = getattr(entry, leaf.field)
        return bool(day) and (first or "0") <= day <= ((last or "9") if dots else first)
    if leaf.field == "year":
        low, dash, high = leaf.text.partition("-")
        return entry.year is not None and int(low) <= entry.year <= (int(high or 9999) if dash else int(low))
    if leaf.field == "class":
        return any(code.replace(" ", "").startswith(leaf.text) for code in entry.codes)
    if leaf.field == "number":
        return any(number.removeprefix("CN").startswith(leaf.text.removeprefix("CN")) for number in entry.numbers)
    return any(list(_spots(leaf, text)) for text in _texts(entry, leaf.field))


def _near(left: Leaf, right: Leaf, asked: Near, text: str) -> bool:
    for start, end in _spots(left, text):
        for other_start, other_end in _spots(right, text):
            if 0 <= other_start - end <= asked.far or (not asked.ordered and 0 <= start - other_end <= asked.far):
                return True
    return False


def _spots(leaf: Leaf, text: str) -> Iterator[tuple[int, int]]:
    """Where the leaf stands, counted in characters and Latin words."""
    units, wanted = (_UNIT.findall(normalize("NFKC", one).lower()) for one in (text, leaf.text))
    for at in range(len(units) - len(wanted) + 1):
        pairs = list(zip(wanted, units[at:at + len(wanted)], strict=True))
        if all(_fits(one, unit, leaf, place == 0, place == len(wanted) - 1) for place, (one, unit) in enumerate(pairs)):
            yield at, at + len(wanted)


def _fits(wanted: str, unit: str, leaf: Leaf, first: bool, last: bool) -> bool:
    if not wanted.isascii() or not wanted.isalpha():
        return wanted == unit
    if last and leaf.open == "right":
        return unit.startswith(wanted)
    if first and leaf.open == "left":
        return unit.isascii() and unit.endswith(wanted)
    if leaf.open == "both":
        return wanted in unit
    return wanted == unit


def _texts(entry: Entry, field: str) -> list[str]:
    everything = [entry.title, *entry.names, *entry.others, *entry.text.split("\n")]
    return {
        "": everything, "title": [entry.title], "name": list(entry.names), "abstract": [entry.abstract], "claims": [entry.claims],
        "inventor": list(entry.inventors),
    }[field]


def _leaves(side: Node) -> list[Leaf]:
    if isinstance(side, Leaf):
        return [side]
    assert isinstance(side, Either)
    return [leaf for part in side.parts for leaf in _leaves(part)]
