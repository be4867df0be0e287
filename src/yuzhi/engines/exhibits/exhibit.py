"""An exhibit: files with SHA-256 and SM3 at receipt, what was said of their custody, and the steps; as one canonical record."""

import hashlib
import io
import json
import mimetypes
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any, BinaryIO

import rfc8785

from yuzhi.engines.exhibits.sm3 import running_sm3
from yuzhi.kernel.errors import BadValue

SCHEMA = "yuzhi.exhibit/1"
KINDS: Mapping[str, str] = {
    "file": "文件", "draft": "作品过程稿", "knowledge": "传统知识", "notice": "通知", "capture": "网页取证", "dataset": "公布的数据",
}
MOST_FILES, LARGEST = 200, 256 * 2**20
"""An exhibit has at most so many files, so many bytes together.

Units: files, bytes."""


@dataclass(frozen=True, slots=True)
class Held:
    """One file of an exhibit, by the name that its giver used: its bytes, or a stream that gives them once."""

    name: str
    content: bytes | BinaryIO

    @property
    def stream(self) -> BinaryIO:
        """What gives the bytes."""
        return io.BytesIO(self.content) if isinstance(self.content, bytes) else self.content


class Measured:
    """A stream that learns size, SHA-256 and SM3 of what is read from it, so that a file is read once and never held whole.

    Raises: BadValue from `read` as soon as more has come than `most` bytes.
    """

    def __init__(self, held: Held, most: int) -> None:
        self.name, self.size, self._source, self._most = held.name, 0, held.stream, most
        self._sha256, self._sm3 = hashlib.sha256(), running_sm3()

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, which are measured now."""
        chunk = self._source.read(size)
        self.size += len(chunk)
        if self.size > self._most:
            raise too_large(self.size)
        self._sha256.update(chunk)
        self._sm3.update(chunk)
        return chunk

    def described(self, number: int) -> dict[str, Any]:
        """What the record says of the file, once all of it has been read."""
        suffix = PurePath(self.name).suffix.lower()
        safe = suffix if suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) <= 10 else ""
        return {
            "path": f"content/{number:03d}{safe}", "name": PurePath(self.name).name[:200], "size": self.size,
            "type": _TYPES.guess_type(f"x{safe}")[0] or "application/octet-stream",
            "sha256": self._sha256.hexdigest(), "sm3": self._sm3.hexdigest(),
        }


_TYPES = mimetypes.MimeTypes()      # of its own, so that a machine's list does not change what a record says


@dataclass(frozen=True, slots=True)
class Receipt:
    """When and from whom files were received, the secret salt of the record, and whether all is an example.

    `previous` is the key of the exhibit before this one, where both are versions of one work.
    """

    at: str
    by: str
    salt: bytes
    made_up: bool = False
    previous: str = ""


@dataclass(frozen=True, slots=True)
class Exhibit:
    """The record of an exhibit, in the bytes that the log names by their SHA-256."""

    written: bytes

    @property
    def key(self) -> str:
        """The object of the leaf; it gives nothing of the content away, since the record holds a secret salt."""
        return f"exhibit/{hashlib.sha256(self.written).hexdigest()}"

    @property
    def said(self) -> dict[str, Any]:
        """What the record says."""
        read: dict[str, Any] = json.loads(self.written)
        return read


def checked(names: Sequence[str], *, title: str, kind: str) -> None:
    """Nothing, where files of these names may become an exhibit.

    Raises: BadValue where there is no file or title, too many files, or an unknown kind.
    """
    if kind not in KINDS:
        raise BadValue(f"没有“{kind}”这种证物，没有接收。可以是：{'、'.join(KINDS)}。")
    if not title.strip() or len(title) > 200:
        raise BadValue("证物要有名称，最多 200 字；没有接收。")
    if not 1 <= len(names) <= MOST_FILES:
        raise BadValue(f"一件证物有 1 至 {MOST_FILES} 个文件，给了 {len(names)} 个，没有接收。")


def too_large(size: int) -> BadValue:
    """The sentence for files that are too large together."""
    return BadValue(f"文件共 {size / 2**20:,.0f} MB，一件证物最多 {LARGEST // 2**20} MB，没有接收。请分成几件。")


def sealed(
    files: Sequence[Mapping[str, Any]], receipt: Receipt, *, title: str, kind: str, custody: Sequence[Mapping[str, Any]] = (),
    steps: Sequence[str] = (),
) -> Exhibit:
    """The record of files as they were received and measured.

    Shape:  canonical JSON (RFC 8785); files in their order under content/001, 002, …
    """
    return Exhibit(rfc8785.dumps({
        "schema": SCHEMA, "title": title.strip(), "kind": kind, "received": receipt.at, "by": receipt.by,
        "salt": receipt.salt.hex(), "made_up": receipt.made_up, "files": [dict(one) for one in files],
        "custody": [dict(one) for one in custody], "steps": list(steps),
        **({"previous": receipt.previous} if receipt.previous else {}),
    }))
