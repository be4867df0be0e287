"""Keys of people: X25519, the private half in a PEM under a passphrase, the public half as one line of text."""

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)

from yuzhi.kernel.errors import BadFile, BadValue

_LINE = re.compile(r"yuzhi-key ([A-Za-z0-9+/]{43}=) (.{1,80})")
SHORTEST = 12
"""Characters of a passphrase at the least."""


@dataclass(frozen=True, slots=True)
class Public:
    """Whom something is sealed for: the key's 32 bytes and its holder's name."""

    raw: bytes
    name: str

    @classmethod
    def parse(cls, text: str) -> "Public":
        """The key that a line of a `.pub` file tells of. Raises: BadFile."""
        found = _LINE.fullmatch(text.strip())
        try:
            return cls(base64.b64decode(found[1], validate=True), found[2]) if found else _none()
        except binascii.Error as damage:
            raise BadFile("这不是榆知的公钥文件：里面的密钥读不出。请用 yuzhi keys new 生成。") from damage

    @property
    def line(self) -> str:
        """The key as it stands in a file."""
        return f"yuzhi-key {base64.b64encode(self.raw).decode()} {self.name}"

    @property
    def fingerprint(self) -> str:
        """The first 16 hexadecimal digits of the SHA-256 of the key: people compare these over the telephone."""
        return hashlib.sha256(self.raw).hexdigest()[:16]

    @property
    def key(self) -> X25519PublicKey:
        """The key for the library."""
        return X25519PublicKey.from_public_bytes(self.raw)


@dataclass(frozen=True, slots=True)
class Private:
    """The half that opens what was sealed for its holder."""

    key: X25519PrivateKey

    @classmethod
    def read(cls, pem: bytes, passphrase: str) -> "Private":
        """The key in a PEM. Raises: BadFile for a wrong passphrase and for what is no such key."""
        try:
            found = load_pem_private_key(pem, passphrase.encode())
        except (ValueError, TypeError, UnsupportedAlgorithm) as fault:
            raise BadFile("私钥打不开：口令不对，或文件不是榆知的私钥。请核对口令和文件。") from fault
        if not isinstance(found, X25519PrivateKey):
            raise BadFile("这个私钥不是榆知用的种类（X25519）。请用 yuzhi keys new 生成的那一个。")
        return cls(found)

    @property
    def raw_public(self) -> bytes:
        """The 32 bytes of the other half."""
        return self.key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)


def generated(name: str, passphrase: str) -> tuple[bytes, Public]:
    """A new pair: the private half as a PEM under the passphrase, and the public half.

    Raises: BadValue for a short passphrase and for a name that is not one line.
    """
    if len(passphrase) < SHORTEST:
        raise BadValue(f"口令太短：至少 {SHORTEST} 个字符，例如四五个不相干的词。没有生成密钥。")
    if not name.strip() or len(name) > 80 or any(ord(one) < 32 for one in name):
        raise BadValue("持有人的姓名应为不超过 80 个字的一行文字。没有生成密钥。")
    key = X25519PrivateKey.generate()
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, BestAvailableEncryption(passphrase.encode()))
    return pem, Public(Private(key).raw_public, name.strip())


def _none() -> Public:
    raise BadFile("这不是榆知的公钥文件：应为一行“yuzhi-key …”。请用 yuzhi keys new 生成。")
