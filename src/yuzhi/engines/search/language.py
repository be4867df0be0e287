"""The query language: what a person types, read into a tree. Nothing typed is ever an error."""

import re
import unicodedata
from dataclasses import dataclass, replace
from typing import Literal

from yuzhi.engines.search.days import days, written_days, years
from yuzhi.engines.search.lexing import Problem, Token, Unreadable, is_joint, tokens
from yuzhi.engines.search.spellings import is_spaced_number
from yuzhi.engines.search.vocabulary import DAYS, FARTHEST, FIELDS, TEXTS, WORDS
from yuzhi.engines.text import characters
from yuzhi.engines.text.tokens import unit_term
from yuzhi.kernel.numbers import candidates

LONGEST = 400
"""Characters of a question that are read; a pasted abstract fits."""
DEEPEST = 20

_QUOTES = str.maketrans(dict.fromkeys("“”„‟「」『』«»", '"'))
SUBCLASS = re.compile(r"[A-H]\d\d[A-Z]", re.IGNORECASE)
"""A word that takes the group of a class after it: "B60L 7/10" is one symbol."""
_GROUP = re.compile(r"\d{1,4}/\d{2,6}")
_SPACED_CLASS = re.compile(r"(?<![^\s:(|])(第?) *([0-9]{1,2}|[一二三四五六七八九十]{1,3}) *类(?![^\s)|])")
_DAY_WORDS = "|".join(sorted((word for word, meaning in FIELDS.items() if meaning in (*DAYS, "year")), key=len, reverse=True))
_SPACED_DAYS = re.compile(rf"((?:{_DAY_WORDS})[:=]) *([\d年月日./-]+) *(\.\.+|~|至|到) *(?=[\d])", re.IGNORECASE)
_LEAST_RIGHT, _LEAST_LEFT, _LEAST_NUMBER = 2, 3, 4
_MOST_PAIRS = 24

Open = Literal["", "right", "left", "both"]


@dataclass(frozen=True, slots=True)
class Leaf:
    """One word or quoted phrase, looked for in one field or, "", everywhere.

    `open` names the sides at which the word may go on: "right" finds every word that begins so.
    """

    text: str
    field: str = ""
    quoted: bool = False
    open: Open = ""


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


@dataclass(frozen=True, slots=True)
class Near:
    """Both sides in one text with at most `far` characters between them, character by character as if quoted.

    A run of Latin letters counts as one character. Each side is a leaf, or leaves of which one is enough; all of one
    field. `ordered`: the left one comes first.
    """

    left: "Leaf | Either"
    right: "Leaf | Either"
    far: int
    ordered: bool = False


Node = Leaf | Every | Either | Without | Near


@dataclass(frozen=True, slots=True)
class Reading:
    """A question as it was understood; `tree` None finds everything.

    `notes` say what was set aside. `problems` are what the language does not know, with the place of each.
    """

    tree: Node | None
    notes: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def read(query: str) -> Reading:
    """The question as a tree. What does not follow the language is read as plain words, and the problems say so."""
    text = unicodedata.normalize("NFKC", query.encode("utf-8", "replace").decode("utf-8")).translate(_QUOTES).strip()
    notes: list[str] = []
    if len(text) > LONGEST:
        text = text[:LONGEST]
        notes.append(f"问题太长，只用了前 {LONGEST} 个字。")
    text = _SPACED_DAYS.sub(r"\1\2..", _SPACED_CLASS.sub(r"\1\2类", text))
    if text in ("", "*"):
        return Reading(None, tuple(notes))
    problems: list[Problem] = []
    try:
        found, problems = tokens(text)
        parser = _Parser(found)
        tree = parser.whole()
        problems += parser.problems
    except Unreadable as reason:
        problems.append(Problem(reason.at, reason.text, f"{reason}，整个检索式已按普通词检索"))
        tree = _plain(text)
    spelt = candidates(text)
    if spelt and all(one.doubt for one in spelt):
        notes += dict.fromkeys(one.doubt for one in spelt)
    if is_spaced_number(text):
        tree = Either((Leaf(text, "number"), tree)) if tree else Leaf(text, "number")
    return Reading(tree or Leaf(text), tuple(notes), tuple(dict.fromkeys(problems)))


def leaves(node: Node | None) -> list[Leaf]:
    """The leaves of a tree that are asked for, in order; those asked to be absent are left out.

    What must stand near each other is looked for as if it were quoted.
    """
    if node is None or isinstance(node, Without):
        return []
    if isinstance(node, Leaf):
        return [node]
    if isinstance(node, Near):
        return [replace(leaf, quoted=True) for side in (node.left, node.right) for leaf in leaves(side)]
    return [leaf for part in node.parts for leaf in leaves(part)]


