"""The lake's reading side: one edition, seen through DuckDB, now or as it was known on a day."""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.lake.rows import META, schema
from yuzhi.engines.lake.store import TableFiles
from yuzhi.kernel.errors import Damaged

# Loads are numbered by the database; the clock only dates them, and a clock can be put back.
_LATEST = "row_number() over (partition by source, record order by load desc, seq desc) = 1"


class Held(NamedTuple):
    """What the lake holds of a statement: the digest of its content, whether it is a withdrawal, the file it is from."""

    digest: str
    withdrawn: bool
    file: str


class Snapshot:
    """The tables of one edition.

    `known_on` (an instant, UTC) leaves out everything that was loaded later; None sees all of the edition. A table
    that the edition lacks is an empty one, so that queries need not ask.
    """

    def __init__(self, folder: Path, tables: Mapping[str, TableFiles], known_on: datetime | None = None) -> None:
        self._folder = folder
        self._tables = dict(tables)
        self._known_on = known_on

    @property
    def tables(self) -> dict[str, TableFiles]:
        """The tables of the edition, by name."""
        return dict(self._tables)

    def digest(self, table: str) -> str:
        """A name for a table's content: the same files and the same knowledge give the same digest."""
        held = self._tables.get(table)
        body = f"{table}\n{self._known_on}\n" + "\n".join(held.files if held else ())
        return hashlib.sha256(body.encode()).hexdigest()

    def versions(self, table: str) -> str:
        """SQL of all versions of all statements, withdrawn ones included."""
        declared = TABLES[table]
        held = self._tables.get(table)
        if held is None or not held.files:
            columns = ", ".join(f"null::{_sql_type(field.type)} as {field.name}" for field in schema(declared))
            return f"(select {columns} where false)"
        files = ", ".join(_quoted(str(self._folder / table / name)) for name in held.files)
        known = f" where known_from <= {_quoted(self._known_on.isoformat())}::timestamptz" if self._known_on else ""
        paths = [str(self._folder / table / name) for name in held.files]
        later = "".join(
            f", null::{_sql_type(field.type)} as {field.name}" for field in schema(declared)
            if field.name in _lacking(tuple(paths), frozenset(schema(declared).names))
        )
        return f"(select *{later} from read_parquet([{files}], union_by_name = true){known})"

    def current(self, table: str) -> str:
        """SQL of what each source says now: the latest version of each statement, unless withdrawn.

        `county` is the corrected one where an officer corrected it.
        """
        return self._standing(table, f"(select * from {self.versions(table)} qualify {_LATEST})")

    def _standing(self, table: str, latest: str) -> str:
        """SQL of the latest versions that are not withdrawn, with corrected counties."""
        if table == "corrections" or "county" not in TABLES[table].names:
            return f"(select * from {latest} where not withdrawn)"
        fixes = (
            f"(select key, value from (select * from {self.versions('corrections')} qualify {_LATEST})"
            " where not withdrawn and field = 'county')"
        )
        return (
            "(select latest.* replace (coalesce(fixes.value, latest.county) as county) "
            f"from {latest} latest left join {fixes} fixes on fixes.key = latest.key where not latest.withdrawn)"
        )

    @contextmanager
    def connection(self) -> Iterator[duckdb.DuckDBPyConnection]:
        """A DuckDB connection of its own, in UTC, that loads no extension and asks no network.

        Raises: Damaged where a file of the edition is missing or unreadable.
        """
        connection = _engine().cursor()
        try:
            connection.execute("set timezone = 'UTC'")
            yield connection
        except duckdb.IOException as fault:
            raise Damaged(
                f"数据湖 {self._folder} 的文件缺失或读不出来，没有得出答案。请运行 yuzhi doctor 查看缺了哪些，从备份恢复后再试。"
            ) from fault
        finally:
            connection.close()

    def rows(self, sql: str, parameters: Sequence[Any] = ()) -> list[dict[str, Any]]:
        """The rows of a query as dicts by column name; times come as texts (UTC)."""
        with self.connection() as connection:
            cursor = connection.execute(sql, list(parameters))
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def arrow(self, table: str, columns: Sequence[str]) -> pa.Table:
        """The named columns of a table's current rows."""
        with self.connection() as connection:
            chosen = ", ".join(columns) or "key"
            return connection.sql(f"select {chosen} from {self.current(table)}").to_arrow_table()

    def statements(self, table: str, keys: Sequence[str]) -> list[dict[str, Any]]:
        """What every source says now about the keys, as it says it, with origins; ordered by key and source.

        Officers' corrections are statements of their own, in the table `corrections`.
        """
        if not keys:
            return []
        versions = self.versions(table)
        # Only the statements that ever spoke of the keys are ranked: ranking the whole table costs a hundred times more.
        spoken = f"(select distinct source, record from {versions} where key in (select unnest($keys::varchar[])))"
        latest = (
            f"(select * from (select v.* from {versions} v semi join {spoken} s on v.source = s.source and "
            f"v.record = s.record) qualify {_LATEST})"
        )
        sql = (
            f"select * replace (known_from::varchar as known_from) from {latest} "
            "where not withdrawn and key in (select unnest($keys::varchar[])) order by key, source, record"
        )
        with self.connection() as connection:
            cursor = connection.execute(sql, {"keys": list(keys)})
            names = [column[0] for column in cursor.description or ()]
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def history(self, table: str, keys: Sequence[str]) -> list[dict[str, Any]]:
        """All versions of all statements about the keys, oldest first."""
        return self.rows(
            f"select * replace (known_from::varchar as known_from) from {self.versions(table)} "
            "where key in (select unnest(?)) order by key, known_from, load, seq",
            [list(keys)],
        )

    def known_digests(self, table: str, source: str, records: Sequence[str]) -> dict[str, Held]:
        """record → what the latest version says, of each of the records that the source has."""
        with self.connection() as connection:
            connection.register("asked", pa.table({"record": pa.array(list(records), pa.string())}))
            found = connection.execute(
                f"select record, digest, withdrawn, file from {self.versions(table)} "
                f"where source = ? and record in (select record from asked) qualify {_LATEST}",
                [source],
            ).fetchall()
        return {record: Held(digest, withdrawn, file) for record, digest, withdrawn, file in found}

    def count(self, table: str) -> int:
        """How many current rows a table has."""
        return int(self.rows(f"select count(*) as n from {self.current(table)}")[0]["n"])


