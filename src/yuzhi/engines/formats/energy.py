"""Keys and columns of the energy-recovery collection: publications crawled from a public patent search.

Source: read from the collection's own files.
"""

ABSTRACTS = frozenset({"id", "ipc_query", "year_bucket", "abstract"})
"""One line for a publication and the IPC group that was searched for; one publication stands in several lines."""

CHINESE = frozenset({
    "pub", "kind", "abstract_zh", "ipc_query", "year_bucket", "assignee_zh", "title_en", "priority", "published",
})
"""One line for a Chinese publication; `ipc_query` is a list."""

DETAILS = frozenset({
    "id", "title", "abstract", "cpc", "inventor_number", "events", "legal", "active", "priority_claims", "nature",
})
"""One line for a publication with its time line (`events`) and the offices' register (`legal`).

`nature` is the platform's own mark of made-up lines."""

CITED = ("pub", "assignee", "title_en", "priority", "published")
"""Titles of the list of cited Chinese publications; `title_en` holds a Chinese title in many rows."""

CITATIONS = ("citing", "cited", "examiner_cited")
"""Titles of the list of citation pairs, which holds no records of publications."""

RAW_PAGE = ("ID", "citation_exist", "citation_infor")
"""Lines with which the parts of a saved page begin."""

QUERY_RULE = "query_class"
"""The rule of classes that were searched for: nobody at an office assigned them to the publication."""

STATUS = "Status"
"""What stands in place of a day where the time line tells the state of today."""

OWN_EVENTS = {"Application filed by": "filed", "Publication of": "published", "Application granted": "granted"}
"""Beginnings of the lines of the time line that are facts of the application itself."""

REPEATED = (
    "Priority to", "Priority claimed from", "Assigned to", "Anticipated expiration", "Adjusted expiration",
    "First worldwide family litigation filed",
)
"""Beginnings of lines that repeat other parts of the page, or only estimate."""

REGISTER: dict[tuple[str, str], str] = {
    ("EP", "18D"): "deemed_withdrawn", ("EP", "18W"): "withdrawn", ("EP", "18R"): "refused",
    ("US", "LAPS"): "fee_lapsed", ("US", "FP"): "fee_lapsed", ("US", "PRDP"): "restored",
    ("JP", "LAPS"): "fee_lapsed", ("JP", "A02"): "refused", ("JP", "A300"): "deemed_withdrawn",
    ("JP", "A761"): "withdrawn", ("JP", "R150"): "granted", ("JP", "R350"): "transferred",
}
"""The register's events whose meaning in our words is certain, by office and code; all others are `other`."""

CONVEYANCES = {"ASSIGNMENT OF ASSIGNORS INTEREST": "transferred", "CHANGE OF NAME": "renamed"}
"""What an assignment of the United States (code AS) is, by the words of its record."""
