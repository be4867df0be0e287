"""Signed notes: a text that ends in a newline, a blank line, and lines of signatures by name and key.

Source: c2sp.org/signed-note.
"""

import base64
import binascii
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from yuzhi.engines.translog.errors import BadProof

_DASH = "— "
_LONGEST = 1_000_000
_MOST = 64
"""A note is at most so many bytes long and carries at most so many signatures."""


class Verifier(Protocol):
    """Whoever knows one public key."""

    @property
    def name(self) -> str:
        """The name of the key."""

    @property
    def key_id(self) -> bytes:
        """Four bytes that tell this key from others of the same name."""

    def holds(self, text: bytes, signature: bytes) -> bool:
        """Whether the signature over the text is this key's."""


class Signer(Protocol):
    """Whoever holds one private key."""

    @property
    def verifier(self) -> Verifier:
        """The public half."""

    def sign(self, text: bytes) -> bytes:
        """The signature over a text, as it stands behind the key's four bytes in a note."""


@dataclass(frozen=True, slots=True)
class Signature:
    """One line of a signed note."""

    name: str
    key_id: bytes
    signature: bytes

    @property
    def line(self) -> str:
        """The line as it stands in the note, with its newline."""
        return f"{_DASH}{self.name} {base64.b64encode(self.key_id + self.signature).decode()}\n"


@dataclass(frozen=True, slots=True)
class Note:
    """A text and the signatures under it, none of them checked yet."""

    text: bytes
    signatures: tuple[Signature, ...]

    @property
    def written(self) -> bytes:
        """The note as bytes."""
        return self.text + b"\n" + "".join(one.line for one in self.signatures).encode()

    def with_signatures(self, more: Iterable[Signature]) -> "Note":
        """The same note with further signatures; a newer one by the same key takes the place of the older."""
        kept = {(one.name, one.key_id): one for one in (*self.signatures, *more)}
        return Note(self.text, tuple(kept.values()))

    def signed_by(self, verifiers: Sequence[Verifier]) -> list[Verifier]:
        """Those of the keys that have signed; signatures by unknown keys are passed over.

        Raises: BadProof for a signature that names a known key and is not its own.
        """
        known = {(one.name, one.key_id): one for one in verifiers}
        found: dict[tuple[str, bytes], Verifier] = {}
        for one in self.signatures:
            verifier = known.get((one.name, one.key_id))
            if verifier is None:
                continue
            if not verifier.holds(self.text, one.signature):
                raise BadProof(f"“{one.name}”（密钥 {one.key_id.hex()}）的签名与正文不符：正文或签名被改动过。")
            found[one.name, one.key_id] = verifier
        return list(found.values())


def signed(text: bytes, signers: Iterable[Signer]) -> Note:
    """The text, signed by each."""
    made = (Signature(one.verifier.name, one.verifier.key_id, one.sign(text)) for one in signers)
    return Note(text, tuple(made))


def read_note(written: bytes) -> Note:
    """The note behind the bytes.

    Raises: BadProof where the bytes are no signed note.
    """
    if len(written) > _LONGEST:
        raise _no_note(f"长 {len(written)} 字节，超过 {_LONGEST} 字节")
    try:
        whole = written.decode()
    except UnicodeDecodeError as fault:
        raise _no_note("不是 UTF-8 文字") from fault
    if any(char < " " and char != "\n" for char in whole):
        raise _no_note("含有控制字符")
    text, blank, lines = whole.rpartition("\n\n")
    if not blank or not text or not lines.endswith("\n"):
        raise _no_note("没有空行隔开的签名")
    return Note((text + "\n").encode(), read_signatures(lines))


def read_signatures(lines: str) -> tuple[Signature, ...]:
    """Lines of signatures, each ended by a newline.

    Raises: BadProof.
    """
    read = tuple(_signature(line) for line in lines.split("\n")[:-1])
    if not 1 <= len(read) <= _MOST:
        raise _no_note(f"有 {len(read)} 行签名，应为 1 至 {_MOST} 行")
    return read


def key_id(name: str, kind_and_key: bytes) -> bytes:
    """The four bytes by which notes name a key."""
    return hashlib.sha256(name.encode() + b"\n" + kind_and_key).digest()[:4]


def well_named(name: str) -> bool:
    """Whether a key may have this name: not empty, no space, no plus sign."""
    return bool(name) and "+" not in name and not any(char.isspace() for char in name)


def _signature(line: str) -> Signature:
    name, _, encoded = line.removeprefix(_DASH).partition(" ")
    try:
        raw = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise _no_note("签名行不是 Base64") from fault
    if not line.startswith(_DASH) or not well_named(name) or len(raw) < 5 or base64.b64encode(raw).decode() != encoded:
        raise _no_note(f"“{line[:60]}”不是签名行")
    return Signature(name, raw[:4], raw[4:])


def _no_note(why: str) -> BadProof:
    return BadProof(f"这不是签名文书：{why}。")