@cache
def _engine_of(process: int) -> duckdb.DuckDBPyConnection:
    return duckdb.connect(config={"threads": 2, "autoinstall_known_extensions": False})


def _engine() -> duckdb.DuckDBPyConnection:
    """The process's one in-memory engine: opening it costs thirty times what a cursor on it does."""
    return _engine_of(os.getpid())


@lru_cache(maxsize=4096)
def _columns(path: str) -> frozenset[str] | None:
    """The columns of a file, which never changes; None where it cannot be read: the query then says so."""
    try:
        return frozenset(pq.read_schema(path).names)
    except (OSError, pa.ArrowInvalid):
        return None


@lru_cache(maxsize=256)
def _lacking(paths: tuple[str, ...], wanted: frozenset[str]) -> frozenset[str]:
    """The wanted columns that none of the files has: they were declared after all of them were written."""
    lacking = wanted
    for path in reversed(paths):        # the newest file mostly has all
        columns = _columns(path)
        if columns is None:
            return frozenset()
        lacking -= columns
        if not lacking:
            break
    return lacking


def _sql_type(kind: pa.DataType) -> str:
    names = {"string": "varchar", "date32[day]": "date", "int64": "bigint", "bool": "boolean"}
    text = str(kind)
    if text.startswith("timestamp"):
        return "timestamptz"
    if text.startswith("decimal"):
        return "decimal(18,2)"
    return "varchar[]" if text.startswith("list") else names[text]


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


META_NAMES = tuple(META.names)
