"""A dictionary that a collection makes for itself: terms of two languages whose vectors are each other's nearest."""

from collections.abc import Sequence

import numpy as np
from scipy.sparse import csr_matrix as Sparse

from yuzhi.engines.similarity.items import Vectors
from yuzhi.engines.similarity.spaces import unit_rows

_NEAR = 10
_BEST = 3
_LEAST = .55
_SHARP = 6.0
_BLOCK = 1_000


def translations(of: Vectors, to: Vectors) -> Sparse:
    """For each term its three best translations with weights; none where nothing is near.

    Nearness is lessened by how near a term is to terms in general, so that no term translates everything.
    Shape: terms of one language × terms of the other.
    Source: A. Conneau et al., Word Translation Without Parallel Data, ICLR 2018, section 2.3 (CSLS).
    """
    of, to = unit_rows(of), unit_rows(to)
    shape = (len(of), len(to))
    if min(shape) <= _NEAR:
        return Sparse(shape, dtype=np.float32)
    crowd = np.concatenate([_crowd(to[at:at + _BLOCK] @ of.T) for at in range(0, len(to), _BLOCK)])
    rows, columns, values = [], [], []
    for at in range(0, len(of), _BLOCK):
        near = of[at:at + _BLOCK] @ to.T
        apart = 2 * near - crowd[None]
        best = np.argpartition(-apart, _BEST, axis=1)[:, :_BEST]
        closeness, score = np.take_along_axis(near, best, 1), np.take_along_axis(apart, best, 1)
        weight = np.where(closeness > _LEAST, np.exp(_SHARP * (score - score.max(1, keepdims=True))), 0)
        weight *= closeness.max(1, keepdims=True) / np.maximum(weight.sum(1, keepdims=True), 1e-9)
        rows.append(np.repeat(np.arange(at, at + len(near)), _BEST))
        columns.append(best.ravel())
        values.append(weight.ravel())
    cells = (np.concatenate(values).astype(np.float32), (np.concatenate(rows), np.concatenate(columns)))
    found = Sparse(cells, shape=shape)
    found.eliminate_zeros()
    return found


def _crowd(near: Vectors) -> Vectors:
    return np.asarray(np.partition(near, -_NEAR, axis=1)[:, -_NEAR:].mean(1), np.float32)


def most_common(tokens: Sequence[Sequence[str]], most: int, least: int) -> list[str]:
    """The terms that most documents have, at least `least` of them."""
    held: dict[str, int] = {}
    for one in tokens:
        for term in set(one):
            held[term] = held.get(term, 0) + 1
    ordered = sorted((term for term, times in held.items() if times >= least), key=lambda term: (-held[term], term))
    return ordered[:most]
