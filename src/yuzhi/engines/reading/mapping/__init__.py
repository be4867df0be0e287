"""Spreadsheets of others: an officer says once what each column is, and the mapping becomes a source of its own."""

from yuzhi.engines.reading.mapping.checking import Cell, Check, check
from yuzhi.engines.reading.mapping.declared import MappedColumn, SheetMapping, as_told, told
from yuzhi.engines.reading.mapping.fields import Offer, needed, offers
from yuzhi.engines.reading.mapping.headers import Difference, difference, fits, header_rows
from yuzhi.engines.reading.mapping.looking import Look, look
from yuzhi.engines.reading.mapping.suggesting import stated_above, suggested, tables_for

__all__ = [
    "Cell", "Check", "Difference", "Look", "MappedColumn", "Offer", "SheetMapping", "as_told", "check", "difference", "fits",
    "header_rows", "look", "needed", "offers", "stated_above", "suggested", "tables_for", "told",
]
