"""Every source of files in WIPO's formats, one line each."""

from yuzhi.engines.reading.sources import Source
from yuzhi.packs.wo.sources.st96 import SOURCE as ST96
from yuzhi.packs.wo.sources.unread import SOURCE as UNREAD

SOURCES: tuple[Source, ...] = (
    ST96,
    UNREAD,
)
