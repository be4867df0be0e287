"""CSV files, however their cells are separated, as rows of text, in the encodings that offices use."""

import codecs
import csv
from collections.abc import Iterator, Sequence
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TextIO

from yuzhi.engines.reading.packages import MOST_COLUMNS
from yuzhi.engines.reading.sources import Document, Glimpse
from yuzhi.kernel.errors import BadFile

LARGEST_CSV = 2 * 1024**3
LONGEST_CELL = 4 * 1024**2
"""Units: characters. A description of a patent may fill a cell; a file without line ends is no table."""
LONGEST_ROW = 4 * LONGEST_CELL
MOST_MARKS = MOST_LINES = 100_000
"""How many delimiters a line may hold, and lines a row; those inside quoted texts are counted too, so it is far more than columns."""
HEAD_ROWS = 10
_DELIMITERS = (",", "\t", ";", "|")
_LONGEST_HEADER = 64 * 1024
_PIECE = 1024**2
_TELL = 256

csv.field_size_limit(LONGEST_CELL)  # the library's own bound is shorter than a patent's description


def csv_rows(document: Document) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV or TSV with the line on which each begins; quoted cells may hold line breaks."""
    with _text(document) as text:
        delimiter = delimiter_of(list(islice(iter(partial(text.readline, _LONGEST_HEADER), ""), HEAD_ROWS)))
        text.seek(0)
        begins, read = 1, 0
        try:
            lines = _Lines(text, delimiter, document.name)
            rows = csv.reader(lines, delimiter=delimiter, strict=True)
            for cells in rows:
                lines.held = lines.lines = 0
                if len(cells) > MOST_COLUMNS:
                    raise BadFile(
                        f"《{document.name}》：第 {begins} 行有 {len(cells)} 列，超过 {MOST_COLUMNS} 列，没有入库。请核对来源。"
                    )
                yield begins, cells
                begins = rows.line_num + 1
                read += 1
                if not read % _TELL:
                    document.tell(text.buffer.tell() / max(document.size, 1))
        except csv.Error as damage:
            raise BadFile(
                f"《{document.name}》：第 {begins} 行起不是完整的 CSV（{damage}），没有入库。请检查引号和换行。"
            ) from damage


class _Lines:
    """The lines of a text, none of them longer than a row may be: the reader of CSV holds a whole row before it looks at it.

    `held` is how many characters of the row were read so far, in so many `lines`; whoever takes the row sets both back.
    """

    def __init__(self, text: TextIO, delimiter: str, name: str) -> None:
        self._text, self._delimiter, self._name = text, delimiter, name
        self._number = self.held = self.lines = 0

    def __iter__(self) -> Iterator[str]:
        """Raises: BadFile for a line, or a row over several lines, without end."""
        while line := self._text.readline(LONGEST_CELL):
            self._number += 1
            self.lines += 1
            self.held += len(line)
            endless = len(line) == LONGEST_CELL or self.held > LONGEST_ROW or self.lines > MOST_LINES
            if endless or line.count(self._delimiter) > MOST_MARKS:
                what = "长得没有尽头" if endless else f"的分隔符超过 {MOST_MARKS:,} 个，列多得没有尽头"
                raise BadFile(f"《{self._name}》：第 {self._number} 行{what}，不像表格，没有入库。请核对来源，或检查引号和换行。")
            yield line


def delimiter_of(lines: Sequence[str]) -> str:
    """What stands between the cells of the first line in which anything does: a comma before a tab, else the most frequent.

    >>> delimiter_of(["甲;乙"]), delimiter_of(["名单", "甲|乙|丙", "1|2|3,4"]), delimiter_of(["甲"])
    (';', '|', ',')
    """
    first = next((line for line in lines if any(one in line for one in _DELIMITERS)), ",")
    return next((one for one in ",\t" if one in first), max(";|", key=first.count))


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
    delimiter = delimiter_of(lines[:HEAD_ROWS])
    found: list[list[str]] = []
    try:
        for row in csv.reader(lines[:HEAD_ROWS], delimiter=delimiter):
            found.append(row)
    except csv.Error:
        return found
    return found
