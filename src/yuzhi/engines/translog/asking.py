"""A log asks its witnesses to co-sign the newest checkpoint.

Source: c2sp.org/tlog-witness.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from yuzhi.engines.translog.authorities import posted
from yuzhi.engines.translog.checkpoints import Checkpoint, read_number
from yuzhi.engines.translog.errors import BadProof
from yuzhi.engines.translog.notes import Note, Signature, read_signatures
from yuzhi.engines.translog.policy import Known
from yuzhi.engines.translog.tree import Tree
from yuzhi.engines.translog.witness import asked
from yuzhi.kernel.errors import YuzhiError

SECONDS = 5.0
Post = Callable[[str, bytes, str, float], tuple[int, bytes]]


@dataclass(frozen=True, slots=True)
class Answered:
    """What one witness answered: its signatures, or why there are none. `alarm` when it has seen another history."""

    name: str
    signatures: tuple[Signature, ...] = ()
    reason: str = ""
    alarm: bool = False


def cosigned(witnesses: Sequence[Known], checkpoint: Checkpoint, note: Note, tree: Tree, post: Post = posted) -> list[Answered]:
    """The answer of each witness that has an address; one that cannot be reached does not keep the others waiting long."""
    return [_one(known, checkpoint, note, tree, post) for known in witnesses if known.url]


def _one(known: Known, checkpoint: Checkpoint, note: Note, tree: Tree, post: Post) -> Answered:
    url = known.url.rstrip("/") + "/add-checkpoint"
    try:
        status, said = post(url, asked(0, [], note), "text/plain", SECONDS)
        if status == 409:
            old = read_number(said.decode().strip())
            if old > checkpoint.size:
                return Answered(known.name, reason=f"见证方已见过 {old} 条，本日志只有 {checkpoint.size} 条：日志可能被回退过", alarm=True)
            status, said = post(url, asked(old, tree.consistency(old), note), "text/plain", SECONDS)
        if status != 200:
            told = said.decode(errors="replace").strip()[:200]
            return Answered(known.name, reason=f"见证方没有签（{status} {told}）", alarm=status == 422)
        marks = tuple(one for one in read_signatures(said.decode()) if one.name == known.verifier.name)
        signed = Note(note.text, marks).signed_by([known.verifier])
    except (YuzhiError, UnicodeDecodeError) as fault:
        return Answered(known.name, reason=fault.sentence if isinstance(fault, YuzhiError) else "答复读不懂")
    if not signed:
        return Answered(known.name, reason=BadProof("答复里没有它自己的签名。").sentence)
    return Answered(known.name, tuple(one for one in marks if one.key_id == known.verifier.key_id))
