"""Checkpoints: the size and root of a log at one moment, as the text of a signed note.

Source: c2sp.org/tlog-checkpoint.
"""

import base64
import binascii
from dataclasses import dataclass

from yuzhi.engines.translog.errors import BadProof
from yuzhi.engines.translog.hashing import HASH_BYTES


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A log's name, how many entries it has, and the root over them."""

    origin: str
    size: int
    root: bytes

    @property
    def text(self) -> bytes:
        """The text that is signed."""
        return f"{self.origin}\n{self.size}\n{base64.b64encode(self.root).decode()}\n".encode()


def read_checkpoint(text: bytes) -> Checkpoint:
    """The checkpoint in the text of a note; extension lines are left aside.

    Raises: BadProof.
    """
    lines = text.decode().split("\n")
    if len(lines) < 4 or lines[-1] or not all(lines[:-1]):
        raise BadProof("这不是检查点：应有日志名、大小和根三行。")
    origin, size, root = lines[:3]
    return Checkpoint(origin, read_number(size), read_hash(root))


def read_number(written: str) -> int:
    """A size or a place as notes and proofs write it: no sign, no leading zero, below 2^63.

    Raises: BadProof.
    """
    digits = written.isascii() and written.isdigit() and len(written) < 20
    if not digits or str(int(written)) != written or int(written) >= 1 << 63:
        raise BadProof(f"“{written[:40]}”不是大小或位置。")
    return int(written)


def read_hash(written: str) -> bytes:
    """A hash as notes and proofs write it.

    Raises: BadProof.
    """
    try:
        value = base64.b64decode(written, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise BadProof(f"“{written[:60]}”不是 Base64 写的哈希。") from fault
    if len(value) != HASH_BYTES or base64.b64encode(value).decode() != written:
        raise BadProof(f"“{written[:60]}”不是 {HASH_BYTES} 字节的哈希。")
    return value
