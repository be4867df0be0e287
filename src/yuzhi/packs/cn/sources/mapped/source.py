"""From a mapping in all its versions to a source like any other."""

from collections.abc import Sequence
from functools import partial

from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.reading.mapping import SheetMapping, fits, header_rows
from yuzhi.engines.reading.mapping.headers import changed, marked
from yuzhi.engines.reading.sources import Glimpse, Source
from yuzhi.packs.cn.sources.mapped.reader import read


def source_of(versions: Sequence[SheetMapping]) -> Source:
    """The source that these versions describe, the oldest first; the newest one names it and says its licence.

    A file of an older version's header is read by that version: what a sender delivered stays readable, and may come again.
    """
    newest_first = tuple(reversed(versions))
    newest = newest_first[0]
    table = TABLES[newest.table]
    return Source(
        name=newest.name, zh=newest.zh, en=newest.en or f"{table.en}: a mapped spreadsheet", publisher=newest.publisher,
        licence=newest.licence, covers=newest.covers, rank=newest.rank, version=len(versions),
        recognise=partial(_recognised, newest_first), read=partial(read, newest_first),
        tables=(newest.table,), delivery=newest.delivery, nearly=partial(_nearly, newest_first), exact=True,
    )


def _recognised(versions: Sequence[SheetMapping], glimpse: Glimpse) -> bool:
    rows = [row for _, row in header_rows(glimpse)]
    return any(fits(one, row) and marked(one, glimpse) for one in versions for row in rows)


def _nearly(versions: Sequence[SheetMapping], glimpse: Glimpse) -> str:
    newest = versions[0]
    found = changed(newest, glimpse) if marked(newest, glimpse) else None
    return f"像是“{newest.zh}”（{newest.name} 第 {len(versions)} 版），但{found.zh}" if found else ""
