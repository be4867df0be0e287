"""What searchers type is read as they mean it, and can be written back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuzhi.engines.search.language import Either, Every, Leaf, Node, Without, read
from yuzhi.engines.search.writing import WORDS, written

_texts = st.sampled_from(("风机", "叶片", "heat", "pump2", "镁合金", "B60L", "G06F17/30", "第25类", "兰炭废水"))
_loose = st.builds(Leaf, _texts, st.sampled_from(("", *sorted(set(WORDS) - {"year", "number"}))), st.booleans())
_years = st.builds(Leaf, st.sampled_from(("2019", "2019-2021", "2019-")), st.just("year"))
_numbers = st.builds(Leaf, st.sampled_from(("CN201510123456.7", "ZL201510123456", "US7654321")), st.just("number"))


def _joined(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(st.builds(Every, parts), st.builds(Either, parts), st.builds(Without, inner))


trees = st.recursive(st.one_of(_loose, _years, _numbers), _joined, max_leaves=6)


@given(trees)
def test_a_tree_that_is_written_and_read_is_the_same_tree(tree: Node) -> None:
    assert read(written(tree)).tree == tree
    assert read(written(tree)).notes == ()


@pytest.mark.parametrize(("query", "meant"), [
    ("ti:风机 或 ti=叶片", "标题:风机 OR 标题:叶片"),
    ("风机 与 叶片 和 塔筒", "风机 叶片 塔筒"),
    ("风机 非 叶片", "风机 NOT 叶片"),
    ("标题：（风机 OR 叶片） pa:榆林", "(标题:风机 OR 标题:叶片) 申请人:榆林"),
    ("IC=A01B 1/02", "分类:A01B 1/02"),
    ("area:神木 st:有效", "地区:神木 状态:有效"),
    ("年:(2019-2021 OR 2024)", "年:2019-2021 OR 年:2024"),
    ("ti:(风机 pa:榆林)", "标题:风机 申请人:榆林"),
])
def test_fields_and_joining_words_are_read_in_chinese_and_english(query: str, meant: str) -> None:
    assert written(read(query).tree) == meant
    assert read(query).notes == ()


@pytest.mark.parametrize("query", ["E=mc2", "与时俱进", "非金属", "或然率", "x=1"])
def test_words_that_only_contain_a_sign_stay_words(query: str) -> None:
    assert read(query).tree == Leaf(query)


def test_a_bracket_after_year_that_holds_no_year_is_read_as_words_with_the_reason() -> None:
    assert "不是年份" in read("年:(风机)").notes[0]
