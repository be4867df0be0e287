"""Every source of data of the United States' office, one line each."""

from yuzhi.engines.reading.sources import Source
from yuzhi.packs.us.sources.redbook import SOURCE as REDBOOK
from yuzhi.packs.us.sources.unread import SOURCE as UNREAD

SOURCES: tuple[Source, ...] = (
    REDBOOK,
    UNREAD,
)
