"""Integration: entries that have their place become tiles, bundles and a signed checkpoint, as static files.

The checkpoint is written last and is the only thing that promises: a killed integration leaves files that nobody
reads, and the next one writes the same bytes again, because entries never change their place. So it never forks.
Source: c2sp.org/tlog-tiles.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

from yuzhi.engines.translog.checkpoints import Checkpoint, read_checkpoint
from yuzhi.engines.translog.disk import Disk, locked, put_all
from yuzhi.engines.translog.errors import Forked, LogDamaged
from yuzhi.engines.translog.hashing import EMPTY_ROOT, folded, full_root, leaf_hash, peaks
from yuzhi.engines.translog.layout import CHECKPOINT, WIDTH, bundle, bundle_path, tile_path
from yuzhi.engines.translog.notes import Note, Signature, Signer, read_note, signed
from yuzhi.engines.translog.tree import Tiles, Tree

AT_ONCE = 128
"""Bundles and tiles that are made durable together."""


class Source(Protocol):
    """Where entries have their place: a journal, or a database."""

    def size(self) -> int:
        """How many entries have their place, durably."""

    def entries(self, start: int, end: int) -> Iterator[bytes]:
        """Entries from start to before end, in order."""


class Log:
    """One log in one folder. The first signer is the log's own Ed25519 key, whose name is the log's."""

    def __init__(self, folder: Path, signers: Sequence[Signer], disk: Disk | None = None) -> None:
        self.folder, self._signers, self._disk = folder, tuple(signers), disk or Disk()
        self.tiles = Tiles.in_folder(folder)

    @property
    def origin(self) -> str:
        """The name that stands in every checkpoint."""
        return self._signers[0].verifier.name

    def head(self) -> tuple[Checkpoint, Note] | None:
        """The newest checkpoint and the note that carries it, None before the first.

        Raises: LogDamaged where it is not signed by this log's key.
        """
        try:
            written = (self.folder / CHECKPOINT).read_bytes()
        except FileNotFoundError:
            return None
        note = read_note(written)
        checkpoint = read_checkpoint(note.text)
        if not note.signed_by([self._signers[0].verifier]) or checkpoint.origin != self.origin:
            raise LogDamaged(f"{self.folder / CHECKPOINT} 不是日志“{self.origin}”签的。请从备份恢复日志目录和密钥。")
        return checkpoint, note

    def tree(self, size: int | None = None) -> Tree:
        """The tree of the newest checkpoint, or of an older size."""
        if size is None:
            head = self.head()
            size = head[0].size if head else 0
        return Tree(self.tiles, size)

    def integrate(self, source: Source) -> Checkpoint:
        """The newest checkpoint, which holds all that has its place in the source.

        Raises: Forked where the source contradicts what was signed, LogDamaged where tiles do; then nothing is signed.
        """
        with locked(self.folder / ".state" / "lock"):
            head = self.head()
            checkpoint = head[0] if head else Checkpoint(self.origin, 0, EMPTY_ROOT)
            edge, size = self._checked_edge(checkpoint), source.size()
            self._must_agree(checkpoint, source, size)
            if head and size == checkpoint.size:
                return checkpoint
            growing = _Growing(edge, checkpoint.size)
            self._put_in_parts(growing.files(source.entries(checkpoint.size - checkpoint.size % WIDTH, size)))
            grown = Checkpoint(self.origin, size, growing.root())
            self._put([(CHECKPOINT, signed(grown.text, self._signers).written)])
            self._drop_parts(checkpoint.size, size)
            return grown

    def add_signatures(self, checkpoint: Checkpoint, more: Sequence[Signature]) -> Note | None:
        """The newest note with further signatures, None where a newer checkpoint has taken its place meanwhile."""
        with locked(self.folder / ".state" / "lock"):
            head = self.head()
            if head is None or head[0] != checkpoint:
                return None
            note = head[1].with_signatures(more)
            self._put([(CHECKPOINT, note.written)])
            return note

    def put(self, path: str, content: bytes) -> None:
        """One more static file of the log is durably there."""
        self._put([(path, content)])

    def _checked_edge(self, checkpoint: Checkpoint) -> list[list[bytes]]:
        edge = Tree(self.tiles, checkpoint.size).edge()
        if _root(edge) != checkpoint.root:
            raise LogDamaged(f"日志的哈希文件与第 {checkpoint.size} 条时签名的根不符，没有再签。请从备份恢复日志目录。")
        return edge

    def _must_agree(self, checkpoint: Checkpoint, source: Source, size: int) -> None:
        """The source holds what was signed, as far as the entries of the last bundle tell.

        Raises: Forked.
        """
        if size < checkpoint.size:
            raise Forked(
                f"存证库只有 {size} 条，日志已签到第 {checkpoint.size} 条，没有再签。存证库可能是从旧备份恢复的：请恢复较新的备份。"
            )
        if not checkpoint.size:
            return
        number = (checkpoint.size - 1) // WIDTH
        start = number * WIDTH
        hashes = self.tiles.hashes(0, number, checkpoint.size - start)
        if [leaf_hash(entry) for entry in source.entries(start, checkpoint.size)] != hashes:
            raise Forked(f"存证库里第 {start + 1} 至 {checkpoint.size} 条与日志已签的不同，没有再签。请保全现场。")

    def _put_in_parts(self, files: Iterator[tuple[str, bytes]]) -> None:
        waiting: list[tuple[str, bytes]] = []
        for one in files:
            waiting.append(one)
            if len(waiting) >= AT_ONCE:
                self._put(waiting)
                waiting = []
        self._put(waiting)

    def _put(self, files: Sequence[tuple[str, bytes]]) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        put_all(self._disk, self.folder, files)

    def _drop_parts(self, old: int, new: int) -> None:
        """Parts of tiles that are full now are gone: clients read the full tile. A crash here leaves some, which do no harm."""
        level, paths = 0, []
        while new >> (8 * level):
            number = (old >> (8 * level)) // WIDTH
            if (new >> (8 * level)) // WIDTH > number:
                paths += [tile_path(level, number), *([bundle_path(number)] if level == 0 else [])]
            level += 1
        for path in paths:
            parts = self.folder / f"{path}.p"
            if parts.is_dir():
                for part in parts.iterdir():
                    self._disk.remove(part)
                self._disk.remove(parts)


class _Growing:
    """The right edge of a tree while entries are put behind it, and the files that come of it."""

    def __init__(self, edge: list[list[bytes]], size: int) -> None:
        self._edge, self._size = edge, size
        self._changed: set[int] = set()

    def files(self, entries: Iterator[bytes]) -> Iterator[tuple[str, bytes]]:
        """Bundles and tiles; entries begin with those of the bundle that is not full yet."""
        number, packed, known = self._size // WIDTH, list[bytes](), self._size % WIDTH
        for entry in entries:
            packed.append(entry)
            if len(packed) <= known:
                continue
            self._size += 1
            self._first_level().append(leaf_hash(entry))
            if len(packed) == WIDTH:
                yield bundle_path(number), bundle(packed)
                yield from self._carried()
                number, packed, known = number + 1, [], 0
        if packed and len(packed) > known:
            yield bundle_path(number, len(packed)), bundle(packed)
        for level in sorted(self._changed):
            if hashes := self._edge[level]:
                yield tile_path(level, (self._size >> (8 * level)) // WIDTH, len(hashes)), b"".join(hashes)

    def root(self) -> bytes:
        """The root over all."""
        return _root(self._edge)

    def _first_level(self) -> list[bytes]:
        if not self._edge:
            self._edge.append([])
        self._changed.add(0)
        return self._edge[0]

    def _carried(self) -> Iterator[tuple[str, bytes]]:
        """Full tiles, from the lowest level up; the root of each is a hash of the level above."""
        level = 0
        while level < len(self._edge) and len(self._edge[level]) == WIDTH:
            yield tile_path(level, (self._size >> (8 * level)) // WIDTH - 1), b"".join(self._edge[level])
            above = full_root(self._edge[level])
            self._edge[level] = []
            level += 1
            if level == len(self._edge):
                self._edge.append([])
            self._edge[level].append(above)
            self._changed.add(level)


def _root(edge: Sequence[Sequence[bytes]]) -> bytes:
    subtrees = [peak for hashes in reversed(edge) for peak in peaks(hashes)]
    return folded(subtrees) if subtrees else EMPTY_ROOT

