"""One list out of many kinds of evidence and many languages."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from yuzhi.engines.similarity.collection import Collection, Scores
from yuzhi.engines.similarity.items import Item, Parts, Ranked

SAME = Parts(words=1.0, characters=1.0, title=.2, topics=.5, vectors=.3)
"""What each kind of evidence counts between texts of one language."""

ACROSS = Parts(characters=.3, translated=1.0, vectors=.6)
"""What it counts between texts of two languages."""

COMMON, OTHER = "en", .05
"""Documents in English stand among those of the asked text's own language one for one; other languages come less often."""

KIN = .3
"""By how much of itself the likeness of texts of the very same classes grows; without classes nothing is lost."""

LATER = .6
"""What is left of the likeness of a document that was published after the asked text."""


def best(asked: Sequence[Item], among: Collection, scores: Scores, spoken: Sequence[str], top: int) -> list[list[Ranked]]:
    """For each asked text the documents most like it, best first, itself left out.

    Scores of two languages cannot be compared, ranks can: the lists of the languages are shuffled into one. Ties come in the
    order of the collection.
    """
    found = []
    tongues = np.asarray(among.languages)
    years = np.array([0 if year is None else year for year in among.years])
    for at, (item, tongue) in enumerate(zip(asked, spoken, strict=True)):
        own = tongues == tongue
        score = np.where(own, _sum(scores, SAME, at), _sum(scores, ACROSS, at))
        score = score * (1 + KIN * scores.classes[at])
        if item.year is not None:
            score = np.where(years > item.year, score * LATER, score)
        found.append(_shuffled(item, among, scores, score, at, top, own))
    return found


def _sum(scores: Scores, weights: Parts, at: int) -> NDArray[np.float32]:
    total = np.zeros(scores.words.shape[1], np.float32)
    for evidence, weight in zip(scores, weights, strict=True):
        if weight:
            total += np.float32(weight) * evidence[at]
    return total


def _shuffled(
    item: Item, among: Collection, scores: Scores, score: NDArray[np.float32], at: int, top: int, own: NDArray[np.bool_]
) -> list[Ranked]:
    tongues = np.asarray(among.languages)
    if item.key in among.keys:
        score = np.where(np.arange(len(score)) == among.keys.index(item.key), 0, score)
    listed, places = [], []
    for tongue in sorted(set(among.languages)):
        rows = np.flatnonzero((tongues == tongue) & (score > 0))
        if len(rows):
            share = 1.0 if own[rows[0]] or tongue == COMMON else OTHER
            if len(rows) > top:
                rows = np.sort(rows[np.argpartition(-score[rows], top)[:top]])
            listed.append(rows[np.argsort(-score[rows], kind="stable")])
            places.append(np.arange(1, len(rows) + 1) / share)
    if not listed:
        return []
    all_rows, all_places = np.concatenate(listed), np.concatenate(places)
    order = np.lexsort((-score[all_rows], ~own[all_rows], all_places))[:top]
    return [
        Ranked(among.keys[row], 1 / float(place), among.languages[row], Parts(*(float(evidence[at, row]) for evidence in scores)))
        for row, place in zip(all_rows[order], all_places[order], strict=True)
    ]
