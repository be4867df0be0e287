"""How fast the patent office's XML is read, beside the bare tree of the same files in the same run.

    python bench/ingest_xml.py [--rounds 40] [--save]

Units: MB of XML per second of CPU time, medians. `ratio` is ours divided by the bare lxml tree; both take turns, call by
call, as caches are in a real load; the bar is 0.35 with every field, every origin and the full text. `bare` builds the
tree from the file and lets go of it.
"""

import argparse
import gc
import hashlib
import json
import os
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from lxml import etree
from machine import machine

from yuzhi.engines.reading.sources import Context, Document, Source
from yuzhi.kernel.areas import Area, AreaBook
from yuzhi.packs.cn.sources.cnipa_xml import SOURCE as NEW
from yuzhi.packs.cn.sources.cnipa_xml_old import SOURCE as OLD

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("YUZHI_SHARED", ROOT.parent / "shared"))
CITY = AreaBook([Area("610800", "榆林市", "Yulin", "610000"), Area("610881", "神木市", "Shenmu", "610800")], city="610800")


def seconds(act: Callable[[], object]) -> float:
    """Seconds of CPU time that one call takes."""
    start = time.process_time()
    act()
    return time.process_time() - start


def measure(source: Source, path: Path, rounds: int) -> dict[str, object]:
    """One file: its size, both speeds and their ratio; the two take turns, so that a busy machine slows both."""
    data = path.read_bytes()
    document = Document(path.name, path, hashlib.sha256(data).hexdigest(), len(data))
    context = Context(CITY)

    def ours() -> None:
        for _ in source.read(document, context):
            pass

    gc.collect()
    pairs = [(seconds(lambda: etree.parse(str(path))), seconds(ours)) for _ in range(rounds * 20)]
    bare, read = (statistics.median(side) for side in zip(*pairs, strict=True))
    return {
        "file": path.name, "bytes": len(data), "bare_seconds": bare, "read_seconds": read,
        "bare_mb_per_cpu_second": round(len(data) / bare / 1e6, 1),
        "read_mb_per_cpu_second": round(len(data) / read / 1e6, 1),
        "documents_per_cpu_second": round(1 / read),
        "ratio": round(bare / read, 3),
    }


def main() -> int:
    """Prints the figures; `--save` keeps them with the machine and the day."""
    options = argparse.ArgumentParser()
    options.add_argument("--rounds", type=int, default=40)
    options.add_argument("--save", action="store_true")
    chosen = options.parse_args()
    folder = SHARED / "data/office_xml/cnipa"
    if not folder.is_dir():
        print(f"no files at {folder}: set YUZHI_SHARED", file=sys.stderr)
        return 1
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    files = [measure(NEW if path.name.startswith("cn_new") else OLD, path, chosen.rounds)
             for path in sorted(folder.glob("*.xml"))]
    bare = sum(float(str(one["bare_seconds"])) for one in files)
    read = sum(float(str(one["read_seconds"])) for one in files)
    result = {
        "bench": "ingest_xml", "date": date.today().isoformat(),
        "machine": {**machine(), "libxml2": ".".join(map(str, etree.LIBXML_VERSION))},
        "files": files, "ratio": round(bare / read, 3), "bar": 0.35,
        "memory_mb_over_start": round((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024, 1),
    }
    print(json.dumps(result, ensure_ascii=False, indent=2))
    if chosen.save:
        target = ROOT / "bench/results/ingest_xml.json"
        target.parent.mkdir(exist_ok=True)
        target.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
