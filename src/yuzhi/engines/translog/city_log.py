"""The log of one deployment: its static files, its keys, whom it asks to witness and to stamp; all below one data folder.

`log/` may be copied to any web server; `log_keys/` is for the owner's eyes only.
"""

import os
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from yuzhi.engines.translog.authorities import Authority, DemoAuthority, HttpAuthority
from yuzhi.engines.translog.checkpoints import read_checkpoint
from yuzhi.engines.translog.disk import locked
from yuzhi.engines.translog.errors import BadProof
from yuzhi.engines.translog.keys import KEY_BYTES, Ed25519Signer, read_private
from yuzhi.engines.translog.log import Log
from yuzhi.engines.translog.notes import Note, Signer, read_note, well_named
from yuzhi.engines.translog.policy import Known, Policy, read_policy, written_policy
from yuzhi.engines.translog.proof_files import LeafProof, check_checkpoint
from yuzhi.engines.translog.sm2 import OpensslKey, Sm2Signer, available
from yuzhi.engines.translog.stamps import Trust
from yuzhi.kernel.errors import BadValue, NotFound, Refused

WITNESSED = "witnessed"
"""The newest checkpoint that enough witnesses have co-signed, beside `checkpoint`, which may still wait for them."""
KEYS = "keys"


@dataclass(frozen=True, slots=True)
class CityLog:
    """The log below a data folder. `name` is what its key is called when it is made here for the first time."""

    home: Path
    name: str

    @property
    def folder(self) -> Path:
        """The static files."""
        return self.home / "log"

    @property
    def secret(self) -> Path:
        """Keys, policy, and the address of the authority."""
        return self.home / "log_keys"

    @property
    def begun(self) -> bool:
        """Whether the log has a key."""
        return (self.secret / "log.key").exists()

    def begin(self, name: str = "") -> None:
        """The log has its keys: Ed25519, and SM2 beside it where this machine knows SM2; they stay for ever.

        Raises: Refused where it has, BadValue for a name that keys cannot have.
        """
        name = name or f"{self.name}/{secrets.token_hex(4)}"
        if not well_named(name):
            raise BadValue(f"日志名“{name}”不能用：不能为空，不能含空格和加号。")
        self.secret.mkdir(mode=0o700, parents=True, exist_ok=True)
        with locked(self.secret / "lock"):      # two processes that begin at once make one key
            if self.begun:
                raise Refused("日志已有密钥和名称，不能再换：换了名称就是另一份日志。")
            self._make_keys(name)

    def _make_keys(self, name: str) -> None:
        if available() and not (self.secret / "sm2.pem").exists():
            aside = self.secret / "sm2.new"
            aside.unlink(missing_ok=True)
            OpensslKey.made(aside).file.rename(self.secret / "sm2.pem")
        aside = self.secret / "log.new"
        aside.touch(mode=0o600)
        aside.write_text(Ed25519Signer(name, secrets.token_bytes(KEY_BYTES)).written + "\n", encoding="ascii")
        os.replace(aside, self.secret / "log.key")      # last: a log with a key is whole

    def opened(self) -> Log:
        """The log, ready to be read and to grow.

        Raises: NotFound before it has begun.
        """
        return Log(self.folder, self.signers())

    def signers(self) -> list[Signer]:
        """The log's own key, and SM2 beside it where there is one.

        Raises: NotFound before the log has begun.
        """
        try:
            own = read_private((self.secret / "log.key").read_text(encoding="ascii"))
        except FileNotFoundError as fault:
            raise NotFound("日志还没有开始。请先启动 yuzhi serve，或运行 yuzhi log integrate。") from fault
        beside = self.secret / "sm2.pem"
        return [own, *([Sm2Signer(own.name, OpensslKey(beside))] if beside.exists() and available() else [])]

    def vkeys(self) -> list[str]:
        """The log's public keys, as others are told of them; kept, because reading an SM2 key takes a process."""
        kept = self.folder / KEYS
        if kept.exists():
            return kept.read_text(encoding="utf-8").split()
        return [str(getattr(one.verifier, "written")) for one in self.signers()]  # noqa: B009 - each kind has it

    def policy(self) -> Policy:
        """Whom a checkpoint of this log is believed from: its own key, its witnesses, and how many of them are enough.

        Raises: NotFound before the log has begun, BadValue where the operator's file is wrong.
        """
        return read_policy(self.written_policy())

    def written_policy(self) -> str:
        """The policy as a file for whoever checks proofs; with the Ed25519 key alone, which every reader knows."""
        file = self.secret / "policy"
        if not file.exists():
            return written_policy(self.vkeys()[:1], [])
        return f"log {self.vkeys()[0]}\n{file.read_text(encoding='utf-8')}"

    def know(self, witness: Known) -> None:
        """The witness is asked from now on; more than half of all that are known are enough."""
        known = [one for one in self.policy().witnesses if one.name != witness.name]
        written = written_policy([], [*known, witness])
        read_policy(f"log {self.vkeys()[0]}\n{written}")
        aside = self.secret / "policy.new"
        aside.write_text(written, encoding="utf-8")
        os.replace(aside, self.secret / "policy")

    def authority(self, now: datetime, *, made_up: bool) -> tuple[Authority, Trust] | None:
        """Who stamps, and whom stamps are believed from; the demonstration's own only where all is made up anyway."""
        url, roots = self.secret / "authority", self.secret / "authority.pem"
        if url.exists() and roots.exists():
            return HttpAuthority(url.read_text(encoding="utf-8").strip()), Trust.read(roots.read_bytes())
        if not made_up:
            return None
        demo = DemoAuthority(self.home / "demo_authority").made(now)
        return demo, Trust.read(demo.root.read_bytes())

    def trust(self, *, made_up: bool) -> Trust | None:
        """Whom stamps are believed from, None where no authority is known."""
        held = self.authority_roots(made_up=made_up)
        return Trust.read(held) if held else None

    def authority_roots(self, *, made_up: bool) -> bytes | None:
        """The certificates by which stamps are believed, as a file, None where no authority is known."""
        files = (self.secret / "authority.pem", *([DemoAuthority(self.home / "demo_authority").root] if made_up else []))
        return next((file.read_bytes() for file in files if file.exists()), None)

    def size(self) -> int:
        """How many entries the newest checkpoint has, 0 before the first."""
        head = self.opened().head() if self.begun else None
        return head[0].size if head else 0

    def witnessed_size(self) -> int:
        """How many entries the newest checkpoint has that enough witnesses have signed, 0 where there is none."""
        note = self.witnessed() if self.begun else None
        return read_checkpoint(note.text).size if note else 0

    def witnessed(self) -> Note | None:
        """The newest checkpoint that enough witnesses have co-signed, None where there is none yet."""
        try:
            note = read_note((self.folder / WITNESSED).read_bytes())
            check_checkpoint(note, self.policy())
        except (FileNotFoundError, BadProof):
            return None
        return note

    def proof(self, index: int, entry: bytes = b"") -> LeafProof:
        """The proof of one leaf in the newest witnessed tree that holds it, else in the newest tree.

        Raises: NotFound where the leaf is in no signed tree yet.
        """
        log = self.opened()
        head = log.head()
        for note in (self.witnessed(), head[1] if head else None):
            if note is not None and read_checkpoint(note.text).size > index:
                tree = log.tree(read_checkpoint(note.text).size)
                return LeafProof(index, tuple(tree.inclusion(index)), note, entry)
        raise NotFound(f"第 {index + 1} 号存证还没有进入日志；后台进程在运行的话，几秒后再试，或运行 yuzhi log integrate。")

    def stamped_proof(self, index: int, entry: bytes = b"") -> tuple[LeafProof, list[bytes]]:
        """The proof of one leaf in the first tree that has time-stamps and holds it, and those stamps.

        Raises: NotFound where no such tree has been stamped yet.
        """
        sizes = [size for size in self.stamped() if size > index]
        if not sizes:
            raise NotFound(f"含第 {index + 1} 号存证的检查点还没有加盖时间戳。请运行 yuzhi log stamp，或等后台进程加盖。")
        note, tokens = self.stamps(sizes[-1])
        tree = self.opened().tree(sizes[-1])
        return LeafProof(index, tuple(tree.inclusion(index)), read_note(note), entry), tokens

    def stamped(self) -> list[int]:
        """Sizes of the checkpoints that have time-stamps, the newest first."""
        folder = self.folder / "stamps"
        return sorted((int(one.name) for one in folder.iterdir() if one.name.isdigit()), reverse=True) if folder.is_dir() else []

    def stamps(self, size: int) -> tuple[bytes, list[bytes]]:
        """The checkpoint as it was stamped, and its stamps, the oldest first."""
        folder = self.folder / "stamps" / str(size)
        return (folder / "checkpoint").read_bytes(), [file.read_bytes() for file in _numbered(folder)]


def _numbered(folder: Path) -> Iterator[Path]:
    found: Sequence[Path] = [one for one in folder.iterdir() if one.suffix == ".tsr" and one.stem.isdigit()]
    return iter(sorted(found, key=lambda one: int(one.stem)))
