"""A party is asked for by all its names."""

import pytest

from yuzhi.engines.search import Ask, Entry, SearchIndex
from yuzhi.engines.search.language import read
from yuzhi.engines.search.widening import MOST, widened
from yuzhi.engines.search.writing import written

NAMES = {"榆林惠泽化工有限公司": ["榆林市惠泽化工有限责任公司", "陕西惠泽新材料有限公司"]}


def names_of(text):
    return NAMES.get(text, [])


@pytest.fixture
def index(tmp_path):
    index = SearchIndex(tmp_path, names_of=names_of)
    rows = [("a", "榆林惠泽化工有限公司"), ("b", "榆林市惠泽化工有限责任公司"), ("c", "陕西惠泽新材料有限公司"), ("d", "神木惠泽煤业有限公司")]
    index.put(Entry(key, "patents", "催化剂", "", names=(name,)) for key, name in rows)
    return index


def keys(index, query):
    return {hit.key for hit in index.find(Ask(query)).hits}


def test_one_name_finds_the_records_of_all_and_says_so(index):
    for query in ("申请人:榆林惠泽化工有限公司", "榆林惠泽化工有限公司", '申请人:"榆林惠泽化工有限公司"'):
        assert keys(index, query) == {"a", "b", "c"}
    answer = index.find(Ask("申请人:榆林惠泽化工有限公司"))
    assert any("同一家的 2 个名称" in note for note in answer.notes)
    assert "陕西惠泽新材料有限公司" in answer.understood
    assert all("name" in hit.why for hit in answer.hits)


def test_what_is_shown_is_what_was_executed(index):
    shown = index.find(Ask("催化剂 申请人:榆林惠泽化工有限公司")).understood
    assert keys(index, shown) == {"a", "b", "c"}


def test_without_a_party_leaves_out_all_its_names(index):
    assert keys(index, "催化剂 NOT 申请人:榆林惠泽化工有限公司") == {"d"}


def test_words_of_a_text_are_not_taken_for_a_party(index):
    tree = read("标题:榆林惠泽化工有限公司 催化剂").tree
    assert widened(tree, names_of).tree == tree


def test_so_many_names_are_used_and_more_are_told():
    wide = widened(read("申请人:某某某某").tree, lambda text: [f"名称{number}" for number in range(MOST + 5)])
    assert written(wide.tree).count("名称") == MOST
    assert f"{MOST + 5} 个名称查，只用前 {MOST} 个" in wide.notes[0]
