"""The search for like documents keeps its quality on the classic collection, without sentence vectors too."""

import json
import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from yuzhi.site.cli.evaluating import evaluate

SCRIPT = Path(__file__).resolve().parents[2] / "scripts/judged_sets.py"


def test_cranfield_is_converted_and_all_evidence_together_is_better_than_words_alone(shared, tmp_path):
    made = subprocess.run(
        [sys.executable, SCRIPT, "cranfield", tmp_path], env=os.environ | {"YUZHI_SHARED": str(shared)}, check=False, capture_output=True, text=True,
    )
    assert made.returncode == 0, made.stderr
    files = [f"--{name}={tmp_path / name}{end}" for name, end in (("corpus", ".jsonl"), ("queries", ".jsonl"), ("qrels", ".tsv"))]
    ran = CliRunner().invoke(evaluate, [*files, "--no-vectors", "--method", "words", "--method", "fusion", "--json"])
    assert ran.exit_code == 0, ran.output
    told = json.loads(ran.output)
    words, fusion = told["methods"]["words"], told["methods"]["fusion"]
    assert (told["documents"], told["queries"]) == (1400, 225)
    assert fusion["MAP"]["mean"] >= .30
    assert fusion["nDCG@10"]["mean"] >= .37
    assert fusion["MAP"]["mean"] > words["MAP"]["mean"] + .03
