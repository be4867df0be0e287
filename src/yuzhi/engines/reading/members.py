"""The documents inside a file as received: the file itself, or what its gzip or ZIP holds, one after the other.

Nothing is ever written under a member's name. Archives are judged by their directory before anything is unpacked:
encrypted ones, names that climb out of the archive, and sizes that no honest file reaches are refused as a whole.
"""

import gzip
import lzma
import struct
import tempfile
import zipfile
import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO, cast

from yuzhi.engines.reading.records import Skipped
from yuzhi.engines.reading.sources import Document
from yuzhi.kernel.errors import BadFile
from yuzhi.kernel.origin import Origin

ZIP_MARK = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
GZIP_MARK = b"\x1f\x8b"
MEBIBYTE = 1024 * 1024
ADVICE = "请向来源重新下载或索取原件。"
_DAMAGE = (zlib.error, lzma.LZMAError, EOFError, zipfile.BadZipFile, gzip.BadGzipFile, NotImplementedError,
           RuntimeError, OSError, ValueError, struct.error)


@dataclass(frozen=True, slots=True)
class ArchiveLimits:
    """How large an archive may be, as its directory says, before it is refused.

    Units: `entries` members · `directory`, `unpacked`, `free` bytes · `ratio` unpacked bytes for one packed byte,
    looked at only above `free` bytes · `depth` archives inside archives.
    """

    entries: int = 200_000
    directory: int = 32 * MEBIBYTE
    unpacked: int = 64 * 1024 * MEBIBYTE
    ratio: int = 200
    free: int = 16 * MEBIBYTE
    depth: int = 2


LIMITS = ArchiveLimits()


@dataclass(frozen=True, slots=True)
class Member:
    """One document inside a file: `stream` yields its bytes, `place` names it, `where` names it in messages.

    `alone` says that it is the whole file: then a fault of it is a fault of the file.
    """

    place: str
    where: str
    alone: bool
    stream: "Guarded"


class Guarded:
    """A stream, opened at the first read, whose damage is reported as a BadFile that names the place."""

    def __init__(self, begin: Callable[[], IO[bytes]], where: str) -> None:
        self._begin = begin
        self._stream: IO[bytes] | None = None
        self._where = where
        self._ahead = b""

    def read(self, size: int = -1) -> bytes:
        """The next bytes; BadFile where the archive is damaged at this place."""
        if self._ahead:
            ahead, self._ahead = (self._ahead, b"") if size < 0 else (self._ahead[:size], self._ahead[size:])
            return ahead + self.read(size) if size < 0 else ahead
        try:
            if self._stream is None:
                self._stream = self._begin()
            return self._stream.read(size)
        except _DAMAGE as fault:
            raise BadFile(f"{self._where}：压缩数据已损坏或不完整（{_reason(fault)}），没有读取。{ADVICE}") from None

    def peek(self, size: int) -> bytes:
        """The first bytes of those that are read next, which stay to be read."""
        self._ahead = self._ahead or self.read(size)
        return self._ahead

    def close(self) -> None:
        """Lets go of the stream."""
        if self._stream is not None:
            self._stream.close()


def members(document: Document, wanted: str = ".xml", limits: ArchiveLimits = LIMITS) -> Iterator[Member | Skipped]:
    """Every document of the file whose name ends in `wanted`, opened in turn; what is left out is named at the end.

    Shape:  a plain or gzipped file is one Member at `/`; a ZIP yields its members by name, `inner.zip!name` for
            archives inside it, and one Skipped for each kind of file that is not read.
    Raises: BadFile for a damaged, encrypted or hostile archive.
    """
    named = f"《{document.name}》"
    with document.path.open("rb") as file:
        mark = file.read(4)
        file.seek(0)
        if mark[:2] == GZIP_MARK:
            yield Member("/", named, True, Guarded(lambda: cast(IO[bytes], gzip.GzipFile(fileobj=file)), named))
        elif mark in {ZIP_MARK, EMPTY_ZIP}:
            yield from _Archive(document, wanted, limits).walk(file, "", document.size, 1)
        else:
            yield Member("/", named, True, Guarded(lambda: file, named))


