"""Chinese publications of the collection."""

from pathlib import Path

from yuzhi.engines.reading.declaration import declare
from yuzhi.packs.cn.sources.energy.chinese.reader import read, recognised

SOURCE = declare(Path(__file__).parent, recognised, read)
