"""The first filled rows of every sheet of a workbook, read from the beginning of its parts only.

A spreadsheet library reads a sheet whole, and reserves room for the extent that the sheet claims; before a file is
known to be honest, only its first bytes are looked at.
"""

import posixpath
import re
import zipfile
from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from lxml import etree

from yuzhi.engines.reading.members import ZIP_MARK, Guarded, judged, opened
from yuzhi.engines.reading.prolog import look
from yuzhi.engines.reading.sources import Document
from yuzhi.kernel.errors import BadFile

BOOK = "xl/workbook.xml"
MOST_SHEETS = 50
MOST_COLUMNS = 500
TOP_ROWS = 10
SPAN = 512 * 1024
"""Units: bytes of each part that are looked at."""

_PROPERTIES = "docProps/core.xml"
_COLUMN = re.compile(r"[A-Z]{1,3}")
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_LINK = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"

Cell = tuple[int, str, str]
"""Column from 0, type as the file writes it, text."""


def tops(path: Path) -> dict[str, tuple[tuple[str, ...], ...]]:
    """Each sheet's title and its first rows with anything in them, at most `TOP_ROWS`.

    Raises: BadFile when the workbook is damaged, encrypted or out of proportion.
    """
    with path.open("rb") as file, opened(file, path.stat().st_size, f"《{path.name}》") as archive:
        judged(archive, path.stat().st_size, f"《{path.name}》")
        found = {title: _first_rows(archive, part) for title, part in _sheets(archive)}
        cells = (cell for rows in found.values() for row in rows for cell in row)
        shared = _shared(archive, {int(text) for _, kind, text in cells if _is_shared(kind, text)})
    return {title: tuple(_texts(row, shared) for row in rows) for title, rows in found.items()}


def subject(document: Document) -> str:
    """The subject that a workbook's properties state; "" where they state none, and for other files.

    Raises: BadFile when the workbook is damaged, encrypted or out of proportion.
    """
    where, size = f"《{document.name}》", document.path.stat().st_size
    with document.path.open("rb") as file:
        if file.read(4) != ZIP_MARK:
            return ""
        file.seek(0)
        with opened(file, size, where) as archive:
            judged(archive, size, where)
            stated = next(_elements(archive, _PROPERTIES, "subject"), None)
            return "" if stated is None else (stated.text or "").strip()


def _sheets(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    """Titles of the sheets, and the part in which each lies."""
    links = {
        str(link.get("Id")): posixpath.normpath(posixpath.join("xl", str(link.get("Target", "")).lstrip("/")))
        if not str(link.get("Target", "")).startswith("/") else str(link.get("Target"))[1:]
        for link in _elements(archive, "xl/_rels/workbook.xml.rels", "Relationship")
    }
    found: list[tuple[str, str]] = []
    for sheet in _elements(archive, BOOK, "sheet"):
        part = links.get(sheet.get(_LINK) or sheet.get(_STRICT_LINK) or "", "")
        if part in archive.namelist() and len(found) < MOST_SHEETS:
            found.append((str(sheet.get("name", "")), part))
    return found


def _first_rows(archive: zipfile.ZipFile, part: str) -> list[list[Cell]]:
    found: list[list[Cell]] = []
    for row in _elements(archive, part, "row"):
        cells = []
        for place, cell in enumerate(islice(row.iter("{*}c"), MOST_COLUMNS)):
            cells.append((_column(cell.get("r"), place), str(cell.get("t", "")), _text(cell)))
        if any(text.strip() for _, _, text in cells):
            found.append(cells)
        if len(found) == TOP_ROWS:
            break
    return found


def _text(cell: etree._Element) -> str:
    value = cell.find("{*}v")
    if value is not None:
        return value.text or ""
    return "".join(text.text or "" for text in cell.iter("{*}t"))


def _column(reference: str | None, place: int) -> int:
    letters = _COLUMN.match(reference or "")
    if letters is None:
        return place
    number = 0
    for letter in letters[0]:
        number = number * 26 + ord(letter) - 64
    return min(number - 1, MOST_COLUMNS)


def _shared(archive: zipfile.ZipFile, wanted: set[int]) -> dict[int, str]:
    """The shared texts of those numbers, as far as the first bytes hold them."""
    found: dict[int, str] = {}
    if not wanted or "xl/sharedStrings.xml" not in archive.namelist():
        return found
    for number, item in enumerate(_elements(archive, "xl/sharedStrings.xml", "si")):
        if number in wanted:
            found[number] = "".join(
                text.text or "" for text in item.iter("{*}t") if not _is_reading(text))
        if number >= max(wanted):
            break
    return found


def _is_shared(kind: str, text: str) -> bool:
    """True of a cell that holds the number of a shared text."""
    return kind == "s" and text.isdecimal() and len(text) < 10


def _is_reading(text: etree._Element) -> bool:
    """True of the small print that tells how a text is pronounced."""
    parent = text.getparent()
    return parent is not None and str(parent.tag).endswith("}rPh")


def _texts(row: Iterable[Cell], shared: dict[int, str]) -> tuple[str, ...]:
    texts: list[str] = []
    for column, kind, text in row:
        texts.extend([""] * (column - len(texts) + 1))
        texts[column] = (shared.get(int(text), "") if _is_shared(kind, text) else text).strip()
    while texts and not texts[-1]:
        texts.pop()
    return tuple(texts)


def _elements(archive: zipfile.ZipFile, part: str, name: str) -> Iterator[etree._Element]:
    """The elements of that name in the first bytes of a part; what is cut off behind them is no fault."""
    if part not in archive.namelist():
        return
    stream = Guarded(lambda: archive.open(part), f"工作簿部件 {part}")
    head = stream.read(SPAN)
    stream.close()
    if look(head).declares:
        raise BadFile(f"工作簿部件 {part} 里有 DOCTYPE 声明，像是有意构造的文件，没有读取。请核对来源。")
    parser = etree.XMLPullParser(
        events=("end",), tag=f"{{*}}{name}", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        parser.feed(head)
        for _, element in parser.read_events():
            if isinstance(element, etree._Element):
                yield element
    except etree.XMLSyntaxError as fault:
        raise BadFile(f"工作簿部件 {part} 不是完整的 XML（{fault}），没有读取。请用表格软件另存后重新提交。") from None
