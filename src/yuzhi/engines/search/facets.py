"""How many of the found entries have which value."""

from collections.abc import Sequence

import tantivy
from tantivy import Query

from yuzhi.engines.search.answers import FacetCount
from yuzhi.engines.search.asks import FacetName
from yuzhi.engines.search.schema import NONE

_FIELDS: dict[FacetName, str] = {
    "kind": "kind", "year": "year_word", "county": "county", "class": "group", "party": "party", "name": "name",
    "state": "state", "source": "source", "made_up": "made_up",
}
_ASKED = 1_000
_PER_SEGMENT = 60_000


def facets(
    searcher: tantivy.Searcher, query: Query, wanted: Sequence[FacetName], top: int,
) -> tuple[dict[str, tuple[FacetCount, ...]], dict[str, int]]:
    """The counts of each wanted facet, most frequent first, then by value; and what the values not listed add up to.

    Counts are exact for facets of up to 60,000 values.
    """
    if not wanted:
        return {}, {}
    asked = {
        name: {"terms": {"field": _FIELDS[name], "size": max(_ASKED, top), "segment_size": _PER_SEGMENT}}
        for name in dict.fromkeys(wanted)
    }
    found = searcher.aggregate(query, asked)
    counts: dict[str, tuple[FacetCount, ...]] = {}
    more: dict[str, int] = {}
    for name in asked:
        buckets = [
            FacetCount("" if bucket["key"] == NONE else str(bucket["key"]), int(bucket["doc_count"]))
            for bucket in found[name]["buckets"]
        ]
        buckets.sort(key=lambda one: (-one.records, one.value))
        counts[name] = tuple(buckets[:top])
        left = sum(one.records for one in buckets[top:])
        more[name] = left + int(found[name].get("sum_other_doc_count") or 0)
    return counts, more
