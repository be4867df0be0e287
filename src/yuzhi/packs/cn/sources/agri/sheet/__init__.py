"""The CSV files that the farm-patent collection was made from."""

from pathlib import Path

from yuzhi.engines.reading.declaration import declare
from yuzhi.packs.cn.sources.agri.sheet.reader import read, recognised

SOURCE = declare(Path(__file__).parent, recognised, read)
