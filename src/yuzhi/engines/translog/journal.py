"""Sequencing: entries get their place for ever, durably and in batches, before anything is computed from them.

Integration is apart from it and comes later; see `log.py`. The city's own log is sequenced by its database instead.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

from yuzhi.engines.translog.disk import Disk, put_all
from yuzhi.engines.translog.errors import LogDamaged
from yuzhi.engines.translog.layout import WIDTH, bundle, entries_of
from yuzhi.kernel.errors import Refused


class Journal:
    """Batches of entries, one file each, named by the first place and by the place behind the last.

    One process appends; any number read. After a failed write the journal must be opened anew.
    """

    def __init__(self, folder: Path, disk: Disk | None = None) -> None:
        self._folder, self._disk = folder, disk or Disk()
        self._end: int | None = None
        self._broken = False
        folder.mkdir(parents=True, exist_ok=True)

    def append(self, entries: Sequence[bytes]) -> int:
        """The place of the first of these entries; all are durable.

        Raises: Refused after a failed write, OSError when it fails: then none of these entries is promised.
        """
        if self._broken:
            raise Refused("上一次写入日志失败，这次没有写入。请检查磁盘后重新打开日志。")
        first = self.size() if self._end is None else self._end
        self._broken = True
        put_all(self._disk, self._folder, [(f"{first:020d}-{first + len(entries):020d}", bundle(entries))])
        self._broken = False
        self._end = first + len(entries)
        return first

    def size(self) -> int:
        """How many entries have their place, durably.

        A batch that came under its name but whose folder could not be synced may be seen here: it is synced first.
        """
        self._disk.sync_folder(self._folder)
        return self._batches()[-1][1] if self._batches() else 0

    def entries(self, start: int, end: int) -> Iterator[bytes]:
        """Entries from start to before end, in order.

        Raises: LogDamaged where some are no longer there.
        """
        expected = start
        for first, last in self._batches():
            if last <= start or first >= end:
                continue
            packed = (self._folder / f"{first:020d}-{last:020d}").read_bytes()
            for place, entry in enumerate(entries_of(packed), first):
                if start <= place < end:
                    if place != expected:
                        raise LogDamaged(f"待入日志的条目缺第 {expected} 位。请从备份恢复。")
                    expected += 1
                    yield entry
        if expected < end:
            raise LogDamaged(f"待入日志的条目缺第 {expected} 至 {end - 1} 位。请从备份恢复。")

    def forget(self, size: int) -> None:
        """Batches that a signed checkpoint of this size holds are gone, but for the last ones, by which it is checked."""
        for first, last in self._batches()[:-1]:
            if last <= size - 2 * WIDTH:
                self._disk.remove(self._folder / f"{first:020d}-{last:020d}")

    def _batches(self) -> list[tuple[int, int]]:
        names = sorted(path.name for path in self._folder.iterdir() if not path.name.startswith("."))
        return [(int(first), int(last)) for first, _, last in (name.partition("-") for name in names)]
