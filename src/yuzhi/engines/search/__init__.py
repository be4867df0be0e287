"""Full-text search over anything with a key: what is put in, what is asked, what is answered."""

from yuzhi.engines.search.answers import Answer, Explanation, FacetCount, FilterCost, Hit, Segment, TermCount
from yuzhi.engines.search.asks import FACETS, Ask
from yuzhi.engines.search.entries import Entry
from yuzhi.engines.search.index import SearchIndex

__all__ = [
    "FACETS", "Answer", "Ask", "Entry", "Explanation", "FacetCount", "FilterCost", "Hit", "SearchIndex",
    "Segment", "TermCount",
]
