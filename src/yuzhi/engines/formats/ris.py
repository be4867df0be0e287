"""Records as RIS, the line format that reference managers read.

Source: RIS (Research Information Systems) tag list of 2011, from memory; for patents the tags that Zotero's importer reads
into assignee, number, application number, issue date and legal status.
"""

from collections.abc import Iterable, Iterator, Sequence

RIS = "application/x-research-info-systems; charset=utf-8"
KINDS = {"patents": "PAT"}
"""Kind of right → the type of its record; what is not here is GEN, a thing of no special type."""

Lines = Sequence[tuple[str, str]]
"""(tag, value) in order, without TY and ER."""


def ris_records(records: Iterable[tuple[str, Lines]]) -> Iterator[str]:
    """The text of each record: (type, its lines). Empty values are left out; a line break in a value becomes a blank.

    >>> list(ris_records([("PAT", [("TI", "一种\\n方法"), ("AB", ""), ("SN", "CN1A")])]))
    ['TY  - PAT\\r\\nTI  - 一种 方法\\r\\nSN  - CN1A\\r\\nER  - \\r\\n\\r\\n']
    """
    for type_, lines in records:
        told = [("TY", type_), *((tag, flat) for tag, value in lines if (flat := " ".join(value.split())))]
        yield "".join(f"{tag}  - {value}\r\n" for tag, value in told) + "ER  - \r\n\r\n"


def ris_day(day: str) -> str:
    """An ISO day as RIS writes it: year/month/day/; what is no ISO day stays.

    >>> ris_day("2024-03-05"), ris_day("2024"), ris_day("")
    ('2024/03/05/', '2024', '')
    """
    parts = day.split("-")
    return "/".join(parts) + "/" if len(parts) == 3 else day
