"""How an exchange file of many documents is read: its speed, and that the memory does not grow with its length.

    python bench/exchange.py [--megabytes 50 500] [--save]

Units: MB of XML per second of CPU time; MB of memory above what the process held before the first byte, peak of the
process. The files are made from one made-up document of a usual size with changing numbers; each is read in a process
of its own. The bar: at most 150 MB above the start for a file of any length.
"""

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date
from pathlib import Path

from machine import machine

from yuzhi.engines.reading.records import Fault, Record
from yuzhi.engines.reading.sources import Context, Document
from yuzhi.kernel.areas import Area, AreaBook
from yuzhi.packs.ep.sources.ops import BIBLIO

ROOT = Path(__file__).resolve().parent.parent
CITY = AreaBook([Area("610800", "榆林市", "Yulin", "610000")], city="610800")
BAR = 150
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<exch:exchange-documents xmlns:exch="http://www.epo.org/exchange" date-of-exchange="20261125">\n'


def document(number: int) -> str:
    """One made-up document of about 4 KB."""
    told = f"<country>EP</country><doc-number>{1_000_000 + number}</doc-number>"
    text = "A made-up apparatus for the benching of long files, in which every sentence is as long as it has to be. " * 20
    parties = "".join(
        f'<exch:applicant data-format="docdb" sequence="{n}"><exch:applicant-name><name>MADE UP {number} {n}</name></exch:applicant-name>'
        "</exch:applicant>" for n in range(1, 5))
    return (
        f'<exch:exchange-document country="EP" doc-number="{1_000_000 + number}" kind="A1" family-id="{number}"><exch:bibliographic-data>'
        f'<exch:publication-reference data-format="docdb"><document-id>{told}<kind>A1</kind><date>20200101</date></document-id>'
        f'</exch:publication-reference><exch:application-reference data-format="docdb"><document-id><country>EP</country>'
        f'<doc-number>{20_000_000 + number}</doc-number><kind>A</kind><date>20190101</date></document-id></exch:application-reference>'
        f'<exch:parties><exch:applicants>{parties}</exch:applicants></exch:parties>'
        f'<exch:invention-title lang="en">A made-up thing {number}</exch:invention-title></exch:bibliographic-data>'
        f'<exch:abstract lang="en"><exch:p>{text}</exch:p></exch:abstract></exch:exchange-document>\n')


def write(path: Path, megabytes: int) -> int:
    """Writes the file; every thousandth document is damaged. How many documents it has."""
    size = number = 0
    with path.open("w", encoding="utf-8") as file:
        file.write(HEAD)
        while size < megabytes * 1_000_000:
            number += 1
            told = document(number)
            size += file.write(told if number % 1000 else told.replace("</exch:parties>", ""))
        file.write("</exch:exchange-documents>\n")
    return number


def held_now() -> float:
    """MB of memory that this process holds now; its highest mark may be its parent's."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * resource.getpagesize() / 1024**2


def read(path: Path) -> dict[str, object]:
    """Reads the file in this process."""
    before, start = held_now(), time.process_time()
    patents = faults = 0
    for one in BIBLIO.read(Document(path.name, path, "0" * 64, path.stat().st_size), Context(CITY)):
        patents += isinstance(one, Record) and one.table == "patents"
        faults += isinstance(one, Fault)
    seconds = time.process_time() - start
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 - before
    return {
        "megabytes": round(path.stat().st_size / 1e6), "patents": patents, "faults": faults, "cpu_seconds": round(seconds, 1),
        "mb_per_cpu_second": round(path.stat().st_size / 1e6 / seconds, 1), "memory_mb_over_start": round(grown, 1),
    }


def main() -> int:
    """Prints the figures; `--save` keeps them with the machine and the day; 1 where the bar is missed."""
    options = argparse.ArgumentParser()
    options.add_argument("--megabytes", type=int, nargs="+", default=[50])
    options.add_argument("--read", type=Path)
    options.add_argument("--save", action="store_true")
    chosen = options.parse_args()
    if chosen.read:
        print(json.dumps(read(chosen.read)))
        return 0
    files = []
    with tempfile.TemporaryDirectory(prefix="yuzhi-exchange-") as folder:
        for megabytes in chosen.megabytes:
            path = Path(folder) / f"{megabytes}.xml"
            documents = write(path, megabytes)
            told = subprocess.run([sys.executable, __file__, "--read", str(path)], capture_output=True, text=True, check=True)
            files.append({"documents": documents, **json.loads(told.stdout)})
            path.unlink()
    result = {"bench": "exchange", "date": date.today().isoformat(), "machine": machine(), "files": files, "bar_mb": BAR}
    print(json.dumps(result, ensure_ascii=False, indent=2))
    if chosen.save:
        target = ROOT / f"bench/results/exchange-{date.today().isoformat()}.json"
        target.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return int(any(float(str(one["memory_mb_over_start"])) > BAR for one in files))


if __name__ == "__main__":
    sys.exit(main())