class _Archive:
    """One walk through a ZIP and the ZIPs inside it."""

    def __init__(self, document: Document, wanted: str, limits: ArchiveLimits) -> None:
        self.document = document
        self.wanted = wanted
        self.limits = limits
        self.left_out: Counter[str] = Counter()
        self.unpacked = 0
        self.passed = 0.0

    def walk(
        self, file: IO[bytes], above: str, size: int, depth: int, weight: float = 1.0
    ) -> Iterator[Member | Skipped]:
        """The members of this archive; `above` is the place of the archive itself.

        `weight` is the share of the whole file that the archive makes up.
        """
        where = self._where(above)
        with opened(file, size, where, self.limits) as archive:
            self.unpacked += judged(archive, size, where, self.limits)
            if self.unpacked > self.limits.unpacked:
                raise too_much(where, self.unpacked)
            infos = [info for info in archive.infolist() if not info.is_dir()]
            whole = sum(info.compress_size for info in infos) or 1
            for info in sorted(infos, key=lambda info: info.filename):
                until = self.passed + weight * info.compress_size / whole
                yield from self._member(archive, info, above, depth, until - self.passed)
                self.passed = until
                self.document.tell(until)
        if depth == 1:
            yield from self._left_out()

    def _member(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, above: str, depth: int, weight: float
    ) -> Iterator[Member | Skipped]:
        place = f"{above}!{plain(info.filename)}" if above else plain(info.filename)
        ending = PurePosixPath(plain(info.filename)).suffix.lower()
        where = self._where(place)
        if ending == ".zip" and depth >= self.limits.depth:
            reason = f"{where}：压缩包套得太深，没有打开。请解开一层后重新提交。"
            yield Skipped(Origin(self.document.digest, place), reason)
        elif ending == ".zip":
            with tempfile.SpooledTemporaryFile(max_size=8 * MEBIBYTE) as inner:
                _copy(archive, info, inner, where)
                yield from self.walk(inner, place, info.file_size, depth + 1, weight)
        elif ending == self.wanted:
            stream = Guarded(lambda: archive.open(info), where)
            yield Member(place, where, False, stream)
            stream.close()
        else:
            self.left_out[ending or "无扩展名"] += 1

    def _left_out(self) -> Iterator[Skipped]:
        for ending, count in sorted(self.left_out.items()):
            yield Skipped(Origin(self.document.digest, f"*{ending}"), f"{count} 个 {ending} 文件（附图等）不读取。")

    def _where(self, place: str) -> str:
        return f"《{self.document.name}》里的 {place}" if place else f"《{self.document.name}》"


@contextmanager
def opened(file: IO[bytes], size: int, where: str, limits: ArchiveLimits = LIMITS) -> Iterator[zipfile.ZipFile]:
    """The archive in `file`; its directory's size is looked at before Python reads it.

    Raises: BadFile when the directory is damaged or too large.
    """
    entries, length = _directory(file, size)
    if entries > limits.entries or length > limits.directory:
        raise BadFile(
            f"{where}：压缩包目录里有 {entries:,} 个文件，超过上限 {limits.entries:,}，没有打开。请分成几个压缩包。"
        )
    file.seek(0)
    try:
        archive = zipfile.ZipFile(file)
    except _DAMAGE as fault:
        raise BadFile(f"{where}：压缩包已损坏或不完整（{_reason(fault)}），没有读取。{ADVICE}") from None
    with archive:
        yield archive


def judged(archive: zipfile.ZipFile, size: int, where: str, limits: ArchiveLimits = LIMITS) -> int:
    """The bytes that the archive unpacks to, when it may be unpacked at all.

    Raises: BadFile for encryption, for a member without a name, for names that climb out of the archive and for
    unpacked sizes out of proportion.
    """
    unpacked = 0
    for info in archive.infolist():
        if not info.filename:
            raise BadFile(f"{where}：压缩包的目录已损坏（有一个成员没有名称），没有读取。{ADVICE}")
        if info.flag_bits & 0x1:
            raise BadFile(f"{where}：成员 {info.filename} 加了密码，无法读取。请解密后重新打包提交。")
        if ".." in PurePosixPath(info.filename.replace("\\", "/")).parts or "\x00" in info.orig_filename:
            raise BadFile(
                f"{where}：成员 {info.filename!r} 的路径指向压缩包之外，像是有意构造的文件，没有读取。请核对来源。"
            )
        unpacked += info.file_size
    if unpacked > limits.unpacked or (unpacked > limits.free and unpacked > limits.ratio * max(size, 1)):
        raise too_much(where, unpacked)
    return unpacked


