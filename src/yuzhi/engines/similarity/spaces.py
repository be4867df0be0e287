"""Texts as weighted features: what is rare in its language weighs more, and long texts weigh no more than short ones."""

from array import array
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix as Sparse
from scipy.sparse import diags

_MANY = 10_000


@dataclass(frozen=True, slots=True)
class Space:
    """A vocabulary, the weight of each feature in each language, and the documents as unit vectors.

    Shape: `columns` features × documents, so that a question touches only what it has · `weights` language → one weight for
    each feature.
    """

    vocabulary: Mapping[str, int]
    weights: Mapping[str, NDArray[np.float32]]
    columns: Sparse

    def vectors(self, tokens: Sequence[Sequence[str]], languages: Sequence[str]) -> Sparse:
        """Other texts in the same space, as unit vectors; features that no document has are left out."""
        counted = counts(tokens, self.vocabulary)
        return unit(_weighed(counted, languages, self.weights, len(self.vocabulary)))


def space(tokens: Iterable[Sequence[str]], languages: Sequence[str], *, words: bool = False) -> Space:
    """The space of some documents.

    Of more than 10,000 documents, features that only one has are left out; with `words`, single words stay.
    """
    vocabulary: dict[str, int] = {}
    counted = counts(tokens, vocabulary, grow=True)
    often = np.bincount(counted.indices, minlength=len(vocabulary))
    names = list(vocabulary)
    few = len(languages) <= _MANY
    kept = np.flatnonzero((often > 1) | np.fromiter((few or (words and " " not in name) for name in names), bool, len(names)))
    known = {names[at]: place for place, at in enumerate(kept)}
    counted = counted[:, kept].tocsr()
    spoken = np.asarray(languages)
    weights = {}
    for language in sorted(set(languages)):
        rows = np.flatnonzero(spoken == language)
        held = np.bincount(counted[rows].indices, minlength=len(known))
        weights[language] = np.log((len(rows) + 1) / np.maximum(held, .5)).clip(0).astype(np.float32)
    return Space(known, weights, unit(_weighed(counted, languages, weights, len(known))).T.tocsr())


def counts(tokens: Iterable[Sequence[str]], vocabulary: Mapping[str, int], *, grow: bool = False) -> Sparse:
    """How often each text has each feature; with `grow`, the vocabulary (then a dict) learns new ones."""
    indices, values, starts = array("i"), array("f"), array("q", [0])
    for one in tokens:
        for feature, times in Counter(one).items():
            at = vocabulary.get(feature)
            if at is None:
                if not grow or not isinstance(vocabulary, dict):
                    continue
                at = vocabulary[feature] = len(vocabulary)
            indices.append(at)
            values.append(times)
        starts.append(len(indices))
    shape = (len(starts) - 1, len(vocabulary))
    return Sparse((np.array(values, np.float32), np.array(indices, np.int32), np.array(starts, np.int64)), shape=shape)


def _weighed(counted: Sparse, languages: Sequence[str], weights: Mapping[str, NDArray[np.float32]], width: int) -> Sparse:
    weighed = counted.copy()
    weighed.data = (1 + np.log(weighed.data)).astype(np.float32)
    unknown = np.zeros(width, np.float32)
    spoken = np.asarray(languages)
    rows = np.repeat(np.arange(counted.shape[0]), np.diff(counted.indptr))
    for language in set(languages):
        held = (spoken == language)[rows]
        weighed.data[held] *= weights.get(language, unknown)[weighed.indices[held]]
    return weighed


def unit(matrix: Sparse) -> Sparse:
    """Every row with length one; empty rows stay empty."""
    lengths = np.sqrt(np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel())
    lengths[lengths == 0] = 1
    scaled: Sparse = (diags((1 / lengths).astype(np.float32)) @ matrix).tocsr()
    return scaled


def unit_rows(matrix: NDArray[np.float32]) -> NDArray[np.float32]:
    """Every row of a dense matrix with length one; rows of zeros stay."""
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    return np.asarray(matrix / np.maximum(lengths, 1e-9), np.float32)
