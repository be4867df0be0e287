"""Decisions of the data hub: how files are put into loads, and what a load's numbers mean."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from yuzhi.kernel.areas import AreaBook
from yuzhi.kernel.errors import BadValue

MAX_FILES = 200
MAX_BYTES = 64 * 1024 * 1024
MAX_NAME = 300
_UNSAFE = {"Cc", "Cf", "Cs", "Zl", "Zp"}


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file as it came: its name, digest and size, and the source that recognised it."""

    name: str
    digest: str
    size: int
    source: str


def safe_name(name: str) -> str:
    """The name of a file as it may be stored and shown: one line, read from left to right, of bounded length.

    Bytes that are no UTF-8 (Python gives them as lone surrogates) are read as GB18030, in which older computers wrote
    names; characters that break a line, steer a terminal or turn the direction of writing become U+FFFD.

    >>> safe_name("专利\\n.xlsx")
    '专利\ufffd.xlsx'
    """
    parts = [_decoded(part) for part in name.split("/")]
    shown = "".join("\ufffd" if unicodedata.category(one) in _UNSAFE else one for one in "/".join(parts))
    return shown[-MAX_NAME:] or "未命名"


def _decoded(part: str) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return part.encode("utf-8", "surrogateescape").decode(encoding)
        except UnicodeError:
            continue
    return part.encode("utf-8", "replace").decode("utf-8", "replace")


def loads_of(arrivals: Iterable[Arrival]) -> Iterator[Sequence[Arrival]]:
    """The arrivals in the order received, cut into loads: one source each, bounded in files and bytes.

    A load is published whole or not at all, so the bounds say how much a crash can make the writer read again.
    """
    load: list[Arrival] = []
    for arrival in arrivals:
        full = load and (
            arrival.source != load[0].source
            or len(load) >= MAX_FILES
            or sum(one.size for one in load) + arrival.size > MAX_BYTES
        )
        if full:
            yield load
            load = []
        load.append(arrival)
    if load:
        yield load


def county_of_row(row: Mapping[str, str], areas: AreaBook) -> str:
    """The code of the county whose desk should mend an unreadable row, "" where its cells do not say.

    A cell that names a county wins over an address; the city's own code counts as not said.
    """
    for title, text in row.items():
        if "县" in title and text.strip():
            try:
                found = areas.named(text)
            except BadValue:
                continue
            return found.code if found in areas.counties else ""
    for title, text in row.items():
        if ("地址" in title or "住所" in title) and text.strip() and (placed := areas.of_address(text).area):
            return placed.code
    return ""


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a running load is: share of bytes, records per second, seconds remaining (None: not yet known)."""

    share: float
    rate: float
    remaining: float | None
    quarantined: int


def progress(done: int, total: int, records: int, quarantined: int, seconds: float) -> Progress:
    """The progress after `seconds` of reading `done` of `total` bytes.

    >>> progress(50, 100, 1000, 3, 10.0)
    Progress(share=0.5, rate=100.0, remaining=10.0, quarantined=3)
    """
    share = min(1.0, done / total) if total else 0.0
    rate = records / seconds if seconds > 0 else 0.0
    remaining = seconds * (1 - share) / share if share > 0 and seconds > 0 else None
    return Progress(share, rate, remaining, quarantined)
