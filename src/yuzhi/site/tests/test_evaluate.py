"""The command that measures the search for like documents, on a collection small enough to check by hand."""

import json

import pytest
from click.testing import CliRunner

from yuzhi.site.cli.evaluating import evaluate

CORPUS = [
    {"_id": "d1", "title": "热泵烘干机", "text": "回收排气余热的热泵烘干机"}, {"_id": "d2", "title": "再生制动", "text": "车辆减速时向电池充电"},
    {"_id": "d3", "title": "垃圾焚烧炉", "text": "焚烧炉烟气余热产生蒸汽"}, {"_id": "q1", "title": "烘干机", "text": "热泵烘干机的余热"},
]
QUERIES = [{"_id": "q1", "title": "烘干机", "text": "热泵烘干机的余热"}, {"_id": "q2", "text": "车辆制动充电"}]


@pytest.fixture
def files(tmp_path):
    for name, rows in (("corpus", CORPUS), ("queries", QUERIES)):
        (tmp_path / f"{name}.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    (tmp_path / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\nq1\td1\t1\nq1\tq1\t1\nq2\td2\t1\n", encoding="utf-8")
    return [f"--{name}={tmp_path / name}{end}" for name, end in (("corpus", ".jsonl"), ("queries", ".jsonl"), ("qrels", ".tsv"))]


def test_every_method_is_measured_and_a_query_does_not_find_itself(files):
    ran = CliRunner().invoke(evaluate, [*files, "--no-vectors", "--json"])
    assert ran.exit_code == 0, ran.output
    told = json.loads(ran.output)
    assert (told["documents"], told["queries"], told["vectors"]) == (4, 2, None)
    assert list(told["methods"]) == ["words", "characters", "fusion"]
    assert {name: one["mean"] for name, one in told["methods"]["fusion"].items()} == {"R@10": 1, "R@100": 1, "MAP": 1, "nDCG@10": 1}


def test_vectors_are_measured_too_and_kept_only_where_asked(files, tmp_path):
    ran = CliRunner().invoke(evaluate, [*files, "--method", "vectors", "--keep", str(tmp_path / "kept")])
    assert ran.exit_code == 0, ran.output
    assert "句向量" in ran.output
    assert "4 篇文献，2 个查询" in ran.output
