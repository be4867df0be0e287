"""Judged collections of others in BEIR form: Cranfield, and the citations among the energy patents.

    python scripts/judged_sets.py cranfield|energy FOLDER [--part tune|report] [--english]

Writes corpus.jsonl, queries.jsonl and qrels.tsv into FOLDER; none of it belongs into the repository. Cranfield: grades 1 to 4 count as
relevant, all alike. Energy: 28,608 documents that have a title or an abstract, in all their languages; a query is title and abstract of a
citing document, relevant is what it cites. `--part` takes about half of the citing documents, by the last bit of the SHA-256 of their
number: settings are chosen on `tune`, figures are told of `report`. `--english` keeps the documents whose letters are mostly ASCII.
`--years` adds the year in which the collection's list has a document.
"""

import argparse
import csv
import gzip
import hashlib
import json
import os
import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("YUZHI_SHARED", ROOT.parent / "shared"))
ENERGY, CRANFIELD = SHARED / "data/patents_energy", SHARED / "vectors/cranfield"
_FIELD = re.compile(r"\.([ITABW])\s*(\d*)\s*")


def written(folder: Path, corpus: Iterable[Mapping[str, Any]], queries: Iterable[Mapping[str, Any]], qrels: Iterable[tuple[str, str, int]]) -> None:
    """The three files of a collection."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, rows in (("corpus", corpus), ("queries", queries)):
        (folder / f"{name}.jsonl").write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    lines = "".join(f"{query}\t{document}\t{grade}\n" for query, document, grade in qrels)
    (folder / "qrels.tsv").write_text("query-id\tcorpus-id\tscore\n" + lines, encoding="utf-8")


def cranfield(folder: Path) -> None:
    """The 1,400 abstracts and 225 questions; questions are numbered by their place, as the judgements do."""
    corpus = [{"_id": one["I"], "title": one.get("T", ""), "text": one.get("W", "")} for one in _cranfield("cran.all.1400")]
    queries = [{"_id": str(at), "text": one["W"]} for at, one in enumerate(_cranfield("cran.qry"), 1)]
    rows = [line.split() for line in (CRANFIELD / "cranqrel").read_text(encoding="ascii").splitlines()]
    written(folder, corpus, queries, [(row[0], row[1], 1) for row in rows if int(row[2]) > 0])


def _cranfield(name: str) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []
    field = ""
    for line in (CRANFIELD / name).read_text(encoding="ascii").splitlines():
        match = _FIELD.fullmatch(line)
        if match and match[1] == "I":
            found.append({"I": match[2]})
        elif match:
            field = match[1]
        else:
            found[-1][field] = f"{found[-1].get(field, '')} {line}".strip()
    return found


def energy_documents() -> dict[str, dict[str, Any]]:
    """Number → title, abstract, year of the list, classes of the lists; only documents that have a text."""
    found: dict[str, dict[str, Any]] = {}
    for row in _rows("abstracts.jsonl.gz"):
        one = found.setdefault(row["id"], {"title": "", "text": "", "year": row["year_bucket"], "ipc": []})
        one["text"] = max(one["text"], row["abstract"] or "", key=len)
        one["ipc"] = sorted({*one["ipc"], row["ipc_query"]})
    for row in _rows("cn_patents.jsonl.gz"):
        found[row["pub"]]["title"] = row["title_en"]
    for row in _rows("details_text_no_citations.jsonl.gz"):
        one = found.setdefault(row["id"], {"title": "", "text": "", "year": None, "ipc": []})
        one["title"], one["text"] = row["title"] or one["title"], one["text"] or row["abstract"] or ""
    return {number: one for number, one in sorted(found.items()) if one["title"] or one["text"]}


def _rows(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(ENERGY / name, "rt", encoding="utf-8") as lines:
        for line in lines:
            yield json.loads(line)


def energy(folder: Path, part: str, *, english: bool, years: bool) -> None:
    """The citations; judgements on documents without any text are left out."""
    documents = energy_documents()
    if english:
        documents = {number: one for number, one in documents.items() if _ascii(f"{one['title']} {one['text']}")}
    cited = defaultdict(set)
    with (ENERGY / "citations_dev.tsv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines, delimiter="\t"):
            told = part in ("", _part(row["citing"]))
            if told and row["citing"] in documents and row["cited"] in documents:
                cited[row["citing"]].add(row["cited"])
    def row_of(number: str) -> dict[str, Any]:
        one = documents[number]
        about = {"metadata": {"year": one["year"]}} if years and one["year"] else {}
        return {"_id": number, "title": one["title"], "text": one["text"], **about}
    written(
        folder, map(row_of, documents), map(row_of, sorted(cited)),
        [(citing, one, 1) for citing in sorted(cited) for one in sorted(cited[citing]) if one != citing],
    )


def _part(number: str) -> str:
    return ("tune", "report")[hashlib.sha256(number.encode()).digest()[-1] & 1]


def _ascii(text: str) -> bool:
    return sum(map(str.isascii, text)) * 2 > len(text)


def main() -> int:
    """Writes one collection."""
    options = argparse.ArgumentParser()
    options.add_argument("name", choices=["cranfield", "energy"])
    options.add_argument("folder", type=Path)
    options.add_argument("--part", choices=["tune", "report"], default="")
    options.add_argument("--english", action="store_true")
    options.add_argument("--years", action="store_true")
    chosen = options.parse_args()
    if not SHARED.is_dir():
        print(f"nothing under {SHARED}: set YUZHI_SHARED", file=sys.stderr)
        return 1
    if chosen.name == "cranfield":
        cranfield(chosen.folder)
    else:
        energy(chosen.folder, chosen.part, english=chosen.english, years=chosen.years)
    return 0


if __name__ == "__main__":
    sys.exit(main())
