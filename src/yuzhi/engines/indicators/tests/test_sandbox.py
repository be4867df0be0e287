"""A query sees its declared inputs and nothing else."""

import threading
from datetime import date
from pathlib import Path

import pyarrow as pa
import pytest

from yuzhi.engines.indicators.declared import DeclarationFault
from yuzhi.engines.indicators.sandbox import check_query, run

ROWS = pa.table({"key": ["a", "b"], "day": pa.array([date(2024, 1, 1), date(2025, 1, 1)])})


def test_a_query_reads_its_inputs_and_parameters() -> None:
    answer = run("select key from rows where day <= $as_of", {"rows": ROWS}, {"as_of": date(2024, 6, 1)}, place="x")
    assert answer.to_pylist() == [{"key": "a"}]


@pytest.mark.parametrize(
    "sql",
    [
        "select * from others",
        "select * from ROWS_OF_PYTHON",
        "select * from '/etc/hostname'",
        "select * from read_csv('/etc/hostname')",
        "select * from read_parquet('https://example.org/x.parquet')",
        "select * from glob('/*')",
        "copy rows to '/tmp/copied.csv'",
        "set enable_external_access = true",
        "attach '/tmp/other.db'",
    ],
)
def test_a_query_reaches_nothing_else(sql: str) -> None:
    ROWS_OF_PYTHON = ROWS
    with pytest.raises(DeclarationFault, match="可用的数据集：rows"):
        run(sql, {"rows": ROWS_OF_PYTHON}, {}, place="x")


def test_what_one_query_is_given_no_other_sees() -> None:
    run("select * from first", {"first": ROWS}, {}, place="x")
    with pytest.raises(DeclarationFault):
        run("select * from first", {"second": ROWS}, {}, place="x")


def test_queries_of_several_threads_do_not_meet() -> None:
    found: dict[int, list[int]] = {}

    def work(number: int) -> None:
        table = pa.table({"n": [number]})
        found[number] = [run("select n from t", {"t": table}, {}, place="x")["n"][0].as_py() for _ in range(20)]

    threads = [threading.Thread(target=work, args=(n,)) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == {n: [n] * 20 for n in range(4)}


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("select 1; select 2", "只有一条 SELECT"),
        ("drop table rows", "只有一条 SELECT"),
        ("selec 1", "不是能执行的 SQL"),
        ("select 1", "参数"),
        ("select $as_of, $other", "参数"),
        ("select $as_of, current_date", "current_date"),
        ("select $as_of, NOW()", "NOW"),
        ("select $as_of, random()", "random"),
    ],
)
def test_a_query_that_could_change_its_answer_is_not_declared(sql: str, said: str) -> None:
    with pytest.raises(DeclarationFault, match=said):
        check_query(sql, parameters={"as_of"}, place="x")


def test_a_comment_may_say_what_the_query_may_not() -> None:
    check_query("-- never current_date\nselect $as_of", parameters={"as_of"}, place="x")


def test_no_query_holds_a_legal_term() -> None:
    folder = Path(__file__).parents[3] / "packs"
    for path in folder.rglob("*.sql"):
        assert "interval" not in path.read_text(encoding="utf-8").lower(), path
