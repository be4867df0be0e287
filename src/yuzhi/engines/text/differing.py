"""Which words of a text are not in another one, in the order of both."""

import re
from collections.abc import Iterator
from difflib import SequenceMatcher

from yuzhi.engines.text.tokens import cut

_PIECE = re.compile(r"([\u4e00-\u9fff]+)|[A-Za-z]+|\d+(?:\.\d+)?|\s+|.", re.DOTALL)
_MOST = 4000
"""So many words of a text are compared; longer ones are told apart as a whole only."""


def differing(before: str, text: str) -> list[tuple[str, bool]]:
    """The text in pieces, each with whether it is not in `before` at that place; joined they are the text.

    >>> differing("压力为2MPa的泵", "压力为3MPa的钢泵")
    [('压力为', False), ('3', True), ('MPa的', False), ('钢', True), ('泵', False)]
    """
    if not text:
        return []
    old, new = list(_words(before)), list(_words(text))
    if max(len(old), len(new)) > _MOST:
        return [(text, before != text)]
    pieces: list[tuple[str, bool]] = []
    for what, _, _, first, last in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if piece := "".join(new[first:last]):
            pieces.append((piece, what != "equal" and not piece.isspace()))
    return pieces


def _words(text: str) -> Iterator[str]:
    for found in _PIECE.finditer(text):
        if found[1]:
            yield from cut(found[1])
        else:
            yield found[0]
