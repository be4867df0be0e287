"""Whether a file is one of the platform's spreadsheets, told by its titles."""

from collections.abc import Iterator, Sequence

from yuzhi.engines.formats.cnipr import is_export
from yuzhi.engines.formats.templates import LISTS_SHEET, NOTES_SHEET, TEMPLATES, Template, which
from yuzhi.engines.reading.delimited import head_rows
from yuzhi.engines.reading.sources import Glimpse

ASIDE = frozenset({NOTES_SHEET, LISTS_SHEET})


def recognised(template: Template, glimpse: Glimpse) -> bool:
    """Whether one of the file's headers is that of the template.

    A workbook is looked at by the first filled rows of each sheet. Where only the first one is known and it is a heading
    above the header, the name of the list in it, or in the sheet's title, decides.
    """
    if glimpse.kind == "text":
        return not glimpse.gzipped and any(_is_header(template, row) for row in head_rows(glimpse))
    sheets = [(title, row) for title, row in glimpse.sheets.items() if title not in ASIDE]
    return any(
        any(_is_header(template, one) for one in glimpse.tops[title]) if title in glimpse.tops
        else _is_header(template, row) or _is_heading(template, title, row)
        for title, row in sheets
    )


def _is_header(template: Template, row: Sequence[str]) -> bool:
    return which(row) is template and not is_export(row)


def _is_heading(template: Template, title: str, row: Sequence[str]) -> bool:
    filled = list(_filled(row))
    if len(filled) != 1:
        return False
    named = [one.zh for one in TEMPLATES.values() if one.zh in filled[0] or one.zh == title]
    return max(named, key=len, default="") == template.zh


def _filled(row: Sequence[str]) -> Iterator[str]:
    return (text for text in row if text.strip())
