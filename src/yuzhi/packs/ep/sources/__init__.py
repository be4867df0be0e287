"""Every source of data of the European Patent Office, one line each."""

from yuzhi.engines.reading.sources import Source
from yuzhi.packs.ep.sources.ops import SOURCES as OPS

SOURCES: tuple[Source, ...] = (
    *OPS,
)
