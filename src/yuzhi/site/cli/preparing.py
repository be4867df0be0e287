"""The database is brought to the present tables, whole or not at all, however often the process is killed."""

import os
import sqlite3
from pathlib import Path

from django.core.management import call_command
from django.db import connection, connections, transaction
from django.db.migrations.executor import MigrationExecutor

from yuzhi.engines.lake.lock import WriterLock

_NEXT = "next"


def brought_to_present(home: Path) -> None:
    """The default database has all present tables; whoever comes second finds nothing left to do.

    Django marks a migration as done after its tables are made, so a kill between the two would leave a database that no
    migration fits. On SQLite a copy is migrated and takes the place of the original in one rename; on PostgreSQL all is one
    transaction.
    """
    if not _behind():
        return
    with WriterLock(home / "migrate.lock").held(wait=True):
        if not _behind():
            return
        if file := _file():
            _replaced(file)
        else:
            with transaction.atomic():
                call_command("migrate", verbosity=0, interactive=False)


def _behind() -> bool:
    file = _file()
    if file and (not file.exists() or not file.stat().st_size):
        return True
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _file() -> Path | None:
    """The database's file; None for a server and for a database in memory."""
    name = str(connection.settings_dict["NAME"])
    kept = connection.vendor == "sqlite" and not name.startswith(("file:", ":memory:"))
    return Path(name) if kept else None


def _replaced(file: Path) -> None:
    connection.close()
    fresh = file.with_name(f"{file.name}.{_NEXT}")
    for stray in (fresh, *_logs(fresh)):
        stray.unlink(missing_ok=True)
    if file.exists() and file.stat().st_size:
        _copied(file, fresh)
    connections.databases[_NEXT] = {**connections.databases["default"], "NAME": fresh}
    try:
        call_command("migrate", database=_NEXT, verbosity=0, interactive=False)
    finally:
        connections[_NEXT].close()
        del connections[_NEXT]
        del connections.databases[_NEXT]
    with fresh.open("rb") as written:
        os.fsync(written.fileno())
    os.replace(fresh, file)


def _copied(file: Path, fresh: Path) -> None:
    """Copies a database; its log is emptied into it first, so that no log outlives the file it belongs to."""
    source, target = sqlite3.connect(file), sqlite3.connect(fresh)
    try:
        source.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        source.backup(target)
    finally:
        target.close()
        source.close()


def _logs(file: Path) -> list[Path]:
    return [file.with_name(f"{file.name}{ending}") for ending in ("-wal", "-shm", "-journal")]
