"""Spreadsheets as rows of text: workbooks and CSV, every sheet with a known header, within bounds."""

import codecs
import csv
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import islice, zip_longest
from pathlib import Path
from typing import TextIO, TypeVar

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from yuzhi.engines.reading.packages import MOST_COLUMNS, check_package
from yuzhi.engines.reading.records import Skipped
from yuzhi.engines.reading.rows import Row, missing_columns
from yuzhi.engines.reading.sources import Context, Document, Glimpse
from yuzhi.kernel.errors import BadFile
from yuzhi.kernel.origin import Origin

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER_WITHIN = 10
"""A header stands in one of the first rows; above it there may be a title and a date of the list."""
LARGEST_CSV = 2 * 1024**3
LONGEST_CELL = 4 * 1024**2
"""Units: characters. A description of a patent may fill a cell; a file without line ends is no table."""
_LONGEST_HEADER = 64 * 1024
_PIECE = 1024**2
_EXACT_FLOAT = 10**15
"""A spreadsheet keeps 15 digits of a number; longer ones were rounded."""

T = TypeVar("T")

csv.field_size_limit(LONGEST_CELL)  # the library's own bound is shorter than a patent's description

Header = Callable[[Sequence[str]], Mapping[str, str] | None]
"""Answers for one row whether it is the header: then the name of each known title as received, else None."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its title (empty for CSV) and its rows as texts with the number of each."""

    title: str
    rows: Iterable[tuple[int, Sequence[str]]]
    hidden: bool = False

    def place(self, number: int) -> str:
        """The place of a row as its reader would name it."""
        return f"{self.title}!{number}" if self.title else f"line {number}"


def sheets(document: Document) -> Iterator[Sheet]:
    """Every sheet of a workbook, or the one of a CSV; told apart by content.

    Raises: BadFile for damaged or hostile files.
    """
    with document.path.open("rb") as file:
        start = file.read(8)
    if start == OLD_OFFICE:
        raise BadFile(f"《{document.name}》：是旧版 xls 工作簿，没有入库。请用表格软件另存为 xlsx 后重新提交。")
    if start[:4] in (b"PK\x03\x04", b"PK\x05\x06"):
        yield from _workbook(document)
    else:
        yield Sheet("", _csv_rows(document))


def rows(
    document: Document,
    context: Context,
    header: Header,
    *,
    required: frozenset[str] = frozenset(),
    aside: frozenset[str] = frozenset(),
) -> Iterator[Row | Skipped]:
    """Every filled row below a header that `header` knows; sheets without one are Skipped by name.

    Cells are keyed by the name that `header` gives, else by the title as received; `aside` names sheets that
    never hold records. A cell below no title is keyed by its column, so that it cannot be overlooked.

    Raises: BadFile where a required column is missing, or where no sheet has the header.
    """
    found = False
    skipped: list[Skipped] = []
    for sheet in sheets(document):
        if sheet.title in aside:
            continue
        lines = iter(sheet.rows)
        keys = _header(sheet, lines, header, required)
        if keys is None:
            skipped.append(_unread(document, sheet))
            continue
        found = True
        blank = [index for index, key in enumerate(keys) if not key]
        for number, texts in lines:
            if cells := _cells(keys, texts, blank):
                yield Row(cells, Origin(document.digest, sheet.place(number)), context)
    if not found:
        reasons = "；".join(one.reason for one in skipped) or "里面没有工作表"
        raise BadFile(f"《{document.name}》：{reasons}，没有入库。请核对是否选对了来源，或下载模板对照表头。")
    yield from skipped


def _unread(document: Document, sheet: Sheet) -> Skipped:
    what = f"工作表“{sheet.title}”{'（隐藏）' if sheet.hidden else ''}" if sheet.title else "文件"
    reason = f"{what}前 {HEADER_WITHIN} 行内没有认得的表头，未读取"
    return Skipped(Origin(document.digest, sheet.title or "/"), reason)


def _header(
    sheet: Sheet, lines: Iterator[tuple[int, Sequence[str]]], header: Header, required: frozenset[str]
) -> list[str] | None:
    """The key of each column, "" where it has no title; None where no header stands in the first rows."""
    for number, texts in islice(lines, HEADER_WITHIN):
        names = header(texts)
        if names is None:
            continue
        keys: list[str] = []
        for index, title in enumerate(texts):
            key = names.get(title, title.strip())
            keys.append(f"{key}（{letters(index)} 列，重复）" if key and key in keys else key)
        if missing := sorted(required.difference(keys)):
            raise missing_columns(sheet.place(number), missing)
        return keys
    return None


def _cells(keys: list[str], texts: Sequence[str], blank: Sequence[int]) -> dict[str, str]:
    """The cells of a row by key, short rows filled up; empty for a blank row."""
    if not any(texts):
        return {}
    cells = dict(zip_longest(keys, texts, fillvalue=""))
    if "" in cells:
        del cells[""]
        for index in (*blank, *range(len(keys), len(texts))):
            if index < len(texts) and texts[index].strip():
                cells[f"（{letters(index)} 列，无标题）"] = texts[index]
    return cells if any(not text.isspace() for text in cells.values() if text) else {}


