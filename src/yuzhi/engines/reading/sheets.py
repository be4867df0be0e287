"""Spreadsheets as rows of text: workbooks and CSV, every sheet with a known header, within bounds."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice, zip_longest

from yuzhi.engines.reading.books import book_sheets
from yuzhi.engines.reading.delimited import csv_rows
from yuzhi.engines.reading.heads import joined
from yuzhi.engines.reading.records import Skipped
from yuzhi.engines.reading.rows import Row, missing_columns
from yuzhi.engines.reading.sources import Context, Document
from yuzhi.kernel.errors import BadFile
from yuzhi.kernel.origin import Origin

OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HEADER_WITHIN = 10
"""A header stands in one of the first rows; above it there may be a title and a date of the list."""
_UNTITLED = "，无标题）"

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
        for title, hidden, rows_of in book_sheets(document):
            yield Sheet(title, rows_of, hidden)
    else:
        yield Sheet("", csv_rows(document))


def rows(
    document: Document,
    context: Context,
    header: Header,
    *,
    required: frozenset[str] = frozenset(),
    aside: frozenset[str] = frozenset(),
    merged: bool = False,
) -> Iterator[Row | Skipped]:
    """Every filled row below a header that `header` knows; sheets without one are Skipped by name.

    Cells are keyed by the name that `header` gives, else by the title as received; `aside` names sheets that
    never hold records; `merged` takes a header over two rows as one. A cell below no title is keyed by its column, so that it cannot be overlooked.

    Raises: BadFile where a required column is missing, or where no sheet has the header.
    """
    found = False
    skipped: list[Skipped] = []
    for sheet in sheets(document):
        if sheet.title in aside:
            continue
        lines = iter(joined(sheet.rows, HEADER_WITHIN) if merged else sheet.rows)
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
        keys = keyed(texts, names)
        if missing := sorted(required.difference(keys)):
            raise missing_columns(sheet.place(number), missing)
        return keys
    return None


def keyed(texts: Sequence[str], names: Mapping[str, str]) -> list[str]:
    """The key of each column of a header, "" where it has no title; a title that stands twice is told apart by its column.

    >>> keyed(["名称", "", "名称 "], {})
    ['名称', '', '名称（C 列，重复）']
    """
    keys: list[str] = []
    for index, title in enumerate(texts):
        key = names.get(title, title.strip())
        keys.append(f"{key}（{letters(index)} 列，重复）" if key and key in keys else key)
    return keys


def key_without_title(index: int) -> str:
    """The key of a cell below no title.

    >>> untitled(key_without_title(2))
    True
    """
    return f"（{letters(index)} 列{_UNTITLED}"


def untitled(key: str) -> bool:
    """Whether a key is that of a column without a title."""
    return key.endswith(_UNTITLED)


def _cells(keys: list[str], texts: Sequence[str], blank: Sequence[int]) -> dict[str, str]:
    """The cells of a row by key, short rows filled up; empty for a blank row."""
    whole = "".join(texts)
    if not whole or whole.isspace():
        return {}
    if "\0" in whole:         # a workbook's escape for a byte that no text and no database holds
        texts = [text.replace("\0", "\ufffd") for text in texts]
    cells = dict(zip_longest(keys, texts, fillvalue="") if len(keys) != len(texts) else zip(keys, texts, strict=True))
    if "" in cells:
        del cells[""]
        for index in (*blank, *range(len(keys), len(texts))):
            if index < len(texts) and texts[index].strip():
                cells[key_without_title(index)] = texts[index]
    return cells


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
