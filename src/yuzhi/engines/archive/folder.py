"""An archive in a folder: content addressed, written once, never changed."""

import hashlib
import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from yuzhi.kernel.errors import BadFile, NotFound

_CHUNK = 1 << 20


class Archive:
    """Bytes by the sha256 of their content.

    A file appears under its digest only once it is whole and on disk, so killing the process at any point leaves
    either nothing or everything. Putting the same bytes again changes nothing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def put(self, path: Path) -> tuple[str, int]:
        """The digest (hex) and size of the file's bytes, which are kept when this returns."""
        if not path.is_file():
            raise BadFile(f"读不到文件 {path}：它不存在或不是普通文件。请检查路径后再试。")
        with path.open("rb") as stream:
            return self.put_stream(stream)

    def put_stream(self, stream: BinaryIO) -> tuple[str, int]:
        """The digest (hex) and size of what the stream gives until its end."""
        self.folder.mkdir(parents=True, exist_ok=True)
        digest, size = hashlib.sha256(), 0
        handle, name = tempfile.mkstemp(prefix="incoming-", dir=self.folder)
        fresh = Path(name)
        try:
            with os.fdopen(handle, "wb") as out:
                while chunk := stream.read(_CHUNK):
                    digest.update(chunk)
                    size += len(chunk)
                    out.write(chunk)
                out.flush()
                os.fsync(out.fileno())
            kept = self._place(digest.hexdigest())
            if not kept.exists():
                kept.parent.mkdir(parents=True, exist_ok=True)
                os.replace(fresh, kept)
                _sync_folder(kept.parent)
        finally:
            fresh.unlink(missing_ok=True)
        return digest.hexdigest(), size

    def path(self, digest: str) -> Path:
        """Where the bytes lie; NotFound where the archive does not hold them."""
        kept = self._place(digest)
        if not kept.exists():
            raise NotFound(f"档案里没有摘要为 {digest[:12]}… 的文件。请核对摘要，或重新提交原文件。")
        return kept

    def __contains__(self, digest: str) -> bool:
        return self._place(digest).exists()

    def sound(self, digest: str) -> bool:
        """Whether the bytes kept under the digest still have it."""
        with self.path(digest).open("rb") as stream:
            return hashlib.file_digest(stream, "sha256").hexdigest() == digest

    def sweep(self, before: datetime) -> int:
        """The number of unfinished arrivals removed: those to which nobody has written since that instant."""
        found = list(self.folder.glob("incoming-*")) if self.folder.exists() else []
        strays = [one for one in found if _written(one) < before.timestamp()]
        for stray in strays:
            stray.unlink(missing_ok=True)
        return len(strays)

    def _place(self, digest: str) -> Path:
        if len(digest) != 64 or not set(digest) <= set("0123456789abcdef"):
            raise NotFound("这不是文件摘要：应为 64 位十六进制数字。")
        return self.folder / digest[:2] / digest


def _written(path: Path) -> float:
    """When the file was last written to; one that has just been taken into the archive counts as new."""
    try:
        return path.stat().st_mtime
    except FileNotFoundError:
        return float("inf")


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
