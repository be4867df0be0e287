"""Texts cut into words, and into the characters that an exact phrase is made of."""

import re
import sys
from array import array
from typing import NamedTuple

import rjieba

from yuzhi.engines.text.folding import fold

_WORD = re.compile(r"\w")
_LETTERS = "a-zß-öø-ɏͰ-ϿЀ-ӿ"
_LATIN = re.compile(f"[{_LETTERS}]+")
_ALPHANUMERIC = re.compile(f"[{_LETTERS}0-9]+")
_UNIT = re.compile(rf"[{_LETTERS}]+|\S")
_CHUNK = re.compile(rf"(?P<latin>[{_LETTERS}0-9]+)|(?P<chinese>[^\W_{_LETTERS}0-9]+)")
_FENCE = "\x1f"
_STAND_IN = 0xF0000
_FEW = 12
_BLANK = ord(" ")
_CODES = f"utf-32-{sys.byteorder[0]}e"


class Pairs(NamedTuple):
    """The units of a text in order, and each unit with its follower, both joined by blanks."""

    units: str
    pairs: str


def words(text: str) -> list[str]:
    """The words of a text as one searches for them, folded; long Chinese words also give their parts.

    Punctuation is left out, numbers stay, Latin words are not stemmed.

    >>> words("煤制油催化剂，ＣＯ２")
    ['煤制油', '催化', '化剂', '催化剂', 'co2']
    """
    return [word for word in rjieba.cut_for_search(fold(text)) if _WORD.search(word)]


def characters(text: str) -> list[str]:
    """The folded characters of a text in order, without white space; a run of Latin letters is one character.

    Punctuation and single digits count, so that a phrase of characters is an exact substring.

    >>> characters("含CO2的 Heat pump。")
    ['含', 'co', '2', '的', 'heat', 'pump', '。']
    """
    return _UNIT.findall(fold(text))


def chunks(folded: str) -> list[tuple[str, bool]]:
    """The stretches of a folded text between punctuation: (stretch, whether it is Latin letters and digits).

    >>> chunks("co2浓度，heat-pump")
    [('co2', True), ('浓度', False), ('heat', True), ('pump', True)]
    """
    return [(match.group(), match.lastgroup == "latin") for match in _CHUNK.finditer(folded)]


def cut(folded: str) -> list[str]:
    """The words of a stretch of Chinese, none overlapping: `"".join(cut(x)) == x`."""
    return list(rjieba.cut(folded))


def is_in_dictionary(word: str) -> bool:
    """Whether every text that contains the word gives it among its `long_words`."""
    return len(word) >= 3 and bool(rjieba.has_word(word))


def long_words(folded: str) -> list[str]:
    """Every dictionary word of three and more Chinese characters that a folded text contains, and its Latin words.

    Overlapping words are all given, however the sentence would be cut: a word that is a substring is found.
    Shorter Chinese words need no list of their own: they are units and pairs.

    >>> long_words("中华人民共和国 co2")
    ['中华人民', '中华人民共和国', '人民共和国', '共和国', 'co2']
    """
    found = [word for word in rjieba.cut_all(folded) if len(word) > 2 and word[0] > "⺀"]
    found += _ALPHANUMERIC.findall(folded)
    return found


def unit_term(unit: str) -> str:
    """A unit as it stands in the index; Latin runs are fenced, so that no two pairs read the same."""
    return f"{_FENCE}{unit}{_FENCE}" if _LATIN.fullmatch(unit) else unit


def pair_term(left: str, right: str) -> str:
    """Two neighbouring units as they stand in the index."""
    return unit_term(left) + unit_term(right)


def _couples(line: str) -> str:
    """Each character with its follower, blanks between: "煤制油" gives "煤制 制油"."""
    if len(line) < 2:
        return ""
    codes = array("I", line.encode(_CODES))
    laid = array("I", [_BLANK]) * (3 * len(codes) - 4)
    laid[0::3], laid[1::3] = codes[:-1], codes[1:]
    return laid.tobytes().decode(_CODES)


def pairs(folded: str) -> Pairs:
    """The units and pairs of a folded text as the index stores them; equal to joining `unit_term` and `pair_term`.

    Half of the cost of filling an index lies here. One stand-in character takes the place of each Latin run, so
    that the pairs can be laid out as an array of code points: six times as fast as a list of pairs.
    Raises: UnicodeEncodeError for a text with half characters.
    """
    runs: dict[str, str] = {}

    def stand_in(match: re.Match[str]) -> str:
        run = match.group()
        if run not in runs:
            runs[run] = chr(_STAND_IN + len(runs))
        return runs[run]

    line = _LATIN.sub(stand_in, folded).replace(" ", "")
    units, couples = " ".join(line), _couples(line)
    if len(runs) > _FEW:
        table = {ord(mark): f"{_FENCE}{run}{_FENCE}" for run, mark in runs.items()}
        return Pairs(units.translate(table), couples.translate(table))
    for run, mark in runs.items():
        fenced = f"{_FENCE}{run}{_FENCE}"
        units, couples = units.replace(mark, fenced), couples.replace(mark, fenced)
    return Pairs(units, couples)
