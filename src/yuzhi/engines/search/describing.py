"""How a question was understood, in plain Chinese."""

from yuzhi.engines.search.language import Either, Every, Leaf, Near, Node, Without
from yuzhi.engines.search.vocabulary import DAYS, FIELDS

_FIELD_WORDS = {meaning: word for word, meaning in reversed(FIELDS.items()) if not word.isascii()}
_OPEN = {"right": "（开头相同即可）", "left": "（结尾相同即可）", "both": "（词中有即可）"}


def describe(node: Node | None) -> str:
    """A question in plain Chinese."""
    if node is None:
        return "全部记录"
    if isinstance(node, Leaf):
        where = f"{_FIELD_WORDS[node.field]}{'在' if node.field in DAYS else '为'}" if node.field else ""
        how = _OPEN.get(node.open, "（逐字）" if node.quoted and not node.field else "")
        return f"{where}“{_days_said(node.text) if node.field in DAYS else node.text}”{how}"
    if isinstance(node, Without):
        return f"不含{_grouped(node.part)}"
    if isinstance(node, Near):
        order = "在前，相距" if node.ordered else "相距"
        return f"{_grouped(node.left)} 与 {_grouped(node.right)} {order}不超过 {node.far} 个字或外文词"
    joint = "或者" if isinstance(node, Either) else "并且"
    return f" {joint} ".join(_grouped(part) for part in node.parts)


def leaf_said(leaf: Leaf) -> str:
    """A leaf in short: its field and its text."""
    text = f"{'*' if leaf.open in ('left', 'both') else ''}{leaf.text}{'*' if leaf.open in ('right', 'both') else ''}"
    return f"{_FIELD_WORDS[leaf.field]}:{text}" if leaf.field else text


def _days_said(text: str) -> str:
    first, between, last = text.partition("..")
    if not between:
        return text
    return f"{first} 至 {last}" if first and last else f"{first} 起" if first else f"{last} 止"


def _grouped(node: Node) -> str:
    said = describe(node)
    return f"（{said}）" if isinstance(node, Every | Either | Near) else said
