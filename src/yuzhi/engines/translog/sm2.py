"""SM2 signatures with SM3 for use in China, through a port: OpenSSL here, a certified module in production.

Source: GB/T 32918.2 and GB/T 32905; the signer's default identity is that of GM/T 0009.
"""

import base64
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from yuzhi.engines.translog.errors import LogDamaged
from yuzhi.engines.translog.keys import OTHER, vkey
from yuzhi.engines.translog.notes import key_id
from yuzhi.kernel.errors import Refused

KIND = bytes([OTHER]) + b"sm2-sm3/v1:"
"""A kind of signature that signed notes have no byte for; others pass it over."""
POINT_BYTES = 65
_IDENTITY = "1234567812345678"
_SPKI = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")
"""What stands before the point of an SM2 public key in DER."""
_SECONDS = 20


class Sm2Module(Protocol):
    """Whatever holds one SM2 private key and signs with it."""

    @property
    def public(self) -> bytes:
        """The public key as an uncompressed point of 65 bytes."""

    def sign(self, text: bytes) -> bytes:
        """The signature (SM3 inside, DER) over a text."""


@dataclass(frozen=True, slots=True)
class OpensslKey:
    """An SM2 key in a PEM file, used by the command openssl."""

    file: Path

    @classmethod
    def made(cls, file: Path) -> "OpensslKey":
        """A fresh key in a new file that only its owner reads."""
        file.touch(mode=0o600)
        _openssl("genpkey", "-algorithm", "SM2", "-out", str(file))
        return cls(file)

    @property
    def public(self) -> bytes:
        """The public key as an uncompressed point."""
        spki = _openssl("pkey", "-in", str(self.file), "-pubout", "-outform", "DER")
        if not spki.startswith(_SPKI):
            raise LogDamaged(f"{self.file} 不是 SM2 密钥，没有签名。请从备份恢复密钥文件。")
        return spki[len(_SPKI):]

    def sign(self, text: bytes) -> bytes:
        """The signature over a text."""
        with tempfile.TemporaryDirectory() as folder:
            said = Path(folder, "text")
            said.write_bytes(text)
            return _openssl("pkeyutl", "-sign", "-inkey", str(self.file), "-in", str(said), *_SM3)


@dataclass(frozen=True, slots=True)
class Sm2Verifier:
    """Checks SM2 co-signatures on notes."""

    name: str
    public: bytes

    @property
    def key_id(self) -> bytes:
        """The key's four bytes."""
        return key_id(self.name, KIND + self.public)

    @property
    def written(self) -> str:
        """The key as others are told of it."""
        return vkey(self.name, KIND + self.public)

    def holds(self, text: bytes, signature: bytes) -> bool:
        """Whether the signature over the text is this key's."""
        return sm2_holds(self.public, text, signature)


@dataclass(frozen=True, slots=True)
class Sm2Signer:
    """Signs notes beside the log's own key."""

    name: str
    module: Sm2Module

    @property
    def verifier(self) -> Sm2Verifier:
        """The public half."""
        return Sm2Verifier(self.name, self.module.public)

    def sign(self, text: bytes) -> bytes:
        """The signature over a text."""
        return self.module.sign(text)


def sm2_holds(public: bytes, text: bytes, signature: bytes, identity: str = _IDENTITY) -> bool:
    """Whether this is the key's SM2 signature over the text, for the signer's identity.

    Raises: Refused where this machine cannot check SM2.
    """
    if len(public) != POINT_BYTES or public[0] != 4:
        return False
    pem = b"-----BEGIN PUBLIC KEY-----\n" + base64.encodebytes(_SPKI + public) + b"-----END PUBLIC KEY-----\n"
    with tempfile.TemporaryDirectory() as folder:
        said, given, key = (Path(folder, name) for name in ("text", "signature", "key"))
        for path, content in ((said, text), (given, signature), (key, pem)):
            path.write_bytes(content)
        words = ("pkeyutl", "-verify", "-pubin", "-inkey", str(key), "-in", str(said), "-sigfile", str(given))
        well = _run(*words, *_SM3[:-1], f"distid:{identity}").returncode == 0
    if not well and not available():
        raise Refused("这台机器上的 openssl 不认识 SM2，没有验签。请安装 OpenSSL 3。")
    return well


def available() -> bool:
    """Whether openssl is here and knows SM2."""
    try:
        return b"SM2" in _run("list", "-public-key-algorithms").stdout
    except Refused:
        return False


_SM3 = ("-rawin", "-digest", "sm3", "-pkeyopt", f"distid:{_IDENTITY}")


def _openssl(*words: str) -> bytes:
    done = _run(*words)
    if done.returncode:
        raise Refused(f"openssl {words[0]} 没有办成：{done.stderr.decode(errors='replace').strip()[:200]}")
    return done.stdout


def _run(*words: str) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(["openssl", *words], capture_output=True, timeout=_SECONDS, check=False)  # noqa: S603, S607 - our own words
    except (OSError, subprocess.TimeoutExpired) as fault:
        raise Refused(f"这台机器上用不了 openssl（{fault}），没有签名，也没有验签。请安装 OpenSSL 3。") from fault
