"""The query language: what a person types, read into a tree. Nothing typed is ever an error."""

import re
import unicodedata
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from yuzhi.engines.search.spellings import is_spaced_number
from yuzhi.kernel.numbers import candidates

LONGEST = 400
"""Characters of a question that are read; a pasted abstract fits."""
DEEPEST = 20
FIELDS: dict[str, str] = {
    "名称": "title", "标题": "title", "title": "title", "ti": "title",
    "pa": "name", "申请人": "name", "权利人": "name", "专利权人": "name", "注册人": "name", "applicant": "name", "holder": "name",
    "分类号": "class", "分类": "class", "class": "class", "ipc": "class", "cpc": "class", "ic": "class",
    "号": "number", "号码": "number", "申请号": "number", "公开号": "number", "注册号": "number", "number": "number", "no": "number",
    "县": "county", "区县": "county", "地区": "county", "county": "county", "area": "county",
    "年": "year", "年份": "year", "year": "year",
    "状态": "state", "state": "state", "st": "state",
    "类型": "kind", "kind": "kind",
}
"""Field prefixes, folded, and the field they mean."""

OPERATORS: dict[str, str] = {
    "OR": "pipe", "或": "pipe", "AND": "blank", "与": "blank", "和": "blank", "NOT": "minus", "非": "minus",
}
"""Words that join others when they stand alone, and the sign that each stands for."""

FieldWord = Literal["", "title", "name", "class", "number", "county", "year", "state", "kind"]

_QUOTES = str.maketrans(dict.fromkeys("“”„‟「」『』«»", '"'))
_TOKEN = re.compile(
    r"""(?P<blank>\s+)
    | (?P<open>\() | (?P<close>\)) | (?P<pipe>\|)
    | (?P<minus>-(?=[^\s-]))
    | (?P<prefix>[^\s:="()|\-]{1,12}[:=])
    | "(?P<quoted>[^"]*)"
    | (?P<quote>")
    | (?P<word>[^\s"()|]+)""",
    re.VERBOSE,
)
_TELLING = re.compile(r"[^\W_]")
_YEARS = re.compile(r"(\d{4})?(?:\s*(-|~|\.\.|至|到)\s*(\d{4})?)?年?")
SUBCLASS = re.compile(r"[A-H]\d\d[A-Z]", re.IGNORECASE)
"""A word that takes the group of a class after it: "B60L 7/10" is one symbol."""
_GROUP = re.compile(r"\d{1,4}/\d{2,6}")
_SPACED_CLASS = re.compile(r"(?<![^\s:(|])(第?) *([0-9]{1,2}|[一二三四五六七八九十]{1,3}) *类(?![^\s)|])")


@dataclass(frozen=True, slots=True)
class Leaf:
    """One word or quoted phrase, looked for in one field or, "" , everywhere."""

    text: str
    field: str = ""
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class Every:
    """All parts must hold."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """One part at least must hold."""

    parts: tuple["Node", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """The part must not hold."""

    part: "Node"


Node = Leaf | Every | Either | Without


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it was understood; `tree` None finds everything. `notes` say what was set aside."""

    tree: Node | None
    notes: tuple[str, ...] = field(default=())


class _Token(NamedTuple):
    kind: str
    text: str


class _Unreadable(Exception):
    """The question does not follow the language; its text is the Chinese reason."""


def read(query: str) -> Reading:
    """The question as a tree. What does not follow the language is read as plain words, and a note says so."""
    text = unicodedata.normalize("NFKC", query.encode("utf-8", "replace").decode("utf-8")).translate(_QUOTES).strip()
    notes: list[str] = []
    if len(text) > LONGEST:
        text = text[:LONGEST]
        notes.append(f"问题太长，只用了前 {LONGEST} 个字。")
    text = _SPACED_CLASS.sub(r"\1\2类", text)
    if text in ("", "*"):
        return Reading(None, tuple(notes))
    try:
        tree = _Parser(_tokens(text)).whole()
    except _Unreadable as reason:
        notes.append(f"{reason}，已按普通词检索。")
        tree = _plain(text)
    spelt = candidates(text)
    if spelt and all(one.doubt for one in spelt):
        notes += dict.fromkeys(one.doubt for one in spelt)
    if is_spaced_number(text):
        tree = Either((Leaf(text, "number"), tree)) if tree else Leaf(text, "number")
    return Reading(tree or Leaf(text), tuple(notes))


def years(text: str) -> tuple[int | None, int | None] | None:
    """The bounds that a year or a range of years names; None where it is neither.

    >>> years("2019-2021"), years("2020"), years("2019-"), years("去年")
    ((2019, 2021), (2020, 2020), (2019, None), None)
    """
    match = _YEARS.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not match or not (match.group(1) or match.group(3)):
        return None
    low, dash, high = match.groups()
    first, last = (int(low) if low else None), (int(high) if high else None)
    if not dash:
        return first, first
    return (last, first) if first and last and first > last else (first, last)


