"""What is found: phrases against substrings, numbers, classes, filters and facets against counting by hand."""

import random
from collections import Counter
from collections.abc import Callable
from functools import lru_cache

import pytest

from yuzhi.engines.search import FACETS, Ask, Entry, SearchIndex
from yuzhi.engines.search.language import read
from yuzhi.engines.text import fold

Fill = Callable[..., SearchIndex]
CHINESE_ONLY = slice(0, 2200)


def found(index: SearchIndex, query: str, **more: object) -> set[str]:
    return {hit.key for hit in index.find(Ask(query, top=5000, **more)).hits}  # type: ignore[arg-type]


@lru_cache(maxsize=20_000)
def squeezed(text: str) -> str:
    return fold(text).replace(" ", "")


def holding(entries: list[Entry], phrase: str) -> set[str]:
    wanted = squeezed(phrase)
    return {e.key for e in entries if any(wanted in squeezed(part) for part in (e.title, e.text, *e.names))}


def test_quoted_phrases_find_exactly_the_records_that_contain_them(library: SearchIndex, abstracts: list[Entry]) -> None:
    chance = random.Random(11)
    tried = 0
    while tried < 150:
        text = chance.choice(abstracts[CHINESE_ONLY]).text
        start, length = chance.randrange(len(text)), chance.choice((1, 2, 2, 3, 4, 5, 6, 8, 12))
        phrase = text[start:start + length]
        around = text[max(0, start - 1):start] + text[start:start + length] + text[start + length:start + length + 1]
        if any(letter.isascii() and letter.isalpha() for letter in around) or '"' in phrase or phrase.strip() in ("", "*"):
            continue
        if any(quote in phrase for quote in "“”„‟「」『』«»"):
            continue
        tried += 1
        assert found(library, f'"{phrase}"') == holding(abstracts, phrase), phrase


def test_words_in_dictionary_or_not_find_all_records_that_contain_them(library: SearchIndex, abstracts: list[Entry]) -> None:
    for word in ("电", "热", "能量", "装置", "催化剂", "电动汽车", "超级电容器", "炉窑尾", "回馈能"):
        assert found(library, word) == holding(abstracts, word), word
    assert found(library, "余热锅炉") == holding(abstracts, "余热") & holding(abstracts, "锅炉")


def test_words_side_by_side_must_all_be_there(library: SearchIndex, abstracts: list[Entry]) -> None:
    assert found(library, "制动 能量回收") == (
        holding(abstracts, "制动") & holding(abstracts, "能量") & holding(abstracts, "回收"))
    assert found(library, "制动 -能量") == holding(abstracts, "制动") - holding(abstracts, "能量")
    assert found(library, "催化剂 OR 超级电容器") == holding(abstracts, "催化剂") | holding(abstracts, "超级电容器")
    assert found(library, "(催化剂 | 制动) -(电动 OR 装置)") == (
        (holding(abstracts, "催化剂") | holding(abstracts, "制动")) - holding(abstracts, "电动") - holding(abstracts, "装置"))
    assert len(found(library, "-制动")) == len(abstracts) - len(holding(abstracts, "制动"))


def test_english_words_match_whatever_their_case_and_plural(filled: Fill) -> None:
    index = filled(Entry("a", "patents", "Heat Pumps for Drying"), Entry("b", "patents", "a heating pump"), Entry("c", "patents", "heatpump"))
    assert found(index, "HEAT pump") == {"a", "b"}
    assert found(index, '"heat pumps"') == {"a"}
    assert found(index, "pump heat -dry") == {"b"}


