"""Like documents, on a small collection in two languages."""

import numpy as np
import pytest

from yuzhi.engines.similarity import Item, answers, collection

ENGLISH = [
    ("US1", "Heat pump dryer", "A heat pump dryer recovers waste heat of exhaust air for drying laundry."),
    ("US2", "Regenerative brake", "A regenerative brake of a vehicle charges the battery while the vehicle slows down."),
    ("US3", "Waste incinerator", "An incinerator burns refuse and makes steam from the waste heat of flue gas."),
    ("US4", "Exhaust turbine", "A turbine in the exhaust of an engine drives a generator."),
]
CHINESE = [
    ("CN1", "热泵烘干机", "一种热泵烘干机，回收排气余热用于烘干衣物。"),
    ("CN2", "车辆再生制动", "车辆减速时再生制动装置向电池充电。"),
    ("CN3", "垃圾焚烧炉", "垃圾焚烧炉利用烟气余热产生蒸汽。"),
    ("CN4", "余热回收热泵", "回收工业余热的热泵机组。"),
]
MEANINGS = {"heat": "热 余热", "brake": "制动 减速", "burn": "焚烧 垃圾 refuse incinerator", "turbine": "engine turbine"}


def embed(texts):
    """Vectors by hand: one direction for each meaning that a text speaks of."""
    found = np.full((len(texts), len(MEANINGS) + 1), .01, np.float32)
    for row, text in enumerate(texts):
        for at, (name, words) in enumerate(MEANINGS.items()):
            found[row, at] = sum(word in text.lower() for word in (name, *words.split()))
        if not text:
            found[row] = 0
    return found


def items(rows):
    return [Item(key, title, body) for key, title, body in rows]


def keys(asked, among, vectors=None, method="fusion", top=10):
    return [one.key for one in next(iter(answers([asked], among, vectors, top, (method,))))[method]]


@pytest.mark.parametrize("method", ["words", "characters", "fusion"])
def test_the_document_that_shares_most_words_comes_first_and_the_asked_one_is_left_out(method):
    among = collection(items(ENGLISH))
    asked = Item("US1", "Heat pump", "Drying laundry with a heat pump and waste heat of exhaust air")
    found = keys(asked, among, method=method)
    assert "US1" not in found
    assert found[0] in ("US3", "US4")
    assert keys(Item("new", body=asked.body), among, method=method)[0] == "US1"


def test_without_vectors_nothing_is_found_by_vectors():
    assert keys(Item("new", body="heat pump"), collection(items(ENGLISH)), method="vectors") == []


def test_documents_of_another_language_are_found_through_vectors_and_stand_beside_those_of_the_own():
    among = collection(items(ENGLISH + CHINESE), embed)
    found = keys(Item("new", body="车辆的再生制动装置"), among, embed)
    assert found[0] == "CN2"
    assert "US2" in found[:3]


def test_what_was_published_later_comes_after_what_is_equally_like():
    body = "A heat pump recovers waste heat."
    among = collection([Item("a", body=body, year=2020), Item("b", body=body, year=2010), *items(ENGLISH)])
    told, untold = keys(Item("new", body=body, year=2015), among), keys(Item("new", body=body), among)
    assert told.index("b") < told.index("a")
    assert untold[:2] == ["a", "b"]


def test_shared_classes_decide_between_equal_texts_and_absent_ones_cost_nothing():
    body = "A heat pump recovers waste heat."
    among = collection([Item("a", body=body, codes=("B60L 7/10",)), Item("b", body=body, codes=("F24F12/00",)), Item("c", body=body, codes=("F24F 12/00",))])
    assert keys(Item("new", body=body, codes=("F24F 12/006",)), among)[0] in ("b", "c")
    assert keys(Item("new", body=body), among) == ["a", "b", "c"]


def test_an_empty_text_finds_nothing_and_says_so():
    assert keys(Item("new"), collection(items(ENGLISH + CHINESE), embed), embed) == []


@pytest.mark.parametrize("held", [[], [Item("a")], [Item("a"), Item("b", body="泵")]])
def test_collections_of_next_to_nothing_answer(held):
    among = collection(held, embed)
    assert keys(Item("new", body="泵"), among, embed) in ([], ["b"])
