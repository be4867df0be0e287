"""Chinese names in the order in which people look for them."""

from functools import lru_cache

from pypinyin import Style, lazy_pinyin

from yuzhi.engines.text.folding import fold

_BETWEEN = "\x01"
"""Sorts before all that a name holds; not NUL, which no text of PostgreSQL can hold."""


@lru_cache(maxsize=65_536)
def sort_key(name: str) -> str:
    """The key that sorts names by pinyin, tones breaking ties, Latin letters and digits in their own place.

    The folded name is appended, so that two names have the same key only if they are compared as equal.

    >>> sorted(["榆林", "府谷", "神木", "绥德"], key=sort_key)
    ['府谷', '神木', '绥德', '榆林']
    """
    folded = fold(name)
    syllables = lazy_pinyin(folded, style=Style.TONE3, neutral_tone_with_five=True)
    return " ".join(syllables) + _BETWEEN + folded
