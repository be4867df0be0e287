"""One person's drawer: a small SQLite file whose rows are sealed, and from which what is deleted is gone.

Three things make a deletion whole. `secure_delete` writes zeros over the row. `VACUUM` then writes the file anew from what is
left, because pages that were rearranged may hold copies. There is no write-ahead log: the journal of a transaction is gone
with it. What is sealed is never on the disk in plain, neither in the file nor in a journal.
Source: https://www.sqlite.org/pragma.html#pragma_secure_delete, https://www.sqlite.org/lang_vacuum.html
"""

import json
import os
import secrets
import sqlite3
import zlib
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

Content = Mapping[str, Any]
_NONCE = 12
_PATIENCE = 20.0
"""Units: seconds to wait for another process that is writing to the same drawer."""


@dataclass(frozen=True, slots=True)
class Kept:
    """One thing in a drawer. `content` is None where the key that sealed it is gone; `news` counts what its owner has not seen."""

    number: int
    content: Content | None
    news: int


class Drawer:
    """The drawer of one owner. The file is made with the first thing that is put in; `burn` takes it away."""

    def __init__(self, file: Path, key: bytes) -> None:
        """`key` has 32 bytes and opens this drawer alone."""
        self._file, self._cipher = file, AESGCM(key)

    def put(self, content: Content) -> int:
        """The number under which the content is kept from now on; numbers are never given twice."""
        with self._open() as file:
            return int(file.execute("insert into kept (sealed) values (?)", [self._sealed(content)]).lastrowid or 0)

    def all(self) -> list[Kept]:
        """Everything in the drawer, the newest first."""
        rows = self._read("select number, sealed, news from kept order by number desc")
        return [Kept(number, self._opened(sealed), news) for number, sealed, news in rows]

    def get(self, number: int) -> Kept | None:
        """The thing of a number; None where there is none."""
        rows = self._read("select sealed, news from kept where number = ?", number)
        return Kept(number, self._opened(rows[0][0]), rows[0][1]) if rows else None

    def news(self) -> int:
        """How much its owner has not seen; nothing is opened for it."""
        rows = self._read("select coalesce(sum(news), 0) from kept")
        return int(rows[0][0]) if rows else 0

    def change(self, number: int, changed: Callable[[Content], tuple[Content, int]]) -> bool:
        """Whether the thing is still there, and is as `changed` makes it of its newest content: (content, news).

        What was deleted meanwhile does not come back.
        """
        if not self._file.exists():
            return False
        with self._open() as file:
            row = file.execute("select sealed from kept where number = ?", [number]).fetchone()
            content = self._opened(row[0]) if row else None
            if content is None:
                return False
            after, news = changed(content)
            file.execute("update kept set sealed = ?, news = ? where number = ?", [self._sealed(after), news, number])
        return True

    def drop(self, number: int) -> bool:
        """Whether there was such a thing; no byte of it is left in the file."""
        if not self._file.exists():
            return False
        with self._open() as file:
            gone = file.execute("delete from kept where number = ?", [number]).rowcount > 0
        if gone:
            self._written_anew()
        return gone

    def burn(self) -> None:
        """The drawer is empty and its file is gone, written over with zeros before."""
        if not self._file.exists():
            return
        with self._open() as file:      # whoever writes at this moment ends first; from here on its rows are gone
            file.execute("delete from kept")
        with self._file.open("r+b") as file:
            file.write(b"\0" * self._file.stat().st_size)
            file.flush()
            os.fsync(file.fileno())
        self._file.unlink(missing_ok=True)

    def _read(self, sql: str, *values: int) -> list[tuple[Any, ...]]:
        """The rows, without keeping a writer away; none where nothing was ever put in."""
        if not self._file.exists():
            return []
        connection = self._connected()
        try:
            ready = connection.execute("select 1 from sqlite_master where name = 'kept'").fetchone()
            return connection.execute(sql, values).fetchall() if ready else []
        finally:
            connection.close()

    def _written_anew(self) -> None:
        connection = self._connected()
        try:
            connection.execute("vacuum")
        finally:
            connection.close()

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        connection = self._connected()
        try:
            connection.execute("begin immediate")
            connection.execute(
                "create table if not exists kept (number integer primary key autoincrement, sealed blob not null, "
                "news integer not null default 0)"
            )
            yield connection
            connection.execute("commit")
        finally:
            connection.close()      # what was not committed is rolled back

    def _connected(self) -> sqlite3.Connection:
        self._file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not self._file.exists():
            os.close(os.open(self._file, os.O_CREAT | os.O_RDWR, 0o600))
        connection = sqlite3.connect(self._file, timeout=_PATIENCE, isolation_level=None)
        for pragma in ("journal_mode = delete", "secure_delete = on", "synchronous = full", "temp_store = memory"):
            connection.execute(f"pragma {pragma}")
        return connection

    def _sealed(self, content: Content) -> bytes:
        nonce = secrets.token_bytes(_NONCE)
        plain = zlib.compress(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode())
        return nonce + self._cipher.encrypt(nonce, plain, None)

    def _opened(self, sealed: bytes) -> Content | None:
        try:
            plain = self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], None)
        except InvalidTag:
            return None
        content: Content = json.loads(zlib.decompress(plain))
        return content
