"""Ways out of an empty answer: each finds exactly what it says, and is asked as it is written."""

from collections.abc import Callable

import pytest

from yuzhi.engines.search import Ask, Entry, SearchIndex
from yuzhi.engines.search.answers import Way

Fill = Callable[..., SearchIndex]


@pytest.fixture
def stocked(filled: Fill) -> SearchIndex:
    return filled(
        Entry("a", "patents", "煤制油催化剂", "含有余热锅炉", ("陕西煤业",), codes=("B60L 7/10",), county="610881", year=2019),
        Entry("b", "patents", "苹果储藏", "用风机吹，叶片在另一处很远很远的地方", codes=("B60L 15/20",), county="610822", year=2021),
        Entry("c", "trademarks", "catalyst", codes=("30",)),
    )


def ways(index: SearchIndex, query: str, **more: object) -> tuple[Way, ...]:
    answer = index.find(Ask(query, **more))  # type: ignore[arg-type]
    assert answer.total == 0
    assert answer.explain
    for way in answer.explain.ways:
        lifted = {"kind": "kinds", "county": "counties", "class": "classes"}
        kept = {name: value for name, value in more.items() if name not in [lifted[one] for one in way.lifted]}
        if way.classes is not None:
            kept["classes"] = way.classes
        assert index.find(Ask(way.query, **kept)).total == way.records > 0  # type: ignore[arg-type]
    return answer.explain.ways


@pytest.mark.parametrize(("query", "kind", "said", "found"), [
    ("催化济", "spelling", "“催化济”改为“催化剂”", "催化剂"),
    ("标题:catalist", "spelling", "“catalist”改为“catalyst”", "标题:catalyst"),
    ("催化剂 苹果", "drop", "去掉“苹果”", "催化剂"),
    ("催化剂 NOT 标题:煤", "drop", "去掉“不含 名称:煤”", "催化剂"),
    ("风机 NEAR/1 叶片", "loosen", "“风机”与“叶片”不限远近", "风机 叶片"),
    ('"余热的锅炉"', "loosen", "“余热的锅炉”不必连在一起", "余热的锅炉"),
    ("标题:余热", "loosen", "“余热”不限在名称里", "余热"),
    ("ic:B60L7/14", "broader", "分类“B60L7/14”放宽到“B60L7”", "分类:B60L7"),
    ("催化剂 B60L7/14", "broader", "分类“B60L7/14”放宽到“B60L7”", "催化剂 (分类:B60L7)"),
    ("催化剂 苹果 年:2019..2021", "any", "这些词有一个就行", "(催化剂 OR 苹果) 年:2019..2021"),
])
def test_a_way_out_says_what_it_changes(stocked: SearchIndex, query: str, kind: str, said: str, found: str) -> None:
    assert (kind, said, found) in {(way.kind, way.said, way.query) for way in ways(stocked, query)}


def test_filters_are_lifted_and_classes_widened(stocked: SearchIndex) -> None:
    (lifted,) = ways(stocked, "催化剂", kinds=("trademarks",))
    assert (lifted.said, lifted.lifted, lifted.records) == ("去掉筛选“类型：商标”", ("kind",), 1)
    (both,) = ways(stocked, "催化剂", kinds=("trademarks",), counties=("610822",))
    assert (both.said, both.lifted) == ("去掉全部筛选", ("kind", "county"))
    (wide, off) = ways(stocked, "催化剂", classes=("B60L7/14",))
    assert (wide.said, wide.classes, wide.records) == ("筛选的分类“B60L7/14”放宽到“B60L7”", ("B60L7",), 1)
    assert off.lifted == ("class",)


def test_a_question_that_is_wrong_inside_wrong_filters_loses_both(stocked: SearchIndex) -> None:
    first = ways(stocked, "催化济", kinds=("trademarks",))[0]
    assert (first.said, first.lifted, first.records) == ("“催化济”改为“催化剂”，去掉全部筛选", ("kind",), 1)


def test_what_stands_nearest_to_the_question_comes_first(stocked: SearchIndex) -> None:
    first = ways(stocked, "催化济 标题:余热")[0]
    assert (first.said, first.query) == ("“催化济”改为“催化剂”，“余热”不限在名称里", "催化剂 余热")
    assert [way.kind for way in ways(stocked, "催化济 余热")] == ["spelling", "spelling", "drop", "any"]


def test_where_nothing_helps_nothing_is_offered(stocked: SearchIndex) -> None:
    assert ways(stocked, "量子纠缠") == ()
    assert stocked.find(Ask("催化剂", explain=True)).explain.ways == ()  # type: ignore[union-attr]
