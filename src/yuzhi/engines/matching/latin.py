"""Latin names of bodies: accents, legal forms and wrappers taken away, words made one; and two of them compared."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml
from rapidfuzz.distance import OSA

from yuzhi.engines.matching.declared import Weights
from yuzhi.engines.matching.scores import Score, settled
from yuzhi.kernel.chinese import tidy

_QUIRK = re.compile(r"\(?\bcnt\b[\s)]*\w*\W*\bcod\b\W*\d*\)?|&#?\w+;")
_NOT_WORD = re.compile(r"[^a-z0-9]+")
_LETTERS = re.compile(r"\b(?:[a-z] )+[a-z]\b")
_LONG, _LONGER = 5, 9
WEAK = 0.25
SHORTEST_INITIALS = 3


@dataclass(frozen=True, slots=True)
class LatinName:
    """A name in its parts: `words` without legal forms, `core` the words that say who it is, in their order."""

    raw: str
    words: tuple[str, ...]
    core: tuple[str, ...]
    legal: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """What spellings of one name share: the words that say who it is, in whatever order."""
        return " ".join(sorted(self.core))


@dataclass(frozen=True, slots=True)
class _Words:
    legal: frozenset[tuple[str, ...]]
    longest: int
    stop: frozenset[str]
    wrappers: frozenset[str]
    expand: Mapping[str, str]
    phrases: tuple[tuple[re.Pattern[str], str], ...]
    weak: frozenset[str]
    misspelled: tuple[str, ...]


@cache
def _said() -> _Words:
    said: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("latin.yml").read_text(encoding="utf-8"))
    legal = frozenset(tuple(form.split()) for form in said["legal"])
    phrases = tuple((re.compile(rf"(?:\b{phrase}\b|{phrase})" if phrase[0] == "^" else rf"\b{phrase}\b"), short) for phrase, short in said["phrases"].items())
    return _Words(
        legal, max(map(len, legal)), frozenset(said["stop"]), frozenset(said["wrappers"]), said["expand"], phrases,
        frozenset(said["weak"]), tuple(said["typos"]),
    )


def read_latin(name: str) -> LatinName:
    """The name taken apart.

    A name in another script is one word, as it is.

    >>> read_latin("The Böhler & Weiß Manufacturing Co., Ltd.").words
    ('bohler', 'weiss', 'manufacturing')
    >>> read_latin("The United States of America as represented by the Secretary of the Navy").core
    ('us', 'navy')
    """
    said = _said()
    line = _plain(name)
    for phrase, short in said.phrases:
        line = phrase.sub(short, line)
    line = _LETTERS.sub(lambda match: match.group().replace(" ", ""), line)
    tokens, legal = _without_legal([_spelled(token) for token in line.split()], said)
    words = tuple(token for token in tokens if token not in said.stop) or tuple(tokens)
    university = any(said.expand.get(word, word) == "university" for word in words)
    kept = tuple(word for word in words if word not in said.wrappers or (word == "system" and not university)) or words
    full = tuple(part for word in kept for part in said.expand.get(word, word).split()) or (tidy(name).lower(),)
    return LatinName(name, words, _without_initials(full, tokens), tuple(legal))


@lru_cache(maxsize=65_536)
def _spelled(word: str) -> str:
    """A word of legal forms and wrappers in its right spelling, where it is a letter or two away from one."""
    said = _said()
    if len(word) < _LONG or word in said.wrappers or (word,) in said.legal:
        return word
    return next((right for right in said.misspelled if word[0] == right[0] and alike(word, right)), word)


def _without_initials(full: tuple[str, ...], tokens: list[str]) -> tuple[str, ...]:
    """The words without one that only repeats the initials of the others, as in "… Scientifique (CNRS)"."""
    if len(full) < SHORTEST_INITIALS + 1:
        return full
    for place in (len(full) - 1, 0):
        word = full[place]
        others = full[:place] + full[place + 1 :]
        if len(word) >= SHORTEST_INITIALS and word in {initials(others), initials([one for one in tokens if one != word])}:
            return others
    return full


def initials(words: Iterable[str]) -> str:
    """The first letters of the words."""
    return "".join(word[0] for word in words)


def weight_of(word: str) -> float:
    """How much a word says about who it is: little where many names have it."""
    return WEAK if word in _said().weak else 1.0


def compare_latin(left: LatinName, right: LatinName, said: Weights, lifted: frozenset[str] = frozenset()) -> Score:
    """The score of two Latin names."""
    if left.key == right.key:
        return settled({"name": 1.0}, (), said)
    shared, rest_left, rest_right, typos = _shared(left.core, right.core)
    union = sum(map(weight_of, (*shared, *rest_left, *rest_right)))
    features = {"name": round(sum(map(weight_of, shared)) / union, 4) if union else 0.0}
    rest = (*rest_left, *rest_right)
    if not rest:
        return settled({"name": 1.0}, ("typo",) if typos else (), said)
    strong = any(weight_of(word) == 1.0 for word in shared)
    if strong and all(weight_of(word) < 1.0 for word in rest) and not (rest_left and rest_right):
        return settled({"name": 1.0}, ("words_added",) if "words_added" not in lifted else (), said, relation="group")
    if strong and not (rest_left and rest_right) and left.core[0] == right.core[0]:
        if "names_begun" in lifted:
            return settled({"name": 1.0}, (), said, relation="group")
        return settled(features, ("names_begun",), said, relation="group")
    return settled(features, ("names_differ",), said)


def _plain(name: str) -> str:
    folded = unicodedata.normalize("NFKD", name.replace("ß", "ss").replace("&amp;", "&")).lower()
    bare = "".join(char for char in folded if not unicodedata.combining(char))
    bare = _QUIRK.sub(" ", bare).replace("&", " and ").replace("'", "")
    return _NOT_WORD.sub(" ", bare).strip()


def _without_legal(tokens: list[str], said: _Words) -> tuple[list[str], list[str]]:
    """Legal forms leave both ends, as often as they stand there, but never the whole name."""
    found: list[str] = []
    again = True
    while again:
        again = False
        for size in range(min(said.longest, len(tokens) - 1), 0, -1):
            if tuple(tokens[-size:]) in said.legal:
                found[:0], tokens, again = tokens[-size:], tokens[:-size], True
                break
    if len(tokens) > 2 and tuple(tokens[:2]) in said.legal:
        found, tokens = [*tokens[:2], *found], tokens[2:]
    return tokens, found


def _shared(left: tuple[str, ...], right: tuple[str, ...]) -> tuple[list[str], list[str], list[str], int]:
    """(words of both, of the left only, of the right only, how many of both are spelled apart)."""
    rest_right = list(right)
    shared: list[str] = []
    rest_left: list[str] = []
    for word in left:
        if word in rest_right:
            rest_right.remove(word)
            shared.append(word)
        else:
            rest_left.append(word)
    typos = 0
    for word in list(rest_left):
        twin = next((other for other in rest_right if alike(word, other)), None)
        if twin is not None:
            rest_left.remove(word)
            rest_right.remove(twin)
            shared.append(word)
            typos += 1
    return shared, rest_left, rest_right, typos


@lru_cache(maxsize=65_536)
def alike(one: str, two: str) -> bool:
    """Whether two words are one spelled in two ways: a letter apart, two where the word is long; short words never."""
    size = min(len(one), len(two))
    if size < _LONG or one.isdigit() or two.isdigit():
        return False
    allowed = 2 if size >= _LONGER else 1
    return bool(OSA.distance(one, two, score_cutoff=allowed) <= allowed)
