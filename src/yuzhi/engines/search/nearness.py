"""Words near each other and words given in part, turned into Tantivy's queries over the characters of the index."""

import re
from itertools import product
from typing import NamedTuple

import tantivy
from tantivy import Occur, Query

from yuzhi.engines.search.language import Either, Leaf, Near
from yuzhi.engines.search.schema import SCOPES
from yuzhi.engines.text import characters
from yuzhi.engines.text.tokens import pair_term, unit_term

_SIGN = re.compile(r"[.+*?()|\[\]{}^$\\]")
_FENCE = unit_term("a")[0]


class _Line(NamedTuple):
    """The characters of a leaf in order; `first` and `last` tell whether a Latin word may go on at that end."""

    units: tuple[str, ...]
    first: bool
    last: bool

    @property
    def plain(self) -> bool:
        """Whether every character is given whole."""
        return not (self.first or self.last)


def _line(leaf: Leaf) -> _Line:
    units = tuple(characters(leaf.text))
    first = leaf.open in ("left", "both") and bool(units) and _is_latin(units[0])
    last = leaf.open in ("right", "both") and bool(units) and _is_latin(units[-1])
    return _Line(units, first, last)


def _is_latin(unit: str) -> bool:
    return unit_term(unit) != unit


class Nearness:
    """Makes these queries for one schema."""

    def __init__(self, schema: tantivy.Schema) -> None:
        self._schema = schema

    def truncated(self, leaf: Leaf) -> Query:
        """The query of a word that may go on: of Chinese every text that has the characters, of Latin every word that fits."""
        line = _line(leaf)
        if not line.units:
            return Query.empty_query()
        if len(line.units) == 1 and not line.plain:
            found = Query.regex_query(self._schema, SCOPES[leaf.field][0], _pattern(line, 0))
            return Query.const_score_query(found, 1.0)
        return self._placed(leaf.field, [(0, line)])

    def near(self, node: Near) -> Query:
        """The query of two sides near each other, in either order unless one is asked for."""
        scope = _field(node)
        found = self._near(node, scope)
        if SCOPES[scope][1]:
            return found
        anywhere = Query.const_score_query(self._near(node, ""), 0.0)       # by pairs, which is fast; leaves little to compare
        return Query.boolean_query([(Occur.Must, anywhere), (Occur.Must, found)])

    def _near(self, node: Near, scope: str) -> Query:
        ways: list[Query] = []
        for left, right in product(_lines(node.left), _lines(node.right)):
            ways += self._following(scope, left, right, node.far)
            if not node.ordered:
                ways += self._following(scope, right, left, node.far)
        if not ways:
            return Query.empty_query()
        return Query.boolean_query([(Occur.Should, way) for way in ways])

    def _following(self, scope: str, left: _Line, right: _Line, far: int) -> list[Query]:
        """The queries of two lines, the second behind the first with at most so many characters between.

        Two terms may stand half of the reach before or behind its middle, which Tantivy calls slop; an odd reach has one
        place more. Slop says less where there are more terms: then each distance is a phrase with a gap.
        """
        start = len(left.units)
        paired = bool(SCOPES[scope][1]) and left.plain and right.plain
        lengths = (len(left.units), len(right.units))
        if lengths == (1, 1) or (lengths == (2, 2) and paired):
            half, odd = divmod(far, 2)
            found = [self._placed(scope, [(0, left), (start + half, right)], half)]
            return [*found, self._placed(scope, [(0, left), (start + far, right)])] if odd else found
        return [self._placed(scope, [(0, left), (start + gap, right)]) for gap in range(far + 1)]

    def _placed(self, scope: str, lines: list[tuple[int, _Line]], slop: int = 0) -> Query:
        """The query of lines at these places of one text, or so far from them."""
        units_field, pairs_field = SCOPES[scope]
        plain = all(line.plain for _, line in lines)
        if plain and pairs_field and all(len(line.units) > 1 for _, line in lines):
            terms = [term for at, line in lines for term in _pairs(at, line.units)]
            field = pairs_field
        elif plain:
            terms, field = [(at + place, unit_term(unit)) for at, line in lines for place, unit in enumerate(line.units)], units_field
        else:
            terms = [(at + place, _pattern(line, place)) for at, line in lines for place in range(len(line.units))]
            return _phrase(self._schema, units_field, terms, slop, regex=True)
        return _phrase(self._schema, field, terms, slop)


def _phrase(schema: tantivy.Schema, field: str, terms: list[tuple[int, str]], slop: int, *, regex: bool = False) -> Query:
    if len(terms) == 1:
        return Query.term_query(schema, field, terms[0][1])
    make = Query.regex_phrase_query if regex else Query.phrase_query
    return make(schema, field, list(terms), slop)


def _pairs(at: int, units: tuple[str, ...]) -> list[tuple[int, str]]:
    last = len(units) - 2
    return [(at + place, pair_term(units[place], units[place + 1])) for place in sorted({*range(0, last + 1, 2), last})]


def _pattern(line: _Line, place: int) -> str:
    """The pattern of one character of a line, as the index holds it."""
    unit = _SIGN.sub(r"\\\g<0>", line.units[place])
    if not _is_latin(line.units[place]):
        return unit
    before = ".*" if line.first and place == 0 else ""
    after = ".*" if line.last and place == len(line.units) - 1 else ""
    return f"{_FENCE}{before}{unit}{after}{_FENCE}"


def _lines(side: Leaf | Either) -> list[_Line]:
    if isinstance(side, Leaf):
        line = _line(side)
        return [line] if line.units else []
    return [line for part in side.parts if isinstance(part, Leaf | Either) for line in _lines(part)]


def _field(node: Near) -> str:
    side: object = node.left
    while isinstance(side, Either):
        side = side.parts[0]
    assert isinstance(side, Leaf)
    return side.field
