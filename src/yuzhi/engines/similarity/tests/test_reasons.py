"""Why a document is listed, and that a kept collection answers as the made one."""

from yuzhi.engines.similarity import Item, Store, answers, collection, reason, same_texts
from yuzhi.engines.similarity.tests.test_answers import CHINESE, ENGLISH, embed, items


def first(asked, among, vectors=None):
    return next(iter(answers([asked], among, vectors, 5)))["fusion"]


def test_a_reason_names_fields_terms_and_the_sentence_that_has_most_of_them():
    held = items(ENGLISH)
    held[0] = Item("US1", "Heat pump dryer", "A dryer for laundry. The heat pump recovers waste heat of exhaust air. It is small.")
    among = collection(held)
    asked = Item("new", body="A pump that recovers waste heat from exhaust air")
    told = reason(asked, held[0], among, first(asked, among)[0])
    assert told.passage == "The heat pump recovers waste heat of exhaust air."
    assert {"recovers", "pump", "waste"} <= set(told.terms)
    assert told.fields == ("title", "text")
    assert told.vector_share == 0


def test_across_languages_the_share_of_the_vectors_is_told():
    held = items(ENGLISH + CHINESE)
    among = collection(held, embed)
    asked = Item("new", body="车辆的再生制动装置")
    ranked = next(one for one in first(asked, among, embed) if one.key == "US2")
    told = reason(asked, held[1], among, ranked)
    assert 0 < told.vector_share <= 1
    assert told.terms == ()


def test_documents_of_the_same_text_are_told_apart_from_others():
    held = [*items(ENGLISH), Item("US1B", ENGLISH[0][1], ENGLISH[0][2])]
    among = collection(held)
    ranked = first(Item("new", body=ENGLISH[0][2]), among)
    assert same_texts(ranked, among) == {"US1B": "US1"}


def test_a_kept_collection_answers_as_the_one_that_was_made(tmp_path):
    among = collection(items(ENGLISH + CHINESE), embed)
    asked = Item("new", "热泵", "回收余热的 heat pump 烘干机")
    Store(tmp_path).put(among, 7)
    kept, edition = Store(tmp_path).get()
    assert edition == 7
    assert first(asked, kept, embed) == first(asked, among, embed)


def test_a_damaged_or_absent_file_counts_as_none(tmp_path):
    store = Store(tmp_path)
    assert store.get() is None
    store.put(collection(items(ENGLISH)), 1)
    file = next(tmp_path.glob("*.npz"))
    file.write_bytes(file.read_bytes()[:200])
    assert Store(tmp_path).get() is None
