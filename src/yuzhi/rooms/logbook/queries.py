"""Every read of this room: the log's state, one leaf with its place in the log, and the log's files."""

from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from yuzhi.engines.toolbox import Toolbox
from yuzhi.engines.translog.hashing import leaf_hash
from yuzhi.engines.translog.proof_files import LeafProof
from yuzhi.kernel.errors import NotFound
from yuzhi.records.accounts.permissions import Viewer, may
from yuzhi.records.accounts.things import Thing
from yuzhi.records.datasets.covering import sample
from yuzhi.records.evidence import exhibits
from yuzhi.records.evidence import log as evidence_log
from yuzhi.records.evidence.acts import ACTS
from yuzhi.records.evidence.log import LogState
from yuzhi.records.evidence.models import Leaf
from yuzhi.records.evidence.packages import package_of
from yuzhi.records.evidence.queries import body_of, leaf_named

AUDIT = Thing("audit")
"""Bodies of leaves name who acted on what: they are for those who may read the audit."""


@dataclass(frozen=True, slots=True)
class Placed:
    """A leaf and its place in the log. `holds` is None while it is in no checkpoint, else whether log and leaf agree."""

    leaf: Leaf
    act: dict[str, str]
    size: int
    holds: bool | None
    may_read: bool


def state(tools: Toolbox) -> LogState:
    """Where the log stands.

    Raises: NotFound before it has begun.
    """
    return evidence_log.state(tools, made_up=sample())


def placed(name: str, viewer: Viewer | None, tools: Toolbox) -> Placed:
    """The leaf of that number or hash; the log's own hash at its place is compared with that of its body.

    Raises: NotFound.
    """
    leaf = leaf_named(name)
    head = tools.log.opened().head() if tools.log.begun else None
    size = head[0].size if head else 0
    holds = None
    if leaf.number is not None and leaf.number <= size:
        holds = tools.log.opened().tree(size).leaf(leaf.number - 1) == leaf_hash(body_of(leaf))
    act = ACTS.get(leaf.act, {"zh": leaf.act, "en": leaf.act})
    return Placed(leaf, dict(act), size, holds, may(viewer, "read_audit", AUDIT).allowed)


def proof(name: str, viewer: Viewer | None, tools: Toolbox) -> tuple[int, LeafProof]:
    """The leaf's number and its proof, with the leaf's body for those who may read it.

    Raises: NotFound where the leaf is unknown or in no checkpoint yet.
    """
    leaf = leaf_named(name)
    if leaf.number is None:
        raise NotFound("这条存证还没有编号，稍后再试。")
    body = body_of(leaf) if may(viewer, "read_audit", AUDIT).allowed else b""
    return leaf.number, tools.log.proof(leaf.number - 1, body)


def figures_are_out(tools: Toolbox) -> bool:
    """Whether published figures are in the log, for anybody to take."""
    try:
        exhibits.published(tools)
    except NotFound:
        return False
    return True


def published(tools: Toolbox) -> BinaryIO:
    """The package of the newest published figures; its list bears no stamp of its own, so that visitors cost the authority nothing.

    Raises: NotFound where none are in the log.
    """
    return package_of(tools, exhibits.published(tools), made_up=sample(), stamped=False)


def file(path: str, tools: Toolbox) -> Path:
    """A static file of the log.

    Raises: NotFound.
    """
    found = tools.log.folder / path
    if not found.is_file():
        raise NotFound(f"日志里没有 {path}。")
    return found
