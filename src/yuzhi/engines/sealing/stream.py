"""The sealed file: a header in JSON, then blocks of AES-256-GCM; a lost, moved or changed block is noticed.

The key of the blocks comes from one random share for each holder, and each share is wrapped for one key: whoever lacks a
share has nothing. Blocks are counted in their nonces and the last one says that it is the last.

Source: RFC 7748 (X25519), RFC 5869 (HKDF), NIST SP 800-38D (GCM).
"""

import base64
import binascii
import hashlib
import io
import json
import os
from collections.abc import Sequence
from typing import IO, Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from yuzhi.engines.sealing.keys import Private, Public
from yuzhi.kernel.errors import BadFile, Refused

MAGIC = b"yuzhi-sealed/1\n"
HOLDERS = 2
_BLOCK = 1 << 20
_TAG = 16
_LONGEST_HEADER = 1 << 16


class Sealing(io.RawIOBase):
    """A stream to write to: what is written stands sealed in `out`; `close` writes the last block.

    `told` is the watermark: it stands in the header for everyone to read, and cannot be changed unnoticed.
    Raises: Refused for anything but two different keys.
    """

    def __init__(self, out: IO[bytes], holders: Sequence[Public], told: dict[str, Any]) -> None:
        if len({one.raw for one in holders}) != HOLDERS or len(holders) != HOLDERS:
            raise Refused("要用两个人的两把不同的公钥，没有开始：任何一个人都不能单独打开。")
        shares = [os.urandom(32) for _ in holders]
        salt = _b64(os.urandom(32))
        wrapped = [_wrapped(one, share) for one, share in zip(holders, shares, strict=True)]
        header = {"told": told, "salt": salt, "holders": wrapped}
        text = json.dumps(header, ensure_ascii=False, sort_keys=True).encode()
        out.write(MAGIC + len(text).to_bytes(4, "big") + text)
        self._out, self._held, self._number = out, bytearray(), 0
        self._cipher, self._header = AESGCM(_key(shares, salt)), hashlib.sha256(text).digest()

    def writable(self) -> bool:
        """True."""
        return True

    def write(self, data: Any) -> int:
        """Takes bytes; whole blocks go out at once."""
        self._held += data
        while len(self._held) > _BLOCK:
            self._send(bytes(self._held[:_BLOCK]), last=False)
            del self._held[:_BLOCK]
        return len(data)

    def close(self) -> None:
        """The last block is written; what is not closed cannot be opened."""
        if not self.closed:
            self._send(bytes(self._held), last=True)
            super().close()

    def _send(self, block: bytes, *, last: bool) -> None:
        sealed = self._cipher.encrypt(_nonce(self._number, last=last), block, self._header)
        self._out.write(len(sealed).to_bytes(4, "big") + sealed)
        self._number += 1


class Opening(io.RawIOBase):
    """A stream to read from: what was sealed, block by block, each proven before it is given.

    Raises: BadFile for what is no sealed file, or was changed or cut; Refused where a key is not one of the two.
    """

    def __init__(self, sealed: IO[bytes], keys: Sequence[Private]) -> None:
        text = header_text(sealed)
        header = _header(text)
        shares = []
        for holder in header["holders"]:
            key = next((one for one in keys if _b64(one.raw_public) == holder["key"]), None)
            if key is None:
                raise Refused(f"缺少“{holder['name']}”（指纹 {holder['fingerprint']}）的私钥，打不开。两个人的私钥都要有。")
            shares.append(_unwrapped(holder, key))
        self.told: dict[str, Any] = header["told"]
        self._sealed, self._number, self._held, self._ended = sealed, 0, b"", False
        self._cipher, self._header = AESGCM(_key(shares, header["salt"])), hashlib.sha256(text).digest()

    def readable(self) -> bool:
        """True."""
        return True

    def readinto(self, buffer: Any) -> int:
        """Fills the buffer with the next bytes; 0 at the end."""
        while not self._held and not self._ended:
            self._held = self._next()
        given = self._held[:len(buffer)]
        buffer[:len(given)] = given
        self._held = self._held[len(given):]
        return len(given)

    def _next(self) -> bytes:
        length = int.from_bytes(_exactly(self._sealed, 4), "big")
        if not _TAG <= length <= _BLOCK + _TAG:
            raise _broken()
        block = _exactly(self._sealed, length)
        for last in (False, True):
            try:
                plain = self._cipher.decrypt(_nonce(self._number, last=last), block, self._header)
            except InvalidTag:
                continue
            self._number, self._ended = self._number + 1, last
            if last and self._sealed.read(1):
                raise _broken()
            return plain
        raise _broken()


def header_text(sealed: IO[bytes]) -> bytes:
    """The header's bytes; the stream stands behind them. Raises: BadFile."""
    if sealed.read(len(MAGIC)) != MAGIC:
        raise BadFile("这不是榆知的导出文件（开头不对）。请核对文件。")
    length = int.from_bytes(_exactly(sealed, 4), "big")
    if length > _LONGEST_HEADER:
        raise _broken()
    return _exactly(sealed, length)


def _header(text: bytes) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(text)
        if len(found["holders"]) != HOLDERS or not isinstance(found["told"], dict) or not isinstance(found["salt"], str):
            raise _broken()
        for one in found["holders"]:
            if not {"key", "name", "fingerprint", "by", "share"} <= set(one):
                raise _broken()
    except (ValueError, KeyError, TypeError) as damage:
        raise _broken() from damage
    return found


def _wrapped(holder: Public, share: bytes) -> dict[str, str]:
    once = X25519PrivateKey.generate()
    by = once.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    key = _derived(once.exchange(holder.key), by + holder.raw, b"yuzhi-sealed share")
    sealed = AESGCM(key).encrypt(bytes(12), share, None)      # the key is used once
    return {
        "name": holder.name, "fingerprint": holder.fingerprint, "key": _b64(holder.raw), "by": _b64(by), "share": _b64(sealed),
    }


def _unwrapped(holder: dict[str, str], key: Private) -> bytes:
    try:
        by = base64.b64decode(holder["by"], validate=True)
        shared = key.key.exchange(X25519PublicKey.from_public_bytes(by))
        wrapping = _derived(shared, by + key.raw_public, b"yuzhi-sealed share")
        return AESGCM(wrapping).decrypt(bytes(12), base64.b64decode(holder["share"], validate=True), None)
    except (InvalidTag, ValueError, TypeError, binascii.Error) as damage:
        raise _broken() from damage


def _key(shares: Sequence[bytes], salt: str) -> bytes:
    try:
        return _derived(b"".join(shares), base64.b64decode(salt, validate=True), b"yuzhi-sealed blocks")
    except (binascii.Error, TypeError, ValueError) as damage:
        raise _broken() from damage


def _derived(secret: bytes, salt: bytes, use: bytes) -> bytes:
    return HKDF(SHA256(), 32, salt, use).derive(secret)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _exactly(stream: IO[bytes], size: int) -> bytes:
    found = stream.read(size)
    if len(found) != size:
        raise BadFile("导出文件不完整，在这里断了，没有导入。请重新复制文件。")
    return found


def _b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


def _broken() -> BadFile:
    return BadFile("导出文件被改动过或已损坏，没有导入。请重新取得文件。")
