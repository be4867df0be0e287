"""Papers as PDF 1.7, in Chinese and English, with a place for one signature.

The font is named, not embedded (Adobe-GB1, which every Chinese system and browser has): a page is a few kilobytes, and no font is given away.
Source: ISO 32000-1, 9.7.5.2 (predefined CMaps), 12.7.4.5 (signature fields), 12.8.1 (byte ranges).
"""

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

WIDE, HIGH, EDGE, FOOT = 595.0, 842.0, 56.0, 40.0
"""A4, its margins, and where the foot stands.

Units: points."""
_ROOM, _SPACING = 8192, 1.5
"""Bytes for a signature with its certificates and time-stamp; height of a line over the size of its letters."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph of one size, with its indent and the space before it."""

    text: str
    size: float = 10.5
    indent: float = 0.0
    before: float = 0.0
    keep: float = 0.0
    """What must still fit below it on the same page, so that a heading is not left alone.

    Units: points, as all lengths here."""


@dataclass(frozen=True, slots=True)
class _Set:
    x: float
    y: float
    size: float
    text: str


def width(text: str) -> float:
    """The width of a text in letters of one point: a Chinese one takes a whole, any other a half.

    >>> width("存证 A1")
    3.5
    """
    return sum(1.0 if unicodedata.east_asian_width(one) in "WFA" else 0.5 for one in text)


def wrapped(text: str, most: float) -> list[str]:
    """The text in pieces of at most that width; English breaks at blanks, Chinese anywhere but before a closing mark.

    >>> wrapped("核对不用联网。", 6.0), wrapped("no network", 4.0)
    (['核对不用联', '网。'], ['no', 'network'])
    """
    lines, line = [], ""
    for piece in _pieces(text):
        if line and width(line + piece.rstrip()) > most:
            lines.append(line.rstrip())
            line = ""
        line += piece
        while width(line.rstrip()) > most:
            at = next(place for place in range(len(line), 0, -1) if width(line[:place]) <= most)
            lines.append(line[:at])
            line = line[at:]
    return [*lines, line.rstrip()] if line.strip() or not lines else lines


def paper(lines: Sequence[Line], *, title: str, foot: Callable[[int, int], str], made: str, room: bool = False) -> bytes:
    """The PDF of the paragraphs, page by page; with `room` it has a field that waits to be signed.

    `foot` says what stands below page n of m, `made` is its date as PDF writes dates (D:20261201…Z).
    """
    pages = list(_paged(lines))
    count = len(pages)
    first, fields = 7, [6] if room else []
    kids = " ".join(f"{first + 2 * number} 0 R" for number in range(count))
    acro = f" /AcroForm << /Fields [{fields[0]} 0 R] /SigFlags 3 >>" if room else ""
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R /Lang (zh-CN) /ViewerPreferences << /DisplayDocTitle true >>{acro} >>".encode(),
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>".encode(),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [4 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> "
        b"/DW 1000 /W [1 95 500] /FontDescriptor << /Type /FontDescriptor /FontName /STSong-Light /Flags 6 /FontBBox [-25 -254 1000 880] "
        b"/ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >> >>",
        f"<< /Title {_text(title)} /CreationDate ({made}) /Producer (yuzhi) >>".encode(),
        f"<< /Type /Annot /Subtype /Widget /FT /Sig /T (seal) /Rect [0 0 0 0] /F 132 /P {first} 0 R /V {first + 2 * count} 0 R >>".encode()
        if room else b"<< >>",
    ]
    for number, page in enumerate(pages, 1):
        annots = " /Annots [6 0 R]" if room and number == 1 else ""
        content = _content([*page, _Set(EDGE, FOOT, 8.5, foot(number, count))])
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDE:g} {HIGH:g}] /Contents {first + 2 * number - 1} 0 R "
            f"/Resources << /Font << /F 3 0 R >> >>{annots} >>".encode(),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        ]
    if room:
        objects.append(
            b"<< /Type /Sig /Filter /Adobe.PPKLite /SubFilter /ETSI.CAdES.detached /M (%s) /ByteRange %s /Contents <%s> >>"
            % (made.encode(), _RANGE % (0, 0, 0), b"0" * _ROOM * 2)
        )
    return _assembled(objects)


def signed(pdf: bytes, sign: Callable[[bytes], bytes]) -> bytes:
    """The PDF with its field filled: `sign` gets all bytes around the field and answers with a CMS signature.

    Raises: ValueError where the signature is larger than the field.
    """
    begin = pdf.rindex(b"/Contents <") + len(b"/Contents ")
    end = begin + 2 * _ROOM + 2
    whole = pdf.replace(_RANGE % (0, 0, 0), _RANGE % (begin, end, len(pdf) - end))
    mark = sign(whole[:begin] + whole[end:]).hex().encode()
    if len(mark) > 2 * _ROOM:
        raise ValueError(f"a signature of {len(mark) // 2} bytes does not fit into {_ROOM}")
    return whole[:begin] + b"<" + mark.ljust(2 * _ROOM, b"0") + b">" + whole[end:]


_RANGE = b"[0 %010d %010d %010d]"


def _assembled(objects: Sequence[bytes]) -> bytes:
    out, places = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    return out + b"xref\n0 %d\n0000000000 65535 f \n%strailer\n<< /Size %d /Root 1 0 R /Info 5 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        size, table, size, len(out),
    )


def _paged(lines: Sequence[Line]) -> Iterator[list[_Set]]:
    page, y = list[_Set](), HIGH - EDGE
    for line in lines:
        step = line.size * _SPACING
        y -= line.before if page else 0
        if page and y - step - line.keep < EDGE + 10:
            yield page
            page, y = [], HIGH - EDGE
        for piece in wrapped(line.text, (WIDE - 2 * EDGE - line.indent) / line.size):
            if y - step < EDGE + 10:
                yield page
                page, y = [], HIGH - EDGE
            y -= step
            page.append(_Set(EDGE + line.indent, y, line.size, piece))
    yield page


def _content(page: Sequence[_Set]) -> bytes:
    return "\n".join(
        f"BT /F {one.size:g} Tf {one.x:.1f} {one.y:.1f} Td <{one.text.encode('utf-16-be', 'replace').hex()}> Tj ET" for one in page
    ).encode()


def _text(text: str) -> str:
    return f"<{(chr(0xFEFF) + text).encode('utf-16-be').hex()}>"


_CLOSING, _OPENING = "，。；：、！？）》”’％", "（《“‘"


def _pieces(text: str) -> Iterator[str]:
    """What stays together: an English word with its blank, a Chinese letter with the marks that open before and close behind it."""
    piece = ""
    for one in text:
        wide = unicodedata.east_asian_width(one) in "WFA"
        if piece and one not in _CLOSING and piece[-1] not in _OPENING and (wide or piece[-1] == " " or unicodedata.east_asian_width(piece[-1]) in "WFA"):
            yield piece
            piece = ""
        piece += one
    if piece:
        yield piece
