"""Hashes of a Merkle tree: leaves, inner nodes, roots, and the right edge by which a tree grows.

Source: RFC 6962 section 2.1 (RFC 9162 section 2.1.1 is the same for SHA-256).
"""

import hashlib
from collections.abc import Iterable, Sequence

HASH_BYTES = 32
EMPTY_ROOT = hashlib.sha256(b"").digest()


def leaf_hash(entry: bytes) -> bytes:
    """The hash of an entry as a leaf: a zero byte keeps leaves and inner nodes apart."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node_hash(left: bytes, right: bytes) -> bytes:
    """The hash of an inner node over its two children."""
    return hashlib.sha256(b"\x01" + left + right).digest()


def root_of(leaves: Sequence[bytes]) -> bytes:
    """The root over leaf hashes, of any number."""
    return folded(peaks(leaves)) if leaves else EMPTY_ROOT


def full_root(hashes: Sequence[bytes]) -> bytes:
    """The root of a perfect subtree: as many hashes as a power of two."""
    sha256 = hashlib.sha256
    row = list(hashes)
    while len(row) > 1:
        row = [sha256(b"\x01" + row[place] + row[place + 1]).digest() for place in range(0, len(row), 2)]
    return row[0]


def peaks(hashes: Sequence[bytes]) -> list[bytes]:
    """Roots of the perfect subtrees that make up a row of hashes, from the largest to the smallest."""
    found, start, left = [], 0, len(hashes)
    while left:
        width = 1 << (left.bit_length() - 1)
        found.append(full_root(hashes[start : start + width]))
        start, left = start + width, left - width
    return found


def folded(subtrees: Iterable[bytes]) -> bytes:
    """The root of a tree whose perfect subtrees are given from the left."""
    *rest, root = subtrees
    for left in reversed(rest):
        root = node_hash(left, root)
    return root