def too_much(where: str, unpacked: int) -> BadFile:
    """The refusal of an archive that unpacks to too much."""
    return BadFile(
        f"{where}：解压后有 {unpacked // MEBIBYTE:,} MB，与压缩包大小不相称（疑似压缩炸弹），没有解压。"
        "请核对来源，或分批提交。"
    )


def plain(name: str) -> str:
    """The member's name with forward slashes and without a leading one.

    >>> plain("/20211210/CN1.XML"), plain("a\\\\b.xml")
    ('20211210/CN1.XML', 'a/b.xml')
    """
    return name.replace("\\", "/").lstrip("/")


def _copy(archive: zipfile.ZipFile, info: zipfile.ZipInfo, target: IO[bytes], where: str) -> None:
    source = Guarded(lambda: archive.open(info), where)
    while block := source.read(MEBIBYTE):
        target.write(block)
    source.close()
    target.seek(0)


def _directory(file: IO[bytes], size: int) -> tuple[int, int]:
    """How many entries the archive's directory says it has, and its length in bytes; zeros when there is none."""
    file.seek(max(size - 65_600, 0))
    tail = file.read(65_700)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 20:
        return 0, 0
    entries, length = struct.unpack_from("<HL", tail, at + 10)
    wide = tail.rfind(b"PK\x06\x06", 0, at)
    if wide >= 0 and len(tail) >= wide + 48:
        many, long = struct.unpack_from("<QQ", tail, wide + 32)
        return max(entries if entries != 0xFFFF else 0, many), max(length if length != 0xFFFFFFFF else 0, long)
    return entries, length


def _reason(fault: BaseException) -> str:
    """Why a library could not read on, in a few words."""
    if isinstance(fault, NotImplementedError):
        return "用了不支持的压缩方式，请用普通 ZIP 重新打包"
    if isinstance(fault, EOFError):
        return "数据在中途断了"
    return str(fault)[:120] or type(fault).__name__


def first_document(
    path: Path, name: str, ending: str = ".xml", span: int = 65536
) -> tuple[tuple[str, ...], bytes]:
    """The first member names of a ZIP and the first bytes of its first document; ("", b"") parts where there is none.

    Bounded: never unpacks more than `span` bytes of a member, or 64 MB of one archive inside the archive.
    Raises: BadFile for a damaged, encrypted or hostile archive, which no source would recognise.
    """
    where, size = f"《{name}》", path.stat().st_size
    try:
        with path.open("rb") as file, opened(file, size, where) as archive:
            judged(archive, size, where)
            infos = [info for info in archive.infolist() if not info.is_dir()]
            return tuple(plain(info.filename) for info in infos[:2000]), _first_bytes(archive, infos, ending, span)
    except _DAMAGE as fault:
        raise BadFile(f"{where}：压缩数据已损坏或不完整（{_reason(fault)}），没有读取。{ADVICE}") from None


def _first_bytes(archive: zipfile.ZipFile, infos: list[zipfile.ZipInfo], ending: str, span: int) -> bytes:
    for info in infos:
        if info.filename.lower().endswith(ending):
            with archive.open(info) as stream:
                return stream.read(span)
    for info in infos:
        if info.filename.lower().endswith(".zip") and info.file_size <= 64 * MEBIBYTE:
            with tempfile.SpooledTemporaryFile(max_size=8 * MEBIBYTE) as inner:
                _copy(archive, info, inner, info.filename)
                with opened(inner, info.file_size, info.filename) as below:
                    judged(below, info.file_size, info.filename)
                    return _first_bytes(below, [i for i in below.infolist() if not i.filename.endswith(".zip")],
                                        ending, span)
    return b""
