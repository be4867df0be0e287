"""How fast the offices' patent XML is read, beside the bare lxml tree and beside fastpat, in the same run.

    python bench/ingest_xml.py [--rounds 150] [--megabytes 512] [--peer PYTHON] [--save]

Every field, every origin and the full text are read. Units: MB of XML per second of CPU time. `ratio` is ours divided by
the bare tree of the same file: both take turns, call by call, as caches are in a real load, and the median of each
counts; the bar is 0.35 for every source. Grants one behind the other, as the weekly deliveries have them, are also read
by fastpat (bibliography, citations and abstract, neither claims nor description), in an environment of its own made for the
run from the package index, or the one that `--peer` names; the bar is 1.5 times its speed, best of seven turns each.
Memory is that of a process of its own which reads one such file of `--megabytes`, over what it held before; the bar is 150 MB.
"""

import argparse
import gc
import hashlib
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path

from lxml import etree
from machine import machine

from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.sources import Context, Document, Source
from yuzhi.kernel.areas import Area, AreaBook
from yuzhi.packs.cn.sources import SOURCES as CN
from yuzhi.packs.ep.sources import SOURCES as EP
from yuzhi.packs.us.sources import SOURCES as US
from yuzhi.packs.us.sources.redbook import SOURCE as REDBOOK

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("YUZHI_SHARED", ROOT.parent / "shared")) / "data/office_xml"
CITY = AreaBook([Area("610800", "榆林市", "Yulin", "610000"), Area("610881", "神木市", "Shenmu", "610800")], city="610800")
READ = ("cn.cnipa_xml", "cn.cnipa_xml_old", "us.redbook", "ep.ops_biblio", "ep.ops_claims", "ep.ops_description")
BARS = {"ratio": 0.35, "times_fastpat": 1.5, "memory_mb_over_start": 150}
FASTPAT = ("fastpat==0.9.2", f"lxml=={'.'.join(map(str, etree.LXML_VERSION[:3]))}", "numpy", "pandas")
GRANTS = "samples/xml20*/*.xml"
TURNS = 7


def document(path: Path) -> Document:
    """The file as a load hands it to a reader."""
    with path.open("rb") as file:
        return Document(path.name, path, hashlib.file_digest(file, "sha256").hexdigest(), path.stat().st_size)


def read(source: Source, one: Document) -> Counter[str]:
    """The records of one file by table; what else comes out is counted by its kind."""
    return Counter(getattr(out, "table", type(out).__name__) for out in source.read(one, Context(CITY)))


def seconds(act: Callable[[], object]) -> float:
    """Seconds of CPU time that one call takes."""
    start = time.process_time()
    act()
    return time.process_time() - start


def files() -> list[tuple[Source, Path]]:
    """Every file of the offices that one of the sources reads."""
    known = [source for source in (*CN, *US, *EP) if source.name in READ]
    paths = [path for path in sorted(SHARED.rglob("*.xml")) if not {"legal", "expected"} & set(path.parts)]
    told = ((path, glimpse(path, path.name)) for path in paths)
    return [(source, path) for path, seen in told for source in known if source.recognise(seen)]


def measure(source: Source, path: Path, rounds: int) -> dict[str, object]:
    """One file: its size, both speeds and their ratio; the two take turns, so that a busy machine slows both."""
    one = document(path)
    gc.collect()
    pairs = [(seconds(lambda: etree.parse(str(path))), seconds(lambda: read(source, one))) for _ in range(rounds)]
    bare, ours = (statistics.median(side) for side in zip(*pairs, strict=True))
    return {
        "source": source.name, "file": path.name, "bytes": one.size, "bare_seconds": bare, "read_seconds": ours,
        "bare_mb_per_cpu_second": round(one.size / bare / 1e6, 1), "read_mb_per_cpu_second": round(one.size / ours / 1e6, 1),
        "ratio": round(bare / ours, 3),
    }


def by_source(measured: list[dict[str, object]]) -> dict[str, dict[str, float]]:
    """Speeds and ratio of all files of a source together."""
    sums: dict[str, Counter[str]] = defaultdict(Counter)
    for one in measured:
        sums[str(one["source"])].update({key: one[key] for key in ("bytes", "bare_seconds", "read_seconds")})  # type: ignore[dict-item]
    return {
        name: {
            "bare_mb_per_cpu_second": round(one["bytes"] / one["bare_seconds"] / 1e6, 1),
            "read_mb_per_cpu_second": round(one["bytes"] / one["read_seconds"] / 1e6, 1),
            "ratio": round(one["bare_seconds"] / one["read_seconds"], 3),
        }
        for name, one in sums.items()
    }


