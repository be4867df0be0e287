"""Rows as CSV that every spreadsheet program opens in Chinese, and that runs nothing when opened."""

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

BOM = "\ufeff"
STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
"""What a spreadsheet takes for the beginning of a formula; programs of East Asia take the wide signs too."""


def csv_lines(header: Sequence[str], rows: Iterable[Sequence[Any]], head: Iterable[str] = ()) -> Iterator[str]:
    """The lines of the file, the first with a byte order mark; texts that a spreadsheet would run are quoted.

    `head` are sentences about the file: each stands before the header as a line of one cell that begins with “# ”.

    >>> list(csv_lines(["名称", "件数"], [["=1+1", 3], [None, -2]]))
    ['\\ufeff名称,件数\\r\\n', "'=1+1,3\\r\\n", ',-2\\r\\n']
    """
    yield BOM + "".join(_line([f"# {one}"]) for one in head) + _line(header)
    for row in rows:
        yield _line(row)


def _line(cells: Iterable[Any]) -> str:
    held = io.StringIO()
    csv.writer(held).writerow([_cell(cell) for cell in cells])
    return held.getvalue()


def _cell(value: Any) -> Any:
    if isinstance(value, list | tuple):
        value = "；".join(str(one) for one in value)
    if isinstance(value, str) and value.startswith(STARTS_A_FORMULA):
        return "'" + value
    return "" if value is None else value
