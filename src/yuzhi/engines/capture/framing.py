"""How a web archive is put together: records of a stated length, each in a gzip member of its own where the file is compressed.

The walk reads nothing into memory but lines; it finds what a reader of records would step over: lengths that do not fit, members that
hold two records or half of one, an end in the middle.
Source: ISO 28500:2017 (WARC 1.1), clauses 4, 5 and annex D; the ARC file format, version 1.
"""

import re
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from yuzhi.kernel.errors import BadFile

GZIP, BETWEEN = b"\x1f\x8b", b"\r\n\r\n"
LONGEST_LINE, MOST_LINES, LARGEST = 64 * 2**10, 500, 4 * 2**30
"""A line of a header, the lines of one header, and all that an archive unpacks to.

Units: bytes, lines, bytes."""
_CHUNK = 1 << 16
_NEEDED = (b"warc-type", b"warc-record-id", b"warc-date", b"content-length")
_ARC_HEADER = 2


class BadArchive(BadFile):
    """A web archive that cannot be believed; `reason` is one word for programs, the sentence is for people."""

    def __init__(self, reason: str, sentence: str) -> None:
        super().__init__(f"{sentence}没有接收。请用原来的采集工具重新导出，或重新取证。")
        self.reason = reason


class _Bytes:
    """Bytes in their order, by line or by length; what was taken is dropped only when more comes, since copying is what costs."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self.chunks, self.held, self.at, self.dropped = chunks, b"", 0, 0

    @property
    def read(self) -> int:
        """How many bytes were taken so far."""
        return self.dropped + self.at

    def _more(self) -> bool:
        if not (chunk := next(self.chunks, b"")):
            return False
        self.held, self.dropped, self.at = self.held[self.at:] + chunk, self.dropped + self.at, 0
        return True

    def ended(self) -> bool:
        return self.at == len(self.held) and not self._more()

    def line(self) -> bytes:
        while (end := self.held.find(b"\n", self.at)) < 0:
            if len(self.held) - self.at > LONGEST_LINE:
                raise BadArchive("header", f"第 {self.read:,} 字节起的记录头有一行超过 {LONGEST_LINE // 2**10} KB，")
            if not self._more():
                end = len(self.held) - 1
                break
        return self.next(end + 1 - self.at)

    def skip(self, size: int) -> int:
        """How many bytes of those were missing."""
        while size and not self.ended():
            step = min(size, len(self.held) - self.at)
            self.at, size = self.at + step, size - step
        return size

    def next(self, size: int) -> bytes:
        while len(self.held) - self.at < size and self._more():
            pass
        taken = self.held[self.at : self.at + size]
        self.at += len(taken)
        return taken

    def blank(self) -> None:
        """Ends of lines are passed over."""
        while not self.ended() and self.held[self.at] in b"\r\n":
            self.at += 1


def walk(stream: BinaryIO) -> int:
    """How many records a WARC or ARC file has, each of the length it states and nothing beside them.

    Raises: BadArchive with one of the reasons empty, unknown, header, length, between, cut, gzip, members, split, large.
    """
    start = stream.read(len(GZIP))
    stream.seek(0)
    if not start:
        raise BadArchive("empty", "文件是空的，")
    return _walk_members(stream) if start == GZIP else _walk_plain(stream)


def _walk_plain(stream: BinaryIO) -> int:
    held, found = _Bytes(iter(lambda: stream.read(_CHUNK), b"")), 0
    while not held.ended():
        _record(held, found, whole_file=True)
        found += 1
        held.blank()
    return found


def _walk_members(stream: BinaryIO) -> int:
    left, found, unpacked, at = b"", 0, 0, 0
    while left or (left := stream.read(_CHUNK)):
        member = _Member(stream, left, at, LARGEST - unpacked)
        held = _Bytes(member.chunks())
        try:
            _record(held, found, whole_file=False)
        except BadArchive as fault:
            raise _cut_or_split(fault, member, held, found) from None
        held.blank()
        if not held.ended():
            raise BadArchive("members", f"第 {found + 1} 条记录之后压缩段没有结束：几条记录压在了一段里，按规范每条各压一段，")
        found, left, unpacked, at = found + 1, member.left, unpacked + held.read, member.at
    return found


def _cut_or_split(fault: BadArchive, member: "_Member", held: _Bytes, found: int) -> BadArchive:
    if fault.reason not in ("cut", "between"):
        return fault
    held.skip(LARGEST)
    return BadArchive("split", f"第 {found + 1} 条记录没有写完，压缩段就结束了：一条记录被压成了几段，") if member.left or member.more() else fault


class _Member:
    """One gzip member: its bytes, and what of the file was read beyond it."""

    def __init__(self, stream: BinaryIO, left: bytes, at: int, allowed: int) -> None:
        self.stream, self.left, self.at, self.allowed = stream, left, at, allowed

    def chunks(self) -> Iterator[bytes]:
        inflater = zlib.decompressobj(zlib.MAX_WBITS | 16)
        while not inflater.eof:
            raw = inflater.unconsumed_tail or self.left or self.stream.read(_CHUNK)
            if not raw:
                raise BadArchive("cut", f"文件在第 {self.stream.tell():,} 字节处中断，最后一个压缩段没有结束，")
            self.left = b""
            try:
                chunk = inflater.decompress(raw, _CHUNK)
            except zlib.error as error:
                raise BadArchive("gzip", f"第 {self.at:,} 字节起的压缩段解不开（{error}），") from None
            self.allowed -= len(chunk)
            if self.allowed < 0:
                raise BadArchive("large", f"解压后超过 {LARGEST // 2**30} GB，")
            if chunk:
                yield chunk
        self.left = inflater.unused_data
        self.at = self.stream.tell() - len(self.left)

    def more(self) -> bool:
        self.left = self.left or self.stream.read(_CHUNK)
        return bool(self.left)


def _record(held: _Bytes, found: int, *, whole_file: bool) -> None:
    at, first = held.read, held.line()
    which = f"第 {found + 1} 条记录"
    if re.fullmatch(rb"WARC/\d\.\d+\r\n", first):
        length, between = _length(_warc_header(held, which), which), True
    elif len(parts := first.rsplit(b" ", 4)) == 5 and re.match(rb"(filedesc://|[a-z][a-z0-9+.-]*:)", first):
        length, between = _length(parts[4].strip(), which), False
    elif found:
        raise BadArchive("between", f"{which}应在第 {at:,} 字节开始，那里却是“{_shown(first)}”，前一条记录写明的长度不对，")
    else:
        raise BadArchive("unknown", f"开头是“{_shown(first)}”，不是 WARC 或 ARC 文件，")
    if missing := held.skip(length):
        raise BadArchive("cut", f"{which}写明 {length:,} 字节，到文件末尾还缺 {missing:,} 字节，")
    if between and (seen := held.next(len(BETWEEN))) != BETWEEN:
        if whole_file and held.ended() and BETWEEN.startswith(seen):
            raise BadArchive("cut", f"{which}之后应有两个空行，文件却在第 {held.read:,} 字节处中断，")
        raise BadArchive("between", f"{which}写明 {length:,} 字节，之后应是两个空行，却是“{_shown(seen)}”：长度不对，或内容少了，")


def _warc_header(held: _Bytes, which: str) -> bytes:
    fields: dict[bytes, bytes] = {}
    for _ in range(MOST_LINES):
        line = held.line()
        if line in (b"\r\n", b"\n"):
            break
        if not line.endswith(b"\n"):
            raise BadArchive("cut", f"文件在{which}的记录头里中断，")
        if not line.startswith((b" ", b"\t")):
            name, _, value = line.partition(b":")
            fields[name.strip().lower()] = value.strip()
    else:
        raise BadArchive("header", f"{which}的记录头超过 {MOST_LINES} 行，")
    if absent := [name.decode() for name in _NEEDED if name not in fields]:
        raise BadArchive("header", f"{which}没有 {'、'.join(absent)}，")
    return fields[b"content-length"]


def _length(written: bytes, which: str) -> int:
    if not re.fullmatch(rb"\d{1,15}", written):
        raise BadArchive("length", f"{which}写明的长度是“{_shown(written)}”，不是字节数，")
    return int(written)


def _shown(raw: bytes) -> str:
    return raw[:40].decode("utf-8", "replace").encode("unicode_escape").decode() if not raw.isascii() else repr(raw[:40])[2:-1]
