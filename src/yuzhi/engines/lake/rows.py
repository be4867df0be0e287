"""From a reader's record to a lake row: meta columns, content digest, column types."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

import pyarrow as pa

from yuzhi.engines.formats.tables import TABLES, Field, Table
from yuzhi.kernel.origin import FieldOrigin, Origin

META = pa.schema([
    ("key", pa.string()),
    ("record", pa.string()),
    ("source", pa.string()),
    ("digest", pa.string()),
    ("true_from", pa.date32()),
    ("true_to", pa.date32()),
    ("known_from", pa.timestamp("us", "UTC")),
    ("load", pa.string()),
    ("seq", pa.int64()),
    ("withdrawn", pa.bool_()),
    ("made_up", pa.bool_()),
    ("file", pa.string()),
    ("place", pa.string()),
    ("origins", pa.string()),
])
"""Columns that every table begins with. (source, record) is what a later version replaces; `seq` orders the
versions inside one load; `origins` is JSON: field → [path, rule]."""

_TYPES = {
    "str": pa.string(),
    "text": pa.string(),
    "day": pa.date32(),
    "int": pa.int64(),
    "bool": pa.bool_(),
    "money": pa.decimal128(18, 2),
    "list": pa.list_(pa.string()),
}


def schema(table: Table) -> pa.Schema:
    """The Arrow schema of a table: the meta columns, then its fields in order."""
    return pa.schema([*META, *(pa.field(field.name, _TYPES[field.type]) for field in table.fields)])


def digest(key: str, values: Mapping[str, Any], true_from: date | None, true_to: date | None, withdrawn: bool) -> str:
    """The sha256 (hex) of what a statement says, whatever file it came in.

    Blank values do not count, so a source that begins to send an empty column changes nothing.
    """
    said = {name: _plain(value) for name, value in values.items() if value not in (None, "", [])}
    body = [key, said, _plain(true_from), _plain(true_to), withdrawn]
    return hashlib.sha256(
        json.dumps(body, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


def origins_json(origins: Mapping[str, FieldOrigin]) -> str:
    """Field origins as compact JSON; the same columns give the same text, which the files store once."""
    return json.dumps(
        {name: [place.path, place.rule] for name, place in origins.items()}, ensure_ascii=False, separators=(",", ":")
    )


@lru_cache(maxsize=4096)
def field_origins(text: str | None) -> Mapping[str, FieldOrigin]:
    """The inverse of `origins_json`; rows of one sheet share the answer."""
    return {name: FieldOrigin(*pair) for name, pair in json.loads(text or "{}").items()}


def to_arrow(table_name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows (dicts by column name, missing ones blank) as an Arrow table of the table's schema."""
    table = TABLES[table_name]
    wanted = schema(table)
    listed = list(rows)
    columns = []
    by_name = {field.name: field for field in table.fields}
    for column in wanted:
        values = [row.get(column.name) for row in listed]
        if column.name in by_name:
            values = [_typed(by_name[column.name], value) for value in values]
        columns.append(pa.array(values, type=column.type))
    return pa.Table.from_arrays(columns, schema=wanted)


def place_of(row: Mapping[str, Any]) -> Origin:
    """The origin of a stored row."""
    return Origin(row["file"], row["place"])


def _typed(field: Field, value: Any) -> Any:
    if value is None or value == "":
        return None
    return Decimal(value) if field.type == "money" else value


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value
