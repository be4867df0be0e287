"""Trees of questions and filters, turned into Tantivy's queries; typed text reaches it as terms only."""

from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import tantivy
from tantivy import Occur, Query

from yuzhi.engines.search.asks import Ask
from yuzhi.engines.search.days import days, years
from yuzhi.engines.search.language import Either, Every, Leaf, Near, Node, Without
from yuzhi.engines.search.nearness import Nearness
from yuzhi.engines.search.schema import DAY_FIELDS, NONE, SCOPES, stemmer
from yuzhi.engines.search.spellings import class_form, is_ipc, is_nice, is_number, number_forms, number_prefixes
from yuzhi.engines.text import characters, fold
from yuzhi.engines.text.tokens import chunks, cut, is_in_dictionary, pair_term, unit_term
from yuzhi.kernel.unplaced import WHOLE

Labels = Mapping[str, Mapping[str, str]]
"""For kind, county and state: stored value → the word people use, so that 县:神木 is understood."""

_IDLE = frozenset("的了和与及或在是对为之其等中以于把被将从由并而所该此")
_SHORT = 4
_TITLE_BOOST, _PHRASE_BOOST, _NUMBER_SCORE = 1.5, 2.0, 60.0


class Piece(NamedTuple):
    """The smallest thing looked for: a Latin word, a Chinese word, or a stretch of exact characters."""

    text: str
    latin: bool = False


class Filter(NamedTuple):
    """A chosen filter: its name in an address, its name and value as a person reads them, and its query."""

    field: str
    name: str
    label: str
    query: Query


@lru_cache(maxsize=4_096)
def pieces(leaf: Leaf) -> tuple[Piece, ...]:
    """The pieces that must all be found for a leaf; a quoted leaf is one piece.

    Function words are left out where other words remain; punctuation counts only where there is nothing else.
    """
    folded = fold(leaf.text)
    if leaf.quoted or leaf.open or not chunks(folded):
        return (Piece(folded),) if folded else ()
    found: list[Piece] = []
    for chunk, latin in chunks(folded):
        found += [Piece(chunk, True)] if latin else [Piece(word) for word in _apart(chunk)]
    telling = [piece for piece in found if piece.text not in _IDLE]
    return tuple(dict.fromkeys(telling or found))


def _apart(chunk: str) -> list[str]:
    """The words of a stretch of Chinese. A short one that leaves single characters over is a name: it stays whole."""
    found = cut(chunk)
    if len(chunk) <= _SHORT and any(len(word) == 1 and word not in _IDLE for word in found):
        return [chunk]
    return found


