"""What can be asked of the index."""

from dataclasses import dataclass
from typing import Literal

FacetName = Literal["kind", "year", "county", "class", "party", "name", "state", "source", "made_up"]
FACETS: tuple[FacetName, ...] = ("kind", "year", "county", "class", "party", "name", "state", "source", "made_up")
"""`class` counts IPC/CPC subclasses, Nice and Locarno classes; `party` counts keys and `name` names as received."""

Sort = Literal["relevance", "newest"]


@dataclass(frozen=True, slots=True)
class Ask:
    """A question: the words as typed, the filters chosen beside them, and what part of the answer is wanted.

    `query` "" or "*" finds everything. Values of one filter widen each other, filters narrow each other.
    `years` are inclusive bounds, None is open. `classes` accept a section, class, subclass, group or full symbol.
    `explain` asks for the parts of the question with their counts, which an answer without hits gives anyhow.
    `county` "" in `counties` means: no county. `made_up` None is both, True and False one of them.
    """

    query: str = ""
    kinds: tuple[str, ...] = ()
    years: tuple[int | None, int | None] = (None, None)
    counties: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    parties: tuple[str, ...] = ()
    states: tuple[str, ...] = ()
    made_up: bool | None = None
    top: int = 20
    offset: int = 0
    sort: Sort = "relevance"
    facets: tuple[FacetName, ...] = ()
    facet_top: int = 20
    explain: bool = False
