"""A tree written as a question again. Of a question that follows the language, `language.read` makes the same tree again."""

from yuzhi.engines.search.language import SUBCLASS, Either, Leaf, Node, Without

WORDS: dict[str, str] = {
    "title": "标题", "name": "申请人", "class": "分类", "number": "号码", "county": "地区", "year": "年", "state": "状态", "kind": "类型",
}
"""The field as it is written."""

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
    return f"{WORDS[leaf.field]}:{text}" if leaf.field else text
