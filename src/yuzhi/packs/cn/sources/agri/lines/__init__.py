"""The farm-patent collection as JSONL."""

from pathlib import Path

from yuzhi.engines.reading.declaration import declare
from yuzhi.packs.cn.sources.agri.lines.reader import read, recognised

SOURCE = declare(Path(__file__).parent, recognised, read)
