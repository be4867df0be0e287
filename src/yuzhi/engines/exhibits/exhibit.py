"""An exhibit: files with SHA-256 and SM3 at receipt, what was said of their custody, and the steps; as one canonical record."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Any

import rfc8785

from yuzhi.engines.exhibits.verify import sm3
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
    """One file of an exhibit, by the name that its giver used."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Receipt:
    """When and from whom files were received, the secret salt of the record, and whether all is an example."""

    at: str
    by: str
    salt: bytes
    made_up: bool = False


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


def sealed(
    files: Sequence[Held], receipt: Receipt, *, title: str, kind: str, custody: Sequence[Mapping[str, Any]] = (), steps: Sequence[str] = (),
) -> Exhibit:
    """The record of files as they were received.

    Shape:  canonical JSON (RFC 8785); files in their order under content/001, 002, …
    Raises: BadValue where there is no file or title, too many or too large ones, or an unknown kind.
    """
    if kind not in KINDS:
        raise BadValue(f"没有“{kind}”这种证物，没有接收。可以是：{'、'.join(KINDS)}。")
    if not title.strip() or len(title) > 200:
        raise BadValue("证物要有名称，最多 200 字；没有接收。")
    if not 1 <= len(files) <= MOST_FILES:
        raise BadValue(f"一件证物有 1 至 {MOST_FILES} 个文件，给了 {len(files)} 个，没有接收。")
    if (size := sum(len(one.content) for one in files)) > LARGEST:
        raise BadValue(f"文件共 {size / 2**20:,.0f} MB，一件证物最多 {LARGEST // 2**20} MB，没有接收。请分成几件。")
    return Exhibit(rfc8785.dumps({
        "schema": SCHEMA, "title": title.strip(), "kind": kind, "received": receipt.at, "by": receipt.by,
        "salt": receipt.salt.hex(), "made_up": receipt.made_up,
        "files": [_described(number, one) for number, one in enumerate(files, 1)],
        "custody": [dict(one) for one in custody], "steps": list(steps),
    }))


def _described(number: int, one: Held) -> dict[str, Any]:
    suffix = PurePath(one.name).suffix.lower()
    safe = suffix if suffix[1:].isascii() and suffix[1:].isalnum() and len(suffix) <= 10 else ""
    return {
        "path": f"content/{number:03d}{safe}", "name": PurePath(one.name).name[:200], "size": len(one.content),
        "sha256": hashlib.sha256(one.content).hexdigest(), "sm3": sm3(one.content),
    }
