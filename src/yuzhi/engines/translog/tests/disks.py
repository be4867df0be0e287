"""Disks that fail: one refuses a step, one loses at a crash whatever was not synced."""

import errno
from pathlib import Path
from random import Random
from threading import Lock

from yuzhi.engines.translog.disk import Disk


class Crash(Exception):
    """The machine is gone at this step."""


class FailingDisk(Disk):
    """Fails at one step, told by number; a write that fails has written a part."""

    def __init__(self, at: int, fault: type[Exception] = OSError) -> None:
        self._left, self._fault = at, fault
        self._one = Lock()

    def _step(self) -> None:
        with self._one:      # files are synced by several threads
            self._left -= 1
            now = self._left == 0
        if now:
            raise OSError(errno.EIO, "injected") if self._fault is OSError else self._fault

    def make_folder(self, folder: Path) -> None:
        self._step()
        super().make_folder(folder)

    def write(self, file: Path, content: bytes) -> None:
        try:
            self._step()
        except Exception:
            super().write(file, content[: len(content) // 2])
            raise
        super().write(file, content)

    def sync(self, file: Path) -> None:
        self._step()
        super().sync(file)

    def rename(self, old: Path, new: Path) -> None:
        self._step()
        super().rename(old, new)

    def sync_folder(self, folder: Path) -> None:
        self._step()
        super().sync_folder(folder)

    def remove(self, path: Path) -> None:
        self._step()
        super().remove(path)


class LosingDisk(FailingDisk):
    """Crashes at one step; then what was written but not synced is torn, and names that were not synced are as before.

    What a file system may keep although nobody asked for it is decided by chance.
    """

    def __init__(self, at: int, chance: Random) -> None:
        super().__init__(at, Crash)
        self._chance = chance
        self._unsynced: dict[Path, None] = {}
        self._renamed: list[tuple[Path, bytes | None]] = []

    def write(self, file: Path, content: bytes) -> None:
        self._unsynced[file] = None
        super().write(file, content)

    def sync(self, file: Path) -> None:
        super().sync(file)
        self._unsynced.pop(file, None)

    def rename(self, old: Path, new: Path) -> None:
        before = new.read_bytes() if new.exists() else None
        super().rename(old, new)
        self._renamed.append((new, before))
        if old in self._unsynced:
            self._unsynced.pop(old)
            self._unsynced[new] = None

    def sync_folder(self, folder: Path) -> None:
        super().sync_folder(folder)
        self._renamed = [(path, before) for path, before in self._renamed if path.parent != folder]

    def lose(self) -> None:
        """The power fails: what was not synced is lost, or not."""
        for path in self._unsynced:
            if path.exists() and self._chance.random() < 0.7:
                path.write_bytes(path.read_bytes()[: self._chance.randrange(64)])
        for path, before in reversed(self._renamed):
            if self._chance.random() < 0.5:
                continue
            if before is None:
                path.unlink(missing_ok=True)
            else:
                path.write_bytes(before)
