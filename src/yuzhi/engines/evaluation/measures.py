"""Measures of an ordered answer against judgements, and how sure one can be of their means."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import log2

import numpy as np

Judgements = Mapping[str, int]
"""Document → grade; a grade above 0 is relevant, a document that is missing here was not judged and counts as not relevant."""

MEASURES = ("R@10", "R@100", "MAP", "nDCG@10")

_DRAWS = 2_000
_TAIL = .025


@dataclass(frozen=True, slots=True)
class Estimate:
    """A mean over queries with its 95 % interval (percentile bootstrap over queries)."""

    mean: float
    low: float
    high: float


def measured(ranked: Sequence[str], judgements: Judgements) -> dict[str, float] | None:
    """The measures of one ordered answer; None where nothing relevant is known, so that nothing could be found.

    Equal to trec_eval's recall_10, recall_100, map and ndcg_cut_10 (gain = grade, discount = log2(rank + 1)).

    >>> measured(["a", "x", "b"], {"a": 1, "b": 1})["MAP"]
    0.8333333333333333
    """
    relevant = {document for document, grade in judgements.items() if grade > 0}
    if not relevant:
        return None
    hits = [document in relevant for document in ranked]
    found, precision = 0, 0.0
    for place, hit in enumerate(hits, 1):
        if hit:
            found += 1
            precision += found / place
    return {
        "R@10": sum(hits[:10]) / len(relevant), "R@100": sum(hits[:100]) / len(relevant), "MAP": precision / len(relevant),
        "nDCG@10": _ndcg(ranked, judgements, 10),
    }


def _ndcg(ranked: Sequence[str], judgements: Judgements, depth: int) -> float:
    gains = [max(0, judgements.get(document, 0)) for document in ranked[:depth]]
    ideal = sorted((grade for grade in judgements.values() if grade > 0), reverse=True)[:depth]
    return _gain(gains) / _gain(ideal)


def _gain(grades: Sequence[int]) -> float:
    return sum(grade / log2(place + 1) for place, grade in enumerate(grades, 1))


def estimates(rows: Sequence[Mapping[str, float]], seed: int = 0) -> dict[str, Estimate]:
    """Mean and interval of each measure over queries; empty where there were none. The same seed gives the same interval."""
    if not rows:
        return {}
    values = np.array([[row[name] for name in MEASURES] for row in rows])
    chance = np.random.default_rng(seed)
    drawn = np.stack([values[chance.integers(0, len(values), len(values))].mean(0) for _ in range(_DRAWS)])
    low, high = np.quantile(drawn, [_TAIL, 1 - _TAIL], axis=0)
    means = values.mean(0)
    return {
        name: Estimate(float(means[at]), float(low[at]), float(high[at])) for at, name in enumerate(MEASURES)
    }
