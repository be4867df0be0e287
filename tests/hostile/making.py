"""The good files that hostile ones are made from, and the tools to spoil them."""

import csv
import gzip
import io
import random
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Mapping, Sequence

from yuzhi.engines.reading.patents.tests.papers import new
from yuzhi.engines.reading.tests.offices import SHEET, book_of, with_member
from yuzhi.kernel.applications import check_digit

TITLES = ["*行政区划代码", "行政区划名称", "*年份", "*常住人口（人）", "*口径", "*公布日", "公布文件", "记录操作", "数据性质"]
ROW = ["610802", "榆阳区", "2031", "905100", "年末常住人口", "2032-04-15", "敌意文件", "", "示例数据"]
PART = "xl/worksheets/sheet1.xml"
SECRET = "敌意"
"""No office writes this word: where it is found, something of a hostile file was kept."""


def paper(serial: int, *, prolog: str = "", bibliography: str = "", body: str = "") -> str:
    """A good document of the patent office, with numbers of its own."""
    digits = f"20231{9_000_000 + serial:07}"
    told = new(number=f"{digits}.{check_digit(digits)}", prolog=prolog, bibliography=bibliography, body=body)
    return told.replace("116700001", f"1167{serial:05}")


def inside(document: str, text: str) -> str:
    """The document with a text put into its title."""
    assert "成型方法" in document
    return document.replace("成型方法", text)


def after_declaration(document: str, text: str) -> str:
    """The document with a text behind its XML declaration."""
    head, mark, rest = document.partition("?>")
    return f"{head}{mark}{text}{rest}"


def people(*rows: Sequence[str], titles: Sequence[str] = tuple(TITLES)) -> bytes:
    """A CSV of the platform's template of residents."""
    file = io.StringIO()
    csv.writer(file).writerows([titles, *rows])
    return file.getvalue().encode("utf-8-sig")


def cell(column: int, text: str) -> list[str]:
    """The good row with one cell replaced."""
    return [text if place == column else old for place, old in enumerate(ROW)]


def book(*rows: Sequence[object]) -> bytes:
    """A workbook of residents."""
    return book_of(("常住人口", [TITLES, *rows]))


def book_with(cells: str) -> bytes:
    """A workbook of residents whose second row is these cells as XML."""
    titles = "".join(f'<c t="inlineStr"><is><t>{title}</t></is></c>' for title in TITLES)
    return with_member(book(ROW), PART, SHEET.format(f"<row>{titles}</row>{cells}").encode())


def row_with(number: str) -> str:
    """A row as XML in which the number of people is the given cell."""
    cells = [f'<c t="inlineStr"><is><t>{text}</t></is></c>' for text in ROW]
    cells[3] = number
    return f"<row>{''.join(cells)}</row>"


def part(workbook: bytes) -> bytes:
    """The sheet of a workbook as XML."""
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return archive.read(PART)


def noise(megabytes: int) -> bytes:
    """Letters that cannot be packed well, the same each time: no ratio gives them away."""
    return random.Random(1).randbytes(megabytes * 500_000).hex().encode()


def linked(name: str, target: str) -> bytes:
    """A zip whose member is a symbolic link."""
    file, info = io.BytesIO(), zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, 0o120777 << 16
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr(info, target)
    return file.getvalue()


def taped(name: str, data: bytes) -> bytes:
    """A tar with one member."""
    file, info = io.BytesIO(), tarfile.TarInfo(name)
    info.size = len(data)
    with tarfile.open(fileobj=file, mode="w") as archive:
        archive.addfile(info, io.BytesIO(data))
    return file.getvalue()


def packed(members: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip of the members."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, method)
    return file.getvalue()


def nested(depth: int, document: bytes) -> bytes:
    """Zips in zips."""
    for level in range(depth):
        document = packed({f"{level}.zip" if level else "a.xml": document})
    return document


def overlapping(count: int, size: int) -> bytes:
    """A zip whose many members are all the same bytes: small on the disk, large when all are unpacked."""
    made = zlib.compressobj(9, zlib.DEFLATED, -15)
    plain = b"<a>" + b" " * size + b"</a>"
    data = made.compress(plain) + made.flush()
    check = zlib.crc32(plain)
    local = struct.pack("<4sHHHHHLLLHH", b"PK\x03\x04", 20, 0, 8, 0, 0, check, len(data), len(plain), 5, 0) + b"a.xml"
    entries = b"".join(
        struct.pack("<4sHHHHHHLLLHHHHHLL", b"PK\x01\x02", 20, 20, 0, 8, 0, 0, check, len(data), len(plain), 5, 0, 0, 0, 0, 0, 0) + b"a.xml"
        for _ in range(count))
    body = local + data
    return body + entries + struct.pack("<4sHHHHLLH", b"PK\x05\x06", 0, 0, count, count, len(entries), len(body), 0)


def patched(archive: bytes, at: bytes, offset: int, data: bytes) -> bytes:
    """The archive with bytes overwritten behind the last of that mark."""
    changed = bytearray(archive)
    start = changed.rindex(at) + offset
    changed[start : start + len(data)] = data
    return bytes(changed)


def encrypted(archive: bytes) -> bytes:
    """The archive with the mark of encryption on its member."""
    return patched(patched(archive, b"PK\x03\x04", 6, b"\x01"), b"PK\x01\x02", 8, b"\x01")


def folded(data: bytes) -> bytes:
    """The bytes as gzip."""
    return gzip.compress(data, 1, mtime=0)


def zeros(megabytes: int, start: bytes = b"", end: bytes = b"") -> bytes:
    """A gzip of so many blanks between a beginning and an end, made without holding them."""
    made, parts = zlib.compressobj(9, wbits=31), []
    parts.append(made.compress(start))
    block = b" " * 1024**2
    parts += [made.compress(block) for _ in range(megabytes)]
    return b"".join([*parts, made.compress(end), made.flush()])
