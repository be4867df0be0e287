"""Open Patent Services: one source for each service, since each says another part of a publication."""

from yuzhi.engines.reading.sources import Source
from yuzhi.packs.ep.sources.ops.abstract import SOURCE as ABSTRACT
from yuzhi.packs.ep.sources.ops.biblio import SOURCE as BIBLIO
from yuzhi.packs.ep.sources.ops.claims import SOURCE as CLAIMS
from yuzhi.packs.ep.sources.ops.description import SOURCE as DESCRIPTION
from yuzhi.packs.ep.sources.ops.family import SOURCE as FAMILY
from yuzhi.packs.ep.sources.ops.unread import SOURCE as UNREAD

SOURCES: tuple[Source, ...] = (BIBLIO, ABSTRACT, CLAIMS, DESCRIPTION, FAMILY, UNREAD)
