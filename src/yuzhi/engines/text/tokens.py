"""Texts cut into words, and into the characters that an exact phrase is made of."""

import re

import rjieba

from yuzhi.engines.text.folding import fold

_WORD = re.compile(r"\w")
_UNIT = re.compile(r"[a-zß-öø-ɏͰ-ϿЀ-ӿ]+|\S")


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
