"""Small files as offices send them, made on the spot for tests, and the areas that they name."""

import hashlib
import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook

from yuzhi.engines.reading.sources import Context, Document
from yuzhi.kernel.areas import Area, AreaBook

AREAS = AreaBook(
    [
        Area("610000", "陕西省", "Shaanxi", ""),
        Area("610800", "榆林市", "Yulin", "610000"),
        Area("610802", "榆阳区", "Yuyang", "610800"),
        Area("610881", "神木市", "Shenmu", "610800"),
    ],
    city="610800",
)
CONTEXT = Context(AREAS)
SHEET = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>{}</sheetData></worksheet>'


def file_of(folder: Path, data: bytes, name: str = "file.csv") -> Document:
    """A document of those bytes."""
    path = folder / name
    path.write_bytes(data)
    return Document(name, path, hashlib.sha256(data).hexdigest(), len(data))


def real(path: Path) -> Document:
    """A document of a real file, read in place."""
    return Document(path.name, path, hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size)


def book_of(*sheets: tuple[str, Sequence[Sequence[object]]], hidden: frozenset[str] = frozenset()) -> bytes:
    """An xlsx workbook with those sheets."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(list(row))
        if title in hidden:
            sheet.sheet_state = "hidden"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def with_member(book: bytes, member: str, data: bytes) -> bytes:
    """The workbook with one of its members replaced or added."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name != member:
                new.writestr(name, old.read(name))
        new.writestr(member, data)
    return written.getvalue()
