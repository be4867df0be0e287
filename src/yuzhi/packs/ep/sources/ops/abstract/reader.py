"""Reads the answers of the service abstract: a publication and its abstract."""

from pathlib import Path

from yuzhi.engines.formats.ops import EXCHANGE_DOCUMENT
from yuzhi.engines.reading.declaration import declare
from yuzhi.packs.ep.sources.ops.documents import reader, recogniser

SOURCE = declare(Path(__file__).parent, recogniser("abstract"), reader(EXCHANGE_DOCUMENT))
