"""Ways out of an empty answer: the question changed in one place, each with what it would find."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import tantivy

from yuzhi.engines.search.answers import Way
from yuzhi.engines.search.asks import Ask
from yuzhi.engines.search.compiling import Compiler, Filter, narrowed, pieces
from yuzhi.engines.search.describing import leaf_said
from yuzhi.engines.search.explaining import suggest
from yuzhi.engines.search.language import LONGEST, Either, Every, Leaf, Near, Node, Without, leaves, read
from yuzhi.engines.search.ranking import total
from yuzhi.engines.search.spellings import class_forms, is_ipc, is_number
from yuzhi.engines.search.vocabulary import FIELDS, TEXTS
from yuzhi.engines.search.writing import written
from yuzhi.engines.text import fold

_MOST, _SPELLINGS, _FIRST, _PAIRS = 30, 3, 8, 4
_SHOWN = {"spelling": 3, "loosen": 3, "broader": 2, "filter": 4, "drop": 4, "any": 1}
"""What is tried, nearest to the question first, and how many of each are shown."""

class Change(NamedTuple):
    """One change of a question: which sort of change, how it is said, and the question that it makes."""

    kind: str
    said: str
    query: str
    step: int = 0


Spell = Callable[[Leaf], tuple[str, ...]]
"""Leaf that nothing contains → texts that may have been meant; none for what is there."""

class Ways:
    """Finds the ways out of one empty answer; `executed` makes of a question what the index does with it."""

    def __init__(self, searcher: tantivy.Searcher, compiler: Compiler, executed: Callable[[str], Node | None]) -> None:
        self._searcher, self._compiler, self._executed = searcher, compiler, executed

    def out(self, ask: Ask, chosen: Sequence[Filter]) -> tuple[Way, ...]:
        """The changes that find something, nearest to the question first, each with exactly what it finds."""
        tree = read(ask.query).tree
        single = changes(tree, self._spell) if tree else []
        tried = [*self._filters(ask, chosen), *self._finding(single, chosen)]
        if not tried and chosen:
            every = tuple(one.field for one in chosen)
            tried = [way._replace(said=f"{way.said}，去掉全部筛选", lifted=every) for way in self._finding(single, ())]
        if not tried:
            double = [
                second._replace(kind=first.kind, said=f"{first.said}，{second.said}")
                for first in single[:_FIRST] for second in self._after(first)[:_FIRST]
            ]
            tried = self._finding(list({one.query: one for one in reversed(double)}.values())[::-1], chosen)[:_PAIRS]
        place = list(_SHOWN)
        tried.sort(key=lambda way: (place.index(way.kind), way.records if way.kind == "drop" else 0))
        kept, met = [], Counter[str]()
        for way in tried:
            met[way.kind] += 1
            if met[way.kind] <= _SHOWN[way.kind]:
                kept.append(way)
        return tuple(kept)

    def _filters(self, ask: Ask, chosen: Sequence[Filter]) -> list[Way]:
        """Each filter lifted, all of them where no single one helps, and a chosen class made broader."""
        found = []
        for one in chosen:
            if records := self._count(ask.query, [kept for kept in chosen if kept is not one]):
                found.append(Way("filter", f"去掉筛选“{one.name}：{one.label}”", ask.query, records, (one.field,)))
        if len(chosen) > 1 and not found and (records := self._count(ask.query, ())):
            found.append(Way("filter", "去掉全部筛选", ask.query, records, tuple(one.field for one in chosen)))
        for code in ask.classes:
            for wider in broader(code):
                classes = tuple(wider if one == code else one for one in ask.classes)
                if records := self._count(ask.query, self._compiler.filters(replace(ask, classes=classes))):
                    found.append(Way("broader", f"筛选的分类“{code}”放宽到“{wider}”", ask.query, records, (), classes))
                    break
        return found

    def _finding(self, tried: Sequence[Change], chosen: Sequence[Filter]) -> list[Way]:
        """Those of the changes that find something."""
        counted = ((one, self._count(one.query, chosen)) for one in tried)
        return [Way(one.kind, one.said, one.query, records) for one, records in counted if records]

    def _after(self, change: Change) -> list[Change]:
        tree = read(change.query).tree
        return changes(tree, self._spell) if tree else []

    def _count(self, query: str, chosen: Sequence[Filter]) -> int:
        try:
            return total(self._searcher, narrowed(self._compiler.whole(self._executed(query)), chosen))
        except ValueError:      # too many words begin so
            return 0

    def _spell(self, leaf: Leaf) -> tuple[str, ...]:
        text = fold(leaf.text)
        own = [piece.text for piece in pieces(leaf)]
        missing = [word for word in own if not self._count(written(Leaf(word, leaf.field, quoted=len(own) == 1 and leaf.quoted)), ())]
        found = [text.replace(word, meant) for word in missing for meant in suggest(self._searcher, self._compiler.schema, [word])]
        return tuple(dict.fromkeys(found))[:_SPELLINGS]


_FIELD_WORDS = {meaning: word for word, meaning in reversed(FIELDS.items()) if not word.isascii()}


def changes(tree: Node, spell: Spell) -> list[Change]:
    """The questions that differ from this one in one place, nearest first; each can be asked as it is written."""
    found: dict[str, Change] = {}
    for kind, said, node, step in _changed(tree, spell):
        query = written(node)
        if query not in found and node != tree and len(query) <= LONGEST and read(query).tree == node:
            found[query] = Change(kind, said, query, step)
    return sorted(found.values(), key=lambda one: (list(_SHOWN).index(one.kind), one.step))[:_MOST]


_Changed = Iterator[tuple[str, str, Node, int]]


def _changed(node: Node, spell: Spell) -> _Changed:
    if isinstance(node, Leaf):
        yield from _leaf(node, spell)
    elif isinstance(node, Near):
        apart = Every((node.left, node.right))
        yield "loosen", f"“{_short(node.left)}”与“{_short(node.right)}”不限远近", apart, 0
        for kind, said, side, step in _changed(node.left, spell):
            if isinstance(side, Leaf | Either):
                yield kind, said, replace(node, left=side), step
        for kind, said, side, step in _changed(node.right, spell):
            if isinstance(side, Leaf | Either):
                yield kind, said, replace(node, right=side), step
    elif isinstance(node, Every):
        yield from _every(node, spell)
    elif isinstance(node, Either):
        for at, part in enumerate(node.parts):
            yield from _inside(part, spell, lambda one, at=at: Either((*node.parts[:at], one, *node.parts[at + 1:])))  # type: ignore[misc]


def _every(node: Every, spell: Spell) -> _Changed:
    for at, part in enumerate(node.parts):
        rest = (*node.parts[:at], *node.parts[at + 1:])
        yield "drop", f"去掉“{_short(part)}”", rest[0] if len(rest) == 1 else Every(rest), 0
        yield from _inside(part, spell, lambda one, at=at: Every((*node.parts[:at], one, *node.parts[at + 1:])))  # type: ignore[misc]
    words = [part for part in node.parts if isinstance(part, Leaf) and part.field in TEXTS]
    kept = [part for part in node.parts if part not in words]
    if len(words) > 1:
        some = Either(tuple(words))
        yield "any", "这些词有一个就行", Every((some, *kept)) if kept else some, 0


def _inside(part: Node, spell: Spell, put: Callable[[Node], Node]) -> _Changed:
    """The changes of a part, put into the whole."""
    for kind, said, node, step in _changed(part, spell):
        yield kind, said, put(node), step


def _leaf(leaf: Leaf, spell: Spell) -> _Changed:
    if leaf.field in TEXTS:
        for step, word in enumerate(spell(leaf)):
            yield "spelling", f"“{leaf.text}”改为“{word}”", replace(leaf, text=word), step
        if leaf.quoted and len(pieces(replace(leaf, quoted=False))) > 1:
            yield "loosen", f"“{leaf.text}”不必连在一起", replace(leaf, quoted=False), 1
        if leaf.field:
            yield "loosen", f"“{leaf.text}”不限在{_FIELD_WORDS[leaf.field]}里", replace(leaf, field=""), 2
    own = pieces(leaf) if leaf.field in TEXTS and not leaf.quoted and not leaf.open and not _is_code(leaf.text) else ()
    if len(own) > 1:
        for at, piece in enumerate(own):
            rest = [Leaf(other.text, leaf.field) for other in (*own[:at], *own[at + 1:])]
            yield "drop", f"去掉“{piece.text}”", rest[0] if len(rest) == 1 else Every(tuple(rest)), 0
    if leaf.field == "class" or (leaf.field == "" and is_ipc(leaf.text)):
        for step, wider in enumerate(broader(leaf.text)):
            yield "broader", f"分类“{leaf.text}”放宽到“{wider}”", Leaf(wider, "class"), step


def _is_code(text: str) -> bool:
    return is_ipc(text) or is_number(text)


def broader(code: str) -> tuple[str, ...]:
    """The classes that a class lies in, narrowest first.

    >>> broader("B60L 7/10"), broader("第9类")
    (('B60L7', 'B60L', 'B60', 'B'), ())
    """
    return tuple(reversed(class_forms(code)[:-1]))


def _short(node: Node) -> str:
    if isinstance(node, Leaf):
        return leaf_said(node)
    if isinstance(node, Without):
        return f"不含 {_short(node.part)}"
    told = [leaf_said(leaf) for leaf in leaves(node)]
    return "、".join(told[:3]) + ("等" if len(told) > 3 else "")