def letters(index: int) -> str:
    """The name of a column as spreadsheet programs write it, from its 0-based place.

    >>> letters(0), letters(25), letters(26)
    ('A', 'Z', 'AA')
    """
    name = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(65 + rest) + name
    return name


def text_of(cell: object) -> str:
    """A workbook's cell as the text that a person sees in it, numbers in full.

    Numbers beyond 15 digits keep their scientific notation: an exact rule then says that digits were lost.

    >>> text_of(201220249767.4), text_of(202010000000.0), text_of(9.16109e17), text_of(0.1 + 0.2)
    ('201220249767.4', '202010000000', '9.16109000000000e+17', '0.3')
    """
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, int | float):
        return _number(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    return str(cell)


def _number(cell: int | float) -> str:
    if not abs(cell) < _EXACT_FLOAT:
        return f"{float(cell):.14e}"
    return str(int(cell)) if cell == int(cell) else f"{cell:.15g}"


def _workbook(document: Document) -> Iterator[Sheet]:
    check_package(document.path, document.name)
    with document.path.open("rb") as file, _guarded(document, lambda: CalamineWorkbook.from_filelike(file)) as book:
        for told in book.sheets_metadata:
            if told.typ is SheetTypeEnum.WorkSheet:
                hidden = told.visible is not SheetVisibleEnum.Visible
                yield Sheet(told.name, _sheet_rows(document, book, told.name), hidden)


def _sheet_rows(document: Document, book: CalamineWorkbook, name: str) -> Iterator[tuple[int, list[str]]]:
    sheet = _guarded(document, lambda: book.get_sheet_by_name(name))
    top, left = sheet.start or (0, 0)
    margin = [""] * left
    for offset, cells in enumerate(sheet.iter_rows()):
        yield top + offset + 1, margin + [cell if type(cell) is str else text_of(cell) for cell in cells]


def _guarded(document: Document, act: Callable[[], T]) -> T:
    """What the spreadsheet library answers; its complaints become ours."""
    try:
        return act()
    except (CalamineError, OSError, ValueError) as damage:
        raise BadFile(
            f"《{document.name}》：工作簿无法读取（{str(damage)[:120]}），没有入库。请用表格软件另存为 xlsx。"
        ) from damage


def _csv_rows(document: Document) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV or TSV with the line on which each begins; quoted cells may hold line breaks."""
    with _text(document) as text:
        first = text.readline(_LONGEST_HEADER)
        text.seek(0)
        delimiter = "\t" if "\t" in first and "," not in first else ","
        begins = 1
        try:
            rows = csv.reader(text, delimiter=delimiter, strict=True)
            for cells in rows:
                if len(cells) > MOST_COLUMNS:
                    raise BadFile(
                        f"《{document.name}》：第 {begins} 行有 {len(cells)} 列，超过 {MOST_COLUMNS} 列，没有入库。"
                    )
                yield begins, cells
                begins = rows.line_num + 1
        except csv.Error as damage:
            raise BadFile(
                f"《{document.name}》：第 {begins} 行起不是完整的 CSV（{damage}），没有入库。请检查引号和换行。"
            ) from damage


def _text(document: Document) -> TextIO:
    """The file as text.

    Raises: BadFile where it is no text in any encoding that offices use, or too large.
    """
    if document.size > LARGEST_CSV:
        raise BadFile(f"《{document.name}》：CSV 超过 {LARGEST_CSV // 1024**3} GB，没有入库。请分成几个文件提交。")
    encoding = encoding_of(document.path)
    if encoding is None:
        raise BadFile(
            f"《{document.name}》：不是文本文件，或编码既不是 UTF-8、GB18030 也不是 UTF-16，没有入库。"
            "请另存为“CSV UTF-8”后重新提交。"
        )
    return document.path.open(encoding=encoding, newline="")


def encoding_of(path: Path) -> str | None:
    """The encoding of a text file, found by decoding all of it; None for what is not text."""
    with path.open("rb") as file:
        start = file.read(4)
    if start[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        return "utf-16" if _decodes(path, "utf-16") else None
    first = "utf-8-sig" if start[:3] == codecs.BOM_UTF8 else "utf-8"
    return next((encoding for encoding in (first, "gb18030") if _decodes(path, encoding)), None)


def _decodes(path: Path, encoding: str) -> bool:
    decoder = codecs.getincrementaldecoder(encoding)()
    try:
        with path.open("rb") as file:
            while piece := file.read(_PIECE):
                if "\0" in decoder.decode(piece):
                    return False
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def head_rows(glimpse: Glimpse) -> list[list[str]]:
    """The first rows of a text file as a CSV, or as tab-separated; none where its beginning is no table."""
    lines = glimpse.head[:_LONGEST_HEADER].decode(glimpse.encoding or "utf-8", "ignore").splitlines(keepends=True)
    delimiter = "\t" if lines and "\t" in lines[0] and "," not in lines[0] else ","
    found: list[list[str]] = []
    try:
        for row in csv.reader(lines[:HEADER_WITHIN], delimiter=delimiter):
            found.append(row)
    except csv.Error:
        return found
    return found
