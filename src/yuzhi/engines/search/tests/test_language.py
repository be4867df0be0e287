"""What searchers type is read as they mean it, and can be written back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuzhi.engines.search.language import Either, Every, Leaf, Near, Node, Without, read
from yuzhi.engines.search.vocabulary import DAYS, FARTHEST, TEXTS, WORDS
from yuzhi.engines.search.writing import written

FREE = sorted(set(WORDS) - {"year", "number", *DAYS})
_words = ("风机", "叶片", "heat", "pump2", "镁合金", "B60L", "G06F17/30", "第25类", "兰炭废水")
_texts = st.sampled_from(_words)
_loose = st.builds(Leaf, _texts, st.sampled_from(("", *FREE)), st.booleans())
_years = st.builds(Leaf, st.sampled_from(("2019", "2019-2021", "2019-")), st.just("year"))
_days = st.builds(Leaf, st.sampled_from(("2020-01-31", "2020-01-01..2021-12-31", "..2021-12-31", "2020-01-01..")), st.sampled_from(DAYS))
_numbers = st.builds(Leaf, st.sampled_from(("CN201510123456.7", "ZL201510123456", "US7654321")), st.just("number"))
_begun = st.builds(Leaf, st.sampled_from(("CN2015", "2019")), st.just("number"), st.just(False), st.just("right"))
_parts = st.builds(Leaf, st.sampled_from(("风机", "heat", "镁合金")), st.sampled_from(TEXTS), st.just(False), st.sampled_from(("left", "right", "both")))
_phrases = st.builds(Leaf, st.sampled_from(("风机 叶片", "heat pump")), st.sampled_from(TEXTS), st.just(True), st.just("right"))


@st.composite
def _nears(draw: st.DrawFn) -> Near:
    field, ordered = draw(st.sampled_from(TEXTS)), draw(st.booleans())

    def side() -> Leaf | Either:
        words = draw(st.lists(st.sampled_from(("风机", "叶片", "heat", "镁")), min_size=1, max_size=3))
        found = [Leaf(word, field, draw(st.booleans()), "right" if draw(st.booleans()) else "") for word in words]
        return Either(tuple(found)) if len(found) > 1 else found[0]

    return Near(side(), side(), draw(st.integers(0, FARTHEST)), ordered)


def _joined(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    parts = st.lists(inner, min_size=2, max_size=3).map(tuple)
    return st.one_of(st.builds(Every, parts), st.builds(Either, parts), st.builds(Without, inner))


trees = st.recursive(st.one_of(_loose, _years, _days, _numbers, _begun, _parts, _phrases, _nears()), _joined, max_leaves=6)


@given(trees)
def test_a_tree_that_is_written_and_read_is_the_same_tree(tree: Node) -> None:
    again = read(written(tree))
    assert again.tree == tree
    assert (again.notes, again.problems) == ((), ())


@given(st.text(st.sampled_from('风机叶片heat "()|-*:=./0123456789 ORNTEADJ年申请日标题ti近'), max_size=50))
def test_what_is_understood_without_a_problem_can_be_asked_again(query: str) -> None:
    read_once = read(query)
    if not read_once.problems and not read_once.notes:
        assert written(read(written(read_once.tree)).tree) == written(read_once.tree)


@pytest.mark.parametrize(("query", "meant"), [
    ("ti:风机 或 ti=叶片", "标题:风机 OR 标题:叶片"),
    ("风机 与 叶片 和 塔筒", "风机 叶片 塔筒"),
    ("风机 非 叶片", "风机 NOT 叶片"),
    ("标题：（风机 OR 叶片） pa:榆林", "(标题:风机 OR 标题:叶片) 申请人:榆林"),
    ("IC=A01B 1/02", "分类:A01B 1/02"),
    ("area:神木 st:有效", "地区:神木 状态:有效"),
    ("年:(2019-2021 OR 2024)", "年:2019-2021 OR 年:2024"),
    ("ti:(风机 pa:榆林)", "标题:风机 申请人:榆林"),
    ("风机 near/3 叶片", "风机 NEAR/3 叶片"),
    ("风机 邻近/3 叶片 塔筒", "(风机 NEAR/3 叶片) 塔筒"),
    ("风机 邻近 叶片 OR 塔筒", "(风机 NEAR/5 叶片) OR 塔筒"),
    ("(风机 或 风车) ADJ 叶片", "(风机 OR 风车) ADJ/0 叶片"),
    ("摘要:(风机 近/2 叶片)", "摘要:风机 NEAR/2 摘要:叶片"),
    ("heat*  *泵 *yst*", "heat* *泵 *yst*"),
    ('ti:"heat pump"*', '标题:"heat pump"*'),
    ("ab:风机 cl=叶片 in:王", "摘要:风机 权利要求:叶片 发明人:王"),
    ("申请日:2020-01-01..2021-12-31", "申请日:2020-01-01..2021-12-31"),
    ("申请日：2020年1月1日 至 2021年12月31日 煤", "申请日:2020-01-01..2021-12-31 煤"),
    ("pd:2020 gd:2020-02 ad:20200115", "公开日:2020-01-01..2020-12-31 授权日:2020-02-01..2020-02-29 申请日:2020-01-15"),
    ("filed:2020..2021", "申请日:2020-01-01..2021-12-31"),
    ("granted:2021.. published:..2019/03/01", "授权日:2021-01-01.. 公开日:..2019-03-01"),
    ("申请日:2021..2020", "申请日:2020-01-01..2021-12-31"),
    ("no:2015*", "号码:2015*"),
])
def test_fields_and_joining_words_are_read_in_chinese_and_english(query: str, meant: str) -> None:
    assert written(read(query).tree) == meant
    assert (read(query).notes, read(query).problems) == ((), ())


@pytest.mark.parametrize("query", ["E=mc2", "与时俱进", "非金属", "或然率", "x=1"])
def test_words_that_only_contain_a_sign_stay_words(query: str) -> None:
    assert read(query).tree == Leaf(query)


@pytest.mark.parametrize(("query", "at", "said"), [
    ("年:(风机)", 1, "不是年份"),
    ("煤 申请日:2020-02-30", 7, "不是日期"),
    ("煤 风机 NEAR/99 叶片", 6, "最多相隔"),
    ("风机 NEAR/3", 4, "两边"),
    ("NEAR/3 风机", 1, "两边"),
    ("风机 NEAR/3 叶片 NEAR/3 塔筒", 14, "不能连写"),
    ("风机 NEAR/3 (叶片 塔筒)", 4, "用 OR 连起来"),
    ("标题:风机 NEAR/3 叶片", 7, "同一个字段"),
    ("地区:神木 NEAR/3 地区:府谷", 7, "不能写邻近"),
    ("年:20*", 3, "不能写“*”"),
    ("煤 a*", 3, "至少要有 2 个字母"),
    ("*st", 1, "至少要有 3 个字母"),
    ("*heat泵", 1, "只能是一个词"),
    ("号:12*", 3, "至少 4 位"),
    ("煤 (风机", 3, "括号没有成对"),
    ("煤 风机)", 5, "括号没有成对"),
    ("煤 OR", 3, "两边要各有一个词"),
    ('煤 "风机', 3, "引号没有成对"),
    ("ti:", 1, "后面没有内容"),
    ("外观:灯 煤", 1, "不是检索式的字段"),
    ("说明书:煤", 1, "没有编入"),
    ("煤 XOR 油", 3, "不是检索式的连接词"),
    ("coal and oil", 6, "请写 AND"),
    ("煤 W/5 油", 3, "NEAR/5"),
    ("cataly? 煤", 1, "截词只用"),
    ("ca*st", 1, "截词只用"),
    ("煤 & 油", 3, "不是检索式的符号"),
    ("分类:B60*", 4, "没有用上"),
])
def test_what_the_language_does_not_know_is_said_with_its_place(query: str, at: int, said: str) -> None:
    (problem,) = read(query).problems
    assert problem.at == at
    assert said in problem.sentence


@pytest.mark.parametrize("query", ["煤制油怎么做？", "风机（叶片）", "http://example.org/x", "C++", "与时俱进", "煤-油", "2:1 的比例", "近5年", "near miss"])
def test_plain_words_raise_no_problem(query: str) -> None:
    assert read(query).problems == ()
