"""Reads the list of cited Chinese publications."""

from collections.abc import Iterator
from typing import Any

from yuzhi.engines.formats.energy import CITED
from yuzhi.engines.reading.delimited import head_rows
from yuzhi.engines.reading.lines import tsv_rows
from yuzhi.engines.reading.records import Fault
from yuzhi.engines.reading.rules import RULES
from yuzhi.engines.reading.sources import Context, Document, Glimpse, Outcome
from yuzhi.packs.cn.sources.energy.publications import outcomes, take_publication, take_published, take_title


def recognised(glimpse: Glimpse) -> bool:
    """Whether the header is that of the list, in any order."""
    rows = head_rows(glimpse) if glimpse.kind == "text" else []
    return bool(rows) and set(CITED) <= {title.strip() for title in rows[0]}


def read(document: Document, context: Context) -> Iterator[Outcome]:
    """One patent for each row."""
    for row in tsv_rows(document, context, frozenset(CITED)):
        if isinstance(row, Fault):
            yield row
            continue
        values: dict[str, Any] = {}
        publication = take_publication(row, "pub", values)
        values["applicants"] = row.take("assignee", RULES["list_semicolon"], field="applicants")
        take_title(row, "title_en", values)
        if (day := row.take("priority", RULES["day"], field="priorities")) is not None:
            values["priorities"] = [day.isoformat()]
        take_published(row, "published", publication, values)
        row.finish()
        yield from outcomes(row, publication, values)
