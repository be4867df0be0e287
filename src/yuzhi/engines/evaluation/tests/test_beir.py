"""Collections in BEIR form, as others write them."""

import json

import pytest

from yuzhi.engines.evaluation import judged
from yuzhi.kernel.errors import BadFile


def files(folder, corpus=None, queries=None, qrels="query-id\tcorpus-id\tscore\nq\td1\t1\n"):
    corpus = corpus or [{"_id": "d1", "title": "余热", "text": "回收"}, {"_id": "d2", "title": "", "text": "制动"}]
    queries = queries or [{"_id": "q", "text": "余热"}, {"_id": "none", "text": "无"}]
    made = [folder / name for name in ("corpus.jsonl", "queries.jsonl", "qrels.tsv")]
    for file, rows in zip(made, (corpus, queries), strict=False):
        file.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    made[2].write_text(qrels, encoding="utf-8")
    return made


def test_documents_queries_and_judgements_are_read_and_queries_without_judgement_counted(tmp_path):
    read = judged(*files(tmp_path))
    assert [one.key for one in read.corpus] == ["d1", "d2"]
    assert [one.key for one in read.queries] == ["q"]
    assert (read.unjudged, read.strangers) == (1, 0)


def test_classes_and_years_are_read_from_metadata_in_several_spellings(tmp_path):
    rows = [
        {"_id": "d1", "text": "a", "metadata": {"ipc": "B60L7/10; F01K17/02", "published": "2019-05-01"}},
        {"_id": "d2", "text": "b", "metadata": {"cpc": ["F24F12/00"], "year": 2008}},
    ]
    first, second = judged(*files(tmp_path, corpus=rows)).corpus
    assert (first.codes, first.year) == (("B60L7/10", "F01K17/02"), 2019)
    assert (second.codes, second.year) == (("F24F12/00",), 2008)


def test_judgements_of_trec_with_four_columns_and_no_header_are_read(tmp_path):
    read = judged(*files(tmp_path, qrels="q 0 d2 1\nq 0 gone 1\n"))
    assert read.judgements["q"] == {"d2": 1, "gone": 1}
    assert read.strangers == 1


@pytest.mark.parametrize(("qrels", "said"), [("q\td1\n", "第 1 行"), ("other\td1\t1\n", "没有一个查询"), ("q\td1\t1\nq d1\n", "第 2 行")])
def test_what_is_not_of_this_form_is_named_with_its_line(tmp_path, qrels, said):
    with pytest.raises(BadFile, match=said):
        judged(*files(tmp_path, qrels=qrels))


def test_the_same_document_twice_is_refused(tmp_path):
    with pytest.raises(BadFile, match="重复"):
        judged(*files(tmp_path, corpus=[{"_id": "d1", "text": "a"}, {"_id": "d1", "text": "b"}]))


def test_a_broken_line_is_named(tmp_path):
    made = files(tmp_path)
    made[0].write_text('{"_id": "d1", "text": "a"}\nno json\n', encoding="utf-8")
    with pytest.raises(BadFile, match=r"corpus\.jsonl 第 2 行"):
        judged(*made)
