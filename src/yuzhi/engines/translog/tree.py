"""A tree of some size read from its tiles: roots, and proofs for any leaf and any older size.

Source: RFC 6962 sections 2.1.1 and 2.1.2; c2sp.org/tlog-tiles.
"""

from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path

from yuzhi.engines.translog.errors import LogDamaged
from yuzhi.engines.translog.hashing import EMPTY_ROOT, HASH_BYTES, folded, node_hash
from yuzhi.engines.translog.layout import HEIGHT, WIDTH, bundle_path, entries_of, tile_path, tile_width
from yuzhi.kernel.errors import BadValue

Read = Callable[[str], bytes | None]
"""Path below the log's address → the file, None where it is not there."""

_KEPT = 512
"""Tiles whose inner nodes are kept in memory: 8 MB of hashes, 16 times as much in Python."""
Rows = list[list[bytes]]


class Tiles:
    """Tiles and bundles of one log, with the inner nodes of the tiles last used."""

    def __init__(self, read: Read) -> None:
        self._read = read
        self._rows: OrderedDict[tuple[int, int, int], Rows] = OrderedDict()

    @classmethod
    def in_folder(cls, folder: Path) -> "Tiles":
        """The tiles in a folder."""
        def read(path: str) -> bytes | None:
            try:
                return (folder / path).read_bytes()
            except (FileNotFoundError, NotADirectoryError):
                return None
        return cls(read)

    def hashes(self, level: int, number: int, width: int) -> list[bytes]:
        """The first hashes of a tile, as many as asked for.

        Raises: LogDamaged.
        """
        packed = self._read(tile_path(level, number, width))
        if packed is None and width < WIDTH:      # a full tile takes the place of its parts
            packed = self._read(tile_path(level, number))
        if packed is None or len(packed) < width * HASH_BYTES or len(packed) % HASH_BYTES:
            held = "不存在" if packed is None else f"只有 {len(packed)} 字节"
            raise LogDamaged(f"日志文件 {tile_path(level, number, width)} {held}，没有给出证明。请从备份恢复日志目录。")
        return [packed[place : place + HASH_BYTES] for place in range(0, width * HASH_BYTES, HASH_BYTES)]

    def rows(self, level: int, number: int, width: int) -> Rows:
        """The hashes of a tile and, above them, the inner nodes that are complete."""
        name = (level, number, width)
        if name in self._rows:
            self._rows.move_to_end(name)
            return self._rows[name]
        rows = [self.hashes(level, number, width)]
        while len(rows[-1]) > 1 and len(rows) <= HEIGHT:
            below = rows[-1]
            rows.append([node_hash(below[place], below[place + 1]) for place in range(0, len(below) - 1, 2)])
        self._rows[name] = rows
        if len(self._rows) > _KEPT:
            self._rows.popitem(last=False)
        return rows

    def bundle(self, number: int, width: int) -> list[bytes]:
        """The first entries of a bundle, as many as asked for.

        Raises: LogDamaged.
        """
        packed = self._read(bundle_path(number, width))
        if packed is None and width < WIDTH:
            packed = self._read(bundle_path(number))
        entries = [] if packed is None else list(entries_of(packed))
        if len(entries) < width:
            raise LogDamaged(f"日志文件 {bundle_path(number, width)} 缺失或不全（{len(entries)} 条）。请从备份恢复日志目录。")
        return entries[:width]


class Tree:
    """The tree over the first `size` entries of a log."""

    def __init__(self, tiles: Tiles, size: int) -> None:
        self._tiles = tiles
        self.size = size

    def root(self) -> bytes:
        """The root over all leaves."""
        return self._over(0, self.size) if self.size else EMPTY_ROOT

    def leaf(self, index: int) -> bytes:
        """The hash of one leaf.

        Raises: BadValue outside the tree.
        """
        self._inside(index)
        return self._node(0, index)

    def entry(self, index: int) -> bytes:
        """One entry in full.

        Raises: BadValue outside the tree.
        """
        self._inside(index)
        number, place = divmod(index, WIDTH)
        return self._tiles.bundle(number, tile_width(self.size, 0, number))[place]

    def inclusion(self, index: int) -> list[bytes]:
        """The proof that a leaf is in this tree, from the leaf's sibling upwards.

        Raises: BadValue outside the tree.
        """
        self._inside(index)
        proof, start, end = [], 0, self.size
        while end - start > 1:
            middle = start + _split(end - start)
            if index < middle:
                proof.append(self._over(middle, end))
                end = middle
            else:
                proof.append(self._over(start, middle))
                start = middle
        return proof[::-1]

    def consistency(self, old: int) -> list[bytes]:
        """The proof that this tree begins with the tree of an older size; empty for the empty tree and for itself.

        Raises: BadValue for a size beyond this tree.
        """
        if not 0 <= old <= self.size:
            raise BadValue(f"日志大小为 {self.size}，没有大小为 {old} 的旧树。")
        proof, start, end, whole = [], 0, self.size, True
        while old not in (0, end):
            middle = start + _split(end - start)
            if old <= middle:
                proof.append(self._over(middle, end))
                end = middle
            else:
                proof.append(self._over(start, middle))
                start, whole = middle, False
        if old and not whole:
            proof.append(self._over(start, end))
        return proof[::-1]

    def edge(self) -> Rows:
        """For each level of tiles the hashes of the tile that is not full yet: what the tree grows from."""
        levels, level = [], 0
        while self.size >> (HEIGHT * level):
            number, width = divmod(self.size >> (HEIGHT * level), WIDTH)
            levels.append(self._tiles.hashes(level, number, width) if width else [])
            level += 1
        return levels

    def _over(self, start: int, end: int) -> bytes:
        """The root over leaves from start to before end; start is a multiple of what the range needs."""
        subtrees = []
        while start < end:
            level = (end - start).bit_length() - 1
            subtrees.append(self._node(level, start >> level))
            start += 1 << level
        return folded(subtrees)

    def _node(self, level: int, index: int) -> bytes:
        tile_level, row = divmod(level, HEIGHT)
        number, place = divmod(index, WIDTH >> row)
        width = tile_width(self.size, tile_level, number)
        return self._tiles.rows(tile_level, number, width)[row][place]

    def _inside(self, index: int) -> None:
        if not 0 <= index < self.size:
            raise BadValue(f"日志里没有第 {index} 位的叶：大小为 {self.size}，位置从 0 数起。")


def _split(width: int) -> int:
    """The largest power of two that is smaller than the width."""
    return 1 << ((width - 1).bit_length() - 1)
