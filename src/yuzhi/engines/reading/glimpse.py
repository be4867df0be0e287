"""A first look at a file: what it is, found from its content, without reading it whole."""

import codecs
import zlib
from pathlib import Path

from yuzhi.engines.reading.members import EMPTY_ZIP, GZIP_MARK, ZIP_MARK, first_document
from yuzhi.engines.reading.prolog import look
from yuzhi.engines.reading.sources import Glimpse
from yuzhi.engines.reading.workbooks import BOOK, tops
from yuzhi.kernel.errors import BadFile

SPAN = 65536
"""Units: bytes that a first look reads, and that it unpacks."""
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_TEXT_ENCODINGS = ("utf-8", "gb18030")
_BINARY = frozenset(range(0x20)) - {0x09, 0x0A, 0x0C, 0x0D, 0x1B}


def glimpse(path: Path, name: str) -> Glimpse:
    """What the file at `path` is, called `name` by its sender; quick and safe on any bytes.

    Reads at most a few blocks; unpacks at most one block of a gzip and the beginnings of a workbook's parts.
    What is damaged behind the beginning is found, and said, when the file is read.
    """
    with path.open("rb") as file:
        head = file.read(SPAN)
    gzipped = head.startswith(GZIP_MARK)
    if gzipped:
        head = _unpacked(head)
    if head.startswith((ZIP_MARK, EMPTY_ZIP)) and not gzipped:
        return _archive(path, name)
    return _plain(name, head, gzipped, whole=len(head) < SPAN)


def _plain(name: str, head: bytes, gzipped: bool, *, whole: bool) -> Glimpse:
    if not head.removeprefix(codecs.BOM_UTF8).strip(b"\x00 \t\r\n"):
        return Glimpse(name, "empty" if whole else "binary", head, gzipped)
    if head.startswith(OLD_OFFICE):
        return Glimpse(name, "xls", head, gzipped)
    prolog = look(head)
    if prolog.is_xml and (prolog.root or prolog.instructions or prolog.declares):
        return Glimpse(name, "xml", head, gzipped, encoding=prolog.encoding)
    encoding = text_encoding(head, whole=whole)
    return Glimpse(name, "text" if encoding else "binary", head, gzipped, encoding=encoding)


def text_encoding(head: bytes, *, whole: bool = False) -> str:
    """The encoding in which the bytes are text, "" where they are not: utf-8, utf-8-sig, utf-16 or gb18030.

    A character cut at the end of `head` is no fault, unless the head is the `whole` file.
    """
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig" if _decodes(head, "utf-8", whole) else ""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16" if _decodes(head, "utf-16", whole) else ""
    if _BINARY.intersection(head):
        return ""
    return next((encoding for encoding in _TEXT_ENCODINGS if _decodes(head, encoding, whole)), "")


def _decodes(head: bytes, encoding: str, whole: bool) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)().decode(head, final=whole)
    except UnicodeDecodeError:
        return False
    return True


def _unpacked(packed: bytes) -> bytes:
    """The first block inside a gzip; as far as it goes where it is damaged."""
    try:
        return zlib.decompressobj(wbits=31).decompress(packed, SPAN)
    except zlib.error:
        return _until_damage(packed)


def _until_damage(packed: bytes) -> bytes:
    """Byte by byte: a call that fails gives nothing of what it had unpacked before."""
    unpacker, found = zlib.decompressobj(wbits=31), b""
    try:
        for place in range(len(packed)):
            found += unpacker.decompress(packed[place : place + 1], SPAN)
            if len(found) >= SPAN:
                break
    except zlib.error:
        pass        # the damage is said where the file is read; here it only ends the look
    return found[:SPAN]


def _archive(path: Path, name: str) -> Glimpse:
    try:
        names, first = first_document(path, name)
    except BadFile as bad:
        return Glimpse(name, "zip", b"", damage=bad.sentence)
    if BOOK not in names:
        return Glimpse(name, "zip", first, members=names)
    try:
        seen = tops(path)
        first_rows = {title: rows[0] if rows else () for title, rows in seen.items()}
        return Glimpse(name, "xlsx", b"", sheets=first_rows, tops=seen, members=names)
    except BadFile as bad:
        raise BadFile(bad.sentence.replace(f"《{path.name}》", f"《{name}》")) from None
