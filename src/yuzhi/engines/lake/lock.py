"""One writer at a time, across processes; a dead writer's lock is free at once."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


class WriterLock:
    """The right to write lake and index of one data folder.

    The kernel releases the lock when its process ends, however it ends.
    """

    def __init__(self, path: Path) -> None:
        self._path = path

    @contextmanager
    def held(self, *, wait: bool = False) -> Iterator[bool]:
        """True inside the block while this process is the writer, False where another one is (unless waiting)."""
        self._path.parent.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
            except BlockingIOError:
                yield False
                return
            os.ftruncate(handle, 0)
            os.write(handle, str(os.getpid()).encode())
            yield True
        finally:
            os.close(handle)
