"""Reads the Chinese publications of the collection."""

from collections.abc import Iterator
from typing import Any

from yuzhi.engines.formats.energy import CHINESE
from yuzhi.engines.reading.lines import first_keys, json_rows
from yuzhi.engines.reading.records import Fault
from yuzhi.engines.reading.rules import RULES
from yuzhi.engines.reading.sources import Context, Document, Glimpse, Outcome
from yuzhi.packs.cn.sources.energy.publications import (
    QUERY_CLASSES,
    outcomes,
    take_publication,
    take_published,
    take_title,
)


def recognised(glimpse: Glimpse) -> bool:
    """Whether the first line has the keys of a Chinese publication."""
    return glimpse.kind == "text" and {"pub", "abstract_zh"} <= first_keys(glimpse.head)


def read(document: Document, context: Context) -> Iterator[Outcome]:
    """One patent for each line."""
    for row in json_rows(document, context):
        if isinstance(row, Fault):
            yield row
            continue
        values: dict[str, Any] = {}
        publication = take_publication(row, "pub", values)
        kind = row.take("kind", RULES["text"])
        if publication is not None and kind not in (None, publication.kind):
            row.fault("kind", f"种类代码 {kind} 与公开号 {publication} 不符：请向来源核对。")
        values["abstract"] = row.take("abstract_zh", RULES["text"], field="abstract")
        values["ipc"] = row.take("ipc_query", QUERY_CLASSES, field="ipc")
        values["applicants"] = row.take("assignee_zh", RULES["list_semicolon"], field="applicants")
        take_title(row, "title_en", values)
        if (day := row.take("priority", RULES["day"], field="priorities")) is not None:
            values["priorities"] = [day.isoformat()]
        take_published(row, "published", publication, values)
        row.finish(ignore=CHINESE)
        yield from outcomes(row, publication, values)
