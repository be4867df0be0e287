"""Sentence vectors made comparable: each language about its own middle, and no direction louder than the others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from yuzhi.engines.similarity.spaces import unit_rows

_SOFTNESS = .25
_FLOOR = 1e-4


@dataclass(frozen=True, slots=True)
class Senses:
    """The documents' vectors, and how another vector is brought among them."""

    middles: Mapping[str, NDArray[np.float32]]
    turning: NDArray[np.float32]
    documents: NDArray[np.float32]

    def vectors(self, raw: NDArray[np.float32], spoken: Sequence[str]) -> NDArray[np.float32]:
        """Other vectors among the documents' vectors."""
        return unit_rows(_centred(raw, spoken, self.middles) @ self.turning)


def senses(raw: NDArray[np.float32], spoken: Sequence[str]) -> Senses:
    """The vectors of some documents, centred language by language and half whitened."""
    lengths = unit_rows(raw)
    tongues = np.asarray(spoken)
    middles = {tongue: lengths[tongues == tongue].mean(0) for tongue in sorted(set(spoken))}
    centred = _centred(raw, spoken, middles)
    strength, axes = np.linalg.eigh(np.cov(centred.T) if len(centred) > 1 else np.eye(raw.shape[1]))
    scale = 1 / (strength.clip(0) + _FLOOR) ** _SOFTNESS
    turning = np.asarray(axes * scale[None], np.float32)
    return Senses(middles, turning, unit_rows(centred @ turning))


def _centred(raw: NDArray[np.float32], spoken: Sequence[str], middles: Mapping[str, NDArray[np.float32]]) -> NDArray[np.float32]:
    lengths = unit_rows(raw)
    anywhere = np.mean(list(middles.values()), axis=0)
    away = lengths - np.stack([middles.get(tongue, anywhere) for tongue in spoken])
    return unit_rows(away * raw.any(axis=1, keepdims=True))      # a text without any has no meaning, not the opposite of all
