"""Proof files: one leaf's place in a signed and witnessed tree, checked without any connection.

Source: c2sp.org/tlog-proof.
"""

import base64
import binascii
from dataclasses import dataclass
from datetime import UTC, datetime

from yuzhi.engines.translog.checkpoints import Checkpoint, read_checkpoint, read_hash, read_number
from yuzhi.engines.translog.errors import BadProof
from yuzhi.engines.translog.hashing import leaf_hash
from yuzhi.engines.translog.keys import CosignatureVerifier, signed_at
from yuzhi.engines.translog.notes import Note, read_note
from yuzhi.engines.translog.policy import Policy
from yuzhi.engines.translog.proving import check_inclusion

HEADER = "c2sp.org/tlog-proof@v1"
_LONGEST_PATH = 63


@dataclass(frozen=True, slots=True)
class LeafProof:
    """Where a leaf stands, the path to the root, the signed checkpoint; `extra` is the entry itself, for whoever reads it."""

    index: int
    path: tuple[bytes, ...]
    note: Note
    extra: bytes = b""

    @property
    def written(self) -> bytes:
        """The file."""
        lines = [HEADER]
        if self.extra:
            lines.append(f"extra {base64.b64encode(self.extra).decode()}")
        lines.append(f"index {self.index}")
        lines += [base64.b64encode(value).decode() for value in self.path]
        return "\n".join([*lines, "", ""]).encode() + self.note.written


@dataclass(frozen=True, slots=True)
class Proven:
    """What a proof file proves: this checkpoint holds the leaf; these witnesses saw it, each at a moment."""

    checkpoint: Checkpoint
    index: int
    witnesses: tuple[tuple[str, datetime], ...]
    logs: tuple[str, ...]


def read_proof(written: bytes) -> LeafProof:
    """The proof in a file.

    Raises: BadProof.
    """
    head, blank, rest = written.partition(b"\n\n")
    try:
        lines = head.decode("ascii").split("\n")
    except UnicodeDecodeError as fault:
        raise _no_proof("含有 ASCII 以外的字符") from fault
    if not blank or lines[0] != HEADER:
        raise _no_proof(f"第一行不是 {HEADER}")
    extra = b""
    if len(lines) > 1 and lines[1].startswith("extra "):
        try:
            extra = base64.b64decode(lines[1].removeprefix("extra "), validate=True)
        except (binascii.Error, ValueError) as fault:
            raise _no_proof("extra 行不是 Base64") from fault
        del lines[1]
    kind, _, index = lines[1].partition(" ") if len(lines) > 1 else ("", "", "")
    if kind != "index":
        raise _no_proof("没有 index 行")
    if len(lines) - 2 > _LONGEST_PATH:
        raise _no_proof("包含证明过长")
    return LeafProof(read_number(index), tuple(read_hash(line) for line in lines[2:]), read_note(rest), extra)


def check_proof(proof: LeafProof, entry: bytes, policy: Policy) -> Proven:
    """What the proof proves of the entry, when it holds under the policy.

    Raises: BadProof with the part that fails: the log's signature, a witness's, their number, or the path.
    """
    checkpoint, found = check_checkpoint(proof.note, policy)
    check_inclusion(proof.index, checkpoint.size, leaf_hash(entry), proof.path, checkpoint.root)
    return Proven(checkpoint, proof.index, found, tuple(one.name for one in policy.logs if one.name == checkpoint.origin))


def check_checkpoint(note: Note, policy: Policy) -> tuple[Checkpoint, tuple[tuple[str, datetime], ...]]:
    """The checkpoint of a note, and which witnesses saw it when, where the policy believes it.

    Raises: BadProof.
    """
    checkpoint = read_checkpoint(note.text)
    signed = note.signed_by(policy.verifiers)
    if not any(one in signed and one.name == checkpoint.origin for one in policy.logs):
        raise BadProof(f"检查点没有日志“{checkpoint.origin}”自己的签名，或信任文件里没有这份日志。")
    seen = [known for known in policy.witnesses if known.verifier in signed]
    if not policy.enough(frozenset(known.name for known in seen)):
        names = "、".join(known.name for known in seen) or "没有一家"
        raise BadProof(f"见证不足：签过的有 {names}，信任文件要求“{policy.quorum}”。")
    return checkpoint, tuple((known.name, _seen_at(note, known.verifier)) for known in seen)


def _seen_at(note: Note, verifier: CosignatureVerifier) -> datetime:
    marks = [one.signature for one in note.signatures if (one.name, one.key_id) == (verifier.name, verifier.key_id)]
    return datetime.fromtimestamp(signed_at(marks[-1]), UTC)


def _no_proof(why: str) -> BadProof:
    return BadProof(f"这不是存证证明文件：{why}。")
