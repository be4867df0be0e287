"""A consistent copy of a data folder while the site runs and loads are read.

The order makes it consistent. The log comes first: it may lag behind the database, which knows every leaf, but never run
ahead of it. Then the database, as of one instant. Then lake and archive: all that the database speaks of was on disk before,
and is never changed; what came later is taken back by the next writer, as after a crash.
"""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from yuzhi.kernel.errors import BadFile, Refused

DATABASE = "city.sqlite3"
FOLDERS = ("log_keys", "lake", "archive")
FILES = ("secret_key", "made_up", "demo_accounts.txt")
_SIGNED = ("checkpoint", "witnessed")
"""What the log says of itself: copied before its tiles, so that no copy promises tiles that it lacks."""
_CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Copied:
    """One file of a copy: where it lies in the data folder, its size and its SHA-256."""

    path: str
    size: int
    sha256: str


def copied(home: Path, target: Path, before: Path | None = None, known: Mapping[str, Copied] | None = None) -> list[Copied]:
    """Copies a data folder into an empty one; files that never change are linked to the copy made before.

    `known` are the files of the copy `before`. Raises: Refused without a database file; BadFile for an original whose bytes
    are no longer those of its digest.
    """
    if not (home / DATABASE).exists():
        raise Refused(f"{home} 里没有数据库文件 {DATABASE}，没有开始。数据库在别的服务器上的，请用它自己的工具备份。")
    done = [*_log(home, target), _database(home, target)]
    for name in FOLDERS:
        for source in _files(home / name):
            place = source.relative_to(home)
            fixed = name == "archive" or source.suffix == ".parquet"
            held = (known or {}).get(place.as_posix()) if fixed and before else None
            done.append(_linked(before, target, held) if before and held else _copy(source, target / place, place))
            if name == "archive" and done[-1].sha256 != source.name:
                raise BadFile(f"原件 {source.name[:12]}… 的字节已经不是它的摘要，没有备份。请先运行 yuzhi doctor --deep。")
    done += [_copy(home / name, target / name, Path(name)) for name in FILES if (home / name).exists()]
    for folder in {target, *(place for place in target.rglob("*") if place.is_dir())}:
        _sync(folder)
    return done


def digest_of(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _files(folder: Path) -> Iterator[Path]:
    """Files in a fixed order; those that are still arriving, and locks, are no part of the city."""
    for path in sorted(folder.rglob("*")):
        if path.is_file() and not path.name.startswith(("incoming-", ".")) and path.name != "lock" and not path.name.endswith(".draft"):
            yield path


def _log(home: Path, target: Path) -> Iterator[Copied]:
    signed = {name: (home / "log" / name).read_bytes() for name in _SIGNED if (home / "log" / name).exists()}
    for source in _files(home / "log"):
        place = source.relative_to(home)
        if source.name not in _SIGNED or source.parent != home / "log":
            yield _copy(source, target / place, place)
    for name, content in signed.items():
        place = Path("log") / name
        (target / place).parent.mkdir(parents=True, exist_ok=True)
        (target / place).write_bytes(content)
        yield Copied(place.as_posix(), len(content), hashlib.sha256(content).hexdigest())


def _database(home: Path, target: Path) -> Copied:
    """The database as of one instant, by SQLite's own online copy: writers go on meanwhile."""
    place = target / DATABASE
    place.parent.mkdir(parents=True, exist_ok=True)
    source, fresh = sqlite3.connect(home / DATABASE, timeout=30), sqlite3.connect(place)
    try:
        source.backup(fresh)
        fresh.execute("PRAGMA journal_mode=DELETE")
        well = fresh.execute("PRAGMA quick_check").fetchone()[0]
    finally:
        fresh.close()
        source.close()
    if well != "ok":
        raise BadFile(f"数据库自检没有通过（{well}），没有备份。请先运行 yuzhi doctor。")
    _sync(place)
    return Copied(DATABASE, place.stat().st_size, digest_of(place))


def _copy(source: Path, target: Path, place: Path) -> Copied:
    target.parent.mkdir(parents=True, exist_ok=True)
    digest, size = hashlib.sha256(), 0
    with source.open("rb") as read, target.open("wb") as written:
        while chunk := read.read(_CHUNK):
            digest.update(chunk)
            size += len(chunk)
            written.write(chunk)
        written.flush()
        os.fsync(written.fileno())
    shutil.copymode(source, target)
    return Copied(place.as_posix(), size, digest.hexdigest())


def _linked(before: Path, target: Path, held: Copied) -> Copied:
    place = target / held.path
    place.parent.mkdir(parents=True, exist_ok=True)
    try:
        os.link(before / held.path, place)
    except OSError:      # another file system, or one without links: it costs room only
        return _copy(before / held.path, place, Path(held.path))
    return held


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
