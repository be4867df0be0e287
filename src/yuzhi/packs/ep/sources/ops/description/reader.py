"""Reads the answers of the service description."""

from pathlib import Path

from yuzhi.engines.formats.ops import FULLTEXT_DOCUMENT
from yuzhi.engines.reading.declaration import declare
from yuzhi.packs.ep.sources.ops.documents import reader, recogniser

SOURCE = declare(Path(__file__).parent, recogniser("description"), reader(FULLTEXT_DOCUMENT))
