"""Reads the new generation of the patent office's XML: the format says where each thing is, the engine reads it."""

from pathlib import Path

from yuzhi.engines.formats.cnipa_new import CNIPA_NEW
from yuzhi.engines.formats.cnipa_old import CNIPA_OLD
from yuzhi.engines.reading.declaration import declare
from yuzhi.engines.reading.patents.source import reader, recogniser

_OTHERS = dict.fromkeys(CNIPA_OLD.roots, "cn.cnipa_xml_old")

SOURCE = declare(Path(__file__).parent, recogniser(CNIPA_NEW), reader(CNIPA_NEW, _OTHERS))
