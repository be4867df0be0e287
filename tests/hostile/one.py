"""Reads files as the platform would, and says in JSON what became of each: `python -m tests.hostile.one [--room MB] [--apart] FILE…`."""

import argparse
import hashlib
import json
import os
import resource
import time
from pathlib import Path
from typing import Any

from tests.fuzz.targets import CONTEXT, SOURCES
from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.recognition import recognise
from yuzhi.engines.reading.records import Fault, Record
from yuzhi.engines.reading.sources import Document
from yuzhi.kernel.errors import YuzhiError


def held() -> int:
    """KB of memory that this process holds now."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize() // 1024


def became(path: Path) -> dict[str, Any]:
    """What became of the file: its fate, every sentence, seconds of CPU and wall time, KB above what was held before."""
    document = Document(path.name, path, hashlib.sha256(path.read_bytes()).hexdigest(), path.stat().st_size)
    Path("/proc/self/clear_refs").write_text("5", encoding="ascii")      # the highest mark begins anew
    before, wall, cpu = held(), time.perf_counter(), time.process_time()
    records = 0
    try:
        fate, said = "read", []
        for one in recognise(glimpse(path, path.name), SOURCES).read(document, CONTEXT):
            if isinstance(one, Record):
                records += 1
            else:
                fate = "waits" if isinstance(one, Fault) else fate
                said.append(one.reason)
    except YuzhiError as refusal:
        fate, said, records = "refused", [refusal.sentence], 0
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {"file": path.name, "fate": fate, "said": said, "records": records, "wall": wall, "cpu": cpu, "kilobytes": highest() - before}


def highest() -> int:
    """KB that this process held at most since its mark was set back."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))


def main() -> None:
    """A line of JSON for each file; with `--room`, the process may grow by no more than so many MB.

    With `--apart` each file is read in a process of its own, forked from this one that has the program loaded.
    """
    options = argparse.ArgumentParser()
    options.add_argument("--room", type=int, default=0)
    options.add_argument("--apart", action="store_true")
    options.add_argument("files", type=Path, nargs="+")
    chosen = options.parse_args()
    if chosen.room:
        size = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_AS, (size + chosen.room * 1024**2,) * 2)
    for path in chosen.files:
        child = os.fork() if chosen.apart else 0
        if child == 0:
            print(json.dumps(became(path), ensure_ascii=False), flush=True)
        if chosen.apart and child == 0:
            os._exit(0)
        if child:
            os.waitpid(child, 0)


if __name__ == "__main__":
    main()
