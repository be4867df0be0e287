"""What texts are compared by: words with their neighbours, and short runs of characters."""

import itertools
import re
from collections.abc import Iterator
from functools import lru_cache

import tantivy

from yuzhi.engines.text import fold
from yuzhi.engines.text.tokens import cut

_RUN = re.compile(r"(?P<latin>[a-z0-9à-öø-ɏßΑ-ωЀ-ӿ]+)|(?P<hangul>[가-힯]+)|(?P<cjk>[぀-ヿ一-鿿々]+)")
_GRAM, _PAIR = 5, 2
_STEMMED = {"en": "english", "de": "german", "fr": "french", "es": "spanish", "ru": "russian"}
_IDLE = """
a an the of and or to in is are for with at by from on as be was were which that this it its said wherein comprising comprises
comprise having has have includes include including first second third one at least being can thereof therein such into between
when if each other more than
的 了 和 与 及 或 在 是 对 为 之 其 等 中 以 于 把 被 将 从 由 并 而 所 该 此 一种 所述 本发明 包括 公开
der die das und mit ein eine einer eines einem einen von zu zur zum ist sind wird werden dem den des im für auf durch oder
le la les et un une des du de dans pour est par qui
"""
IDLE = frozenset(_IDLE.split())
"""Words that say nothing about what a text is about."""


def runs(text: str) -> Iterator[tuple[str, str]]:
    """The stretches of a folded text: (latin | hangul | cjk, letters)."""
    for match in _RUN.finditer(text):
        yield match.lastgroup or "", match.group()


def surface(text: str) -> list[str]:
    """The words of a text as they stand, folded, without numbers and idle words."""
    found: list[str] = []
    for kind, run in runs(fold(text)):
        found += cut(run) if kind == "cjk" else [run]
    return [word for word in found if word not in IDLE and not word.isdigit()]


def words(text: str, language: str) -> list[str]:
    """The words of a text, those of European languages without endings, and each word with its follower.

    >>> words("Heat pumps for drying", "en")
    ['heat', 'pump', 'dri', 'heat pump', 'pump dri']
    """
    cleaned = [stem(word, language) for word in surface(text)]
    return cleaned + [f"{one} {other}" for one, other in itertools.pairwise(cleaned)]


def grams(text: str, _language: str = "") -> list[str]:
    """Runs of five Latin letters (across blanks), and pairs of neighbouring characters of other scripts.

    >>> grams("余热 pump 3")
    ['余热', ' pump', 'pump ']
    """
    found: list[str] = []
    latin: list[str] = []
    for kind, run in runs(fold(text)):
        if kind == "latin":
            if not run.isdigit():
                latin.append(run)
        else:
            found += [run[at:at + _PAIR] for at in range(len(run) - _PAIR + 1)] or [run]
    line = f" {' '.join(latin)} " if latin else ""
    return found + [line[at:at + _GRAM] for at in range(len(line) - _GRAM + 1)]


def terms(text: str, language: str) -> list[str]:
    """The words that may have a translation, as they stand; in English also pairs of longer words."""
    found = [word for word in surface(text) if len(word) > 1]
    if language == "en":
        found += [f"{one} {other}" for one, other in itertools.pairwise(found) if min(len(one), len(other)) > 3]
    return found


@lru_cache(maxsize=500_000)
def stem(word: str, language: str) -> str:
    """The word without its ending."""
    if word[0] > "⺀" or language not in _STEMMED:
        return word
    found: list[str] = _analyzer(_STEMMED[language]).analyze(word)
    return found[0] if found else word


@lru_cache(maxsize=8)
def _analyzer(name: str) -> tantivy.TextAnalyzer:
    return tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.raw()).filter(tantivy.Filter.stemmer(name)).build()
