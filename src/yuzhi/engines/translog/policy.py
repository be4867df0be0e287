"""Whom a checkpoint is believed from: keys of logs and of witnesses, and how many witnesses are enough.

Source: c2sp.org/tlog-policy.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from yuzhi.engines.translog.keys import CosignatureVerifier, Ed25519Verifier
from yuzhi.engines.translog.notes import Verifier
from yuzhi.engines.translog.sm2 import Sm2Verifier
from yuzhi.engines.translog.trusting import verifier_of
from yuzhi.kernel.errors import BadValue

NONE = "none"


@dataclass(frozen=True, slots=True)
class Known:
    """A witness by the name it has in the policy, its key, and the address where it is asked."""

    name: str
    verifier: CosignatureVerifier
    url: str


@dataclass(frozen=True, slots=True)
class Group:
    """So many of these are enough."""

    least: int
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Policy:
    """Logs, witnesses, groups of them, and the one whose word decides."""

    logs: tuple[Ed25519Verifier | Sm2Verifier, ...]
    witnesses: tuple[Known, ...]
    groups: Mapping[str, Group]
    quorum: str

    @property
    def verifiers(self) -> list[Verifier]:
        """Every key."""
        return [*self.logs, *(one.verifier for one in self.witnesses)]

    def enough(self, names: frozenset[str]) -> bool:
        """Whether these witnesses, by their names in the policy, are enough."""
        return self.quorum == NONE or self._witnessed(self.quorum, names)

    def _witnessed(self, name: str, names: frozenset[str]) -> bool:
        group = self.groups.get(name)
        if group is None:
            return name in names
        return sum(self._witnessed(member, names) for member in group.members) >= group.least


def read_policy(written: str) -> Policy:
    """The policy in a file.

    Raises: BadValue with the line that is wrong.
    """
    read = _Reading()
    for number, line in enumerate(written.split("\n"), 1):
        words = line.replace("\t", " ").split(" ")
        words = [word for word in words if word]
        if words and not words[0].startswith("#"):
            try:
                read.line(words)
            except (BadValue, ValueError) as fault:
                why = fault.sentence if isinstance(fault, BadValue) else str(fault)
                raise BadValue(f"日志信任文件第 {number} 行不对：{why}") from fault
    if not read.quorum:
        raise BadValue("日志信任文件缺少 quorum 一行：没有写明要几家见证。")
    return Policy(tuple(read.logs), tuple(read.witnesses), read.groups, read.quorum)


def written_policy(logs: list[str], witnesses: list[Known]) -> str:
    """A policy in which more than half of the witnesses are enough; none are needed where there are none."""
    lines = [f"log {one}" for one in logs]
    lines += [f"witness {one.name} {one.verifier.written} {one.url}".rstrip() for one in witnesses]
    if witnesses:
        lines += [f"group witnesses {len(witnesses) // 2 + 1} {' '.join(one.name for one in witnesses)}", "quorum witnesses"]
    else:
        lines += [f"quorum {NONE}"]
    return "\n".join(lines) + "\n"


class _Reading:
    """What has been read of a policy so far."""

    def __init__(self) -> None:
        self.logs: list[Ed25519Verifier | Sm2Verifier] = []
        self.witnesses: list[Known] = []
        self.groups: dict[str, Group] = {}
        self.quorum = ""
        self._free: set[str] = set()
        self._names: set[str] = set()
        self._keys: set[bytes] = set()

    def line(self, words: list[str]) -> None:
        """One line that is neither empty nor a comment."""
        kind, *rest = words
        if kind == "log" and 1 <= len(rest) <= 2:
            self._log(rest[0])
        elif kind == "witness" and 2 <= len(rest) <= 3:
            self._witness(rest[0], rest[1], rest[2] if len(rest) == 3 else "")
        elif kind == "group" and len(rest) >= 3:
            self._group(rest[0], rest[1], rest[2:])
        elif kind == "quorum" and len(rest) == 1:
            self._quorum(rest[0])
        else:
            raise BadValue(f"“{' '.join(words)[:60]}”不是 log、witness、group 或 quorum 行。")

    def _log(self, written: str) -> None:
        verifier = verifier_of(written)
        if isinstance(verifier, CosignatureVerifier):
            raise BadValue(f"“{verifier.name}”是见证方的公钥，不是日志的。")
        self._fresh_key(verifier.public)
        self.logs.append(verifier)

    def _witness(self, name: str, written: str, url: str) -> None:
        verifier = verifier_of(written)
        if not isinstance(verifier, CosignatureVerifier):
            raise BadValue(f"“{verifier.name}”不是见证方的公钥。")
        self._fresh_key(verifier.public)
        self._fresh_name(name)
        self.witnesses.append(Known(name, verifier, url))

    def _group(self, name: str, least: str, members: list[str]) -> None:
        for member in members:
            if member not in self._free:
                raise BadValue(f"“{member}”在前面没有定义，或已属于别的组。")
            self._free.discard(member)
        count = {"any": 1, "all": len(members)}.get(least) or int(least[:4])
        if not 1 <= count <= len(members):
            raise BadValue(f"{len(members)} 家里要不了 {count} 家。")
        self._fresh_name(name)
        self.groups[name] = Group(count, tuple(members))

    def _quorum(self, name: str) -> None:
        if self.quorum or (name != NONE and name not in self._names):
            raise BadValue(f"quorum 应只写一次，且“{name}”须在前面定义。")
        self.quorum = name

    def _fresh_name(self, name: str) -> None:
        if name == NONE or name in self._names:
            raise BadValue(f"名称“{name}”不能用，或已用过。")
        self._names.add(name)
        self._free.add(name)

    def _fresh_key(self, public: bytes) -> None:
        if public in self._keys:
            raise BadValue("同一把公钥写了两次。")
        self._keys.add(public)
