"""A log of a test: its key, its entries in memory."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from yuzhi.engines.translog.disk import Disk
from yuzhi.engines.translog.keys import Ed25519Signer
from yuzhi.engines.translog.log import Log

LOG_KEY = Ed25519Signer("city.example/log", bytes(range(32)))


class Held:
    """Entries that have their place, in memory."""

    def __init__(self, entries: Sequence[bytes]) -> None:
        self._entries = entries

    def size(self) -> int:
        return len(self._entries)

    def entries(self, start: int, end: int) -> Iterator[bytes]:
        return iter(self._entries[start:end])


def numbered(count: int) -> list[bytes]:
    return [f"entry {number}".encode() for number in range(count)]


def log_in(folder: Path, disk: Disk | None = None) -> Log:
    return Log(folder, [LOG_KEY], disk)
