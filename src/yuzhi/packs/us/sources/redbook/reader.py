"""Reads the Red Book: the format says where each thing is, the engine reads it."""

from pathlib import Path

from yuzhi.engines.formats.uspto import USPTO
from yuzhi.engines.reading.declaration import declare
from yuzhi.engines.reading.patents.source import reader, recogniser
from yuzhi.packs.us.publishing import PRACTICE

SOURCE = declare(Path(__file__).parent, recogniser(USPTO), reader(USPTO, practice=PRACTICE))
