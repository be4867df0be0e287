"""The database in a form that needs no program of ours: one line of JSON for each row, one file for each table.

Read and written through SQLite itself: rows keep their keys, and triggers that guard them stand aside while they enter.
"""

import base64
import json
import sqlite3
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from yuzhi.kernel.errors import BadFile

SKIPPED = frozenset({"django_session", "accounts_opensession", "sqlite_sequence"})
"""Sessions stay behind: nobody is signed in at the new place."""
MIGRATIONS = "django_migrations"
_BATCH = 1000


def tables(database: sqlite3.Connection) -> dict[str, list[str]]:
    """Table → its columns, in a fixed order, without those that stay behind."""
    names = [name for (name,) in database.execute("select name from sqlite_master where type = 'table' order by name")]
    return {
        name: [row[1] for row in database.execute(f'pragma table_info("{name}")')] for name in names if name not in SKIPPED
    }


def lines(database: sqlite3.Connection, table: str, columns: list[str]) -> Iterator[bytes]:
    """Every row of a table as a line of JSON, in the order of its keys."""
    listed = ", ".join(f'"{column}"' for column in columns)
    for row in database.execute(f'select {listed} from "{table}" order by 1'):
        told = {column: _told(value) for column, value in zip(columns, row, strict=True)}
        yield json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def applied(database: sqlite3.Connection) -> list[str]:
    """The migrations that made the tables, sorted."""
    return sorted(f"{app}.{name}" for app, name in database.execute(f"select app, name from {MIGRATIONS}"))


def filled(file: Path, told: dict[str, Any], folder: Path) -> None:
    """A database with fresh tables gets the rows of the files, all in one transaction.

    Raises: BadFile where a table or a column is missing on either side, a count differs, or a row points nowhere.
    """
    database = sqlite3.connect(file, isolation_level=None)
    try:
        database.execute("pragma foreign_keys = off")
        have = tables(database)
        if set(have) != set(told):
            strange = "、".join(sorted(set(have) ^ set(told)))
            raise BadFile(f"两边的数据表不同（{strange}），没有导入。请用导出时的那个版本导入，再升级。")
        database.execute("begin")
        guards = database.execute("select name, sql from sqlite_master where type = 'trigger'").fetchall()
        for name, _ in guards:
            database.execute(f'drop trigger "{name}"')
        for table, one in told.items():
            _fill(database, table, one, have[table], folder / f"{table}.jsonl")
        for _, sql in guards:
            database.execute(sql)
        if broken := database.execute("pragma foreign_key_check").fetchall():
            raise BadFile(f"数据表 {broken[0][0]} 里有 {len(broken)} 行指向不存在的记录，没有导入。导出文件不完整。")
        database.execute("commit")
    finally:
        database.close()


def _fill(database: sqlite3.Connection, table: str, told: dict[str, Any], columns: list[str], file: Path) -> None:
    if set(told["columns"]) != set(columns):
        raise BadFile(f"数据表 {table} 两边的列不同，没有导入。请用导出时的那个版本导入，再升级。")
    database.execute(f'delete from "{table}"')
    places = ", ".join("?" for _ in columns)
    listed = ", ".join(f'"{column}"' for column in columns)
    many = 0
    for batch in _batches(file):
        database.executemany(
            f'insert into "{table}" ({listed}) values ({places})',
            [[_meant(row.get(column)) for column in columns] for row in batch],
        )
        many += len(batch)
    if many != told["rows"]:
        raise BadFile(f"数据表 {table} 应有 {told['rows']} 行，文件里是 {many} 行，没有导入。导出文件不完整。")


def _batches(file: Path) -> Iterator[list[dict[str, Any]]]:
    batch: list[dict[str, Any]] = []
    with file.open("rb") as read:
        for line in _lines(read):
            batch.append(line)
            if len(batch) == _BATCH:
                yield batch
                batch = []
    yield batch


def _lines(read: Iterable[bytes]) -> Iterator[dict[str, Any]]:
    for line in read:
        yield json.loads(line)


def _told(value: Any) -> Any:
    return {"base64": base64.b64encode(value).decode()} if isinstance(value, bytes) else value


def _meant(value: Any) -> Any:
    return base64.b64decode(value["base64"]) if isinstance(value, dict) else value
