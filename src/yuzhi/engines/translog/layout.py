"""Where the tiles and entry bundles of a log lie, how wide they are, and how bundles are written.

Source: c2sp.org/tlog-tiles.
"""

from collections.abc import Iterable, Iterator

from yuzhi.engines.translog.errors import LogDamaged
from yuzhi.kernel.errors import BadValue

CHECKPOINT = "checkpoint"
WIDTH = 256
"""Hashes in a full tile, entries in a full bundle."""
HEIGHT = 8
"""Levels of the tree that one tile spans."""
ENTRY_BYTES = 65_535
"""An entry is at most so long: its length is written in two bytes."""


def tile_path(level: int, number: int, width: int = WIDTH) -> str:
    """The path of a tile of hashes below the log's address.

    >>> tile_path(0, 1234067, 7)
    'tile/0/x001/x234/067.p/7'
    """
    return f"tile/{level}/{_numbered(number)}{_partial(width)}"


def bundle_path(number: int, width: int = WIDTH) -> str:
    """The path of a bundle of entries below the log's address.

    >>> bundle_path(5)
    'tile/entries/005'
    """
    return f"tile/entries/{_numbered(number)}{_partial(width)}"


def tile_width(size: int, level: int, number: int) -> int:
    """How many hashes of a tile belong to a tree of that size; 0 where the tile does not exist yet."""
    return max(0, min(WIDTH, (size >> (HEIGHT * level)) - number * WIDTH))


def bundle(entries: Iterable[bytes]) -> bytes:
    """Entries as one file, each behind its length in two bytes, big-endian.

    Raises: BadValue for an entry that is too long.
    """
    parts: list[bytes] = []
    for entry in entries:
        if len(entry) > ENTRY_BYTES:
            raise BadValue(f"日志的一个条目有 {len(entry)} 字节，超过 {ENTRY_BYTES} 字节，没有写入。")
        parts += (len(entry).to_bytes(2, "big"), entry)
    return b"".join(parts)


def entries_of(packed: bytes) -> Iterator[bytes]:
    """The entries of a bundle.

    Raises: LogDamaged where the file ends inside an entry.
    """
    place = 0
    while place < len(packed):
        begin = place + 2
        end = begin + int.from_bytes(packed[place:begin], "big")
        if begin > len(packed) or end > len(packed):
            raise LogDamaged(f"日志的条目文件不完整：应有 {end} 字节，实有 {len(packed)} 字节。请从备份恢复日志目录。")
        yield packed[begin:end]
        place = end


def _numbered(number: int) -> str:
    last, digits = number % 1000, []
    number //= 1000
    while number:
        digits.append(f"x{number % 1000:03d}")
        number //= 1000
    return "/".join([*reversed(digits), f"{last:03d}"])


def _partial(width: int) -> str:
    return "" if width == WIDTH else f".p/{width}"
