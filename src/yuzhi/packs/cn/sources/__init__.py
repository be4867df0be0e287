"""Every source of Chinese office data, one line each; a new source appends its line."""

from yuzhi.engines.reading.sources import Source

SOURCES: tuple[Source, ...] = ()
