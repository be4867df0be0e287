"""What a capture costs, and whether others find every digest true; how fast web archives are read beside warcio alone and fastwarc.

    python bench/capture.py [--rounds 5] [--records 3000] [--peer PYTHON] [--save]

A page of a shop on this machine is captured by the system's Chromium, from nothing to all files: seconds of the wall, and of the
processor for this process without its browser. Its archive, and one of many records, are read by warcio and by fastwarc, each in the same run; fastwarc
lives in an environment of its own made for the run. The bar is no digest error under either. Reading: records per CPU second.
"""

import argparse
import io
import json
import random
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

from machine import machine
from warcio.archiveiterator import ArchiveIterator

from yuzhi.engines.capture.camera import opened
from yuzhi.engines.capture.recording import Exchange
from yuzhi.engines.capture.steps import one_page
from yuzhi.engines.capture.tests.shop import camera, shop
from yuzhi.engines.capture.warc import entries
from yuzhi.engines.capture.writing import Told, warc

ROOT = Path(__file__).resolve().parent.parent
FASTWARC = "fastwarc==2.0.1"
TURNS, AT = 3, "2026-12-01T00:00:00+00:00"


def archive(records: int) -> bytes:
    """An archive of so many records, half of them answers of 1 to 40 KB."""
    chance = random.Random(1)
    one = Exchange("https://a.example/", "GET", AT, 1, (("Host", "a.example"),), status=200, reason="OK", fields=(("Content-Type", "text/html"),))
    pages = [
        replace(one, url=f"https://a.example/{number}", body=chance.randbytes(chance.randrange(500, 20_000)).hex().encode()) for number in range(records // 2)
    ]
    return warc(pages, Told("bench", "yuzhi 0", AT, b"{}", []))


def seconds(work: Callable[[], object]) -> float:
    """CPU seconds, the least of some turns."""
    best = float("inf")
    for _ in range(TURNS):
        began = time.process_time()
        work()
        best = min(best, time.process_time() - began)
    return best


def by_warcio(raw: bytes) -> tuple[int, int]:
    """Records, and those with a digest that does not hold, as warcio alone sees them."""
    count = wrong = 0
    for record in ArchiveIterator(io.BytesIO(raw), check_digests=True):
        while record.raw_stream.read(1 << 16):
            pass
        count, wrong = count + 1, wrong + (record.digest_checker.passed is not True)
    return count, wrong


def peer(folder: Path, python: str | None) -> str:
    """A Python that has fastwarc; raises CalledProcessError where the package index does not give it."""
    if python is None:
        venv.create(folder / "peer", with_pip=True)
        python = str(folder / "peer/bin/python")
        subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", FASTWARC], check=True)
    return python


def by_fastwarc(python: str, file: Path) -> dict[str, float]:
    """Records, wrong digests and CPU seconds as fastwarc tells them."""
    said = subprocess.run([python, str(ROOT / "bench/peers/archives_with_fastwarc.py"), str(file)], capture_output=True, text=True, check=True)
    return dict(json.loads(said.stdout))


def captured(rounds: int) -> tuple[list[dict[str, float]], bytes]:
    """What each capture took, and the archive of the last."""
    rows, made = [], b""
    for _ in range(rounds):
        with tempfile.TemporaryDirectory() as folder, shop() as port:
            wall, own = time.perf_counter(), time.process_time()
            with opened(camera(), one_page(f"http://shop.example:{port}/"), Path(folder) / "run", lambda: datetime.fromtimestamp(time.time(), UTC)) as session:
                ready = time.perf_counter() - wall
                made = session.take().files["capture.warc.gz"]
            rows.append({"wall": round(time.perf_counter() - wall, 2), "until_sealed": round(ready, 2), "cpu": round(time.process_time() - own, 2)})
    return rows, made


def main() -> int:
    """Prints all as JSON; `--save` keeps it with the machine and the day; 1 where a digest is found wrong."""
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--records", type=int, default=3_000)
    options.add_argument("--peer")
    options.add_argument("--save", action="store_true")
    chosen = options.parse_args()
    raw = archive(chosen.records)
    told: dict[str, object] = {"machine": machine(), "megabytes": round(len(raw) / 1e6, 1)}
    rows, page = captured(chosen.rounds)
    told["captures"] = sorted(rows, key=lambda one: one["wall"])
    wrong = by_warcio(raw)[1] + by_warcio(page)[1]
    count = len(entries(io.BytesIO(raw)))
    told["records"], told["records_of_a_page"] = count, len(entries(io.BytesIO(page)))
    told["read_per_cpu_second"] = round(count / seconds(lambda: entries(io.BytesIO(raw))))
    told["warcio_alone_per_cpu_second"] = round(count / seconds(lambda: by_warcio(raw)))
    with tempfile.TemporaryDirectory() as folder:
        try:
            python = peer(Path(folder), chosen.peer)
        except (subprocess.CalledProcessError, OSError) as fault:
            print(f"NOT MEASURED: fastwarc could not be installed ({fault}); nothing is said about it", file=sys.stderr)
            told["fastwarc"] = "could not be installed"
        else:
            for name, content in (("many", raw), ("page", page)):
                file = Path(folder) / f"{name}.warc.gz"
                file.write_bytes(content)
                found = by_fastwarc(python, file)
                wrong += int(found["wrong"])
                told[f"fastwarc_{name}"] = {"records": found["records"], "wrong": found["wrong"], "per_cpu_second": round(found["records"] / found["seconds"])}
    told["wrong_digests"] = wrong
    print(json.dumps(told, indent=1))
    if chosen.save:
        file = ROOT / f"bench/results/capture-{date.fromtimestamp(time.time())}.json"
        file.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
