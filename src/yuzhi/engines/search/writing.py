"""A tree written as a question again. Of a question that follows the language, `language.read` makes the same tree again."""

from yuzhi.engines.search.language import SUBCLASS, Either, Leaf, Near, Node, Without
from yuzhi.engines.search.vocabulary import WORDS

_JOINING = ("number", "class")


def written(node: Node | None) -> str:
    """The question in the query language; "*" finds everything.

    >>> from yuzhi.engines.search.language import Every
    >>> written(Every((Leaf("风机", "title"), Without(Leaf("叶片")))))
    '标题:风机 NOT 叶片'
    """
    if node is None:
        return "*"
    if isinstance(node, Leaf):
        return _leaf(node)
    if isinstance(node, Without):
        return f"NOT ({written(node.part)})" if isinstance(node.part, Without) else f"NOT {_part(node.part)}"
    if isinstance(node, Near):
        return f"{_part(node.left)} {'ADJ' if node.ordered else 'NEAR'}/{node.far} {_part(node.right)}"
    return (" OR " if isinstance(node, Either) else " ").join(map(_part, node.parts))


def _part(node: Node) -> str:
    """A part that stands beside others: in brackets where it could run into them."""
    bare = isinstance(node, Leaf) and (node.quoted or node.field not in _JOINING) and not _like_a_class(node)
    beside = isinstance(node, Without) and isinstance(node.part, Leaf)
    return written(node) if bare or beside else f"({written(node)})"


def _like_a_class(leaf: Leaf) -> bool:
    return not leaf.quoted and bool(SUBCLASS.fullmatch(leaf.text))


def _leaf(leaf: Leaf) -> str:
    text = f'"{leaf.text}"' if leaf.quoted else leaf.text
    text = f"{'*' if leaf.open in ('left', 'both') else ''}{text}{'*' if leaf.open in ('right', 'both') else ''}"
    return f"{WORDS[leaf.field]}:{text}" if leaf.field else text
