"""The lake's tables as values: what is stored about each kind of thing, field by field.

Readers produce rows of these tables, spreadsheet templates ask for their fields, the sample city writes
them, the lake derives its column types and the pages derive their labels from here, and from nowhere else.
"""

from yuzhi.engines.formats.tables.bodies import AGENCIES, COMPANIES, TALENTS
from yuzhi.engines.formats.tables.choices import CHOICES, EVENTS
from yuzhi.engines.formats.tables.deals import LICENCES, PLEDGES
from yuzhi.engines.formats.tables.marks import INDICATION_USERS, INDICATIONS, TRADEMARKS, VARIETIES, WORKS
from yuzhi.engines.formats.tables.patents import PATENT_EVENTS, PATENT_TEXTS, PATENTS
from yuzhi.engines.formats.tables.services import AWARDS, CENTRES, CORRECTIONS, IDENTITIES, OUTLETS, POPULATIONS
from yuzhi.engines.formats.tables.shape import Field, FieldType, Table

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        PATENTS, PATENT_TEXTS, PATENT_EVENTS, TRADEMARKS, WORKS, INDICATIONS, INDICATION_USERS, VARIETIES,
        PLEDGES, LICENCES, COMPANIES, AGENCIES, TALENTS, POPULATIONS, CENTRES, OUTLETS, AWARDS, CORRECTIONS,
        IDENTITIES,
    )
}


__all__ = [
    "AGENCIES",
    "AWARDS",
    "CENTRES",
    "CHOICES",
    "COMPANIES",
    "CORRECTIONS",
    "EVENTS",
    "IDENTITIES",
    "INDICATIONS",
    "INDICATION_USERS",
    "LICENCES",
    "OUTLETS",
    "PATENTS",
    "PATENT_EVENTS",
    "PATENT_TEXTS",
    "PLEDGES",
    "POPULATIONS",
    "TABLES",
    "TALENTS",
    "TRADEMARKS",
    "VARIETIES",
    "WORKS",
    "Field",
    "FieldType",
    "Table",
]
