"""Law as values: dated parameters, each citing the article that sets it."""

from yuzhi.engines.lawbook.book import Dated, Instrument, LawBook, LawFault, LawGap, Parameter
from yuzhi.engines.lawbook.loading import load

__all__ = ["Dated", "Instrument", "LawBook", "LawFault", "LawGap", "Parameter", "load"]
