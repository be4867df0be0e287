"""Files that are whole or not there, also after a crash: written aside, synced, renamed, and their folders synced.

All writes of a log go through `Disk`; tests put one in its place that fails, forgets or dies at any step.
"""

import fcntl
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

_FEW, _SYNCS = 4, 16
"""From so many files on threads are worth it; so many syncs at a time."""


class Disk:
    """The real one. Each method is one step at which a machine may die.

    Raises: OSError from every step; whoever gets one treats the whole write as not done.
    """

    def make_folder(self, folder: Path) -> None:
        """The folder is there; its name in its parent is durable once the parent is synced."""
        folder.mkdir(exist_ok=True)

    def write(self, file: Path, content: bytes) -> None:
        """The file has this content, not yet durably."""
        file.write_bytes(content)

    def sync(self, file: Path) -> None:
        """The file's content is durable."""
        _synced(file, os.O_RDONLY)

    def rename(self, old: Path, new: Path) -> None:
        """The file bears the new name, not yet durably; a file of that name is replaced."""
        os.replace(old, new)

    def sync_folder(self, folder: Path) -> None:
        """The names in the folder are durable."""
        _synced(folder, os.O_RDONLY | os.O_DIRECTORY)

    def remove(self, path: Path) -> None:
        """The file, or the empty folder, is gone."""
        if path.is_dir():
            path.rmdir()
        else:
            path.unlink(missing_ok=True)


def put_all(disk: Disk, root: Path, files: Iterable[tuple[str, bytes]]) -> None:
    """Every file is durably there under its path below the root, whole; on a failure some are, each whole.

    Syncing all at once after writing all lets one commit of the file system's journal serve many files.
    """
    placed: list[tuple[Path, Path]] = []
    folders: dict[Path, None] = {}
    for path, content in files:
        file = root / path
        _make_folders(disk, root, file.parent, folders)
        aside = file.parent / f".{file.name}.new"
        disk.write(aside, content)
        placed.append((aside, file))
    _at_once(disk.sync, [aside for aside, _ in placed])
    for aside, file in placed:
        disk.rename(aside, file)
        folders[file.parent] = None
    _at_once(disk.sync_folder, list(folders))


def _at_once(sync: Callable[[Path], None], paths: Sequence[Path]) -> None:
    """All are synced, several at a time; the first failure is raised when all have ended."""
    if len(paths) < _FEW:
        for path in paths:
            sync(path)
        return
    with ThreadPoolExecutor(min(_SYNCS, len(paths))) as pool:
        for _ in pool.map(sync, paths):
            pass


@contextmanager
def locked(file: Path, *, wait: bool = True) -> Iterator[bool]:
    """One process at a time is inside; False where another is and waiting is not asked for."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("w") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
        except BlockingIOError:
            yield False
            return
        yield True


def _make_folders(disk: Disk, root: Path, folder: Path, changed: dict[Path, None]) -> None:
    missing = []
    while folder != root and not folder.is_dir():
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        disk.make_folder(one)
        changed[one.parent] = None


def _synced(path: Path, flags: int) -> None:
    descriptor = os.open(path, flags)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
