"""The measures, against values worked by hand and against trec_eval's."""

from random import Random

import pytest
import pytrec_eval

from yuzhi.engines.evaluation import estimates, measured

NAMES = {"R@10": "recall_10", "R@100": "recall_100", "MAP": "map", "nDCG@10": "ndcg_cut_10"}


def test_the_measures_of_a_small_answer_are_those_worked_by_hand():
    got = measured(["a", "x", "b"], {"a": 1, "b": 1, "c": 1})
    assert got["R@10"] == pytest.approx(2 / 3)
    assert got["MAP"] == pytest.approx((1 / 1 + 2 / 3) / 3)
    assert got["nDCG@10"] == pytest.approx((1 + 1 / 2) / (1 + 1 / 1.5849625 + 1 / 2))


def test_the_measures_equal_those_of_trec_eval_on_graded_judgements():
    chance = Random(3)
    for _ in range(60):
        ranked = chance.sample([f"d{at}" for at in range(300)], 200)
        grades = {f"d{at}": chance.choice((-1, 0, 1, 2, 3)) for at in chance.sample(range(300), 25)}
        run = {document: 1_000.0 - place for place, document in enumerate(ranked)}
        theirs = pytrec_eval.RelevanceEvaluator({"q": grades}, set(NAMES.values())).evaluate({"q": run})["q"]
        ours = measured(ranked, grades)
        assert {name: pytest.approx(theirs[NAMES[name]]) for name in NAMES} == ours


def test_a_query_without_relevant_documents_has_no_measure():
    assert measured(["a"], {"a": 0}) is None


def test_the_interval_holds_the_mean_and_narrows_with_more_queries():
    few = estimates([{"R@10": x, "R@100": x, "MAP": x, "nDCG@10": x} for x in (0.0, 1.0) * 5])["MAP"]
    many = estimates([{"R@10": x, "R@100": x, "MAP": x, "nDCG@10": x} for x in (0.0, 1.0) * 500])["MAP"]
    assert few.low < .5 < few.high
    assert many.high - many.low < few.high - few.low
    assert many == estimates([{"R@10": x, "R@100": x, "MAP": x, "nDCG@10": x} for x in (0.0, 1.0) * 500])["MAP"]
    assert estimates([]) == {}
