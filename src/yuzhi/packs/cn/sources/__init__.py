"""Every source of Chinese office data, one line each; a new source appends its line."""

from yuzhi.engines.reading.sources import Source
from yuzhi.packs.cn.sources.agri import SOURCES as AGRI
from yuzhi.packs.cn.sources.cnipa_xml import SOURCE as CNIPA_XML
from yuzhi.packs.cn.sources.cnipa_xml_old import SOURCE as CNIPA_XML_OLD
from yuzhi.packs.cn.sources.cnipr_sheet import SOURCE as CNIPR_SHEET
from yuzhi.packs.cn.sources.energy import SOURCES as ENERGY
from yuzhi.packs.cn.sources.templates import SOURCES as TEMPLATES

SOURCES: tuple[Source, ...] = (
    CNIPA_XML,
    CNIPA_XML_OLD,
    CNIPR_SHEET,
    *TEMPLATES,
    *ENERGY,
    *AGRI,
)
