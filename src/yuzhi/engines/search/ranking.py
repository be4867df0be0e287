"""One page of hits in an order that does not depend on how the index was built."""

from itertools import pairwise
from typing import NamedTuple

import tantivy
from tantivy import DocAddress, Order, Query

from yuzhi.engines.search.schema import KEY_PARTS

_SPARE = 8
_MOST_TIES = 20_000

Scored = tuple[float, DocAddress]


class Page(NamedTuple):
    """The exact number of found entries, and one page of them."""

    total: int
    found: list[Scored]


def total(searcher: tantivy.Searcher, query: Query) -> int:
    """The exact number of entries that a query finds."""
    return _total(searcher.search(query, 1))


def _total(result: tantivy.SearchResult) -> int:
    return int(result.count)  # type: ignore[attr-defined]  # the stubs forget it


def newest(searcher: tantivy.Searcher, query: Query, offset: int, top: int) -> Page:
    """The page by day, newest first, then by key."""
    result = searcher.search(query, top, offset=offset, order_by_field="order", order=Order.Asc)
    return Page(_total(result), [(0.0, address) for _, address in result.hits])


def best(searcher: tantivy.Searcher, query: Query, offset: int, top: int) -> Page:
    """The page by score, then by key.

    Tantivy puts ties in the order of the index. So all that ties with the page is fetched, and put in order here;
    among more than 20,000 that tie the page is chosen by the order of the index.
    """
    end = offset + top
    limit = end + _SPARE
    result = searcher.search(query, limit)
    found: list[Scored] = result.hits
    while len(found) == limit and found[-1][0] == found[end - 1][0] and limit < end + _MOST_TIES:
        limit = min(limit * 8, end + _MOST_TIES)
        found = searcher.search(query, limit, count=False).hits
    start, stop = _with_ties(found, offset, end)
    tied = _in_order(searcher, found[start:stop])
    return Page(_total(result), tied[offset - start:end - start])


def _with_ties(found: list[Scored], offset: int, end: int) -> tuple[int, int]:
    """The bounds of the page, widened to all that ties with its first and its last hit."""
    start, stop = min(offset, len(found)), min(end, len(found))
    while 0 < start < len(found) and found[start - 1][0] == found[start][0]:
        start -= 1
    while 0 < stop < len(found) and found[stop - 1][0] == found[stop][0]:
        stop += 1
    return start, stop


def _in_order(searcher: tantivy.Searcher, tied: list[Scored]) -> list[Scored]:
    if all(one[0] != other[0] for one, other in pairwise(tied)):
        return tied
    columns = [searcher.fast_field_values(name, [address for _, address in tied]) for name in KEY_PARTS]
    keys = list(zip(*columns, strict=True))
    return [tied[at] for at in sorted(range(len(tied)), key=lambda at: (-tied[at][0], keys[at]))]
