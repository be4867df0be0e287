"""The whole way of office files: a made-up city is written, recognised, read, published and found, as `yuzhi ingest` does.

    python bench/load.py [--scale 0.2] [--save]

Two processes, as a person starts them: `yuzhi sample` and `yuzhi ingest` into an empty home. Prints one JSON object;
`--save` keeps it in bench/results/load.json. Units: records per second of wall and of CPU time (all threads), peak
memory in MiB; `visible` is the time from the moment at which a load's edition is published to the one at which a search
finds it; only then is the load told as finished. It grows with the load, so the largest load stands beside the median.
Bar: half of the loads are found within 1 s of their edition.
"""

import argparse
import json
import os
import re
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from machine import machine

BAR = 1.0
RESULTS = Path(__file__).parent / "results"
_TOLD = re.compile(r"\] (L\d+) \S+ (\S+) ")


def ended(home: Path, *words: str) -> tuple[dict[str, float], list[tuple[float, str]]]:
    """What the command cost, and each line that it told on standard error with the second at which it did."""
    command = [str(Path(sys.executable).parent / "yuzhi"), *words]
    began, told = time.perf_counter(), []
    with subprocess.Popen(
        command, env={**os.environ, "YUZHI_HOME": str(home)}, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            told.append((time.perf_counter() - began, line))
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{' '.join(command)} ended with {process.returncode}: {''.join(line for _, line in told[-5:])}")
    return {
        "seconds": round(time.perf_counter() - began, 2), "cpu_seconds": round(used.ru_utime + used.ru_stime, 2),
        "peak_mib": round(used.ru_maxrss / 1024),
    }, told


def delays(told: list[tuple[float, str]]) -> list[float]:
    """For each load the seconds from published to found."""
    published: dict[str, float] = {}
    found: dict[str, float] = {}
    for second, line in told:
        if match := _TOLD.search(line):
            name, doing = match.groups()
            if doing == "建索引中":
                published.setdefault(name, second)
            elif doing == "已发布":
                found[name] = second
    return [found[name] - second for name, second in published.items() if name in found]


def main() -> int:
    """Prints the figures; exit code 1 when the bar is missed."""
    options = argparse.ArgumentParser()
    options.add_argument("--scale", type=float, default=0.2)
    options.add_argument("--save", action="store_true")
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        home, city = Path(folder) / "home", Path(folder) / "city"
        written, _ = ended(home, "sample", str(city), "--scale", str(chosen.scale))
        files = [path for path in (city / "office").rglob("*") if path.is_file()]
        size = sum(path.stat().st_size for path in files)
        loaded, told = ended(home, "ingest", str(city / "office"))
        base = sqlite3.connect(home / "city.sqlite3")
        loads, records, waiting = base.execute(
            "select count(*), sum(records_read), sum(quarantined) from datasets_load where source > ''"
        ).fetchone()
        base.close()
        waits = delays(told)
    result = {
        "bench": "load", "date": date.today().isoformat(), "scale": chosen.scale, "machine": machine(),
        "files": len(files), "mib": round(size / 2**20, 1), "loads": loads, "records": records, "quarantined": waiting,
        "sample": written, "ingest": loaded,
        "records_per_second": round(records / loaded["seconds"]),
        "records_per_cpu_second": round(records / loaded["cpu_seconds"]),
        "visible": {"median_seconds": round(statistics.median(waits), 2), "slowest_seconds": round(max(waits), 2), "bar": BAR},
    }
    page = json.dumps(result, ensure_ascii=False, indent=1)
    print(page)
    if chosen.save:
        RESULTS.mkdir(exist_ok=True)
        (RESULTS / "load.json").write_text(page + "\n", encoding="utf-8")
    return 0 if statistics.median(waits) <= BAR else 1


if __name__ == "__main__":
    sys.exit(main())
