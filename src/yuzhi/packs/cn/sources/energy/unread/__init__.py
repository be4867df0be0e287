"""Files of the collection that hold no records: they are recognised, named and left alone."""

from pathlib import Path

from yuzhi.engines.reading.declaration import declare
from yuzhi.packs.cn.sources.energy.unread.reader import read, recognised

SOURCE = declare(Path(__file__).parent, recognised, read)