@pytest.mark.parametrize("query", [
    "201510123456.7", "2015101234567", "201510123456", "ZL201510123456.7", "CN201510123456", "ＺＬ２０１５１０１２３４５６．７",
    "zl 2015 1 0123456.7", "号:201510123456", "number:CN201510123456.7", '申请号:"ZL 2015 1 0123456.7"', "201510123456 . 7",
    "CN104567890B", "104567890", "ｃｎ104567890ｂ", "公开号：CN 104567890B", "cn/p/201510123456",
])
def test_a_number_is_found_in_any_spelling(filled: Fill, query: str) -> None:
    index = filled(
        Entry("cn/p/201510123456", "patents", "一种煤制油催化剂", numbers=("201510123456.7", "CN104567890B")),
        Entry("cn/p/201510123457", "patents", "一种煤制油催化剂", numbers=("201510123457.5", "CN104567891B")),
        Entry("us/pub/20150123456A1", "patents", "coal", numbers=("US20150123456A1",)),
    )
    answer = index.find(Ask(query))
    assert [hit.key for hit in answer.hits] == ["cn/p/201510123456"]
    assert "number" in answer.hits[0].why or query.startswith("cn/")


@pytest.mark.parametrize(("query", "key"), [
    ("US20170190327A1", "us"), ("us 2017/0190327 a1", "us"), ("20170190327", "us"), ("号:CN20170190327", None),
    ("85105156", "old"), ("CN85105156", "old"), ("第1234567号", "mark"), ("1234567", "mark"),
    ("国作登字-2020-F-01234567", "work"), ("国作登字2020F01234567", "work"), ("2020sr0123456", "soft"),
])
def test_numbers_of_all_kinds_are_found(filled: Fill, query: str, key: str | None) -> None:
    index = filled(
        Entry("us", "patents", "x", numbers=("US20170190327A1",)), Entry("old", "patents", "x", numbers=("CN85105156",)),
        Entry("mark", "trademarks", "x", numbers=("1234567",)), Entry("work", "works", "x", numbers=("国作登字-2020-F-01234567",)),
        Entry("soft", "works", "x", numbers=("2020SR0123456",)),
    )
    assert found(index, query) == ({key} if key else set())


def test_a_class_finds_all_that_lies_in_it(filled: Fill) -> None:
    index = filled(
        Entry("ipc", "patents", "x", codes=("B60L 7/10", "H02J7/00")), Entry("ipc2", "patents", "x", codes=("B60L 15/20",)),
        Entry("nice", "trademarks", "x", codes=("30",)), Entry("nice3", "trademarks", "x", codes=("3",)),
        Entry("loc", "patents", "x", codes=("LOC(14) 09-01",)),
    )
    assert found(index, "*", classes=("B60L",)) == found(index, "分类号:B60L") == found(index, "B60L") == {"ipc", "ipc2"}
    assert found(index, "class:b60l7/10") == found(index, "B60L 7/10") == found(index, '分类号："B60L 7/10"') == {"ipc"}
    assert found(index, "*", classes=("B", "H02J 7/00")) == {"ipc", "ipc2"}
    assert found(index, "分类号:第30类") == found(index, "class:30") == {"nice"}
    assert found(index, "class:03") == {"nice3"}
    assert found(index, "class:09-01") == found(index, "class:LOC09") == {"loc"}
    facets = dict(index.find(Ask("*", facets=("class",))).facets["class"])
    assert facets == {"B60L": 2, "H02J": 1, "30": 1, "3": 1, "LOC09": 1}


def test_a_class_of_goods_is_found_as_people_write_it(filled: Fill) -> None:
    index = filled(
        Entry("coat", "trademarks", "塞上", codes=("25",)), Entry("rice", "trademarks", "米脂小米", codes=("30",)),
        Entry("told", "patents", "一种服装", "属于第25类商品"), Entry("third", "trademarks", "x", codes=("3",)),
    )
    for written in ("25", "第25类", "25类", "第２５类", "第 25 类", " 25 类", "第二十五类", "二十五类", "Class 25"):
        assert found(index, "*", classes=(written,)) == {"coat"}, written
    for query in ("分类号:第25类", "分类号:25类", "class:25", "分类号:第二十五类", "分类号:第 25 类"):
        assert found(index, query) == {"coat"}, query
    for query in ("第25类", "25类", "第 25 类", "第二十五类"):
        assert found(index, query) >= {"coat"}, query
        assert not found(index, query) & {"rice", "third"}, query
    assert found(index, "塞上 第25类") == {"coat"}
    assert found(index, "*", classes=("第三类",)) == found(index, "*", classes=("第03类",)) == {"third"}
    assert found(index, "第25类") == {"coat", "told"}, "a text that says it is found too"