class Compiler:
    """Makes queries for one schema."""

    def __init__(self, schema: tantivy.Schema, labels: Labels) -> None:
        self.schema, self.labels = schema, labels
        self._stems = stemmer()
        self._near = Nearness(schema)

    def whole(self, tree: Node | None) -> Query:
        """The query of a question; everything for None."""
        return Query.all_query() if tree is None else self.node(tree)

    def node(self, node: Node) -> Query:
        """The query of a part of a question."""
        if isinstance(node, Leaf):
            return self.leaf(node)
        if isinstance(node, Near):
            return self._near.near(node)
        if isinstance(node, Either):
            return Query.boolean_query([(Occur.Should, self.node(part)) for part in node.parts])
        parts = node.parts if isinstance(node, Every) else (node,)
        clauses = []
        for part in parts:
            if isinstance(part, Without):
                clauses.append((Occur.MustNot, self.node(part.part)))
            else:
                clauses.append((Occur.Must, self.node(part)))
        if all(occur == Occur.MustNot for occur, _ in clauses):
            clauses.append((Occur.Must, Query.all_query()))
        return Query.boolean_query(clauses)

    def leaf(self, leaf: Leaf) -> Query:
        """The query of one word or phrase."""
        by_field: dict[str, Callable[[Leaf], Query]] = {
            "class": lambda leaf: self._class(leaf.text), "year": lambda leaf: self._year(leaf.text),
            "number": lambda leaf: self._numbers(leaf.text) if leaf.open else self._number(leaf.text),
            **dict.fromkeys(DAY_FIELDS, self._days), **dict.fromkeys(("county", "state", "kind"), self._labelled),
        }
        if leaf.field in by_field:
            return by_field[leaf.field](leaf)
        if leaf.open:
            return self._near.truncated(leaf)
        text = self._text(leaf)
        if leaf.field == "" and is_number(leaf.text):
            return _either([self._number(leaf.text), text])
        if leaf.field == "" and (is_ipc(leaf.text) or is_nice(leaf.text)):
            return _either([self._class(leaf.text), text])
        return text

    def _text(self, leaf: Leaf) -> Query:
        wanted = pieces(leaf)
        if not wanted:
            return Query.empty_query()
        clauses = [(Occur.Must, self.piece(piece, leaf.field)) for piece in wanted]
        if leaf.field == "":
            clauses += [
                (Occur.Should, Query.boost_query(self.piece(piece, "title"), _TITLE_BOOST)) for piece in wanted
            ]
        if len(wanted) > 1:
            clauses.append((Occur.Should, Query.boost_query(self.phrase(leaf.text, leaf.field), _PHRASE_BOOST)))
        return Query.boolean_query(clauses) if len(clauses) > 1 else clauses[0][1]

    def piece(self, piece: Piece, scope: str) -> Query:
        """The query of one piece in a scope; every way to look finds what a substring search would."""
        if scope == "" and piece.latin:
            stems = self._stems.analyze(piece.text)
            return self._term("words", stems[0]) if stems else Query.empty_query()
        if scope == "" and is_in_dictionary(piece.text):
            return self._term("words", piece.text)
        return self.phrase(piece.text, scope)

    def phrase(self, text: str, scope: str) -> Query:
        """The query of exact characters in a scope; Latin words match whole."""
        units = characters(text)
        units_field, pairs_field = SCOPES[scope]
        if not units:
            return Query.empty_query()
        if len(units) == 1:
            return self._term(units_field, unit_term(units[0]))
        if not pairs_field:
            line = Query.phrase_query(self.schema, units_field, [unit_term(unit) for unit in units])
            return Query.boolean_query([(Occur.Must, Query.const_score_query(self.phrase(text, ""), 0.0)), (Occur.Must, line)])
        last = len(units) - 2
        places = sorted({*range(0, last + 1, 2), last})
        terms: list[str | tuple[int, str]] = [(at, pair_term(units[at], units[at + 1])) for at in places]
        if len(terms) == 1:
            return self._term(pairs_field, terms[0][1])
        return Query.phrase_query(self.schema, pairs_field, terms)

    def filters(self, ask: Ask) -> list[Filter]:
        """The filters that a question chose."""
        chosen: list[Filter] = []
        fields = (
            ("kind", "类型", ask.kinds), ("county", "县（市、区）", ask.counties), ("code", "分类", ask.classes),
            ("party", "权利人", ask.parties), ("state", "状态", ask.states),
        )
        for field, name, values in fields:
            if values:
                terms = [class_form(value) if field == "code" else value or NONE for value in values]
                query = Query.term_set_query(self.schema, field, [_held(term) for term in terms])
                known = self.labels.get(field, {})
                label = "、".join(known.get(value, value) or "无" for value in values)
                if field == "county" and known and {value for value in known if value} <= set(values):
                    label = WHOLE
                chosen.append(Filter("class" if field == "code" else field, name, label, query))
        low, high = ask.years
        if low is not None or high is not None:
            chosen.append(Filter("year", "年份", f"{low or ''}—{high or ''}", self._between(low, high)))
        if ask.made_up is not None:
            query = self._term("made_up", "1" if ask.made_up else "0")
            chosen.append(Filter("made_up", "数据", "示例数据" if ask.made_up else "真实数据", query))
        return chosen

    def _term(self, field: str, text: object) -> Query:
        return Query.term_query(self.schema, field, text)

    def _number(self, text: str) -> Query:
        forms = number_forms(text)
        ways = [Query.term_set_query(self.schema, "key", [_held(text)])]
        if forms.loose:
            ways.append(Query.term_set_query(self.schema, "number", sorted(forms.loose)))
        if forms.exact:
            exact = Query.term_set_query(self.schema, "number", sorted(forms.exact))
            ways.append(Query.const_score_query(exact, _NUMBER_SCORE))
        return _either(ways)

    def _numbers(self, text: str) -> Query:
        """All numbers that begin so."""
        ways = [Query.regex_query(self.schema, "number", f"{form}.*") for form in number_prefixes(text)]
        return Query.const_score_query(_either(ways), 1.0) if ways else Query.empty_query()

    def _days(self, leaf: Leaf) -> Query:
        low, high = (int(f"{day:%Y%m%d}") if day else None for day in days(leaf.text) or (None, None))
        return self._between(low, high, DAY_FIELDS[leaf.field])

    def _class(self, text: str) -> Query:
        form = class_form(text)
        return Query.const_score_query(self._term("code", form), 1.0) if form else Query.empty_query()

    def _year(self, text: str) -> Query:
        bounds = years(text)
        return Query.empty_query() if bounds is None else self._between(*bounds)

    def _between(self, low: int | None, high: int | None, field: str = "year") -> Query:
        bounds = [None if bound is None else max(-2**62, min(2**62, bound)) for bound in (low, high)]
        found = Query.range_query(self.schema, field, tantivy.FieldType.Integer, bounds[0], bounds[1])
        return Query.const_score_query(found, 1.0)

    def _labelled(self, leaf: Leaf) -> Query:
        field, text = leaf.field, leaf.text
        folded = fold(text)
        known = self.labels.get(field, {})
        values = [value or NONE for value, label in known.items() if folded and fold(label).startswith(folded)]
        cities = self.labels.get("city", {}).values() if field == "county" and folded else ()
        if any(fold(city).startswith(folded) for city in cities):
            values += [value for value in known if value]      # the city means every place in it
        found = Query.term_set_query(self.schema, field, [_held(text), *values])
        return Query.const_score_query(found, 1.0)


def narrowed(query: Query, filters: Sequence[Filter]) -> Query:
    """The query within filters, which do not count for the score."""
    if not filters:
        return query
    clauses = [(Occur.Must, query)]
    clauses += [(Occur.Must, Query.const_score_query(chosen.query, 0.0)) for chosen in filters]
    return Query.boolean_query(clauses)


def _either(ways: list[Query]) -> Query:
    return Query.boolean_query([(Occur.Should, way) for way in ways]) if len(ways) > 1 else ways[0]


def _held(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
