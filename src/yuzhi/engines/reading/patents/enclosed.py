"""The documents of a stream that holds many of them inside one root element, as data bases are exchanged.

Told apart by their tags before any parser sees them, so that a file of any length is read with the memory of one
document. What stands around the documents is the frame: each document comes with the frame opened before it and closed
behind it, as a whole XML document of its own. Marks inside a comment or a text end a document too early: it is then no
whole XML and its reading says so; nothing that is not a document is ever taken for one that is well-formed.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from yuzhi.engines.reading.members import Member
from yuzhi.engines.reading.patents.pieces import Rest
from yuzhi.engines.reading.prolog import SPAN, look
from yuzhi.engines.reading.xml import LIMITS, Bytes, Limits, parse
from yuzhi.kernel.errors import BadFile

_BLOCK = 256 * 1024
LONGEST_FRAME = 1024 * 1024
"""Units: bytes. No honest file has more than this around its documents."""
_BEFORE = re.compile(rb"<(?P<end>/?)(?:[\w.-]{1,40}:)?\Z")
_AFTER = frozenset(b" \t\r\n/>")
_LOOK_BACK = 64
_TAG = re.compile(rb"""<(?:[^<>"']++|"[^"]*+"|'[^']*+')*+>""")


@dataclass(frozen=True, slots=True)
class Enclosed:
    """One document in its frame. `number` counts from 1; `only` says that the stream holds no other.

    `number` 0 is a stream that holds no such document, or whose documents cannot be told apart by bytes: as it came.
    `refusal` says why a part of the stream is no document that could be read. `passed` counts the bytes up to its end.
    """

    number: int
    only: bool
    stream: Bytes
    passed: int = 0
    refusal: str = ""


@dataclass(slots=True)
class _Mark:
    at: int
    ends: bool


class _Cut:
    """A walk along the stream from mark to mark; keeps no more than one document."""

    def __init__(self, stream: Bytes, name: str, limits: Limits) -> None:
        self.stream, self.name, self.limits = stream, name.encode(), limits
        self.held = bytearray()
        self.dropped = 0        # bytes of the stream before those that are held
        self.over = False

    def more(self) -> bool:
        """Whether further bytes came."""
        block = b"" if self.over else self.stream.read(_BLOCK)
        self.over = not block
        self.held += block
        return not self.over

    def drop(self, until: int) -> bytes:
        """The bytes before that place, which are held no longer."""
        gone = bytes(self.held[:until])
        del self.held[:until]
        self.dropped += until
        return gone

    def mark(self, place: int, most: int) -> _Mark | None:
        """The next beginning or end of a document behind that place; None where none comes within `most` bytes."""
        seen = place
        while True:
            at = self.held.find(self.name, seen)
            behind = at + len(self.name)
            if at < 0 or behind >= len(self.held):
                seen = max(place, at if at >= 0 else len(self.held) - len(self.name))
                if len(self.held) - place > most or not self.more():
                    return None
                continue
            begun = _BEFORE.search(self.held[max(place, at - _LOOK_BACK) : at])
            if begun is not None and self.held[behind] in _AFTER:
                return _Mark(at - len(begun[0]), begun["end"] == b"/")
            seen = behind


class _Frame:
    """What stands around the documents: `before` as it was read so far, `behind` its end tags."""

    def __init__(self, where: str) -> None:
        self.where = where
        self.before = self.behind = b""

    def take(self, gap: bytes) -> None:
        """The frame goes on with what stood before the next document, where that opens or closes anything.

        Raises: BadFile where it does not fit, or is hostile.
        """
        if self.before and not gap.strip():
            return
        before = self.before + gap
        behind = _closing(before)
        parse(io.BytesIO(before + behind), self.where)
        if not self.before or b"</" in gap or behind != self.behind:
            self.before, self.behind = before, behind

    def around(self, document: bytes) -> Bytes:
        """The document as a whole one of its own."""
        return io.BytesIO(self.before + document + self.behind)


def enclosed(member: Member, name: str, limits: Limits = LIMITS) -> Iterator[Enclosed]:
    """The documents of that name in the member, in order, one at a time.

    Raises: BadFile for a frame that is hostile or damaged before the first document, and for a damaged end behind an
    only one; elsewhere a damaged part is told as a `refusal` and the others go on.
    """
    cut, frame = _Cut(member.stream, name, limits), _Frame(member.where)
    first = cut.mark(0, LONGEST_FRAME)
    if first is None or look(bytes(cut.held[:SPAN])).encoding.startswith("utf-16"):
        yield Enclosed(0, True, Rest(bytes(cut.held), member.stream))
        return
    frame.take(cut.drop(first.at))
    number, only = 0, False
    for number, told in enumerate(_each(cut, frame), 1):
        only = number == 1 and cut.mark(0, LONGEST_FRAME) is None and cut.over
        yield Enclosed(number, only, told if not isinstance(told, str) else io.BytesIO(), cut.dropped,
                       told if isinstance(told, str) else "")
    try:
        _end(cut, frame)
    except BadFile as bad:
        if only:
            raise
        yield Enclosed(number + 1, False, io.BytesIO(), cut.dropped, bad.sentence)


def _each(cut: _Cut, frame: _Frame) -> Iterator[Bytes | str]:
    """Each document in its frame, or the words that refuse a part."""
    while (mark := cut.mark(0, LONGEST_FRAME)) is not None:
        gap = cut.drop(mark.at)
        if mark.ends:
            cut.drop(cut.held.find(b">") + 1 or len(cut.held))
            yield f"{frame.where}：有 {len(gap):,} 字节不在任何一件文献之内（它的开始标签缺失或损坏），没有读取。请向来源核对。"
            continue
        try:
            frame.take(gap)
        except BadFile as bad:
            yield bad.sentence
        document = _document(cut)
        yield frame.around(document) if document else frame.where + _too_large(cut)


def _closing(before: bytes) -> bytes:
    """The end tags of what is open at the end of these bytes; none where they are no XML: reading them says why."""
    parser = etree.XMLPullParser(events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False)
    opened: list[bytes] = []
    try:
        parser.feed(before)
        for event, element in parser.read_events():
            if event == "end":
                opened.pop()
            elif isinstance(element, etree._Element):
                local = str(element.tag).rpartition("}")[2]
                opened.append(f"</{element.prefix}:{local}>".encode() if element.prefix else f"</{local}>".encode())
    except etree.XMLSyntaxError:
        return b""
    return b"".join(reversed(opened))


def _document(cut: _Cut) -> bytes:
    """The bytes of the document at which the walk stands; none where it is larger than any may be."""
    tag = _TAG.match(cut.held)
    while tag is None and len(cut.held) < SPAN and cut.more():
        tag = _TAG.match(cut.held)
    if tag is not None and tag[0].endswith(b"/>"):
        return cut.drop(tag.end())
    mark = cut.mark(tag.end() if tag else 1, cut.limits.size)
    if mark is None:
        return cut.drop(len(cut.held)) if cut.over and len(cut.held) <= cut.limits.size + _BLOCK else b""
    if not mark.ends:         # its end is missing, another begins
        return cut.drop(mark.at)
    return cut.drop(_behind(cut, mark.at))


def _behind(cut: _Cut, at: int) -> int:
    """The place behind the tag that begins there."""
    behind = cut.held.find(b">", at)
    while behind < 0 and len(cut.held) - at < SPAN and cut.more():
        behind = cut.held.find(b">", at)
    return behind + 1 or len(cut.held)


def _too_large(cut: _Cut) -> str:
    """Goes on to behind this document's end, or to where the next begins, without keeping what lies before it."""
    cut.drop(1)
    while (mark := cut.mark(0, _BLOCK)) is None and not cut.over:
        cut.drop(max(len(cut.held) - _LOOK_BACK - len(cut.name), 1))
    at = len(cut.held) if mark is None else _behind(cut, mark.at) if mark.ends else mark.at
    cut.drop(at)
    return f"：有一件超过单件上限 {cut.limits.size // 1048576} MB，没有读取。正常的专利文献不会这么大，请核对来源。"


def _end(cut: _Cut, frame: _Frame) -> None:
    """Raises BadFile where what stands behind the last document does not end the file."""
    while cut.more():
        if len(cut.held) > LONGEST_FRAME:
            raise BadFile(
                f"{frame.where}：最后一件文献之后还有超过 {LONGEST_FRAME // 1024} KB 的内容，没有读取。请核对来源。")
    parse(io.BytesIO(frame.before + bytes(cut.held)), frame.where)
