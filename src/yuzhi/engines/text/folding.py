"""Texts made comparable: width, compatibility forms and case no longer matter."""

from unicodedata import is_normalized

from yuzhi.kernel.chinese import tidy


class _Folds(dict[int, str]):
    """What each character becomes by itself, learnt as characters are met (at most as many as Unicode has)."""

    def __missing__(self, code: int) -> str:
        self[code] = folded = tidy(f"x{chr(code)}x")[1:-1].lower()
        return folded


_FOLDS = _Folds()


def fold_in_place(text: str) -> str:
    """The text folded letter by letter, blanks kept: place by place the text itself where the lengths are equal."""
    return text.translate(_FOLDS)


def folded_letters(text: str) -> list[str]:
    """What `fold_in_place` makes of each letter; joined they are what it makes of the text."""
    return [_FOLDS[ord(letter)] for letter in text]


def fold(text: str) -> str:
    """The text as search compares it: half width, lower case, runs of blanks made one.

    Equal to `tidy(text).lower()`; letter by letter, which is twice as fast, unless letters act on each other.

    >>> fold("ＣＮ１１３７８１９７４Ａ　 ㎏")
    'cn113781974a kg'
    """
    folded = text.translate(_FOLDS)
    if "Σ" in text or not is_normalized("NFKC", folded):
        return tidy(text).lower()
    return " ".join(folded.split())
