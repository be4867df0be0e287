"""Every source of data of the United States' office, one line each."""

from yuzhi.engines.reading.sources import Source
from yuzhi.packs.us.sources.redbook import SOURCE as REDBOOK

SOURCES: tuple[Source, ...] = (
    REDBOOK,
)
