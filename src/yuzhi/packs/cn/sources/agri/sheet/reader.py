"""Reads the farm patents of the CSV originals."""

from collections.abc import Iterator, Mapping, Sequence

from yuzhi.engines.formats.agri import SHEET
from yuzhi.engines.reading.delimited import head_rows
from yuzhi.engines.reading.records import Skipped
from yuzhi.engines.reading.sheets import rows
from yuzhi.engines.reading.sources import Context, Document, Glimpse, Outcome
from yuzhi.packs.cn.sources.agri.applications import outcomes, take_application

_TITLES = frozenset(SHEET)


def recognised(glimpse: Glimpse) -> bool:
    """Whether the header is that of the originals, in any order."""
    found = head_rows(glimpse) if glimpse.kind == "text" and not glimpse.gzipped else []
    return bool(found) and _header(found[0]) is not None


def read(document: Document, context: Context) -> Iterator[Outcome]:
    """One patent for each row; a cell may hold several lines."""
    for row in rows(document, context, _header, required=_TITLES):
        if isinstance(row, Skipped):
            yield row
            continue
        number, values = take_application(row, "申请号", "名称", "摘要")
        row.finish(ignore={"patent_id"})
        yield from outcomes(row, number, values)


def _header(texts: Sequence[str]) -> Mapping[str, str] | None:
    titles = {text.strip() for text in texts}
    return {text: text.strip() for text in texts} if {"patent_id", "申请号"} <= titles else None
