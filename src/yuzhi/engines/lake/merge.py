"""One right from many statements: each field from the source that ranks first, with the others kept beside."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from yuzhi.engines.formats.tables import TABLES, Table
from yuzhi.engines.lake.rows import field_origins
from yuzhi.engines.lake.snapshot import Snapshot
from yuzhi.kernel.origin import FieldOrigin

_LAST_RANK = 1000


@dataclass(frozen=True, slots=True)
class Told:
    """A field's value and the statement that it was taken from; `others` disagree and rank later."""

    value: Any
    statement: Mapping[str, Any]
    origin: FieldOrigin | None
    others: tuple[tuple[Any, Mapping[str, Any]], ...] = ()


@dataclass(frozen=True, slots=True)
class Merged:
    """Everything that the sources say about one key, field by field, in the order of the table."""

    key: str
    table: Table
    fields: Mapping[str, Told]
    statements: tuple[Mapping[str, Any], ...]

    def get(self, name: str, default: Any = None) -> Any:
        """The value of a field, or `default` where no source says one."""
        told = self.fields.get(name)
        return default if told is None else told.value

    @property
    def made_up(self) -> bool:
        """Whether any of the statements is made up."""
        return any(statement["made_up"] for statement in self.statements)


ACTS = "yuzhi.acts"
"""The source of officers' acts, which come before every office."""


def merged(snapshot: Snapshot, table_name: str, keys: Sequence[str], ranks: Mapping[str, int]) -> dict[str, Merged]:
    """Key → merged right as it stands: what the sources say, and over it what officers corrected, each with its origin."""
    found = merge(table_name, snapshot.statements(table_name, keys), ranks)
    for fix in snapshot.statements("corrections", list(found)):
        found[fix["key"]] = _corrected(found[fix["key"]], fix)
    return found


def _corrected(one: Merged, fix: Mapping[str, Any]) -> Merged:
    """The right with a corrected field and the reason for it; what the sources said stands beside."""
    fields = dict(one.fields)
    for name, value, path in (
        (fix["field"], fix["value"], "facts/value"), (f"{fix['field']}_reason", f"人工更正：{fix['reason']}", "facts/reason"),
    ):
        before = fields.get(name)
        others = () if before is None or before.value == value else ((before.value, before.statement), *before.others)
        fields[name] = Told(value, fix, FieldOrigin(path, "act"), others)
    ordered = {name: fields[name] for name in one.table.names if name in fields}
    return Merged(one.key, one.table, ordered, one.statements)


def merge(table_name: str, statements: Sequence[Mapping[str, Any]], ranks: Mapping[str, int]) -> dict[str, Merged]:
    """Key → merged right, from current statements about any number of keys.

    A field comes from the statement whose source has the lowest rank among those that say something; inside one
    source the latest truth (`true_from`) wins, then the later knowledge. The order of the input does not matter.
    """
    by_key: dict[str, list[Mapping[str, Any]]] = {}
    for statement in statements:
        by_key.setdefault(statement["key"], []).append(statement)
    table = TABLES[table_name]
    return {key: _merge_one(key, table, said, ranks) for key, said in by_key.items()}


def _merge_one(key: str, table: Table, said: list[Mapping[str, Any]], ranks: Mapping[str, int]) -> Merged:
    if len(said) == 1:
        row, place = said[0], field_origins(said[0]["origins"])
        alone = {name: Told(row[name], row, place.get(name)) for name in table.names if _says(row[name])}
        return Merged(key, table, alone, tuple(said))
    ordered = sorted(said, key=lambda row: (str(row["source"]), str(row["record"])))
    ordered.sort(key=lambda row: (str(row["true_from"] or ""), str(row["known_from"]), row["load"]), reverse=True)
    ordered.sort(key=lambda row: ranks.get(row["source"], _LAST_RANK))
    fields = {}
    for name in table.names:
        spoken = [row for row in ordered if _says(row[name])]
        if not spoken:
            continue
        first = spoken[0]
        others = tuple((row[name], row) for row in spoken[1:] if row[name] != first[name])
        fields[name] = Told(first[name], first, field_origins(first["origins"]).get(name), others)
    return Merged(key, table, fields, tuple(ordered))


def _says(value: Any) -> bool:
    """Whether a stored value says something; "no" and zero do, an empty text or list does not."""
    return bool(value) or value is False or (isinstance(value, int | Decimal) and value == 0)
