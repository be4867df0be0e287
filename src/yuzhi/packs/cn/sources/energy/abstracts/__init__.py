"""Abstracts of the publications found for each IPC group."""

from pathlib import Path

from yuzhi.engines.reading.declaration import declare
from yuzhi.packs.cn.sources.energy.abstracts.reader import read, recognised

SOURCE = declare(Path(__file__).parent, recognised, read)
