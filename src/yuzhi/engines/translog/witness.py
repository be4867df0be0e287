"""A witness: it remembers the newest checkpoint of each log and co-signs only what continues it.

It runs as a process of its own, with its own key and its own folder; nothing here knows the log's files.
Source: c2sp.org/tlog-witness.
"""

import base64
import hashlib
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from yuzhi.engines.translog.checkpoints import Checkpoint, read_checkpoint, read_hash, read_number
from yuzhi.engines.translog.disk import Disk, locked, put_all
from yuzhi.engines.translog.errors import BadProof
from yuzhi.engines.translog.hashing import EMPTY_ROOT
from yuzhi.engines.translog.keys import CosignatureSigner
from yuzhi.engines.translog.notes import Note, Signature, Verifier, read_note
from yuzhi.engines.translog.proving import check_consistency

SIZE_TYPE = "text/x.tlog.size"
_LONGEST_PATH = 63


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer of the web: status, kind of content, content."""

    status: int
    body: bytes
    kind: str = "text/plain; charset=utf-8"


class Witness:
    """A witness in a folder. `logs` are the keys of the logs that it knows; other logs it does not answer."""

    def __init__(self, folder: Path, signer: CosignatureSigner, logs: Sequence[Verifier], disk: Disk | None = None) -> None:
        self._folder, self._signer, self._logs, self._disk = folder, signer, tuple(logs), disk or Disk()
        self._one = threading.Lock()
        folder.mkdir(parents=True, exist_ok=True)

    def add(self, body: bytes) -> Reply:
        """The co-signature of a checkpoint that continues the one last co-signed; else why not.

        The new state is durable before the answer is given.
        """
        try:
            old, proof, note = _read(body)
            checkpoint = read_checkpoint(note.text)
        except (BadProof, ValueError) as fault:
            return _refused(400, fault)
        known = [one for one in self._logs if one.name == checkpoint.origin]
        if not known:
            return Reply(404, "不认识这份日志。\n".encode())
        try:
            if not note.signed_by(known):
                return Reply(403, "没有日志自己的签名。\n".encode())
        except BadProof as fault:
            return _refused(403, fault)
        if old > checkpoint.size:
            return Reply(400, "旧大小大于检查点的大小。\n".encode())
        with self._one, locked(self._folder / "lock"):      # threads of this process, and other processes
            return self._judged(old, proof, note, checkpoint)

    def newest(self, origin: str) -> Note | None:
        """The newest checkpoint of a log that was co-signed here, with both signatures."""
        return self._held(hashlib.sha256(origin.encode()).hexdigest())

    def told(self, name: str) -> Reply:
        """The newest checkpoint of the log with this SHA-256 of its origin, for monitors."""
        note = self._held(name) if len(name) == 64 and name.isalnum() else None
        return Reply(404, b"") if note is None else Reply(200, note.written)

    def _judged(self, old: int, proof: Sequence[bytes], note: Note, checkpoint: Checkpoint) -> Reply:
        before = self.newest(checkpoint.origin)
        last = read_checkpoint(before.text) if before else Checkpoint(checkpoint.origin, 0, EMPTY_ROOT)
        if old != last.size:
            return Reply(409, f"{last.size}\n".encode(), SIZE_TYPE)
        try:
            _must_continue(last, checkpoint, proof)
        except BadProof as fault:
            return _refused(422, fault)
        mark = Signature(self._signer.name, self._signer.verifier.key_id, self._signer.sign(note.text))
        kept = [one for one in note.signatures if any((one.name, one.key_id) == (log.name, log.key_id) for log in self._logs)]
        held = Note(note.text, tuple(kept)).with_signatures([mark])
        name = hashlib.sha256(checkpoint.origin.encode()).hexdigest()
        put_all(self._disk, self._folder, [(f"{name}/checkpoint", held.written)])
        return Reply(200, mark.line.encode())

    def _held(self, name: str) -> Note | None:
        try:
            return read_note((self._folder / name / "checkpoint").read_bytes())
        except FileNotFoundError:
            return None


def asked(old: int, proof: Sequence[bytes], note: Note) -> bytes:
    """What a log sends to have a checkpoint co-signed."""
    lines = [f"old {old}", *(_b64(value) for value in proof), "", ""]
    return "\n".join(lines).encode() + note.written


def _read(body: bytes) -> tuple[int, list[bytes], Note]:
    head, blank, rest = body.partition(b"\n\n")
    first, *lines = head.decode("ascii").split("\n")
    kind, _, size = first.partition(" ")
    if not blank or kind != "old" or len(lines) > _LONGEST_PATH:
        raise BadProof("请求的格式不对：应为 old 行、一致性证明、空行和检查点。")
    return read_number(size), [read_hash(line) for line in lines], read_note(rest)


def _must_continue(last: Checkpoint, new: Checkpoint, proof: Sequence[bytes]) -> None:
    if new.size == 0 and new.root != EMPTY_ROOT:
        raise BadProof("大小为 0 的检查点，根应为空树的根。")
    if last.size:
        check_consistency(last.size, new.size, last.root, new.root, proof)
    elif proof:
        raise BadProof("从空树开始不应有一致性证明。")


def _refused(status: int, fault: Exception) -> Reply:
    return Reply(status, (fault.sentence if isinstance(fault, BadProof) else "请求的格式不对。").encode() + b"\n")


def _b64(value: bytes) -> str:
    return base64.b64encode(value).decode()
