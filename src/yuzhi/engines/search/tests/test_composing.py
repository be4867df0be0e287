"""A form writes what it means in the query language, whatever is typed into it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuzhi.engines.search.composing import Wishes, composed, wishes_of
from yuzhi.engines.search.language import read
from yuzhi.engines.search.vocabulary import DAYS
from yuzhi.engines.search.writing import written

_typed = st.one_of(
    st.text(st.sampled_from('煤油heat 1.2-/*"()|:=“”OR或NOT＊'), max_size=14),
    st.sampled_from(("标题:煤", "NEAR/3", "or", "B60L 7/10", "cataly*", "ZL 2015 1 0123456.7", "-煤", "E=mc2", "H02J，B60L", "煤 XOR 油")),
)
_TEXTS = ("every", "some", "exact", "without", "left", "right", "title", "abstract", "claims", "name", "inventor", "classes", "number", "county")


@given(st.dictionaries(st.sampled_from(_TEXTS), _typed, max_size=6), st.integers(0, 30), st.booleans(), st.sampled_from(DAYS),
       st.sampled_from(("", "2020-01-31")), st.sampled_from(("", "2021-05-01")))
def test_what_a_form_writes_is_read_as_the_form_means_it(
    typed: dict[str, str], far: int, ordered: bool, day: str, since: str, until: str,
) -> None:
    tree = composed(Wishes(**typed, far=far, ordered=ordered, day=day, since=since, until=until))
    again = read(written(tree))
    assert again.tree == tree
    assert again.problems == ()


@pytest.mark.parametrize(("wishes", "query"), [
    (Wishes(), "*"),
    (Wishes(every="余热 锅炉"), "余热 锅炉"),
    (Wishes(every="OR 标题:煤"), '"OR" "标题:煤"'),
    (Wishes(some="煤 油", without="水 气"), "(煤 OR 油) NOT 水 NOT 气"),
    (Wishes(exact="一种“余热”锅炉"), '"一种 余热 锅炉"'),
    (Wishes(left="余热 废热", right="锅炉", far=8), "(余热 OR 废热) NEAR/8 锅炉"),
    (Wishes(left="余热"), "余热"),
    (Wishes(title="风机 叶*", name="榆林学院"), "标题:风机 标题:叶* 申请人:榆林学院"),
    (Wishes(classes="H02J 7/00，B60L"), '(分类:H02J 7/00) OR (分类:B60L)'),
    (Wishes(number="ZL 2015 1 0123456.7"), "号码:ZL 2015 1 0123456.7"),
    (Wishes(county="神木市", state="有效", kind="专利"), "地区:神木市 状态:有效 类型:专利"),
    (Wishes(day="granted", until="2021-05-01"), "授权日:..2021-05-01"),
])
def test_a_form_is_written_as_one_would_write_it(wishes: Wishes, query: str) -> None:
    assert written(composed(wishes)) == query


def test_a_question_of_words_alone_fills_the_form() -> None:
    assert wishes_of("余热 锅炉*").every == "余热 锅炉*"
    assert wishes_of("余热 OR 锅炉") == wishes_of("标题:煤") == wishes_of("*") == Wishes()
