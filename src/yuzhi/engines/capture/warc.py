"""A web archive as it was read: strictly framed, every digest that it states counted again; or refused for one reason."""

import io
import zlib
from collections.abc import Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass
from typing import BinaryIO

from warcio.archiveiterator import ArchiveIterator
from warcio.exceptions import ArchiveLoadFailed
from warcio.statusandheaders import StatusAndHeadersParserException

from yuzhi.engines.capture.framing import BadArchive, walk

SUFFIXES = (".warc", ".warc.gz", ".arc", ".arc.gz")
_CHUNK = 1 << 16


@dataclass(frozen=True, slots=True)
class Entry:
    """One record: its kind, what it is about, when it was made, and whether a digest was counted again."""

    kind: str
    about: str
    at: str
    digest: bool


def entries(stream: BinaryIO) -> tuple[Entry, ...]:
    """The records of a WARC or ARC file that is whole: its lengths fit and its digests agree.

    Raises: BadArchive, whose `reason` is one of framing's, or digest-block, digest-payload, digest-unknown, unreadable.
    """
    walk(stream)
    stream.seek(0)
    try:
        with redirect_stderr(io.StringIO()):
            return tuple(_read(stream))
    except (ArchiveLoadFailed, StatusAndHeadersParserException, EOFError, ValueError, LookupError, AttributeError, TypeError, zlib.error) as error:
        if isinstance(error, BadArchive):
            raise
        raise BadArchive("unreadable", f"记录读不懂（{str(error).strip().splitlines()[0][:80] if str(error).strip() else type(error).__name__}），") from error


def _read(stream: BinaryIO) -> Iterator[Entry]:
    for number, record in enumerate(ArchiveIterator(stream, check_digests=True), 1):
        while record.raw_stream.read(_CHUNK):
            pass
        if problems := record.digest_checker.problems:
            raise _wrong_digest(number, record.rec_headers.get_header("WARC-Target-URI") or "", problems[0])
        said = record.rec_headers
        yield Entry(
            record.rec_type or "", said.get_header("WARC-Target-URI") or said.get_header("uri") or "",
            said.get_header("WARC-Date") or said.get_header("archive-date") or "", record.digest_checker.passed is True,
        )


def _wrong_digest(number: int, about: str, problem: str) -> BadArchive:
    which = f"第 {number} 条记录（{about[:120]}）" if about else f"第 {number} 条记录"
    if problem.startswith("unknown"):
        return BadArchive("digest-unknown", f"{which}的摘要用了不认识的算法，核对不了，")
    block = problem.startswith("block")
    return BadArchive(
        "digest-block" if block else "digest-payload", f"{which}的{'整条' if block else '正文'}摘要不符：内容在采集以后变过，",
    )