def delivery(folder: Path, megabytes: float) -> tuple[Path, int]:
    """One file of that size at least, grants one behind the other, and how many they are."""
    pages = [path.read_bytes().strip() + b"\n" for path in sorted((SHARED / "uspto").glob(GRANTS))]
    target, written, count = folder / "ipgb.xml", 0, 0
    with target.open("wb") as file:
        while written < megabytes * 1e6:
            for page in pages:
                written, count = written + file.write(page), count + 1
    return target, count


def peer(folder: Path, python: str | None) -> str:
    """A Python that has fastpat; raises CalledProcessError where the package index does not give it."""
    if python is None:
        venv.create(folder / "peer", with_pip=True)
        python = str(folder / "peer/bin/python")
        subprocess.run([python, "-m", "pip", "install", "-q", "--disable-pip-version-check", *FASTPAT], check=True)
    return python


def beside_fastpat(folder: Path, python: str | None) -> dict[str, object]:
    """Both over the same delivery in turns; without the peer a sentence and no figure."""
    try:
        other = peer(folder, python)
    except (subprocess.CalledProcessError, OSError) as fault:
        print(f"NOT MEASURED: fastpat could not be installed ({fault}); nothing is said about it", file=sys.stderr)
        return {"skipped": "fastpat could not be installed"}
    path, grants = delivery(folder, 20)
    one = document(path)
    command = [other, str(ROOT / "bench/peers/grants_with_fastpat.py"), str(path)]
    ours, theirs = [], []
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1) as running:
        assert running.stdin and running.stdout
        for _ in range(TURNS):
            ours.append(seconds(lambda: read(REDBOOK, one)))
            print(file=running.stdin, flush=True)
            spent, count = running.stdout.readline().split()
            assert int(count) == grants, f"fastpat read {count} of {grants} grants"
            theirs.append(float(spent))
        running.stdin.close()
    return {
        "fastpat": FASTPAT[0], "grants": grants, "megabytes": round(one.size / 1e6, 1),
        "read_mb_per_cpu_second": round(one.size / min(ours) / 1e6, 1),
        "fastpat_mb_per_cpu_second": round(one.size / min(theirs) / 1e6, 1),
        "times_fastpat": round(min(theirs) / min(ours), 2),
        "times_fastpat_medians": round(statistics.median(theirs) / statistics.median(ours), 2),
    }


def held(name: str) -> float:
    """Memory of this process in MB as the kernel tells it: VmRSS now, VmHWM at most."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith(f"{name}:"))


def memory(path: Path) -> int:
    """Reads one delivery in this process; prints by how many MB its memory grew, and what it read."""
    one = document(path)
    before = held("VmRSS")
    told = read(REDBOOK, one)
    grown = held("VmHWM") - before
    print(json.dumps({"megabytes": round(one.size / 1e6), "memory_mb_over_start": round(grown, 1), **told}))
    return 0


def flat(folder: Path, megabytes: int) -> list[dict[str, object]]:
    """The memory that a small and a large delivery take, each in a process of its own."""
    told = []
    for size in (megabytes / 8, megabytes):
        path, _ = delivery(folder, size)
        command = [sys.executable, __file__, "--memory", str(path)]
        told.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
    return told


def main() -> int:
    """Prints the figures; `--save` keeps them with the machine and the day."""
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=150)
    options.add_argument("--megabytes", type=int, default=512)
    options.add_argument("--peer")
    options.add_argument("--memory", type=Path)
    options.add_argument("--save", action="store_true")
    chosen = options.parse_args()
    if chosen.memory:
        return memory(chosen.memory)
    if not SHARED.is_dir():
        print(f"no files at {SHARED}: set YUZHI_SHARED", file=sys.stderr)
        return 1
    measured = [measure(source, path, chosen.rounds) for source, path in files()]
    with tempfile.TemporaryDirectory() as folder:
        result = {
            "bench": "ingest_xml", "date": date.today().isoformat(),
            "machine": {**machine(), "libxml2": ".".join(map(str, etree.LIBXML_VERSION))}, "bars": BARS,
            "by_source": by_source(measured), "files": measured,
            "beside_fastpat": beside_fastpat(Path(folder), chosen.peer), "memory": flat(Path(folder), chosen.megabytes),
        }
    print(json.dumps(result, ensure_ascii=False, indent=1))
    if chosen.save:
        target = ROOT / "bench/results/ingest_xml.json"
        target.write_text(json.dumps(result, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
