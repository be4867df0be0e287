"""A question cut into the tokens of the query language."""

import re
from typing import NamedTuple

from yuzhi.engines.search.vocabulary import ABSENT, FIELDS, OPERATORS, USUAL


class Token(NamedTuple):
    """One token: its kind, its text, its place in the question counted from 1, and what else it carries.

    `far` is the reach of a `near`, `open` the side on which a word is truncated.
    """

    kind: str
    text: str
    at: int
    far: int = 0
    open: str = ""


class Problem(NamedTuple):
    """What the language does not know: where it stands, counted from 1, the text there, and what was done about it."""

    at: int
    text: str
    said: str

    @property
    def sentence(self) -> str:
        """The problem with its place."""
        return f"第 {self.at} 个字“{self.text}”：{self.said}。"


class Unreadable(Exception):
    """The question does not follow the language; its text is the Chinese reason."""

    def __init__(self, reason: str, at: int = 1, text: str = "") -> None:
        super().__init__(reason)
        self.at, self.text = at, text


_TOKEN = re.compile(
    r"""(?P<blank>\s+)
    | (?P<open>\() | (?P<close>\)) | (?P<pipe>\|)
    | (?P<minus>-(?=[^\s-]))
    | (?P<prefix>[^\s:="()|\-]{1,12}[:=])
    | "(?P<quoted>[^"]*)"(?P<star>\*?)
    | (?P<quote>")
    | (?P<word>[^\s"()|]+)""",
    re.VERBOSE,
)
_NEAR = re.compile(r"(?:(?:NEAR/?|near/|邻近/|近/)(?P<near>\d{1,4}))|(?:(?:ADJ/?|adj/|顺序/)(?P<adj>\d{1,4}))")
_BARE = {"NEAR": ("near", USUAL), "邻近": ("near", USUAL), "ADJ": ("adj", 0)}
_TELLING = re.compile(r"[^\W_]")
_STRANGE_WORD = re.compile(r"XOR|SAME|SENTENCE|PARAGRAPH|[WNPS]/\d+|PRE/\d+|\d+[WN]|TO|and|or|not")
_WILD = re.compile(r"[A-Za-z0-9][?$#]|\w[?$#]\w|\w\*\w|\w~\d|\w\^\d")
_SIGN = re.compile(r"[&+!~^/\\#$%*@<>?]+")
_LETTERS = re.compile(r"[^\W\d_]+")


def tokens(text: str) -> tuple[list[Token], list[Problem]]:
    """The tokens of a question, and what in it only looks like the language.

    Raises: Unreadable where a quotation is not closed.
    """
    found: list[Token] = []
    strange: list[Problem] = []
    for match in _TOKEN.finditer(text):
        kind, piece, at = match.lastgroup or "word", match.group(), match.start() + 1
        before = text[match.start() - 1] if match.start() else " "
        if kind == "quote":
            raise Unreadable("引号没有成对", at, text[match.start():match.start() + 8])
        if kind in ("quoted", "star"):
            found.append(Token("quoted", match.group("quoted"), at, open="right" if match.group("star") else ""))
            continue
        if kind == "minus" and before not in " (\t\n|:=":
            kind = "word"
        if kind == "prefix" and piece[:-1].lower() not in FIELDS:
            kind = "word"
            if _LETTERS.fullmatch(piece[:-1]) and text[match.end():match.end() + 1] != "/" and before in ' ()"|\t\n-':
                strange.append(Problem(at, piece, _unknown_field(piece)))
        if kind == "word":
            _word(found, strange, text, match, before)
        elif kind != "blank":
            found.append(Token(kind, piece, at))
    return found, strange


def _word(found: list[Token], strange: list[Problem], text: str, match: re.Match[str], before: str) -> None:
    """Adds a word, or the operator that it is; what is glued to a word before it belongs to that word."""
    piece, at = match.group(), match.start() + 1
    if found and found[-1].kind == "word" and before not in ' ()"|\t\n':
        found[-1] = found[-1]._replace(text=found[-1].text + piece)
        return
    alone = _alone(text, match.end(), before)
    if alone and is_joint(piece):
        found += _joint(piece, at)
        return
    if alone and (said := _strange(piece)):
        strange.append(Problem(at, piece, said))
    if not _TELLING.search(piece):
        return
    if _WILD.search(piece):
        strange.append(Problem(at, piece, "截词只用“*”，写在词的最前或最后；这里按原样的字查"))
    found.append(Token("word", piece, at))


def _joint(piece: str, at: int) -> list[Token]:
    """The token of a word that joins others; none for one that means the same as a blank."""
    if piece in OPERATORS:
        return [] if OPERATORS[piece] == "blank" else [Token(OPERATORS[piece], piece, at)]
    if near := _NEAR.fullmatch(piece):
        kind = near.lastgroup or ""
        return [Token(kind, piece, at, int(near.group(kind)))]
    kind, far = _BARE[piece]
    return [Token(kind, piece, at, far)]


def _strange(piece: str) -> str:
    """Why a word standing alone is no part of the language though it looks like one; "" where it is a plain word."""
    if _STRANGE_WORD.fullmatch(piece):
        return _unknown_operator(piece)
    return "不是检索式的符号，没有用上" if _SIGN.fullmatch(piece) else ""


def is_joint(piece: str) -> bool:
    """Whether a word standing alone joins others instead of being looked for."""
    return piece in OPERATORS or piece in _BARE or bool(_NEAR.fullmatch(piece))


def _unknown_field(piece: str) -> str:
    absent = ABSENT.get(piece[:-1].lower())
    return f"{absent}，按普通词查" if absent else "不是检索式的字段，按普通词查"


def _unknown_operator(piece: str) -> str:
    if piece in ("and", "or", "not"):
        return f"小写时按普通词查；要作连接词，请写 {piece.upper()}"
    return "不是检索式的连接词，按普通词查；邻近请写 NEAR/5，有先后请写 ADJ/5"


def _alone(text: str, end: int, before: str) -> bool:
    return before in " ()\t\n\"|" and text[end:end + 1] in ("", " ", "(", ")", "\t", "\n", '"', "|")