def test_fields_are_asked_by_name_in_both_languages(filled: Fill) -> None:
    index = filled(
        Entry("a", "patents", "煤制油装置", "含苹果", ("陕西煤业有限公司",), year=2019, county="610881", state="in_force"),
        Entry("b", "patents", "苹果储藏", "煤制油装置", ("榆林农业局",), year=2021, county="610822", state="lapsed"),
    )
    for query in ("名称:煤制油", "title:煤制油", "标题：煤制油装置", "申请人:煤业", "applicant:陕西", "年:2019", "year:2018-2020",
                  "年：2019年", "县:神木", "county:610881", "状态:有效", "state:in_force", '名称:"煤制油装"'):
        assert found(index, query) == {"a"}, query
    assert found(index, "年:2019-2021 类型:专利") == {"a", "b"}
    assert found(index, "-县:神木") == {"b"}


def test_filters_and_facets_equal_counting_by_hand(library: SearchIndex, abstracts: list[Entry]) -> None:
    texts = holding(abstracts, "能量")
    ask = Ask("能量", kinds=("patents",), years=(2008, 2014), counties=("610881", ""), states=("lapsed", "unknown"),
              parties=("uscc/1", "uscc/4", "uscc/0"), classes=("B60L",), facets=FACETS, facet_top=50)
    truth = [
        entry for entry in abstracts
        if entry.key in texts and entry.kind == "patents" and entry.county in ("610881", "")
        and entry.year and 2008 <= entry.year <= 2014 and entry.state == "lapsed"
        and {"uscc/1", "uscc/4", "uscc/0"} & set(entry.party_keys) and entry.codes[0].startswith("B60L")
    ]
    answer = library.find(ask)
    assert len(truth) > 3
    assert answer.total == len(truth)
    for name, values in {
        "kind": Counter(e.kind for e in truth), "year": Counter(str(e.year) for e in truth),
        "county": Counter(e.county for e in truth), "party": Counter(k for e in truth for k in set(e.party_keys)),
        "name": Counter(n for e in truth for n in e.names), "class": Counter("B60L" for _ in truth),
        "state": Counter(e.state for e in truth), "made_up": Counter("0" for _ in truth), "source": Counter("" for _ in truth),
    }.items():
        assert dict(answer.facets[name]) == dict(values), name
        assert answer.more[name] == 0


def test_a_facet_that_is_cut_says_what_it_left_out(library: SearchIndex, abstracts: list[Entry]) -> None:
    answer = library.find(Ask("*", facets=("party", "year"), facet_top=2))
    counts = Counter(key for entry in abstracts for key in set(entry.party_keys)).most_common()
    assert [one.records for one in answer.facets["party"]] == [count for _, count in counts[:2]]
    assert answer.more["party"] == sum(count for _, count in counts[2:])
    assert sum(one.records for one in answer.facets["year"]) + answer.more["year"] == answer.total


def test_made_up_records_can_be_left_out(filled: Fill) -> None:
    index = filled(Entry("a", "works", "剪纸", made_up=True), Entry("b", "works", "剪纸"))
    assert found(index, "剪纸", made_up=False) == {"b"}
    assert found(index, "剪纸", made_up=True) == {"a"}
    assert [hit.made_up for hit in index.find(Ask("剪纸")).hits] == [True, False]


