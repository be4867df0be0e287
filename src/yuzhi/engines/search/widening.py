"""A question for a party, widened to every name that the same body bears; what was added stands in the question that is shown."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from yuzhi.engines.search.language import Either, Every, Leaf, Node, Without

NamesOf = Callable[[str], Sequence[str]]
"""The other names of the bodies that bear a name; empty for what is no whole name."""

MOST = 30
_WHOLE_NAME = 8
"""Units: characters. From this length on a word without a field is asked about too; shorter ones are words of a text."""
_SHOWN = 3


class Widened(NamedTuple):
    """The tree that is executed, and a sentence for each name that was widened."""

    tree: Node
    notes: tuple[str, ...] = ()


def widened(node: Node, names_of: NamesOf) -> Widened:
    """The question with each party's other names beside the one that was typed.

    >>> widened(Leaf("延长集团", "name"), lambda name: ["陕西延长石油（集团）有限责任公司"]).notes
    ('“延长集团”还按同一家的 1 个名称查：陕西延长石油（集团）有限责任公司。',)
    """
    if isinstance(node, Leaf):
        return _leaf(node, names_of)
    if isinstance(node, Without):
        inner = widened(node.part, names_of)
        return Widened(Without(inner.tree), inner.notes)
    if isinstance(node, Every | Either):
        parts = [widened(part, names_of) for part in node.parts]
        return Widened(type(node)(tuple(part.tree for part in parts)), tuple(note for part in parts for note in part.notes))
    return Widened(node)


def _leaf(leaf: Leaf, names_of: NamesOf) -> Widened:
    if leaf.open or (leaf.field != "name" and (leaf.field or len(leaf.text) < _WHOLE_NAME)):
        return Widened(leaf)
    found = [name for name in names_of(leaf.text) if '"' not in name]
    if not found:
        return Widened(leaf)
    shown = "、".join(found[:_SHOWN]) + ("等" if len(found) > _SHOWN else "")
    only = f"，只用前 {MOST} 个" if len(found) > MOST else ""
    note = f"“{leaf.text}”还按同一家的 {len(found)} 个名称查{only}：{shown}。"
    return Widened(Either((leaf, *(Leaf(name, "name", quoted=True) for name in found[:MOST]))), (note,))
