"""Texts made comparable: width, compatibility forms and case no longer matter."""

from yuzhi.kernel.chinese import tidy


def fold(text: str) -> str:
    """The text as search compares it: half width, lower case, runs of blanks made one.

    >>> fold("ＣＮ１１３７８１９７４Ａ　 ㎏")
    'cn113781974a kg'
    """
    return tidy(text).lower()
