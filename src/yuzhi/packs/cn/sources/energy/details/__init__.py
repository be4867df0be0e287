"""Titles, classes and legal events of foreign publications."""

from pathlib import Path

from yuzhi.engines.reading.declaration import declare
from yuzhi.packs.cn.sources.energy.details.reader import read, recognised

SOURCE = declare(Path(__file__).parent, recognised, read)
