"""What the index answers."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from yuzhi.engines.search.lexing import Problem


class Segment(NamedTuple):
    """A piece of a text as received; `marked` where it matched the question."""

    text: str
    marked: bool


class FacetCount(NamedTuple):
    """How many of the found entries have this value; "" is the value of those that have none."""

    value: str
    records: int


class TermCount(NamedTuple):
    """A part of the question by itself: how many entries contain it in all, and how many within the filters."""

    term: str
    records: int
    within: int


class FilterCost(NamedTuple):
    """A chosen filter, and how many entries would be found if it were lifted."""

    filter: str
    label: str
    without: int


@dataclass(frozen=True, slots=True)
class Hit:
    """One found entry, as the index alone can show it.

    `title` and `snippet` are segments whose texts joined are as received. `why` names the fields that matched:
    title · text · name · number · class (their Chinese names are in WHY).
    """

    key: str
    kind: str
    title: tuple[Segment, ...]
    snippet: tuple[Segment, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    codes: tuple[str, ...]
    day: str
    year: int | None
    county: str
    state: str
    party_keys: tuple[str, ...]
    made_up: bool
    language: str
    sources: tuple[str, ...]
    why: tuple[str, ...]
    score: float

    @property
    def title_text(self) -> str:
        """The title as received."""
        return "".join(segment.text for segment in self.title)


WHY: Mapping[str, str] = {"title": "名称", "text": "摘要或正文", "name": "权利人", "other": "发明人或代理机构", "number": "号码", "class": "分类号"}
"""The fields of `Hit.why` in the reader's words."""


class Way(NamedTuple):
    """A changed question that finds something, and exactly how much.

    `kind` is spelling, loosen, broader, filter, drop or any; `said` is the change in Chinese, `query` the whole question
    in the query language. `lifted` are filters to be taken off, by the names they have in an address; `classes` are the
    chosen classes as they should be, None as they are.
    """

    kind: str
    said: str
    query: str
    records: int
    lifted: tuple[str, ...] = ()
    classes: tuple[str, ...] | None = None


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why nothing was found: each part of the question alone, each filter lifted, and what might have been meant.

    `sentences` say the same in Chinese, ready for the page; of these `reasons` are about the parts alone. `ways` lead
    out of an empty answer, nearest to the question first.
    """

    terms: tuple[TermCount, ...]
    filters: tuple[FilterCost, ...]
    suggestions: tuple[str, ...]
    sentences: tuple[str, ...]
    reasons: tuple[str, ...] = ()
    ways: tuple[Way, ...] = ()


@dataclass(frozen=True, slots=True)
class Answer:
    """The exact number of found entries, one page of them, and how the question was understood.

    `facets` count all found entries, not the page; `more` says how many further values of a facet are not
    listed. `notes` are Chinese sentences. `problems` are what the language does not know, with the place of each;
    `notes` say them too. `explain` is given when nothing was found, or when asked for. `edition` is the one
    that the index shows. `understood` is the question that was executed, in the query language.
    """

    total: int
    hits: tuple[Hit, ...]
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    more: Mapping[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()
    explain: Explanation | None = None
    edition: int | None = None
    understood: str = ""
    problems: tuple[Problem, ...] = ()
