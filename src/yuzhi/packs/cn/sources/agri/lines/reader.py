"""Reads the farm patents of the JSONL file."""

from collections.abc import Iterator

from yuzhi.engines.formats.agri import LINES
from yuzhi.engines.formats.energy import QUERY_RULE
from yuzhi.engines.reading.lines import first_keys, json_rows
from yuzhi.engines.reading.records import Fault
from yuzhi.engines.reading.rows import Rule
from yuzhi.engines.reading.sources import Context, Document, Glimpse, Outcome
from yuzhi.kernel.classes import Ipc
from yuzhi.packs.cn.sources.agri.applications import outcomes, take_application

_SUBCLASS = Rule(QUERY_RULE, lambda text: str(Ipc.parse(text)))


def recognised(glimpse: Glimpse) -> bool:
    """Whether the first line has the keys of the collection."""
    return glimpse.kind == "text" and {"app_no", "title"} <= first_keys(glimpse.head)


def read(document: Document, context: Context) -> Iterator[Outcome]:
    """One patent for each line; its subclass is that of the search which found it."""
    for row in json_rows(document, context):
        if isinstance(row, Fault):
            yield row
            continue
        number, values = take_application(row, "app_no", "title", "abstract")
        if subclass := row.take("ipc_subclass", _SUBCLASS, field="ipc"):
            values["ipc"] = [subclass]
        row.finish(ignore=LINES)
        yield from outcomes(row, number, values)