def leaves(node: Node | None) -> list[Leaf]:
    """The leaves of a tree that are asked for, in order; those asked to be absent are left out."""
    if node is None or isinstance(node, Without):
        return []
    if isinstance(node, Leaf):
        return [node]
    return [leaf for part in node.parts for leaf in leaves(part)]


def _within(node: Node, field_name: str) -> Node:
    """The tree with its leaves looked for in one field; a leaf that names its own field keeps it.

    Raises: _Unreadable where a leaf is no value of the field.
    """
    if isinstance(node, Without):
        return Without(_within(node.part, field_name))
    if isinstance(node, Every | Either):
        return type(node)(tuple(_within(part, field_name) for part in node.parts))
    if node.field:
        return node
    if field_name == "year" and years(node.text) is None:
        raise _Unreadable(f"“{node.text}”不是年份")
    return Leaf(node.text, field_name, node.quoted)


def _tokens(text: str) -> list[_Token]:
    found: list[_Token] = []
    for match in _TOKEN.finditer(text):
        kind, piece = match.lastgroup or "word", match.group()
        before = text[match.start() - 1] if match.start() else " "
        if kind == "quote":
            raise _Unreadable("引号没有成对")
        if kind == "minus" and before not in " (\t\n|:":
            kind = "word"
        if kind == "word" and piece in OPERATORS and _alone(text, match.end(), before):
            kind = OPERATORS[piece]
        if kind == "prefix" and piece[:-1].lower() not in FIELDS:
            kind = "word"
        glued = found and found[-1].kind == "word" and kind == "word" and before not in ' ()"|\t\n'
        if glued:
            found[-1] = _Token("word", found[-1].text + piece)
        elif kind != "blank" and not (kind == "word" and not _TELLING.search(piece)):
            found.append(_Token(kind, match.group("quoted") if kind == "quoted" else piece))
    return found


def _alone(text: str, end: int, before: str) -> bool:
    return before in " ()\t\n\"|" and text[end:end + 1] in ("", " ", "(", ")", "\t", "\n", '"', "|")


def _plain(text: str) -> Node | None:
    cleaned = re.sub(r'["()|]', " ", text)
    parts = [piece.lstrip("-") for piece in cleaned.split() if piece not in OPERATORS]
    nodes = tuple(Leaf(part) for part in parts if part)
    return nodes[0] if len(nodes) == 1 else Every(nodes) if nodes else None


class _Parser:
    """Reads tokens from left to right; OR binds more loosely than words side by side."""

    def __init__(self, tokens: list[_Token]) -> None:
        self.tokens, self.at = tokens, 0

    def whole(self) -> Node | None:
        """The tree of all tokens."""
        tree = self._either(0)
        if self.at < len(self.tokens):
            raise _Unreadable("括号没有成对")
        return tree

    def _peek(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""

    def _take(self) -> _Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def _either(self, depth: int) -> Node | None:
        if depth > DEEPEST:
            raise _Unreadable("括号层数太多")
        parts = [self._every(depth)]
        while self._peek() == "pipe":
            self._take()
            parts.append(self._every(depth))
        if len(parts) == 1:
            return parts[0]
        nodes = tuple(part for part in parts if part is not None)
        if len(nodes) < len(parts):
            raise _Unreadable("“OR”两边要各有一个词")
        return Either(nodes)

    def _every(self, depth: int) -> Node | None:
        parts: list[Node] = []
        while self._peek() not in ("", "pipe", "close"):
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else Every(tuple(parts)) if parts else None

    def _one(self, depth: int) -> Node:
        token = self._take()
        if token.kind == "minus":
            if self._peek() in ("", "pipe", "close", "minus"):
                raise _Unreadable("“-”后面要有一个词")
            return Without(self._one(depth))
        if token.kind == "open":
            inner = self._either(depth + 1)
            if self._peek() != "close":
                raise _Unreadable("括号没有成对")
            self._take()
            if inner is None:
                raise _Unreadable("括号里没有词")
            return inner
        if token.kind == "prefix":
            return self._scoped(token.text[:-1], depth)
        return self._leaf(token, "")

    def _scoped(self, prefix: str, depth: int) -> Node:
        if self._peek() == "open":
            return _within(self._one(depth), FIELDS[prefix.lower()])
        if self._peek() not in ("word", "quoted"):
            raise _Unreadable(f"“{prefix}:”后面没有内容")
        return self._leaf(self._take(), FIELDS[prefix.lower()])

    def _leaf(self, token: _Token, field_name: str) -> Leaf:
        text = token.text
        if token.kind == "quoted" and not text.strip():
            raise _Unreadable("引号里没有内容")
        if field_name in ("", "class") and SUBCLASS.fullmatch(text) and self._peek() == "word":
            following = self.tokens[self.at].text
            if _GROUP.fullmatch(following):
                self._take()
                text, field_name = f"{text} {following}", "class"
        while field_name == "number" and sum(map(str.isdigit, text)) < 7 and self._peek() == "word":
            text += f" {self._take().text}"
        if field_name == "year" and years(text) is None:
            raise _Unreadable(f"“{text}”不是年份")
        return Leaf(text, field_name, token.kind == "quoted")
