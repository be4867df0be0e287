"""The energy-recovery collection: four kinds of files with records, and two that are named and not read."""

from yuzhi.engines.reading.sources import Source
from yuzhi.packs.cn.sources.energy.abstracts import SOURCE as ABSTRACTS
from yuzhi.packs.cn.sources.energy.chinese import SOURCE as CHINESE
from yuzhi.packs.cn.sources.energy.cited import SOURCE as CITED
from yuzhi.packs.cn.sources.energy.details import SOURCE as DETAILS
from yuzhi.packs.cn.sources.energy.unread import SOURCE as UNREAD

SOURCES: tuple[Source, ...] = (ABSTRACTS, CITED, CHINESE, DETAILS, UNREAD)
