"""A right to be read: its texts with the words of a question marked, its claims as a tree."""

from collections.abc import Iterable
from dataclasses import dataclass

from yuzhi.engines.search.answers import Segment
from yuzhi.engines.search.language import leaves, read
from yuzhi.engines.search.marking import Marker
from yuzhi.engines.text.claims import Placed, claims, tree
from yuzhi.engines.toolbox import Toolbox
from yuzhi.records.accounts.permissions import Viewer
from yuzhi.rooms.lookup.queries.records import FullText, RecordPage, record
from yuzhi.rooms.lookup.queries.telling import OriginMark

DEEPEST = 5
"""So deep claims are drawn to the right; those below say in words what they rest on, as all do."""


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text in segments, and how many of them are marked."""

    segments: tuple[Segment, ...]

    @property
    def hits(self) -> int:
        """How often the words of the question stand in it."""
        return sum(segment.marked for segment in self.segments)


@dataclass(frozen=True, slots=True)
class ReadClaim:
    """A claim in its place in the tree, marked. `indent` is its depth, as far as it is drawn."""

    placed: Placed
    text: MarkedText

    @property
    def indent(self) -> int:
        """How far to the right it stands."""
        return min(self.placed.depth, DEEPEST)


@dataclass(frozen=True, slots=True)
class ReadText:
    """One publication in full: `claims` in the order of the tree, `description` paragraph by paragraph."""

    publication: str
    claims: tuple[ReadClaim, ...]
    description: tuple[MarkedText, ...]
    origin: OriginMark | None

    @property
    def claim_hits(self) -> int:
        """How often the words stand in the claims."""
        return sum(one.text.hits for one in self.claims)

    @property
    def description_hits(self) -> int:
        """How often the words stand in the description."""
        return sum(one.hits for one in self.description)

    def of_kind(self, kind: str) -> int:
        """How many claims are of a kind."""
        return sum(one.placed.claim.kind == kind for one in self.claims)

    @property
    def independent(self) -> int:
        """How many claims stand alone."""
        return self.of_kind("independent")

    @property
    def dependent(self) -> int:
        """How many claims further limit another."""
        return self.of_kind("dependent")

    @property
    def refers(self) -> int:
        """How many claims have another subject and name one."""
        return self.of_kind("refers")


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that the reading page shows of a right: (label, text, origin) of its short texts, then the full ones."""

    page: RecordPage
    title: MarkedText
    parts: tuple[tuple[str, MarkedText, OriginMark | None], ...]
    texts: tuple[ReadText, ...]

    @property
    def hits(self) -> int:
        """How often the words of the question stand on the page."""
        return self.title.hits + sum(text.hits for _, text, _ in self.parts) + sum(
            text.claim_hits + text.description_hits for text in self.texts
        )


def reading(key: str, question: str, viewer: Viewer | None, tools: Toolbox) -> Reading:
    """A right as this viewer may read it, with the words of the question marked; the question is not kept.

    Raises: NotFound, NotPermitted, as the page of the record.
    """
    page = record(key, viewer, tools)
    marker = Marker(leaves(read(question[:400]).tree))
    names = page.face.text if page.face else ()
    whole = any(text.claims for text in page.texts)
    parts = tuple(
        (fact.label, MarkedText(marker.marked("\n".join(fact.lines))), fact.origin)
        for name in names
        if (fact := page.facts.get(name)) is not None and not fact.masked and name != "title_en" and not (whole and name == "first_claim")
    )
    return Reading(page, MarkedText(marker.marked(page.title, "title")), parts, tuple(_texts(page.texts, marker)))


def _texts(texts: Iterable[FullText], marker: Marker) -> Iterable[ReadText]:
    for text in texts:
        placed = tree(claims(text.claims))
        yield ReadText(
            text.publication, tuple(ReadClaim(one, MarkedText(marker.marked(one.claim.text))) for one in placed),
            tuple(MarkedText(marker.marked(line)) for line in text.description.split("\n") if line.strip()), text.origin,
        )
