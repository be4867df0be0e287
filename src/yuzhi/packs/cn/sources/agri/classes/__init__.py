"""The class texts of the farm-patent collection: recognised, named and left alone."""

from pathlib import Path

from yuzhi.engines.reading.declaration import declare
from yuzhi.packs.cn.sources.agri.classes.reader import read, recognised

SOURCE = declare(Path(__file__).parent, recognised, read)
