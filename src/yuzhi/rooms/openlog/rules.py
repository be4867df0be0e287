"""What a package says when it is checked by keys from elsewhere, or by those that this city publishes."""

from collections.abc import Sequence
from dataclasses import dataclass

from yuzhi.engines.exhibits import verify as checker


@dataclass(frozen=True, slots=True)
class Read:
    """The parts of a package with their verdicts, the last one for the whole; and whose keys were believed."""

    parts: Sequence[checker.Part]
    keys: str


def read(raw: bytes, given: bytes | None, ours: bytes | None) -> Read:
    """The verdicts on a package: by the keys that were given, else by this city's where the package is of its log, else by its own.

    Keys of the package itself were put there by whoever made it: the answer says so in its part on keys.
    """
    if given is not None:
        return Read(checker.verify(raw, given), "given")
    if ours is not None and _log_of(raw) == _name(ours):
        parts = checker.verify(raw, ours)
        wrong = {one.part for one in parts if one.verdict == "mismatch"} - {"结论"}
        return Read(parts, "ours") if not wrong or wrong - _WITNESSES else Read(_by_its_own(raw), "changed")
    return Read(checker.verify(raw), "inside")


_WITNESSES = frozenset({"见证", "公钥"})
CHANGED = "包里的见证方与本平台现在公布的不同：名单可能后来变过，请向见证方另要公钥再核对一次。"


def _by_its_own(raw: bytes) -> list[checker.Part]:
    """The verdicts where only the witnesses differ from today's: an old package is no forgery because a witness has come since."""
    return [checker.Part("公钥", "absent", CHANGED) if one.part == "公钥" else one for one in checker.verify(raw)]


def _log_of(raw: bytes) -> str:
    """The name of the log whose proof the package holds, "" where it cannot be read."""
    try:
        proof = checker.Package(raw).members[checker.PROOF].decode()
    except checker.FAULTS:
        return ""
    _, _, note = proof.partition("\n\n")
    return note.split("\n", 1)[0]


def _name(policy: bytes) -> str:
    lines = (line.split() for line in policy.decode().split("\n"))
    return next((words[1].split("+")[0] for words in lines if words[:1] == ["log"]), "")