def _within(node: Node, field_name: str, token: Token) -> Node:
    """The tree with its leaves looked for in one field; a leaf that names its own field keeps it.

    Raises: Unreadable where a leaf is no value of the field.
    """
    if isinstance(node, Without):
        return Without(_within(node.part, field_name, token))
    if isinstance(node, Every | Either):
        return type(node)(tuple(_within(part, field_name, token) for part in node.parts))
    if isinstance(node, Near):
        if field_name not in TEXTS:
            raise Unreadable(f"“{WORDS[field_name]}:”里不能写邻近", token.at, token.text)
        left, right = _within(node.left, field_name, token), _within(node.right, field_name, token)
        assert isinstance(left, Leaf | Either)
        assert isinstance(right, Leaf | Either)
        return Near(left, right, node.far, node.ordered)
    if node.field:
        return node
    return _checked(replace(node, field=field_name), token)


def _checked(leaf: Leaf, token: Token) -> Leaf:
    """The leaf with its value as its field has it.

    Raises: Unreadable where the text is no value of the field, or too little of a word is given.
    """
    if leaf.open and leaf.field in ("year", *DAYS):
        raise Unreadable(f"“{WORDS[leaf.field]}:”里不能写“*”", token.at, token.text)
    if leaf.field == "year" and years(leaf.text) is None:
        raise Unreadable(f"“{leaf.text}”不是年份", token.at, token.text)
    if leaf.field in DAYS:
        bounds = days(leaf.text)
        if bounds is None:
            raise Unreadable(f"“{leaf.text}”不是日期，请写 2020-01-01..2021-12-31 或 2020", token.at, token.text)
        return replace(leaf, text=written_days(bounds), quoted=False)
    if leaf.open and leaf.field in TEXTS:
        _check_open(leaf, token)
    if leaf.open and leaf.field == "number" and (leaf.open != "right" or len(leaf.text) < _LEAST_NUMBER):
        raise Unreadable(f"号码只能在后面截，前面至少 {_LEAST_NUMBER} 位", token.at, token.text)
    return leaf


def _check_open(leaf: Leaf, token: Token) -> None:
    units = characters(leaf.text)
    if not units:
        raise Unreadable("“*”旁边没有词", token.at, token.text)
    first, last = (unit_term(unit) != unit for unit in (units[0], units[-1]))       # Latin words, not single characters
    if leaf.open in ("right", "both") and last and len(units[-1]) < _LEAST_RIGHT:
        raise Unreadable(f"“*”前面至少要有 {_LEAST_RIGHT} 个字母", token.at, token.text)
    if leaf.open in ("left", "both") and first:
        if len(units) > 1:
            raise Unreadable("“*”写在前面时，后面只能是一个词", token.at, token.text)
        if len(units[0]) < _LEAST_LEFT:
            raise Unreadable(f"“*”后面至少要有 {_LEAST_LEFT} 个字母", token.at, token.text)


def _plain(text: str) -> Node | None:
    cleaned = re.sub(r'["()|*]', " ", text)
    parts = [piece.lstrip("-") for piece in cleaned.split() if not is_joint(piece)]
    nodes = tuple(Leaf(part) for part in parts if part)
    return nodes[0] if len(nodes) == 1 else Every(nodes) if nodes else None


