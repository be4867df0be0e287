"""Worked examples of indicators: tiny tables in, numbers out; the same form for every folder's `cases.yml`."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, cast

import pyarrow as pa
import yaml

from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.indicators.declared import DeclarationFault

_TYPES = {
    "str": pa.string(), "text": pa.string(), "day": pa.date32(), "int": pa.int64(), "bool": pa.bool_(),
    "money": pa.decimal128(18, 2), "list": pa.list_(pa.string()),
}
_META = {
    "key": pa.string(), "record": pa.string(), "source": pa.string(), "true_from": pa.date32(),
    "known_from": pa.timestamp("us", "UTC"), "load": pa.string(),
}


@dataclass(frozen=True, slots=True)
class Expected:
    """One number that must come out, and the records that must make it up where they are named."""

    as_of: date
    area: str
    value: Decimal | None
    records: tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class Case:
    """A situation in words, the rows that make it, and what must come out of them."""

    indicator: str
    name: str
    given: Mapping[str, pa.Table]
    expected: tuple[Expected, ...]


def cases(folder: Path) -> list[Case]:
    """All worked examples of a folder of indicators.

    Raises: DeclarationFault for an indicator without any, and for a column that its table does not have.
    """
    found = []
    for place in sorted(path.parent for path in folder.glob("*/indicator.yml")):
        path = place / "cases.yml"
        written = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else []
        if not written:
            raise DeclarationFault(f"{place.name} 没有 cases.yml：每个指标都要有算例。")
        found += [_case(place.name, one) for one in cast(list[dict[str, Any]], written)]
    return found


def lake_table(name: str, rows: Iterable[Mapping[str, Any]]) -> pa.Table:
    """Rows of a stored table in the lake's column types; what a row does not say is null.

    `source` is `test` and `record` the key where a row does not say otherwise.
    Raises: DeclarationFault for a column that the table does not have.
    """
    schema = pa.schema([
        *(pa.field(column, kind) for column, kind in _META.items()),
        *(pa.field(field.name, _TYPES[field.type]) for field in TABLES[name].fields),
    ])
    filled = []
    for row in rows:
        if unknown := set(row) - set(schema.names):
            raise DeclarationFault(f"{name} 没有这些列：{'、'.join(sorted(unknown))}。")
        filled.append({"source": "test", "record": row.get("key"), **row})
    for field in TABLES[name].fields:
        if field.type == "money":
            filled = [_with_money(row, field.name) for row in filled]
    return pa.Table.from_pylist(filled, schema)


def _with_money(row: dict[str, Any], column: str) -> dict[str, Any]:
    return {**row, column: Decimal(str(row[column]))} if row.get(column) is not None else row


def _case(indicator: str, written: Mapping[str, Any]) -> Case:
    return Case(
        indicator=indicator,
        name=written["name"],
        given={name: lake_table(name, rows) for name, rows in written["given"].items()},
        expected=tuple(
            Expected(
                as_of=one["as_of"], area=str(one["area"]),
                value=None if one["value"] is None else Decimal(str(one["value"])),
                records=tuple(one["records"]) if "records" in one else None,
            )
            for one in written["expect"]
        ),
    )
