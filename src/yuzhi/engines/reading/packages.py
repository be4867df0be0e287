"""Workbooks looked through before they are opened: a small file must not unfold into all of the memory.

A spreadsheet library lays a sheet out as one rectangle, so a single cell in a far corner costs as much as a
full sheet; and every cell that points at a shared text gets a copy of it. Both are counted here first.
"""

import re
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from yuzhi.engines.reading.members import ArchiveLimits, judged, opened
from yuzhi.kernel.errors import BadFile

LIMITS = ArchiveLimits(entries=10_000, unpacked=1024**3, ratio=300, free=64 * 1024**2)
MOST_COLUMNS = 1000
MOST_CELLS = 20_000_000
LARGEST_TEXTS = 2 * 1024**3
_CHUNK = 4 * 1024**2
_STRETCH = 512 * 1024
"""Units: bytes without any tag. A cell holds 32,767 characters, which are at most half as many bytes."""

_PLACE = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z$]*)([^"'A-Za-z]{0,40})["']""")
_CELL = re.compile(rb"<(?:\w+:)?c[\s/>]")
_ROW = re.compile(rb"<(?:\w+:)?row[\s/>]")
_SHARED = re.compile(rb"""\st\s*=\s*["']s["'][^>]*>\s*<(?:\w+:)?v>\s*(\d{1,9})\s*<""")
_TEXT = re.compile(rb"<(?:\w+:)?si[\s/>]")

_UNUSUAL = re.compile(rb"""<c(?! r="A?[A-Z][0-9]{1,5}"|o)""")
_UNCOUNTED = re.compile(rb"</f>\s*(?:</c>|<v\s*/>|<v>\s*</v>)")
_PREFIXED = re.compile(rb":c[\s/>]")
_USUAL = b'<c r="'
_USUAL_COLUMN, _USUAL_ROW = b"AZ", b"99999"
"""Where no cell is unusual, all lie within these: one quick search instead of a list of every place."""


@dataclass(slots=True)
class _Extent:
    """How far the cells of one member reach."""

    columns: set[bytes] = field(default_factory=set)
    rows: set[bytes] = field(default_factory=set)
    cells: int = 0
    places: int = 0
    is_sheet: bool = False
    failed: bool = False


def check_package(path: Path, name: str) -> bool:
    """Whether formulas in cells failed or have no stored result; of a workbook that is whole and of a size that can be read.

    Raises: BadFile for a damaged archive, an encrypted or binary workbook, and for one that would unfold beyond
    bounds; names the file and the bound.
    """
    where = f"《{name}》"
    size = path.stat().st_size
    try:
        with path.open("rb") as file, opened(file, size, where, LIMITS) as package:
            judged(package, size, where, LIMITS)
            _is_workbook(package, where)
            parts = [member for member in package.namelist() if not _holds_texts(member)]
            extents = [_check_member(package, member, where) for member in parts if member[-1] != "/"]
            cells = sum(extent.cells for extent in extents)
            lengths = _text_lengths(package, where)
            longest = max(lengths, default=0)
            if longest * cells > LARGEST_TEXTS and _texts_drawn(package, parts, lengths) > LARGEST_TEXTS:
                raise BadFile(
                    f"{where}：展开后的文字超过 {LARGEST_TEXTS // 1024**3} GB（疑似压缩炸弹），没有入库。请核对来源。"
                )
            return any(extent.failed for extent in extents)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError, UnicodeDecodeError) as damage:
        raise BadFile(f"{where}：工作簿已损坏或不完整（{damage}），没有入库。请重新导出或重新取得文件。") from damage


def _is_workbook(package: zipfile.ZipFile, where: str) -> None:
    members = package.namelist()
    if "xl/workbook.xml" not in members or "xl/workbook.bin" in members:
        raise BadFile(f"{where}：不是 xlsx 工作簿（缺少 xl/workbook.xml），没有入库。请用表格软件另存为 xlsx。")
    if len(set(members)) != len(members):
        raise BadFile(f"{where}：压缩包里有重名文件，像是有意构造的文件，没有入库。请核对来源。")


def _check_member(package: zipfile.ZipFile, member: str, where: str) -> _Extent:
    """How far the cells of a member reach; nowhere for what is no sheet."""
    extent = _Extent()
    for chunk in _chunks(package, member):
        extent.is_sheet = extent.is_sheet or b"sheetData" in chunk
        if extent.is_sheet:  # no cell stands before this element
            _no_endless_text(chunk, member, where)
            _measure(chunk, extent)
    if not extent.is_sheet:
        return extent
    columns = max((_column(letters, where) for letters in extent.columns), default=0)
    rows = max((_row(digits, where) for digits in extent.rows), default=0)
    if extent.places < extent.cells:
        wide, tall = _unnumbered(package, member)
        columns, rows = max(columns, wide), max(rows, tall)
    if columns > MOST_COLUMNS or columns * rows > MOST_CELLS:
        raise BadFile(
            f"{where}：{member} 铺开有 {rows} 行 {columns} 列，超过可读取的范围"
            f"（最多 {MOST_COLUMNS} 列、{MOST_CELLS // 10_000} 万个单元格），按异常文件拒收，没有入库。请核对来源。"
        )
    return extent


def _measure(chunk: bytes, extent: _Extent) -> None:
    extent.failed = extent.failed or b't="e"' in chunk or b"t='e'" in chunk or bool(b"</f>" in chunk and _UNCOUNTED.search(chunk))
    if not _UNUSUAL.search(chunk) and not (b":c" in chunk and _PREFIXED.search(chunk)):
        cells = chunk.count(_USUAL)
        extent.columns.add(_USUAL_COLUMN)
        extent.rows.add(_USUAL_ROW)
        extent.cells += cells
        extent.places += cells
        return
    places = _PLACE.findall(chunk)
    for letters, digits in set(places):
        extent.columns.add(letters)
        extent.rows.add(digits)
    extent.cells += len(_CELL.findall(chunk))
    extent.places += len(places) - len(_ROW.findall(chunk))


def _chunks(package: zipfile.ZipFile, member: str) -> Iterator[bytes]:
    """Pieces of a member, cut before a cell, or else before a tag, so that none is torn apart."""
    tail = b""
    with package.open(member) as stream:
        while piece := stream.read(_CHUNK):
            chunk = tail + piece
            cut = max(chunk.rfind(b"<c "), 0) or chunk.rfind(b"<")
            tail = chunk[cut:] if cut >= 0 else b""
            yield chunk[:cut] if cut >= 0 else chunk
    yield tail


def _column(letters: bytes, where: str) -> int:
    number = 0
    for letter in letters.upper().replace(b"$", b""):
        number = number * 26 + letter - 64
    if len(letters) > 4:
        raise BadFile(f"{where}：单元格位置 {letters[:12].decode()}… 超出表格范围，按异常文件拒收，没有入库。请核对来源。")
    return number


def _row(digits: bytes, where: str) -> int:
    plain = digits.replace(b"$", b"").strip()
    if not plain:
        return 0
    if not plain.isdigit() or len(plain) > 7:
        shown = plain[:20].decode("ascii", "replace")
        raise BadFile(f"{where}：单元格位置 {shown} 超出表格范围，按异常文件拒收，没有入库。请核对来源。")
    return int(plain)


def _unnumbered(package: zipfile.ZipFile, member: str) -> tuple[int, int]:
    """The width and height of a sheet whose cells do not say where they stand."""
    rows = _ROW.split(package.read(member))
    return max(len(_CELL.findall(row)) for row in rows), len(rows)


def _holds_texts(member: str) -> bool:
    return member.lower().endswith("sharedstrings.xml")


def _no_endless_text(chunk: bytes, member: str, where: str) -> None:
    """Raises: BadFile for a text that no cell can hold."""
    if any(chunk.find(b"<", at, at + _STRETCH) < 0 for at in range(0, len(chunk) - _STRETCH + 1, _STRETCH)):
        raise BadFile(f"{where}：{member} 里有一段文字超过单元格能放的长度（32,767 个字），按异常文件拒收，没有入库。请核对来源。")


def _texts(package: zipfile.ZipFile, member: str, where: str) -> bytes:
    """The member of shared texts, looked at while it is unpacked."""
    pieces = []
    with package.open(member) as stream:
        while piece := stream.read(2 * _STRETCH):
            _no_endless_text(piece, member, where)
            pieces.append(piece)
    return b"".join(pieces)


def _text_lengths(package: zipfile.ZipFile, where: str) -> list[int]:
    """How long each shared text is, with its marks, in bytes.

    Raises: BadFile for a text that no cell can hold.
    """
    parts = [_texts(package, member, where) for member in package.namelist() if _holds_texts(member)]
    return [len(text) for part in parts for text in _TEXT.split(part)[1:]]


def _texts_drawn(package: zipfile.ZipFile, parts: list[str], lengths: list[int]) -> int:
    """How many bytes all cells that point at shared texts would hold."""
    drawn: Counter[int] = Counter()
    for member in parts:
        for chunk in _chunks(package, member):
            drawn.update(int(index) for index in _SHARED.findall(chunk))
    return sum(lengths[index] * times for index, times in drawn.items() if index < len(lengths))
