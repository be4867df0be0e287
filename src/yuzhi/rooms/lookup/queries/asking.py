"""The question that an address asks: its words, and the filters chosen beside them."""

from collections.abc import Sequence

from django.http import QueryDict

from yuzhi.engines.search import Ask
from yuzhi.kernel.areas import AreaBook
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.unplaced import counties_of

FILTERS = ("kind", "county", "state", "year", "class", "party")


def ask_of(asked: QueryDict, areas: AreaBook, *, top: int = 0, offset: int = 0, facets: tuple[str, ...] = ()) -> Ask:
    """The question of an address; what it names wrongly finds nothing."""
    years = sorted(int(one) for one in asked.getlist("year") if whole(one) and len(one) <= 4)
    return Ask(
        query=asked.get("q", "").strip()[:400], kinds=tuple(asked.getlist("kind")),
        years=(years[0], years[-1]) if years else (None, None), counties=_counties(asked.getlist("county"), areas),
        classes=tuple(asked.getlist("class")), parties=tuple(asked.getlist("party")),
        states=tuple(asked.getlist("state")), top=top, offset=offset, facets=facets, facet_top=14,
        sort="newest" if asked.get("sort") == "newest" else "relevance",
    )


def whole(text: str) -> bool:
    """Whether `int` reads it, and everybody else too: “²” is a digit and no number."""
    return text.isascii() and text.isdecimal()


def _counties(asked: Sequence[str], areas: AreaBook) -> tuple[str, ...]:
    """The stored codes that an address asks for; what is no area of ours finds nothing."""
    codes: dict[str, None] = {}
    for text in asked:
        try:
            codes |= dict.fromkeys(counties_of(text, areas))
        except BadValue:
            codes[text] = None
    return tuple(codes)
