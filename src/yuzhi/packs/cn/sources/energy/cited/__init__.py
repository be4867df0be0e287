"""Bibliography of the Chinese publications that the collection cites."""

from pathlib import Path

from yuzhi.engines.reading.declaration import declare
from yuzhi.packs.cn.sources.energy.cited.reader import read, recognised

SOURCE = declare(Path(__file__).parent, recognised, read)
