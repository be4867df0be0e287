"""How fast the index is filled and asked, beside bare Tantivy and bm25s over the same texts in the same run.

    python bench/search.py [--rows 100000 300000 1000000] [--queries 200] [--rounds 3] [--save]

Rows are real Chinese energy abstracts, cut to 250 characters and put as the abstract of a record, so that each is indexed
among all texts and by itself; beyond the first pass, halves of different abstracts are joined, so that no two rows are
equal. `index` is in records per second of CPU time (all threads); questions are timed at the engine's interface, warm, in
ms of wall and of CPU time (the ratio is of CPU time): exact total and the first ten hits with their stored texts. `nears`
(two words at most 5 characters apart) and `truncated` (beginnings of Latin words) have no peer.
Bare Tantivy has one field of rjieba words and one of single characters, and its query is made of terms by hand;
ours also reads the question, boosts titles, marks the hits and finds words however the sentence is cut.
bm25s (up to 100,000 rows: it is built in memory) has the same words and ranks whatever has any of them; ours and bare
Tantivy find what has all. `growth` is the exponent of CPU time against rows, smallest to largest: 1 is in proportion.
Bars: 2,500 records per CPU-second; at 1 M rows words p95 ≤ 50 ms, phrases p95 ≤ 150 ms, ≤ 1.3 × bare.
"""

import argparse
import gzip
import json
import math
import os
import random
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import bm25s
import rjieba
import tantivy
from machine import machine

from yuzhi.engines.search import Ask, Entry, SearchIndex

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("YUZHI_SHARED", ROOT.parent / "shared"))
LENGTH = 250
RANKED = 100_000


