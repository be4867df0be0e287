"""The farm-patent collection: JSONL, the CSV originals, and class texts that are named and not read."""

from yuzhi.engines.reading.sources import Source
from yuzhi.packs.cn.sources.agri.classes import SOURCE as CLASSES
from yuzhi.packs.cn.sources.agri.lines import SOURCE as LINES
from yuzhi.packs.cn.sources.agri.sheet import SOURCE as SHEET

SOURCES: tuple[Source, ...] = (LINES, SHEET, CLASSES)
