"""How good the search for like documents is, beside bm25s and bare Tantivy on the same texts in the same run.

    python bench/evaluate.py [--sets cranfield energy english] [--keep FOLDER] [--save]

Cranfield: 1,400 abstracts and 225 questions. Energy: title and abstract of a citing document find what it cites among 28,608
documents in all their languages; `english` is the part of it whose letters are mostly ASCII. Settings were chosen on half of the
citing documents (`tune`, by the last bit of the SHA-256 of the number); figures are of the other half (`report`). `fusion+numbers` is told
about the year of filing by publication numbers, as `yuzhi evaluate` does where nothing else tells it; `fusion+years` is told the
year in which each document is listed, which is about that of its filing.
bm25s: its English stop words and no stemming, as it comes (k1 = 1.5, b = .75), on words of rjieba where the text is Chinese.
Tantivy: one field, the same words, its English stemmer. Intervals are of a bootstrap over queries. `--keep` keeps sentence vectors.
Bars: Cranfield MAP ≥ .30, nDCG@10 ≥ .37; energy R@100 ≥ .24, its English part ≥ .40, R@10 above .073 (what BM25 on words had).
"""

import argparse
import importlib.util
import json
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import bm25s
import rjieba
import tantivy
from machine import machine

from yuzhi.engines.embedding import Encoder, Keeping
from yuzhi.engines.evaluation import Estimate, Judged, estimates, judged, measured
from yuzhi.engines.similarity import METHODS, Item, answers, collection, filed_about, merging

ROOT = Path(__file__).resolve().parent.parent
DEPTH = 1_000
BARS = {
    "cranfield": {"MAP": .30, "nDCG@10": .37}, "energy": {"R@10": .073, "R@100": .24}, "english": {"R@10": .073, "R@100": .40},
}


def written(name: str, folder: Path) -> Judged:
    """The collection, converted and read as anybody's would be."""
    sets = _sets()
    if name == "cranfield":
        sets.cranfield(folder)
    else:
        sets.energy(folder, "report", english=name == "english", years=True)
    return judged(folder / "corpus.jsonl", folder / "queries.jsonl", folder / "qrels.tsv")


def _sets() -> ModuleType:
    spec = importlib.util.spec_from_file_location("judged_sets", ROOT / "scripts/judged_sets.py")
    assert spec and spec.loader
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def cut(text: str) -> str:
    """Words of rjieba, blanks between."""
    return " ".join(word for word in rjieba.cut_for_search(text.lower()) if any(map(str.isalnum, word)))


def by_bm25s(texts: Sequence[str], asked: Sequence[str]) -> list[list[int]]:
    """The rows that bm25s finds, best first."""
    peer = bm25s.BM25()
    peer.index(bm25s.tokenize(list(texts), stopwords="en", show_progress=False), show_progress=False)
    cut_asked = bm25s.tokenize(list(asked), stopwords="en", show_progress=False)
    found, _scores = peer.retrieve(cut_asked, k=min(DEPTH + 1, len(texts)), show_progress=False)
    return [[int(row) for row in line] for line in found]


def by_tantivy(texts: Sequence[str], asked: Sequence[str]) -> list[list[int]]:
    """The rows that bare Tantivy finds, best first."""
    make = tantivy.SchemaBuilder()
    make.add_text_field("text", tokenizer_name="en_stem", index_option="freq")
    make.add_integer_field("row", stored=True)
    schema = make.build()
    index = tantivy.Index(schema)
    writer = index.writer(100_000_000, 1)
    for row, text in enumerate(texts):
        made = tantivy.Document()
        made.add_text("text", text)
        made.add_integer("row", row)
        writer.add_document(made)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()
    searcher = index.searcher()
    stems = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.lowercase()).filter(tantivy.Filter.stemmer("english")).build()
    found = []
    for text in asked:
        terms = [(tantivy.Occur.Should, tantivy.Query.term_query(schema, "text", word)) for word in dict.fromkeys(stems.analyze(text))]
        hits = searcher.search(tantivy.Query.boolean_query(terms), DEPTH + 1).hits if terms else []
        found.append([int(searcher.doc(address)["row"][0]) for _, address in hits])
    return found


