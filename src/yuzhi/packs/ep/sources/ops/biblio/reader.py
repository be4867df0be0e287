"""Reads exchange documents of the services biblio and full cycle, and of the data base DOCDB."""

from pathlib import Path

from yuzhi.engines.formats.ops import EXCHANGE_DOCUMENT
from yuzhi.engines.reading.declaration import declare
from yuzhi.packs.ep.sources.ops.documents import reader, recogniser

SOURCE = declare(Path(__file__).parent, recogniser("biblio"), reader(EXCHANGE_DOCUMENT))
