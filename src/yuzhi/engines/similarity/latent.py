"""Topics: directions in which the words of a language vary together, so that texts meet without sharing a word."""

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_matrix as Sparse

_SPARE, _PASSES = 10, 3


def directions(matrix: Sparse, topics: int, seed: int = 0) -> NDArray[np.float32]:
    """The strongest right singular vectors of a sparse matrix, by random projection (always the same for a seed).

    Only the side of the documents is made orthogonal: there are fewer documents than features.
    Shape: features × topics.
    Source: N. Halko, P. G. Martinsson, J. A. Tropp, SIAM Review 53 (2011) 217–288, algorithm 4.4.
    """
    chance = np.random.default_rng(seed)
    wide = min(topics + _SPARE, *matrix.shape)
    basis = np.linalg.qr(chance.standard_normal((matrix.shape[0], wide), np.float32))[0]
    turned = matrix.T.tocsr()
    for _ in range(_PASSES):
        basis = np.linalg.qr(matrix @ (turned @ basis))[0]
    projected = np.asarray(turned @ basis)
    strength, axes = np.linalg.eigh(projected.T @ projected)
    order = np.argsort(-strength)[:topics]
    return np.asarray(projected @ (axes[:, order] / np.sqrt(strength[order].clip(1e-12))), np.float32)
