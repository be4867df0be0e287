"""Reads the abstracts: the lines of one publication become one record with all classes that found it."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from yuzhi.engines.formats.energy import ABSTRACTS
from yuzhi.engines.reading.lines import first_keys, json_rows
from yuzhi.engines.reading.records import Fault
from yuzhi.engines.reading.rows import Row
from yuzhi.engines.reading.rules import RULES
from yuzhi.engines.reading.sources import Context, Document, Glimpse, Outcome
from yuzhi.kernel.numbers import PublicationNumber
from yuzhi.packs.cn.sources.energy.publications import QUERY_CLASSES, outcomes, take_publication


@dataclass(slots=True)
class _Known:
    """The first line of a publication, and what later lines add to it."""

    row: Row
    publication: PublicationNumber
    values: dict[str, Any]


def recognised(glimpse: Glimpse) -> bool:
    """Whether the first line has the keys of an abstract."""
    keys = first_keys(glimpse.head) if glimpse.kind == "text" else frozenset()
    return {"id", "ipc_query", "abstract"} <= keys and not {"pub", "title"} & keys


def read(document: Document, context: Context) -> Iterator[Outcome]:
    """One patent for each publication, its classes in the order of the lines.

    A later line with another abstract for the same publication is a fault: nothing says which is right.
    """
    known: dict[str, _Known] = {}
    for row in json_rows(document, context):
        if isinstance(row, Fault):
            yield row
            continue
        values: dict[str, Any] = {}
        publication = take_publication(row, "id", values)
        values["ipc"] = row.take("ipc_query", QUERY_CLASSES, required=True, field="ipc")
        values["abstract"] = row.take("abstract", RULES["text"], field="abstract")
        row.finish(ignore=ABSTRACTS)
        if not row.faults and publication is not None:
            _join(known, _Known(row, publication, values))
        yield from row.faults
    for one in known.values():
        yield from outcomes(one.row, one.publication, one.values)


def _join(known: dict[str, _Known], one: _Known) -> None:
    first = known.setdefault(one.publication.key, one)
    if first is one:
        return
    if first.values["abstract"] != one.values["abstract"]:
        place = first.row.origin.place
        one.row.fault("abstract", f"{one.publication} 的摘要与 {place} 不同，不知道以哪个为准：请向来源核对。")
        return
    first.values["ipc"] = list(dict.fromkeys([*first.values["ipc"], *one.values["ipc"]]))
