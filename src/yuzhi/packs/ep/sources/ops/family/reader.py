"""Reads families: the numbers and days of each member, and the register's events where they are asked for."""

from pathlib import Path

from yuzhi.engines.formats.ops import FAMILY_MEMBER
from yuzhi.engines.reading.declaration import declare
from yuzhi.packs.ep.sources.ops.documents import reader, recogniser
from yuzhi.packs.ep.sources.ops.legal import events

SOURCE = declare(Path(__file__).parent, recogniser("family"), reader(FAMILY_MEMBER, events))