def abstracts() -> list[tuple[str, str, int]]:
    """The Chinese abstracts: number, text, year."""
    found, met = [], set[str]()
    with gzip.open(SHARED / "data/patents_energy/abstracts.jsonl.gz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            if row["id"].startswith("CN") and len(row["abstract"] or "") > 100 and row["id"] not in met:
                met.add(row["id"])
                found.append((row["id"], row["abstract"][:LENGTH], row["year_bucket"]))
    return found


def rows(count: int) -> Iterator[tuple[str, str, int]]:
    """As many rows as wanted: number, text, year."""
    real = abstracts()
    for at in range(count):
        turn, place = divmod(at, len(real))
        number, text, year = real[place]
        if turn:
            other = real[(place + 37 * turn) % len(real)][1]
            number, text = f"{number}-{turn}", text[:LENGTH // 2] + other[LENGTH // 2:]
        yield number, text, year


class Bare:
    """Tantivy without yuzhi."""

    def __init__(self, folder: Path) -> None:
        make = tantivy.SchemaBuilder()
        make.add_text_field("key", stored=True, tokenizer_name="raw", index_option="basic")
        make.add_text_field("text", stored=True, tokenizer_name="raw", index_option="basic")
        make.add_text_field("words", tokenizer_name="whitespace")
        make.add_text_field("characters", tokenizer_name="whitespace")
        self.schema = make.build()
        folder.mkdir()
        self.index = tantivy.Index(self.schema, path=str(folder))

    def put(self, entries: Iterable[Entry]) -> None:
        """Tokens by rjieba, characters one by one, nothing folded."""
        writer = self.index.writer(200_000_000, 1)
        for entry in entries:
            made = tantivy.Document()
            made.add_text("key", entry.key)
            made.add_text("text", entry.text[:80])
            made.add_text("words", " ".join(rjieba.cut_for_search(entry.text)))
            made.add_text("characters", " ".join(entry.text))
            writer.add_document(made)
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()

    def _answer(self, query: tantivy.Query) -> int:
        searcher = self.index.searcher()
        found = searcher.search(query, 10)
        for _, address in found.hits:
            searcher.doc(address).to_dict()
        return int(found.count)  # type: ignore[attr-defined]

    def words(self, text: str) -> int:
        """How many have all words."""
        terms = [tantivy.Query.term_query(self.schema, "words", word) for word in text.split()]
        return self._answer(tantivy.Query.boolean_query([(tantivy.Occur.Must, term) for term in terms]))

    def phrase(self, text: str) -> int:
        """How many have the characters in order."""
        if len(text) == 1:
            return self._answer(tantivy.Query.term_query(self.schema, "characters", text))
        return self._answer(tantivy.Query.phrase_query(self.schema, "characters", list(text)))


class Ranked:
    """bm25s without yuzhi."""

    def __init__(self) -> None:
        self.ranker = bm25s.BM25()

    def put(self, entries: Iterable[Entry]) -> None:
        """Words by rjieba, all in memory."""
        self.ranker.index([rjieba.cut_for_search(entry.text) for entry in entries], show_progress=False)

    def words(self, text: str) -> int:
        """How many of the ten best have any word; bm25s counts no totals."""
        found = self.ranker.retrieve([text.split()], k=10, show_progress=False)
        return int((found.scores > 0).sum())


def questions(count: int, seed: int) -> tuple[list[str], list[str]]:
    """Words (one to three dictionary words of one abstract) and phrases (two to eight characters of one)."""
    chance, real = random.Random(seed), abstracts()
    asked_words, phrases = [], []
    while len(asked_words) < count or len(phrases) < count:
        text = chance.choice(real)[1]
        telling = [word for word in rjieba.cut(text) if len(word) > 1 and all("一" <= letter <= "鿿" for letter in word)]
        if len(telling) > 3:
            asked_words.append(" ".join(chance.sample(telling, chance.choice((1, 1, 2, 3)))))
        at, length = chance.randrange(len(text) - 10), chance.choice((2, 3, 4, 4, 6, 8))
        phrase = text[at:at + length]
        if all("一" <= letter <= "鿿" for letter in phrase):
            phrases.append(phrase)
    return asked_words[:count], phrases[:count]


def timed(ways: dict[str, Callable[[str], int]], asked: list[str], rounds: int) -> dict[str, dict[str, float]]:
    """Each way's times in ms, wall and CPU, and mean total.

    The ways take turns question by question, after a round unmeasured, so that a busy machine slows both.
    """
    times: dict[str, list[float]] = {name: [] for name in ways}
    cpu_times: dict[str, list[float]] = {name: [] for name in ways}
    totals = dict.fromkeys(ways, 0)
    for turn in range(rounds + 1):
        for text in asked:
            for name, way in ways.items():
                start, cpu_start = time.perf_counter(), time.thread_time()
                total = way(text)
                if turn:
                    cpu_times[name].append((time.thread_time() - cpu_start) * 1e3)
                    times[name].append((time.perf_counter() - start) * 1e3)
                    totals[name] += total
    measured = {}
    for name in ways:
        wall, used = sorted(times[name]), sorted(cpu_times[name])
        measured[name] = {
            "p50": round(wall[len(wall) // 2], 3), "p95": round(wall[int(len(wall) * .95)], 3),
            "cpu_p50": round(used[len(used) // 2], 3), "cpu_p95": round(used[int(len(used) * .95)], 3),
            "cpu_sum": round(sum(used) / rounds, 1), "mean_total": round(totals[name] / rounds / len(asked), 1),
        }
    return measured


def cpu(act: Callable[[], object]) -> float:
    """Seconds of CPU time, all threads."""
    start = time.process_time()
    act()
    return time.process_time() - start


def megabytes(folder: Path) -> float:
    """The size of a folder on disk."""
    return round(sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6, 1)


def measure(count: int, queries: int, rounds: int) -> list[dict[str, object]]:
    """All measurements over so many rows."""
    lines: list[dict[str, object]] = []
    with tempfile.TemporaryDirectory() as folder:
        ours, bare, ranked = SearchIndex(Path(folder) / "ours"), Bare(Path(folder) / "bare"), Ranked()

        def entries() -> Iterator[Entry]:
            for number, text, year in rows(count):
                yield Entry(f"cn/pub/{number}", "patents", "", text, numbers=(number,), codes=("B60L 7/10",), year=year, abstract=text)

        spent_rows = cpu(lambda: sum(1 for _ in entries()))
        spent_ours = cpu(lambda: ours.put(entries(), edition=1)) - spent_rows
        spent_bare = cpu(lambda: bare.put(entries())) - spent_rows
        spent_ranked = cpu(lambda: ranked.put(entries())) - spent_rows if count <= RANKED else None
        lines.append({
            "measured": "index", "records_per_cpu_second": round(count / spent_ours),
            "bare_records_per_cpu_second": round(count / spent_bare), "ratio": round(spent_ours / spent_bare, 2),
            "bm25s_records_per_cpu_second": round(count / spent_ranked) if spent_ranked else None, "cpu_seconds": round(spent_ours, 1),
            "megabytes": megabytes(Path(folder) / "ours"), "bare_megabytes": megabytes(Path(folder) / "bare"), "bar": 2500,
        })
        asked_words, phrases = questions(queries, 5)
        for name, asked, way, quote, bar in (
            ("words", asked_words, bare.words, "", 50), ("phrases", phrases, bare.phrase, '"', 150),
        ):
            ways: dict[str, Callable[[str], int]] = {
                "ours": lambda text, quote=quote: ours.find(Ask(f"{quote}{text}{quote}", top=10)).total,  # type: ignore[misc]
                "bare": way,
            }
            if spent_ranked and name == "words":
                ways["bm25s"] = ranked.words
            measured = timed(ways, asked, rounds)
            ratio = {key: round(measured["ours"][key] / measured["bare"][key], 2) for key in ("cpu_p50", "cpu_p95", "cpu_sum")}
            lines.append({"measured": name, "ms": measured, "ratio": ratio, "bar_p95_at_1m": bar, "bar_ratio_at_1m": 1.3})
        near = [f"{first} NEAR/5 {second}" for first, second, *_ in (text.split() for text in asked_words if " " in text)]
        begun = [f"{word}*" for word in ("co", "cat", "el", "pump", "therm")]
        for name, asked in (("nears", near), ("truncated", begun)):
            measured = timed({"ours": lambda text: ours.find(Ask(text, top=10)).total}, asked, rounds)
            lines.append({"measured": name, "questions": len(asked), "ms": measured})
        one = Entry("new", "patents", "刚刚到达的记录", "")
        start = time.perf_counter()
        ours.put([one])
        assert ours.find(Ask("刚刚到达的记录")).total == 1
        lines.append({"measured": "visible_after_put_seconds", "seconds": round(time.perf_counter() - start, 3), "bar": 1})
    about = {"bench": "search", "date": date.today().isoformat(), "rows": count, "machine": machine(),
             "peak_mb": round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)}
    return [about | line for line in lines]


def growth(lines: list[dict[str, Any]]) -> dict[str, object]:
    """The exponents of CPU time against rows, from the smallest to the largest size."""
    least, most = min(line["rows"] for line in lines), max(line["rows"] for line in lines)
    spent = {
        (line["measured"], line["rows"]): line["cpu_seconds"] if line["measured"] == "index" else line["ms"]["ours"]["cpu_sum"]
        for line in lines if line["measured"] in ("index", "words", "phrases")
    }
    exponents = {
        name: round(math.log(spent[name, most] / spent[name, least]) / math.log(most / least), 2)
        for name in ("index", "words", "phrases")
    }
    return {"bench": "search", "date": date.today().isoformat(), "measured": "growth", "rows": [least, most], "exponent": exponents}


def main() -> int:
    """Prints one JSON line for each measurement; `--save` adds them to bench/results."""
    options = argparse.ArgumentParser()
    options.add_argument("--rows", type=int, nargs="+", default=[100_000])
    options.add_argument("--queries", type=int, default=200)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--save", action="store_true")
    chosen = options.parse_args()
    if not (SHARED / "data/patents_energy").is_dir():
        print(f"no abstracts under {SHARED}: set YUZHI_SHARED", file=sys.stderr)
        return 1
    lines: list[dict[str, Any]] = []
    for count in chosen.rows:
        lines += measure(count, chosen.queries, chosen.rounds)
        print(*(json.dumps(line, ensure_ascii=False) for line in lines if line["rows"] == count), sep="\n", flush=True)
        if chosen.save:
            save(lines)
    if len(chosen.rows) > 1:
        lines.append(growth(lines))
        print(json.dumps(lines[-1]))
        if chosen.save:
            save(lines)
    return 0


def save(lines: list[dict[str, Any]]) -> None:
    """The measurements of this run, one line each, in the file of the day; those of other sizes stay."""
    target = ROOT / f"bench/results/search-{date.today().isoformat()}.json"
    said = target.read_text(encoding="utf-8").splitlines() if target.exists() else []
    sizes = [line["rows"] for line in lines]
    kept = [line for line in map(json.loads, said) if line["rows"] not in sizes and line["measured"] != "growth"]
    target.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in kept + lines), encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main())
