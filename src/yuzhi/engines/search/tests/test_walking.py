"""What is explained is what is executed: the index against a walk through every entry in plain Python."""

import random
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yuzhi.engines.search import Ask, Entry, SearchIndex
from yuzhi.engines.search.language import Either, Every, Leaf, Near, Node, Without, read
from yuzhi.engines.search.tests.walking import walked
from yuzhi.engines.search.vocabulary import DAYS, TEXTS
from yuzhi.engines.search.writing import written

_WORDS = ("风机", "叶片", "煤", "油", "，", "heat", "pump", "catalyst", "catalytic", "analyst", "co", "2", "塔", "的")
_COUNT = 400


def _entries() -> list[Entry]:
    chance = random.Random(17)

    def some(most: int) -> str:
        return "".join(f" {word} " if word.isascii() else word for word in chance.choices(_WORDS, k=chance.randrange(1, most)))

    def day() -> str:
        return chance.choice(("", f"20{chance.randrange(18, 23)}-0{chance.randrange(1, 10)}-{chance.randrange(10, 29)}"))

    made = []
    for at in range(_COUNT):
        abstract, claims, inventors = some(20), some(12), (some(3), some(3))
        made.append(Entry(
            f"k{at:03d}", "patents", some(5), f"{abstract}\n{some(4)}\n{claims}", (some(4), some(3)),
            (f"CN20{at % 30:02d}10{at:06d}",), (chance.choice(("B60L 7/10", "B60W 10/00", "H02J 7/00")),),
            year=chance.choice((None, 2019, 2020, 2021)), others=(*inventors, some(3)), inventors=inventors,
            abstract=abstract, claims=claims, filed=day(), published=day(), granted=day(),
        ))
    return made


ENTRIES = _entries()

_exact = st.builds(Leaf, st.sampled_from(("风机", "煤", "油塔", "heat pump", "co2", "煤heat", "叶片，煤")), st.sampled_from(TEXTS), st.just(True))
_plain = st.builds(Leaf, st.sampled_from(("风机", "叶片", "煤", "塔")), st.sampled_from(TEXTS))
_partly = st.one_of(
    st.builds(Leaf, st.sampled_from(("cata", "catalyst", "煤heat", "风", "机cat")), st.sampled_from(TEXTS), st.just(False), st.just("right")),
    st.builds(Leaf, st.sampled_from(("heat pu", "heat", "油塔")), st.sampled_from(TEXTS), st.just(True), st.just("right")),
    st.builds(Leaf, st.sampled_from(("lyst", "tic", "片")), st.sampled_from(TEXTS), st.just(False), st.sampled_from(("left", "both"))),
)
_days = st.builds(
    Leaf, st.sampled_from(("2020-01-01..2021-06-15", "..2019-05-11", "2021-03-01..", "2020-04-01..2020-04-30")), st.sampled_from(DAYS))
_others = st.sampled_from((
    Leaf("2019-2020", "year"), Leaf("2021", "year"), Leaf("B60", "class"), Leaf("B60L7/10", "class"), Leaf("CN2010", "number", False, "right"),
))


@st.composite
def _nears(draw: st.DrawFn) -> Near:
    field = draw(st.sampled_from(TEXTS))
    leaf = st.one_of(
        st.builds(Leaf, st.sampled_from(("风机", "叶片", "煤", "heat", "catalyst", "co2", "的")), st.just(field), st.booleans()),
        st.builds(Leaf, st.sampled_from(("cata", "煤he", "叶")), st.just(field), st.just(False), st.just("right")),
        st.builds(Leaf, st.just("yst"), st.just(field), st.just(False), st.just("left")),
    )
    side = st.one_of(leaf, st.lists(leaf, min_size=2, max_size=3).map(lambda found: Either(tuple(found))))
    return Near(draw(side), draw(side), draw(st.integers(0, 9)), draw(st.booleans()))


def _joined(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(st.builds(Every, parts), st.builds(Either, parts), st.builds(Without, inner))


trees = st.recursive(st.one_of(_exact, _plain, _partly, _days, _others, _nears()), _joined, max_leaves=5)


@pytest.fixture(scope="module")
def walkable(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    made = SearchIndex(tmp_path_factory.mktemp("walkable"))
    made.put(ENTRIES)
    return made


@given(trees)
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_index_finds_what_a_walk_finds_for_what_is_explained(walkable: SearchIndex, tree: Node) -> None:
    answer = walkable.find(Ask(written(tree), top=_COUNT))
    explained = read(answer.understood).tree
    assert explained is not None
    assert {hit.key for hit in answer.hits} == walked(explained, ENTRIES) == walked(tree, ENTRIES)


def test_no_phrase_and_no_nearness_reaches_from_one_text_into_the_next(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path)
    index.put([Entry("a", "patents", "煤制", "油厂\n燃料", ("油厂",), abstract="油厂", claims="燃料")])
    for query in ('"煤制油厂"', '"制油"', "煤制 NEAR/30 油厂", "油厂 NEAR/30 燃料", "摘要:燃料"):
        assert index.find(Ask(query)).total == 0, query
    assert index.find(Ask("煤 NEAR/0 制")).total == index.find(Ask("摘要:油厂 权利要求:燃料")).total == 1


def test_a_class_of_words_too_wide_is_answered_all_the_same(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path)
    letters = "abcdefghijklmnopqrstuvwxyz"
    index.put(Entry(f"k{a}{b}", "patents", " ".join(f"co{a}{b}{c}{d}" for c in letters for d in letters)) for a in letters for b in letters)
    assert index.find(Ask("co*")).total == 676
    assert index.find(Ask("coab* NEAR/2 coab*")).total == 1
    wide = index.find(Ask("煤 OR co* NEAR/2 co*", facets=("year",)))
    assert wide.total == 0
    assert "太多" in wide.problems[0].said
    assert wide.problems[0].sentence in wide.notes
