"""Triggers that keep rows from being changed or deleted, in the words of SQLite and of PostgreSQL.

They stop accidents and plain tampering; who owns the database can remove them, and then the hashes tell.
A later migration that alters a guarded table on SQLite rebuilds it and must raise its guards again
(a test tries to break in after all migrations).
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper

PREFIX = "guard_"
LEAF_COLUMNS = ("id", "body", "leaf_hash", "act", "object_key", "actor_key", "at")


def append_only(table: str, vendor: str, *, erasable: bool = False) -> list[str]:
    """Statements after which rows of the table are never updated and, unless erasable, never deleted."""
    moves = ("UPDATE",) if erasable else ("UPDATE", "DELETE", "TRUNCATE")
    return [*_function(table, vendor), *(s for move in moves for s in _trigger(table, vendor, move, "1 = 1"))]


def leaf_guards(vendor: str) -> list[str]:
    """Statements after which a leaf enters without number, gets exactly the next one once, and stays.

    On SQLite an INSERT OR REPLACE deletes without a delete trigger, so an insert over an existing row is refused too.
    """
    same = "IS" if vendor == "sqlite" else "IS NOT DISTINCT FROM"
    table = "evidence_leaf"
    unchanged = " AND ".join(f'NEW."{column}" {same} OLD."{column}"' for column in LEAF_COLUMNS)
    following = f"(SELECT COALESCE(MAX(number), 0) + 1 FROM {table})"
    numbering = f"OLD.number IS NULL AND NEW.number {same} {following} AND {unchanged}"
    entering = (
        f"NEW.number IS NULL AND NOT EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id OR leaf_hash = NEW.leaf_hash)"
    )
    if vendor == "sqlite":
        return [
            *_trigger(table, vendor, "UPDATE", f"NOT ({numbering})"),
            *_trigger(table, vendor, "INSERT", f"NOT ({entering})"),
            *_trigger(table, vendor, "DELETE", "1 = 1"),
        ]
    # PostgreSQL's unique indexes stop replacing; nested, because NEW has no fields in a DELETE.
    allowed = (
        f"IF TG_OP = 'UPDATE' THEN IF {numbering} THEN RETURN NEW; END IF; "
        "ELSIF TG_OP = 'INSERT' THEN IF NEW.number IS NULL THEN RETURN NEW; END IF; END IF; "
    )
    moves = ("UPDATE", "INSERT", "DELETE", "TRUNCATE")
    return [*_function(table, vendor, allowed), *(s for move in moves for s in _trigger(table, vendor, move, ""))]


def lowered(table: str, vendor: str) -> list[str]:
    """Statements that take the guards of a table away again, for a migration that goes backwards."""
    moves = ("UPDATE", "INSERT", "DELETE", "TRUNCATE")
    if vendor == "sqlite":
        return [f"DROP TRIGGER IF EXISTS {PREFIX}{table}_{move.lower()}" for move in moves]
    return [
        *(f"DROP TRIGGER IF EXISTS {PREFIX}{table}_{move.lower()} ON {table}" for move in moves),
        f"DROP FUNCTION IF EXISTS {PREFIX}{table}()",
    ]


def execute(editor: Any, statements: Iterable[str]) -> None:
    """Every statement is carried out by a migration's schema editor, unchanged (no parameters)."""
    for statement in statements:
        editor.execute(statement, params=None)


@contextmanager
def put_aside(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """No guard stands inside the block, all stand again after it. Only for emptying a test database."""
    if connection.vendor == "sqlite":
        found = f"SELECT name, sql FROM sqlite_master WHERE type = 'trigger' AND name LIKE '{PREFIX}%'"
        aside, again = "DROP TRIGGER {0}", "{1}"
    else:
        found = (
            "SELECT tgname, tgrelid::regclass::text FROM pg_trigger "
            f"WHERE NOT tgisinternal AND tgname LIKE '{PREFIX}%'"
        )
        aside, again = "ALTER TABLE {1} DISABLE TRIGGER {0}", "ALTER TABLE {1} ENABLE TRIGGER {0}"
    with connection.cursor() as cursor:
        cursor.execute(found)
        guards = cursor.fetchall()
        if connection.vendor == "postgresql":      # a table with checks that still wait cannot be altered
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for guard in guards:
            cursor.execute(aside.format(*guard))
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            for guard in guards:
                cursor.execute(again.format(*guard))
            if connection.vendor == "postgresql":
                cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def _trigger(table: str, vendor: str, move: str, when: str) -> list[str]:
    name = f"{PREFIX}{table}_{move.lower()}"
    if vendor == "sqlite":
        if move == "TRUNCATE":            # SQLite has none: an unconditional DELETE fires the row trigger
            return []
        return [
            f"CREATE TRIGGER {name} BEFORE {move} ON {table} WHEN {when} "
            f"BEGIN SELECT RAISE(ABORT, '{table} is append-only: {move} refused'); END"
        ]
    each = "STATEMENT" if move == "TRUNCATE" else "ROW"
    return [f"CREATE TRIGGER {name} BEFORE {move} ON {table} FOR EACH {each} EXECUTE FUNCTION {PREFIX}{table}()"]


def _function(table: str, vendor: str, allowed: str = "") -> list[str]:
    if vendor == "sqlite":
        return []
    return [
        f"CREATE FUNCTION {PREFIX}{table}() RETURNS trigger LANGUAGE plpgsql AS $guard$ BEGIN {allowed}"
        f"RAISE EXCEPTION '{table} is append-only: % refused', TG_OP "
        "USING ERRCODE = 'integrity_constraint_violation'; END $guard$"
    ]
