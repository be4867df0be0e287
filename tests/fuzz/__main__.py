"""Runs every fuzzer for a while and says what was found.

    python -m tests.fuzz [NAME …] [--seconds 180] [--keep FOLDER] [--save FILE]

Units: seconds for each fuzzer. `runs` inputs tried, `edges` branches of the code that they reached, `corpus` inputs kept.
A crash is anything but a refusal: its input and the end of the complaint are told. Atheris is in requirements/fuzz.txt.
"""

import argparse
import base64
import importlib.util
import json
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.machine import machine
from tests.fuzz.seeds import ROOT, seeds, words
from tests.fuzz.targets import TARGETS

SLOWEST, MOST_MEMORY, LONGEST = 10, 2048, 98304
"""Units: seconds for one input · MB of the process · bytes of an input."""


def run(name: str, inputs: list[bytes], seconds: int, folder: Path) -> dict[str, object]:
    """One fuzzer for so long; its inputs and crashes are kept in the folder."""
    corpus, found = folder / name, folder / "found" / name
    corpus.mkdir(parents=True, exist_ok=True)
    found.mkdir(parents=True, exist_ok=True)
    for number, data in enumerate(inputs):
        (corpus / f"seed-{number}").write_bytes(data)
    listed = folder / f"{name}.words"
    known = words(inputs)
    listed.write_bytes(b"".join(b'"%s"\n' % word for word in known))
    ended = subprocess.run(
        [sys.executable, "-m", "tests.fuzz.one", name, str(corpus), f"-max_total_time={seconds}", f"-timeout={SLOWEST}",
         f"-rss_limit_mb={MOST_MEMORY}", f"-max_len={LONGEST}",
         *([f"-dict={listed}"] if known else []), f"-artifact_prefix={found}/", "-print_final_stats=1", "-seed=1"],
        cwd=ROOT, capture_output=True, check=False,
    )
    said = ended.stderr.decode("utf-8", "replace") + ended.stdout.decode("utf-8", "replace")
    edges = re.findall(r"cov: (\d+)", said)
    runs = re.findall(r"number_of_executed_units: (\d+)|#(\d+)\s", said)
    crashes = [{"input": base64.b64encode(one.read_bytes()).decode()[:4000], "file": one.name} for one in sorted(found.iterdir())]
    return {
        "target": name, "seconds": seconds, "seeds": len(inputs), "runs": max((int(a or b) for a, b in runs), default=0),
        "edges": int(edges[-1]) if edges else 0, "corpus": len(list(corpus.iterdir())), "ended": ended.returncode,
        "crashes": crashes, **({"complaint": said[-3000:]} if ended.returncode else {}),
    }


def main() -> int:
    """Prints a line for each fuzzer; 1 where one of them found a crash, 77 where atheris is absent."""
    options = argparse.ArgumentParser()
    options.add_argument("names", nargs="*", choices=[*TARGETS, []])
    options.add_argument("--seconds", type=int, default=180)
    options.add_argument("--keep", type=Path, default=None)
    options.add_argument("--save", type=Path, default=None)
    chosen = options.parse_args()
    if importlib.util.find_spec("atheris") is None:
        print("FUZZERS SKIPPED: atheris is not installed (pip install --require-hashes -r requirements/fuzz.txt)", file=sys.stderr)
        return 77
    given = seeds()
    with tempfile.TemporaryDirectory(prefix="yuzhi-fuzz-") as made:
        results = []
        for name in chosen.names or TARGETS:
            results.append(run(name, given[name], chosen.seconds, chosen.keep or Path(made)))
            print(json.dumps({word: told for word, told in results[-1].items() if word != "crashes"}, ensure_ascii=False), flush=True)
    if chosen.save:
        told = {"bench": "fuzz", "date": time.strftime("%Y-%m-%d"), "machine": machine(), "targets": results}
        chosen.save.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    return int(any(one["ended"] for one in results))


if __name__ == "__main__":
    sys.exit(main())
