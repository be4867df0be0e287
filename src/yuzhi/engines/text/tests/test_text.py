"""Texts fold as the kernel folds them, cut without loss and sort as people look."""

import gzip
import json
import re
from itertools import pairwise
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from yuzhi.engines.text import characters, fold, sort_key, words
from yuzhi.engines.text.tokens import chunks, cut, is_in_dictionary, long_words, pair_term, pairs, unit_term
from yuzhi.kernel.chinese import tidy

MIXED = st.text(st.sampled_from("煤制油催化剂，。（）ＣＯ２co2 ab\u3000\u200b\ufeffΣσé́がか゛①㎏\U000f0000\x1f\n"), max_size=40)


@given(st.one_of(st.text(max_size=60), MIXED))
@settings(max_examples=400)
def test_folding_letter_by_letter_is_folding_the_whole(text: str) -> None:
    assert fold(text) == tidy(text).lower()


@given(MIXED)
@settings(max_examples=400)
def test_the_fast_pairs_are_the_plain_pairs(text: str) -> None:
    units = characters(text.replace("\U000f0000", ""))
    fast = pairs(fold(text.replace("\U000f0000", "")))
    assert [one for one in fast.units.split(" ") if one] == [unit_term(unit) for unit in units]
    assert [one for one in fast.pairs.split(" ") if one] == [pair_term(*two) for two in pairwise(units)]


def test_many_latin_runs_make_the_same_pairs_as_few() -> None:
    text = "甲" + "乙".join(f"{letter}x" for letter in "abcdefghijklmnop")
    assert pairs(fold(text)).pairs.split(" ") == [pair_term(*two) for two in pairwise(characters(text))]


def test_the_characters_of_a_substring_are_a_stretch_of_the_characters() -> None:
    assert characters("含CO2的 Heat pump，12年") == ["含", "co", "2", "的", "heat", "pump", ",", "1", "2", "年"]


def test_words_keep_numbers_and_drop_punctuation() -> None:
    assert words("煤制油催化剂，ＣＯ２！") == ["煤制油", "催化", "化剂", "催化剂", "co2"]
    assert words("，。！") == []


def test_cutting_loses_nothing() -> None:
    assert "".join(cut("本发明公开了一种煤制油催化剂")) == "本发明公开了一种煤制油催化剂"
    assert chunks("co2浓度，heat-pump") == [("co2", True), ("浓度", False), ("heat", True), ("pump", True)]


def test_a_dictionary_word_is_found_in_every_real_abstract_that_contains_it(shared: Path) -> None:
    texts = []
    with gzip.open(shared / "data/patents_energy/cn_patents.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line, _ in zip(lines, range(400), strict=False):
            texts.append(fold(json.loads(line)["abstract_zh"]))
    tried = {word for text in texts[:60] for word in cut(text) if is_in_dictionary(word) and re.fullmatch("[一-鿿]+", word)}
    assert len(tried) > 100
    listed = [set(long_words(text)) for text in texts]
    for word in tried:
        assert [word in found for found in listed] == [word in text for text in texts], word


def test_names_sort_by_pinyin_and_equal_names_only_share_a_key() -> None:
    assert sorted(["榆林", "府谷", "神木", "绥德", "定边"], key=sort_key) == ["定边", "府谷", "神木", "绥德", "榆林"]
    assert sort_key("ＡＢ公司") == sort_key("ab公司")
    assert sort_key("形式") != sort_key("型式")
