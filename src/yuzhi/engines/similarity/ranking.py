"""Ordered answers, by one kind of evidence alone or by all of them."""

from collections.abc import Iterator, Sequence
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from yuzhi.engines.similarity.collection import Collection, Scores, home
from yuzhi.engines.similarity.items import Embed, Item, Parts, Ranked
from yuzhi.engines.similarity.merging import best

Method = Literal["words", "characters", "vectors", "fusion"]
METHODS: tuple[Method, ...] = ("words", "characters", "vectors", "fusion")
"""Words, characters and sentence vectors alone; and everything together, across languages."""

_BLOCK, _CELLS = 64, 4_000_000
"""So many questions, and so many pairs of question and document, are compared at once: each kind of evidence is 16 MB then."""


def answers(
    asked: Sequence[Item], among: Collection, embed: Embed | None, top: int, methods: Sequence[Method] = ("fusion",)
) -> Iterator[dict[Method, list[Ranked]]]:
    """For each asked text, in order, the documents most like it by each method; the document of the same key is left out.

    A question has no vectors without `embed`; then `vectors` finds nothing, and `fusion` does without.
    """
    size = max(1, min(_BLOCK, _CELLS // max(1, len(among.keys))))
    for start in range(0, len(asked), size):
        block = asked[start:start + size]
        scores = among.scores(block, embed)
        spoken = [home(item) for item in block]
        fused = best(block, among, scores, spoken, top) if "fusion" in methods else []
        for at, item in enumerate(block):
            yield {
                method: fused[at] if method == "fusion" else _alone(item, among, scores, method, at, top) for method in methods
            }


def _alone(item: Item, among: Collection, scores: Scores, method: Method, at: int, top: int) -> list[Ranked]:
    score: NDArray[np.float32] = getattr(scores, method)[at]
    most = min(len(score), top + 1)
    first = np.argpartition(-score, most - 1)[:most]
    rows = sorted((int(row) for row in first if among.keys[row] != item.key and score[row] > 0), key=lambda row: (-score[row], among.keys[row]))
    return [
        Ranked(among.keys[row], float(score[row]), among.languages[row], Parts(**{method: float(score[row])})) for row in rows[:top]
    ]
