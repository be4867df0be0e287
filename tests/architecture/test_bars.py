"""The table of bars is true: its result files exist and can be read, its commands exist, its days are days."""

import json
import re
from datetime import date
from pathlib import Path

import pytest

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
    script = re.match(r"`python (bench/\w+\.py)[^`]*` → `results/[\w.-]+`", cells[6])
    assert script and (BENCH.parent / script[1]).is_file()
