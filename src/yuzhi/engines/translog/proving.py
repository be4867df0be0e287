"""Whether a proof holds: a leaf is in a tree, a tree begins with an older one, and the same for subtrees.

Only bytes are read here; whoever builds proofs is another module.
Source: RFC 9162 sections 2.1.3.2 and 2.1.4.2; subtrees: draft-ietf-plants-merkle-tree-certs section 4.
"""

from collections.abc import Iterator, Sequence
from typing import NoReturn

from yuzhi.engines.translog.errors import BadProof
from yuzhi.engines.translog.hashing import EMPTY_ROOT, HASH_BYTES, node_hash


def check_inclusion(index: int, size: int, leaf: bytes, proof: Sequence[bytes], root: bytes) -> None:
    """The leaf hash stands at the index of the tree with this size and root.

    Raises: BadProof.
    """
    _well_formed(proof)
    if not 0 <= index < size:
        _bad(f"叶的位置 {index} 不在大小为 {size} 的树内")
    if len(leaf) != HASH_BYTES:
        _bad(f"叶哈希应为 {HASH_BYTES} 字节，实为 {len(leaf)}")
    place, last, node = index, size - 1, leaf
    for sibling in proof:
        if last == 0:
            _bad("包含证明过长")
        if place & 1 or place == last:
            node = node_hash(sibling, node)
            while not place & 1 and place:
                place, last = place >> 1, last >> 1
        else:
            node = node_hash(node, sibling)
        place, last = place >> 1, last >> 1
    if last:
        _bad("包含证明不完整")
    if node != root:
        _bad("由包含证明算出的根与签名的根不同")


def check_consistency(old: int, new: int, old_root: bytes, new_root: bytes, proof: Sequence[bytes]) -> None:
    """The tree of the new size begins with the tree of the old size: nothing before was changed or taken away.

    An empty old tree is a prefix of every tree and proves nothing: its size 0 needs an empty proof and its own root.
    Raises: BadProof.
    """
    if old == 0:
        if new != 0 or proof or not old_root == new_root == EMPTY_ROOT:
            _bad("空树之后的一致性无从证明")
        return
    check_subtree_consistency(0, old, new, old_root, new_root, proof)


def check_subtree_inclusion(
    index: int, start: int, end: int, leaf: bytes, proof: Sequence[bytes], root: bytes
) -> None:
    """The leaf hash stands at the index inside the subtree [start, end) with this root.

    Raises: BadProof.
    """
    _valid_subtree(start, end)
    check_inclusion(index - start, end - start, leaf, proof, root)


def check_subtree_consistency(
    start: int, end: int, size: int, part_root: bytes, root: bytes, proof: Sequence[bytes]
) -> None:
    """The subtree [start, end) is a part of the tree with this size and root.

    An empty subtree is a part of every tree, whatever its root.
    Raises: BadProof.
    """
    _well_formed(proof)
    if end > size:
        _bad(f"较旧的大小 {end} 大于较新的大小 {size}")
    if start == end:
        if proof or part_root != EMPTY_ROOT:
            _bad("空子树的根不是空树的根，或附有多余的证明")
        return
    _valid_subtree(start, end)
    first, place, last = start, end - 1, size - 1
    while first != place and (place == last or place & 1):
        first, place, last = first >> 1, place >> 1, last >> 1
    values = iter(proof)
    begun = part_root if first == place else _next(values)
    old, new = _climbed(first, place, last, begun, values)
    if old != part_root:
        _bad("由一致性证明算出的旧根不符")
    if new != root:
        _bad("由一致性证明算出的新根不符")


def _climbed(first: int, place: int, last: int, begun: bytes, values: Iterator[bytes]) -> tuple[bytes, bytes]:
    """The roots of the part and of the whole, as the rest of a proof makes them from where both begin."""
    old = new = begun
    for value in values:
        if last == 0:
            _bad("一致性证明过长")
        if place & 1 or place == last:
            old = node_hash(value, old) if first < place else old
            new = node_hash(value, new)
            while not place & 1 and place:
                first, place, last = first >> 1, place >> 1, last >> 1
        else:
            new = node_hash(new, value)
        first, place, last = first >> 1, place >> 1, last >> 1
    if last:
        _bad("一致性证明不完整")
    return old, new


def _valid_subtree(start: int, end: int) -> None:
    """A subtree that a proof may speak of: it begins at a multiple of the power of two that holds it."""
    if not 0 <= start < end or start % (1 << (end - start - 1).bit_length()):
        _bad(f"[{start}, {end}) 不是一棵子树")


def _next(values: Iterator[bytes]) -> bytes:
    for value in values:
        return value
    _bad("一致性证明为空")


def _well_formed(proof: Sequence[bytes]) -> None:
    for value in proof:
        if len(value) != HASH_BYTES:
            _bad(f"证明中的哈希应为 {HASH_BYTES} 字节，实为 {len(value)}")


def _bad(why: str) -> NoReturn:
    raise BadProof(f"证明不成立：{why}。")