class _Parser:
    """Reads tokens from left to right; OR binds more loosely than words side by side, NEAR more tightly."""

    def __init__(self, found: list[Token]) -> None:
        self.tokens, self.at = found, 0
        self.problems: list[Problem] = []

    def whole(self) -> Node | None:
        """The tree of all tokens."""
        tree = self._either(0)
        if self.at < len(self.tokens):
            raise self._fault("括号没有成对")
        return tree

    def _peek(self) -> str:
        return self.tokens[self.at].kind if self.at < len(self.tokens) else ""

    def _take(self) -> Token:
        self.at += 1
        return self.tokens[self.at - 1]

    def _fault(self, reason: str, token: Token | None = None) -> Unreadable:
        if token is None and self.tokens:
            token = self.tokens[min(self.at, len(self.tokens) - 1)]
        return Unreadable(reason, token.at, token.text) if token else Unreadable(reason)

    def _either(self, depth: int) -> Node | None:
        if depth > DEEPEST:
            raise self._fault("括号层数太多")
        parts, joints = [self._every(depth)], list[Token]()
        while self._peek() == "pipe":
            joints.append(self._take())
            parts.append(self._every(depth))
        if len(parts) == 1:
            return parts[0]
        nodes = tuple(part for part in parts if part is not None)
        if len(nodes) < len(parts):
            raise self._fault("“OR”两边要各有一个词", joints[max(0, parts.index(None) - 1)])
        return Either(nodes)

    def _every(self, depth: int) -> Node | None:
        parts: list[Node] = []
        while self._peek() not in ("", "pipe", "close"):
            if self._peek() in ("near", "adj"):
                raise self._fault("邻近两边要各有一个词")
            parts.append(self._near(self._one(depth), depth))
        return parts[0] if len(parts) == 1 else Every(tuple(parts)) if parts else None

    def _near(self, left: Node, depth: int) -> Node:
        """The node, and what must stand near it if that is asked."""
        if self._peek() not in ("near", "adj"):
            return left
        joint = self._take()
        if self._peek() in ("", "pipe", "close", "minus", "near", "adj"):
            raise self._fault("邻近两边要各有一个词", joint)
        right = self._one(depth)
        if self._peek() in ("near", "adj"):
            raise self._fault("邻近不能连写，请用括号和 AND 分开写")
        if joint.far > FARTHEST:
            raise self._fault(f"邻近最多相隔 {FARTHEST} 个字", joint)
        return self._joined(left, right, joint)

    def _joined(self, left: Node, right: Node, joint: Token) -> Near:
        sides: list[Leaf | Either] = []
        for side in (left, right):
            if not isinstance(side, Leaf | Either) or not _only_leaves(side):
                raise self._fault("邻近两边只能是词、短语，或括号里用 OR 连起来的词", joint)
            sides.append(side)
        among = [leaves(side) for side in sides]
        fields = {leaf.field for part in among for leaf in part}
        if len(fields) > 1:
            raise self._fault("邻近两边要在同一个字段里，如 标题:(风机 NEAR/5 叶片)", joint)
        if not fields <= set(TEXTS):
            raise self._fault(f"“{WORDS[fields.pop()]}:”里不能写邻近", joint)
        if len(among[0]) * len(among[1]) > _MOST_PAIRS:
            raise self._fault(f"邻近两边的词太多，两两相配最多 {_MOST_PAIRS} 对", joint)
        return Near(sides[0], sides[1], joint.far, joint.kind == "adj")

    def _one(self, depth: int) -> Node:
        token = self._take()
        if token.kind == "minus":
            if self._peek() in ("", "pipe", "close", "minus", "near", "adj"):
                raise self._fault("“NOT”或“-”后面要有一个词", token)
            return Without(self._one(depth))
        if token.kind == "open":
            inner = self._either(depth + 1)
            if self._peek() != "close":
                raise self._fault("括号没有成对", token)
            self._take()
            if inner is None:
                raise self._fault("括号里没有词", token)
            return inner
        if token.kind == "prefix":
            return self._scoped(token, depth)
        return self._leaf(token, "")

    def _scoped(self, prefix: Token, depth: int) -> Node:
        field_name = FIELDS[prefix.text[:-1].lower()]
        if self._peek() == "open":
            return _within(self._one(depth), field_name, prefix)
        if self._peek() not in ("word", "quoted"):
            raise self._fault(f"“{prefix.text}”后面没有内容", prefix)
        return self._leaf(self._take(), field_name)

    def _leaf(self, token: Token, field_name: str) -> Leaf:
        text, side = _sides(token)
        if token.kind == "quoted" and not text.strip():
            raise self._fault("引号里没有内容", token)
        if field_name in ("", "class") and SUBCLASS.fullmatch(text) and self._peek() == "word":
            following = self.tokens[self.at].text
            if _GROUP.fullmatch(following):
                self._take()
                text, field_name = f"{text} {following}", "class"
        while field_name == "number" and not side and sum(map(str.isdigit, text)) < 7 and self._peek() == "word":
            more, side = _sides(self._take())
            text += f" {more}"
        if side and field_name in ("class", "county", "state", "kind"):
            self.problems.append(Problem(token.at, token.text, f"“{WORDS[field_name]}:”本来就包括以它开头的，“*”没有用上"))
            side = ""
        return _checked(Leaf(text, field_name, token.kind == "quoted", side), token)


def _only_leaves(node: Node) -> bool:
    return isinstance(node, Leaf) or (isinstance(node, Either) and all(map(_only_leaves, node.parts)))


def _sides(token: Token) -> tuple[str, Open]:
    """The text of a word without its stars, and the sides at which they stood."""
    if token.kind == "quoted":
        return token.text, "right" if token.open else ""
    text = token.text.strip("*")
    left, right = token.text.startswith("*"), token.text.endswith("*")
    return text, "both" if left and right else "left" if left else "right" if right else ""