def test_a_match_in_the_title_comes_before_one_in_the_text(filled: Fill) -> None:
    index = filled(
        Entry("a", "patents", "一种装置", "用于煤制油的装置，煤制油时使用"), Entry("b", "patents", "煤制油", "一种装置，用于工业生产"),
    )
    assert [hit.key for hit in index.find(Ask("煤制油")).hits] == ["b", "a"]


def test_a_hit_shows_texts_as_received_with_what_matched(filled: Fill) -> None:
    text = "前" * 200 + "，采用ＣＯ２催化剂，" + "后" * 200
    index = filled(Entry("a", "patents", "ＣＯ２ 催化剂", text, ("神木公司",), day="2024-02-03", codes=("B01J 23/00",)))
    hit = index.find(Ask("co2 催化剂")).hits[0]
    assert hit.title_text == "ＣＯ２ 催化剂"
    assert [(part.text, part.marked) for part in hit.title] == [("ＣＯ２", True), (" ", False), ("催化剂", True)]
    assert "".join(part.text for part in hit.snippet if part.marked) == "ＣＯ２催化剂"
    assert hit.snippet[0].text == hit.snippet[-1].text == "…"
    assert "".join(part.text for part in hit.snippet[1:-1]) in text
    assert hit.why == ("title", "text")
    assert index.find(Ask("申请人:神木")).hits[0].why == ("name",)
    assert index.find(Ask("B01J")).hits[0].why == ("class",)


def test_everything_is_found_by_a_star_or_nothing(library: SearchIndex, abstracts: list[Entry]) -> None:
    for query in ("*", "", "   ", "＊"):
        assert library.find(Ask(query, top=1)).total == len(abstracts)
    assert library.find(Ask("*", top=0)).hits == ()
    assert len(library.find(Ask("*", top=10, offset=len(abstracts) - 3)).hits) == 3
    assert library.find(Ask("能量", top=10, offset=10_000_000)).hits == ()


def test_pages_follow_each_other_without_gap_or_repetition(library: SearchIndex) -> None:
    whole = [hit.key for hit in library.find(Ask("能量", top=300)).hits]
    assert [hit.key for at in range(0, 300, 20) for hit in library.find(Ask("能量", top=20, offset=at)).hits] == whole


def test_an_empty_answer_explains_itself(filled: Fill) -> None:
    index = filled(
        Entry("a", "patents", "煤制油催化剂", county="610881"), Entry("b", "patents", "苹果储藏", county="610822"),
        Entry("c", "patents", "催化剂再生"),
    )
    lost = index.find(Ask("催化剂 苹果")).explain
    assert lost
    assert [(term.term, term.records) for term in lost.terms] == [("催化剂", 2), ("苹果", 1)]
    assert any("同时符合" in said for said in lost.sentences)

    filtered = index.find(Ask("苹果", counties=("610881",))).explain
    assert filtered
    assert [(term.records, term.within) for term in filtered.terms] == [(1, 0)]
    assert [(cost.label, cost.without) for cost in filtered.filters] == [("神木市", 1)]
    assert "去掉筛选“县（市、区）：神木市”后有 1 条。" in filtered.sentences

    misspelt = index.find(Ask("催化济")).explain
    assert misspelt
    assert misspelt.suggestions[0] == "催化剂"
    assert index.find(Ask("催化剂")).explain is None


def test_the_answer_says_how_the_question_was_understood(library: SearchIndex) -> None:
    assert library.find(Ask("电动 OR 名称:能量 -热")).notes == ("查找：“电动” 或者 （名称为“能量” 并且 不含“热”）。",)
    assert library.find(Ask('电动 "能量')).notes[0] == '第 4 个字“"能量”：引号没有成对，整个检索式已按普通词检索。'
    assert library.find(Ask('电动 "能量')).total == library.find(Ask("电动 能量")).total


def test_a_number_that_is_written_wrongly_is_said_to_be():
    assert "校验位" in read("202229900001.8").notes[0]
    assert read("202229900001.9").notes == read("镁合金").notes == ()