def measure(name: str, read: Judged, keep: Path | None) -> list[dict[str, object]]:
    """One line for each method."""
    encode = Encoder()
    embed = Keeping(keep, encode) if keep else encode
    items = [Item(one.key, one.title, one.text, (), one.year) for one in read.corpus]
    plain = [Item(one.key, one.title, one.text) for one in read.queries]
    ways: dict[str, list[list[str]]] = {}
    took: dict[str, float] = {}

    def timed(way: str, act: Callable[[], list[list[str]]]) -> None:
        start = time.process_time()
        ways[way] = act()
        took[way] = round(time.process_time() - start, 1)

    texts, asked = [cut(one.text) for one in items], [cut(one.text) for one in plain]
    for peer, act in (("bm25s", by_bm25s), ("tantivy", by_tantivy)):
        timed(peer, lambda act=act: [  # type: ignore[misc]
            [items[row].key for row in line if items[row].key != one.key] for line, one in zip(act(texts, asked), plain, strict=True)
        ])
    start = time.process_time()
    among = collection(items, embed)
    built = round(time.process_time() - start, 1)
    start = time.process_time()
    found = list(answers(plain, among, embed, DEPTH, METHODS))
    for method in METHODS:
        ways[method] = [[one.key for one in answer[method]] for answer in found]
        took[method] = round((time.process_time() - start) / len(METHODS), 1)
    if name != "cranfield":
        numbered = replace(among, years=tuple(filed_about(key) for key in among.keys))
        asking = [replace(one, year=filed_about(one.key)) for one in plain]
        timed("fusion+numbers", lambda: [[one.key for one in answer["fusion"]] for answer in answers(asking, numbered, embed, DEPTH)])
        dated = [replace(one, year=two.year) for one, two in zip(plain, read.queries, strict=True)]
        timed("fusion+years", lambda: [[one.key for one in answer["fusion"]] for answer in answers(dated, among, embed, DEPTH)])
    return [
        {"set": name, "method": way, "documents": len(items), "queries": len(plain), "cpu_seconds": took[way], "built_cpu_seconds": built}
        | {"measures": _told(read, ranked), "bars": BARS[name]} for way, ranked in ways.items()
    ]


def _told(read: Judged, ranked: Sequence[Sequence[str]]) -> dict[str, dict[str, float]]:
    rows = [measured(line[:DEPTH], read.judgements[one.key]) for line, one in zip(ranked, read.queries, strict=True)]
    found: dict[str, Estimate] = estimates([row for row in rows if row is not None])
    return {name: {"mean": round(one.mean, 4), "low": round(one.low, 4), "high": round(one.high, 4)} for name, one in found.items()}


def main() -> int:
    """Prints one JSON line for each method; `--save` adds them to bench/results."""
    options = argparse.ArgumentParser()
    options.add_argument("--sets", nargs="+", choices=list(BARS), default=list(BARS))
    options.add_argument("--keep", type=Path)
    options.add_argument("--save", action="store_true")
    chosen = options.parse_args()
    if not _sets().SHARED.is_dir():
        print(f"nothing under {_sets().SHARED}: set YUZHI_SHARED", file=sys.stderr)
        return 1
    settings = {"same": merging.SAME._asdict(), "across": merging.ACROSS._asdict(), "other": merging.OTHER, "later": merging.LATER}
    about = {"bench": "evaluate", "date": date.today().isoformat(), "machine": machine(), "settings": settings}
    for name in chosen.sets:
        with tempfile.TemporaryDirectory() as folder:
            lines = measure(name, written(name, Path(folder)), chosen.keep)
        text = "".join(json.dumps(about | line, ensure_ascii=False) + "\n" for line in lines)
        print(text, end="", flush=True)
        if chosen.save:
            with (ROOT / f"bench/results/evaluate-{about['date']}.json").open("a", encoding="utf-8") as file:
                file.write(text)
    return 0


if __name__ == "__main__":
    sys.exit(main())
