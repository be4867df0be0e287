"""The index of one installation: a Tantivy folder, and beside it the edition that it shows."""

import json
import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Lock

import tantivy

from yuzhi.engines.search.answers import Answer, Explanation
from yuzhi.engines.search.asks import Ask
from yuzhi.engines.search.compiling import Compiler, Filter, Labels, narrowed
from yuzhi.engines.search.describing import describe
from yuzhi.engines.search.documents import document, sound, unpack
from yuzhi.engines.search.entries import Entry
from yuzhi.engines.search.explaining import explain
from yuzhi.engines.search.facets import facets
from yuzhi.engines.search.language import Reading, leaves, read
from yuzhi.engines.search.lexing import Problem
from yuzhi.engines.search.marking import Marker
from yuzhi.engines.search.ranking import best, newest
from yuzhi.engines.search.schema import VERSION, build, register
from yuzhi.engines.search.ways import Ways
from yuzhi.engines.search.widening import NamesOf, widened
from yuzhi.engines.search.writing import written
from yuzhi.kernel.errors import BadFile, Refused

_WRITER_MEMORY = 200_000_000
_DEEPEST_PAGE = 100_000
_TOO_WIDE = "max expansions"


class SearchIndex:
    """A full-text index in a folder: one writer at a time, any number of readers in any number of processes.

    What is put is visible to every reader at its next question. A process killed while putting leaves the index
    as it was before; putting again gives the index that an undisturbed run gives.
    """

    def __init__(
        self, folder: Path, labels: Labels | None = None, newest_edition: Callable[[], int | None] = lambda: None,
        names_of: NamesOf | None = None,
    ) -> None:
        """`newest_edition` is the one that the index ought to show: an answer says when it lags behind.

        `names_of` gives the other names of a party, which a question for it finds too.
        """
        self._labels, self._newest_edition, self._names_of = labels or {}, newest_edition, names_of
        self._edition_file = folder / "edition.json"
        self._path = folder / f"tantivy-{VERSION}"
        self._path.mkdir(parents=True, exist_ok=True)
        self._schema = build()
        try:
            self._index = tantivy.Index(self._schema, path=str(self._path))
        except (OSError, ValueError) as fault:
            raise BadFile(
                f"检索索引 {self._path} 打不开（{fault}）：删除文件夹 {folder}，再启动 yuzhi serve 或运行 yuzhi ingest，会自动重建。"
            ) from fault
        register(self._index)
        self._index.config_reader("manual")
        self._compiler = Compiler(self._schema, self._labels)
        self._meta_file = self._path / "meta.json"
        self._lock, self._seen = Lock(), _stamp(self._meta_file)
        self._known: tuple[tuple[int, int], int | None] = (0, 0), None

    def put(self, entries: Iterable[Entry], edition: int | None = None) -> int:
        """Entries with the same key are replaced; all become visible together. The number of entries read.

        With `edition`, the index shows that edition afterwards.
        Raises: Refused when another process is writing.
        """
        with self._writing(edition) as writer:
            empty, met, read_in = self.count() == 0, set[str](), 0
            for entry in entries:
                key = sound(entry.key)
                if not empty or key in met:
                    writer.delete_documents_by_term("key", key)
                met.add(key)
                writer.add_document(document(entry))
                read_in += 1
        return read_in

    def drop(self, keys: Iterable[str], edition: int | None = None) -> None:
        """Entries with these keys are gone; unknown keys are fine."""
        with self._writing(edition) as writer:
            for key in keys:
                writer.delete_documents_by_term("key", sound(key))

    def reset(self) -> None:
        """The index is empty and shows no edition; folders of older versions are removed."""
        self._edition_file.unlink(missing_ok=True)
        self._drop_older()
        with self._writing(None) as writer:
            writer.delete_all_documents()

    def find(self, ask: Ask) -> Answer:
        """The answer to a question, best first, ties by key. Never raises for what a person typed.

        A question without words is answered newest first.
        """
        edition = self.edition
        searcher = self._searcher()
        reading = self._read(ask.query)
        chosen = self._compiler.filters(ask)
        query = narrowed(self._compiler.whole(reading.tree), chosen)
        by = newest if ask.sort == "newest" or reading.tree is None else best
        offset = min(max(0, ask.offset), _DEEPEST_PAGE)
        top = min(max(0, ask.top), _DEEPEST_PAGE)
        try:
            page = by(searcher, query, offset, max(1, top))
        except ValueError as fault:
            if _TOO_WIDE not in str(fault):
                raise
            return self._too_wide(reading, edition)
        marker = Marker(leaves(reading.tree))
        hits = tuple(marker.hit(unpack(searcher.doc(address)["body"][0]), score) for score, address in page.found[:top])
        counts, more = facets(searcher, query, ask.facets, ask.facet_top)
        notes = (*reading.notes, *(problem.sentence for problem in reading.problems))
        if reading.tree:
            notes = (*notes, f"查找：{describe(reading.tree)}。")
        return Answer(
            total=page.total, hits=hits, facets=counts, more=more, notes=(*self._lag(edition), *notes), edition=edition,
            understood=written(reading.tree), problems=reading.problems,
            explain=self._explained(searcher, ask, reading, chosen, page.total) if ask.explain or not page.total else None,
        )

    def _explained(
        self, searcher: tantivy.Searcher, ask: Ask, reading: Reading, chosen: Sequence[Filter], found: int
    ) -> Explanation:
        told = explain(searcher, self._compiler, reading.tree, chosen)
        if found:
            return told
        ways = Ways(searcher, self._compiler, lambda query: self._read(query).tree)
        return replace(told, ways=ways.out(ask, chosen))

    def _too_wide(self, reading: Reading, edition: int | None) -> Answer:
        """Nothing, because too many words begin or end as asked to be compared place by place."""
        text = written(reading.tree)
        at = text.find("*") + 1
        problem = Problem(at, text[max(0, at - 8):at], "这样开头或结尾的词太多，不能再比远近：请把“*”前后的字写长一些；这次没有检索")
        return Answer(
            0, (), notes=(*self._lag(edition), *reading.notes, problem.sentence), edition=edition, understood=text,
            problems=(*reading.problems, problem), explain=Explanation((), (), (), (problem.sentence,)),
        )

    def _read(self, query: str) -> Reading:
        """The question as it is executed: a party by each of its names."""
        reading = read(query)
        if reading.tree is None or self._names_of is None:
            return reading
        wide = widened(reading.tree, self._names_of)
        return replace(reading, tree=wide.tree, notes=(*reading.notes, *wide.notes))

    def count(self) -> int:
        """The number of entries."""
        return int(self._searcher().num_docs)

    def entries(self, kind: str) -> Iterator[Entry]:
        """Every entry of a kind, in no particular order, as of one instant."""
        searcher = self._searcher()
        query = tantivy.Query.term_query(self._schema, "kind", kind)
        for _, address in searcher.search(query, max(1, searcher.num_docs), count=False).hits:
            yield unpack(searcher.doc(address)["body"][0])

    def entry(self, key: str) -> Entry | None:
        """The entry of a key; None where there is none."""
        searcher = self._searcher()
        hits = searcher.search(tantivy.Query.term_query(self._schema, "key", sound(key)), 1, count=False).hits
        return unpack(searcher.doc(hits[0][1])["body"][0]) if hits else None

    @property
    def edition(self) -> int | None:
        """The edition that the index shows; None before the first and after a reset."""
        stamp = _stamp(self._edition_file)
        if self._known[0] != stamp:
            try:
                stored = json.loads(self._edition_file.read_text("utf-8"))
                self._known = stamp, int(stored["edition"]) if stored["version"] == VERSION else None
            except FileNotFoundError:
                return None
            except (OSError, ValueError, TypeError, KeyError):      # damaged: the next writer brings the index up from the start
                self._known = stamp, None
        return self._known[1]

    def _lag(self, shown: int | None) -> tuple[str, ...]:
        wanted = self._newest_edition()
        if wanted is None or (shown or 0) >= wanted:
            return ()
        return (f"索引还停在第 {shown or 0} 版，数据已到第 {wanted} 版：最近读入的可能还查不到。稍后再查；一直如此请告知系统管理员。",)

    def _show(self, edition: int) -> None:
        draft = self._edition_file.with_suffix(f".{os.getpid()}.draft")
        with draft.open("w", encoding="utf-8") as file:
            json.dump({"edition": edition, "version": VERSION}, file)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._edition_file)

    @contextmanager
    def _writing(self, edition: int | None) -> Iterator[tantivy.IndexWriter]:
        try:
            writer = self._index.writer(_WRITER_MEMORY, 1)
        except ValueError as fault:
            raise Refused("另一个进程正在写检索索引：等它结束后再试。") from fault
        try:
            writer.garbage_collect_files()      # what a killed commit wrote would be in the way of the same commit again
            yield writer
            writer.commit()
        except BaseException:
            writer.rollback()
            raise
        finally:
            writer.wait_merging_threads()
        if edition is not None:
            self._show(edition)
            self._drop_older()

    def _drop_older(self) -> None:
        """Only the folder of this version is left."""
        for old in self._path.parent.glob("tantivy-*"):
            if old != self._path:
                shutil.rmtree(old, ignore_errors=True)

    def _searcher(self) -> tantivy.Searcher:
        """A view of the last commit, whichever process made it."""
        with self._lock:
            stamp = _stamp(self._meta_file)
            if stamp != self._seen:
                self._index.reload()
                self._seen = stamp
            return self._index.searcher()


def _stamp(path: Path) -> tuple[int, int]:
    """What changes whenever a file is replaced."""
    try:
        seen = path.stat()
    except FileNotFoundError:
        return 0, 0
    return seen.st_ino, seen.st_mtime_ns
