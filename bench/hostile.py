"""What each family of hostile files costs until it is refused, or its harm left out: time and memory.

    python bench/hostile.py [--rounds 3] [--save]

Each file is read in a process of its own, forked from one that has the program loaded. Units: milliseconds of the process's own time from
opening the file to its sentence, the least of the rounds, and of the wall beside it; MB of memory above what the process held before,
the most of the rounds. The bars are 100 ms and 50 MB from meeting the fault; what is measured is from opening the file,
which is never less: for a file cut short it includes reading all that stands before the cut.
"""

import argparse
import json
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from machine import machine

ROOT = Path(__file__).resolve().parent.parent
MILLISECONDS, MEGABYTES = 100, 50


def spoken(module: str, *words: object) -> list[dict[str, Any]]:
    """What a module of the tests says in lines of JSON."""
    ended = subprocess.run(
        [sys.executable, "-m", module, *map(str, words)], cwd=ROOT, capture_output=True, text=True, check=True)
    return [json.loads(line) for line in ended.stdout.splitlines()]


def main() -> int:
    """Prints a line for each family; `--save` keeps all with the machine and the day; 1 where a bar is missed."""
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--save", action="store_true")
    chosen = options.parse_args()
    rows = []
    with tempfile.TemporaryDirectory(prefix="yuzhi-hostile-") as folder:
        listed = spoken("tests.hostile", folder)
        files = [f"{folder}/{family['file']}" for family in listed]
        rounds = [spoken("tests.hostile.one", "--apart", *files) for _ in range(chosen.rounds)]
    for family, told in zip(listed, zip(*rounds, strict=True), strict=True):
        row = {
            "family": family["name"], "fate": told[0]["fate"],
            "cpu_ms": round(min(one["cpu"] for one in told) * 1000, 1), "wall_ms": round(min(one["wall"] for one in told) * 1000, 1),
            "memory_mb": round(max(one["kilobytes"] for one in told) / 1024, 1), "sentence": " ".join(told[0]["said"])[:160],
        }
        row["within"] = row["cpu_ms"] <= MILLISECONDS and row["memory_mb"] <= MEGABYTES and row["fate"] == family["fate"]
        rows.append(row)
        print(f"{row['cpu_ms']:8} ms {row['memory_mb']:7} MB {'' if row['within'] else 'MISSED '}{family['name']}")
    if chosen.save:
        result = {
            "bench": "hostile", "date": date.today().isoformat(), "machine": machine(), "bars": {"ms": MILLISECONDS, "mb": MEGABYTES},
            "within": sum(row["within"] for row in rows), "families": rows,
        }
        target = ROOT / f"bench/results/hostile-{date.today().isoformat()}.json"
        target.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return int(not all(row["within"] for row in rows))


if __name__ == "__main__":
    sys.exit(main())
