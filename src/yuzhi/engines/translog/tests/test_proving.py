"""Proofs hold or fail as the 518 published vectors say; and as every small tree says."""

from base64 import b64decode
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from typing import Any

import pytest

from yuzhi.engines.translog.errors import BadProof
from yuzhi.engines.translog.hashing import EMPTY_ROOT, leaf_hash, node_hash, root_of
from yuzhi.engines.translog.proving import (
    check_consistency,
    check_inclusion,
    check_subtree_consistency,
    check_subtree_inclusion,
)
from yuzhi.engines.translog.tests.vectors import VECTORS, cases


def said(case: dict[str, Any]) -> AbstractContextManager[object]:
    return pytest.raises(BadProof) if case["wantErr"] else nullcontext()


def path(case: dict[str, Any]) -> list[bytes]:
    return [b64decode(value) for value in case["proof"] or []]


@pytest.mark.parametrize("case", cases("merkle/testdata/inclusion"))
def test_inclusion_proofs_are_judged_as_the_vectors_say(case: dict[str, Any]) -> None:
    with said(case):
        check_inclusion(case["leafIdx"], case["treeSize"], b64decode(case["leafHash"] or ""), path(case), b64decode(case["root"] or ""))


@pytest.mark.parametrize("case", cases("merkle/testdata/consistency"))
def test_consistency_proofs_are_judged_as_the_vectors_say(case: dict[str, Any]) -> None:
    with said(case):
        check_consistency(case["size1"], case["size2"], b64decode(case["root1"]), b64decode(case["root2"]), path(case))


@pytest.mark.parametrize("case", cases("merkle/testdata/subtreeinclusion"))
def test_proofs_inside_subtrees_are_judged_as_the_vectors_say(case: dict[str, Any]) -> None:
    with said(case):
        check_subtree_inclusion(
            case["leafIdx"], case["start"], case["end"], b64decode(case["leafHash"] or ""), path(case), b64decode(case["root"] or ""),
        )


@pytest.mark.parametrize("case", cases("merkle/testdata/subtreeconsistency"))
def test_proofs_of_subtrees_are_judged_as_the_vectors_say(case: dict[str, Any]) -> None:
    with said(case):
        check_subtree_consistency(
            case["start"], case["end"], case["size"], b64decode(case["root1"]), b64decode(case["root2"]), path(case)
        )


def test_all_published_vectors_are_read() -> None:
    if not (VECTORS / "merkle").is_dir():
        pytest.skip(f"no vectors at {VECTORS}: set YUZHI_SHARED")
    assert len(list((VECTORS / "merkle").rglob("*.json"))) == 518


def recursive_root(leaves: Sequence[bytes]) -> bytes:
    """The definition of the standard, word for word."""
    if len(leaves) <= 1:
        return leaves[0] if leaves else EMPTY_ROOT
    split = 1 << ((len(leaves) - 1).bit_length() - 1)
    return node_hash(recursive_root(leaves[:split]), recursive_root(leaves[split:]))


def test_the_root_of_every_small_tree_is_the_standards() -> None:
    leaves = [leaf_hash(bytes([number])) for number in range(70)]
    assert [root_of(leaves[:size]) for size in range(71)] == [recursive_root(leaves[:size]) for size in range(71)]
