"""The table of bars is true: its result files exist and can be read, its commands exist, its days are days."""

import importlib
import json
import re
from datetime import date
from pathlib import Path

import pytest

from yuzhi.packs.cn import declarations as china
from yuzhi.packs.cn_shaanxi_yulin import declarations as yulin

BENCH = Path(__file__).resolve().parents[2] / "bench"
ROWS = [line for line in (BENCH / "README.md").read_text(encoding="utf-8").splitlines() if line.startswith("| ")][2:]
NAMED = sorted({name for row in ROWS for name in re.findall(r"results/([\w.-]+)", row)})


@pytest.mark.parametrize("name", NAMED)
def test_a_named_result_can_be_read(name: str) -> None:
    text = (BENCH / "results" / name).read_text(encoding="utf-8")
    try:
        told = [json.loads(text)]
    except json.JSONDecodeError:
        told = [json.loads(line) for line in text.splitlines()]
    assert told and all(isinstance(one, dict) and len(one) > 2 for one in told)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.split("|")[1].strip())
def test_a_line_has_its_bar_its_figure_its_day_and_a_command_that_exists(row: str) -> None:
    cells = [cell.strip() for cell in row.strip("|").split("|")]
    assert len(cells) == 7
    assert all(cells[at] for at in (0, 1, 2, 5, 6))
    assert date.fromisoformat(cells[5])
    script = re.match(r"`python (?:(bench/\w+\.py)|-m (tests\.\w+))[^`]*` → `results/[\w.-]+`", cells[6])
    assert script and (BENCH.parent / (script[1] or f"{script[2].replace('.', '/')}/__main__.py")).is_file()


def test_the_made_city_of_the_bench_has_all_that_declared_queries_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(str(BENCH))
    tables = importlib.import_module("made_city").made(1000) | china.law_tables(china.law_book())
    datasets = china.datasets()
    elsewhere = {"source_ranks", *(one.name for one in datasets)}
    lacking = [
        (one.name, table, column)
        for one in (*datasets, *yulin.indicators()) for table, columns in one.inputs.items() if table not in elsewhere
        for column in columns if table not in tables or column not in tables[table].column_names
    ]
    assert lacking == []
