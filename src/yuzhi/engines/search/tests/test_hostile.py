"""Whatever is typed is answered, soon; whatever is put can be found."""

import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yuzhi.engines.search import Ask, Entry, SearchIndex

NASTY = [
    "\x00", "\ud800", "\ufeff", "\u202e煤", "👩‍👩‍👧‍👦", "Ω≈ç√∫", "ﾟ･✿ヾ╲(｡◕‿◕｡)╱✿･ﾟ", "<script>alert(1)</script>", "'; DROP TABLE rights;--",
    "../../etc/passwd", "%s%n%x", "{{7*7}}", "${jndi:ldap://x}", "title:[* TO *]", "body:x AND _exists_:y", "a~2^5", "/.*/",
    "1e400", "NaN", "-" * 300, "(" * 400, ")" * 400, "((" * 10 + "煤" + "))" * 10, "(" * 30 + "煤" + ")" * 30, '"' * 301,
    "OR OR OR", "AND", "NOT", "NOT NOT 煤", "-", "--", "- -煤", "-(-(煤))", "|", "| |", "名称:", "名称:名称:煤", "年:99999999999999999999",
    "年:0000-9999", "年:9999-0000", "号:", "号:-", "号:\x00", "分类号:。", "县:", "县:''", "类型:\ud800", ":", "：：", "“", "”煤“", "「煤", "*煤*", "* *",
    "？", "。。。", "　", "\t\n", "\x1f", "\x1fco\x1f", "\U000f0000", "\ufdd0", "İ", "ß", "Å", "e\u0301", "가각", "ｶﾞ", "①㎏㈱",
    "煤" * 10_000, "a" * 10_000, "煤 " * 5_000, "a OR " * 2_000, '"煤" ' * 2_500, "1" * 10_000, "的" * 10_000, "()" * 5_000, "-煤 " * 3_000,
]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> SearchIndex:
    made = SearchIndex(tmp_path_factory.mktemp("small"))
    made.put(Entry(f"k{at}", "patents", f"煤制油 heat {at}", "煤，制油。" * 9, numbers=(f"CN20151012345{at}",), year=2015) for at in range(9))
    return made


@pytest.mark.parametrize("query", NASTY, ids=range(len(NASTY)))
def test_a_hostile_question_is_answered_soon(small: SearchIndex, query: str) -> None:
    started = time.perf_counter()
    answer = small.find(Ask(query, facets=("kind", "year")))
    assert time.perf_counter() - started < 1
    assert 0 <= answer.total <= 9
    assert len(answer.hits) == answer.total
    assert (answer.explain is None) == (answer.total > 0)


@given(st.one_of(st.text(max_size=80), st.text(st.sampled_from('煤油制 ab"():-|*ORNT名称年号县：“”1290.X\ud800\x1f'), max_size=60)))
@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_question_is_answered(small: SearchIndex, query: str) -> None:
    answer = small.find(Ask(query, kinds=("patents",), states=(query,) if len(query) % 5 == 0 else ()))
    assert len(answer.hits) == answer.total


def test_hostile_filters_find_nothing_or_something_but_do_not_fail(small: SearchIndex) -> None:
    for value in NASTY:
        answer = small.find(Ask("煤", kinds=(value,), counties=(value,), classes=(value,), parties=(value,), states=(value,)))
        assert answer.total == 0
        assert answer.explain
    assert small.find(Ask("煤", years=(-10**30, 10**30), top=-5, offset=-5)).total == 9


def test_hostile_texts_are_put_found_and_shown_as_received(tmp_path: Path) -> None:
    index = SearchIndex(tmp_path)
    index.put(Entry(f"k{at}", "works", value[:500], value, (value[:99],), (value[:99],), (value[:99],), state=value[:99])
              for at, value in enumerate(NASTY))
    assert index.count() == len(NASTY)
    shown = {hit.key: hit.title_text for hit in index.find(Ask("*", top=500)).hits}
    for at, value in enumerate(NASTY):
        if "\ud800" not in value:
            assert shown[f"k{at}"] == value[:500]
    assert index.find(Ask("", facets=("state", "name", "class"))).total == len(NASTY)


def test_a_long_question_says_that_it_was_shortened(small: SearchIndex) -> None:
    assert "问题太长" in small.find(Ask("煤" * 10_000)).notes[0]
