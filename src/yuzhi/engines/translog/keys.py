"""Keys of a log and of its witnesses: Ed25519 for notes, Ed25519 with the time for co-signatures, and how keys are written.

Source: c2sp.org/signed-note (0x01), c2sp.org/tlog-cosignature (0x04), RFC 8032.
"""

import base64
import binascii
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from yuzhi.engines.translog.notes import key_id, well_named
from yuzhi.kernel.errors import BadValue

ED25519, COSIGNATURE, OTHER = 0x01, 0x04, 0xFF
KEY_BYTES, SIGNATURE_BYTES, TIME_BYTES = 32, 64, 8


@dataclass(frozen=True, slots=True)
class Ed25519Verifier:
    """Checks a log's own signatures."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The key's four bytes."""
        return key_id(self.name, bytes([ED25519]) + self.public)

    @property
    def written(self) -> str:
        """The key as others are told of it."""
        return vkey(self.name, bytes([ED25519]) + self.public)

    def holds(self, text: bytes, signature: bytes) -> bool:
        """Whether the signature over the text is this key's."""
        return ed25519_holds(self.public, text, signature)


@dataclass(frozen=True, slots=True)
class CosignatureVerifier:
    """Checks a witness's co-signatures; each says when it was given."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The key's four bytes."""
        return key_id(self.name, bytes([COSIGNATURE]) + self.public)

    @property
    def written(self) -> str:
        """The key as others are told of it."""
        return vkey(self.name, bytes([COSIGNATURE]) + self.public)

    def holds(self, text: bytes, signature: bytes) -> bool:
        """Whether the signature over the text is this key's."""
        if len(signature) != TIME_BYTES + SIGNATURE_BYTES or signed_at(signature) >= 1 << 63:
            return False
        return ed25519_holds(self.public, cosigned_text(text, signed_at(signature)), signature[TIME_BYTES:])


@dataclass(frozen=True, slots=True)
class Ed25519Signer:
    """Signs as a log."""

    name: str
    seed: bytes

    @property
    def verifier(self) -> Ed25519Verifier:
        """The public half."""
        return Ed25519Verifier(self.name, _private(self.seed).public_key().public_bytes_raw())

    def sign(self, text: bytes) -> bytes:
        """The signature over a text."""
        return _private(self.seed).sign(text)

    @property
    def written(self) -> str:
        """The private key as its file keeps it."""
        return f"PRIVATE+KEY+{self.name}+{self.verifier.key_id.hex()}+{_b64(bytes([ED25519]) + self.seed)}"


@dataclass(frozen=True, slots=True)
class CosignatureSigner:
    """Signs as a witness, at the moment that `clock` tells.

    Units: seconds since 1970.
    """

    name: str
    seed: bytes
    clock: Callable[[], int]

    @property
    def verifier(self) -> CosignatureVerifier:
        """The public half."""
        return CosignatureVerifier(self.name, _private(self.seed).public_key().public_bytes_raw())

    def sign(self, text: bytes) -> bytes:
        """The time and the signature over time and text."""
        at = self.clock()
        return at.to_bytes(TIME_BYTES, "big") + _private(self.seed).sign(cosigned_text(text, at))


def cosigned_text(text: bytes, at: int) -> bytes:
    """What a witness signs: a header that nothing else begins with, the time, the checkpoint's text."""
    return f"cosignature/v1\ntime {at}\n".encode() + text


def signed_at(signature: bytes) -> int:
    """When a co-signature says that it was given.

    Units: seconds since 1970.
    """
    return int.from_bytes(signature[:TIME_BYTES], "big")


def ed25519_holds(public: bytes, text: bytes, signature: bytes) -> bool:
    """Whether this is the key's signature over the text."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


def vkey(name: str, kind_and_key: bytes) -> str:
    """A public key as one word: name, its four bytes, kind and key."""
    return f"{name}+{key_id(name, kind_and_key).hex()}+{_b64(kind_and_key)}"


def parts_of(written: str) -> tuple[str, bytes]:
    """The name, and kind and key, of a public key that is written as one word.

    Raises: BadValue where it is none, or where its four bytes are not those of name and key.
    """
    name, _, rest = written.strip().partition("+")
    hexed, _, encoded = rest.partition("+")
    try:
        kind_and_key = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise _no_key(written) from fault
    if not well_named(name) or len(kind_and_key) < 2 or hexed != key_id(name, kind_and_key).hex():
        raise _no_key(written)
    return name, kind_and_key


def read_private(written: str) -> Ed25519Signer:
    """The private key in a key file.

    Raises: BadValue.
    """
    prefix, _, rest = written.strip().partition("+KEY+")
    name, _, rest = rest.partition("+")
    hexed, _, encoded = rest.partition("+")
    try:
        raw = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError) as fault:
        raise BadValue("密钥文件读不懂，没有签名。请从备份恢复密钥文件。") from fault
    if prefix != "PRIVATE" or not well_named(name) or len(raw) != 1 + KEY_BYTES or raw[0] != ED25519:
        raise BadValue("密钥文件不是 Ed25519 私钥，没有签名。请从备份恢复密钥文件。")
    signer = Ed25519Signer(name, raw[1:])
    if signer.verifier.key_id.hex() != hexed:
        raise BadValue("密钥文件里的编号与密钥不符，没有签名。请从备份恢复密钥文件。")
    return signer


def _private(seed: bytes) -> Ed25519PrivateKey:
    return Ed25519PrivateKey.from_private_bytes(seed)


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _no_key(written: str) -> BadValue:
    return BadValue(f"“{written[:80]}”不是公钥：应为 名称+八位十六进制+Base64，且三者相符。")
