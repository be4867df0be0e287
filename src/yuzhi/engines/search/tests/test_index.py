"""What every search index keeps: replacing, dropping, editions, readers, and a writer that may be killed."""

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from yuzhi.engines.search import Ask, Entry, SearchIndex
from yuzhi.kernel.errors import BadFile, Refused

Fill = Callable[..., SearchIndex]


def keys(index: SearchIndex, query: str, **more: object) -> list[str]:
    return [hit.key for hit in index.find(Ask(query, **more)).hits]  # type: ignore[arg-type]


def test_a_second_put_replaces_the_first(index: SearchIndex) -> None:
    index.put([Entry("a", "patents", "煤制油 催化剂")])
    index.put([Entry("a", "patents", "山地苹果")])
    assert keys(index, "催化剂") == []
    assert keys(index, "苹果") == ["a"]
    assert index.count() == 1


def test_of_two_entries_with_one_key_in_one_put_the_last_stays(index: SearchIndex) -> None:
    assert index.put([Entry("a", "works", "一"), Entry("b", "works", "二"), Entry("a", "works", "三")]) == 3
    assert index.count() == 2
    assert keys(index, "一") == []
    assert keys(index, "三") == ["a"]


def test_dropped_entries_are_gone_and_unknown_keys_are_fine(filled: Fill) -> None:
    index = filled(Entry("a", "works", "剪纸"), Entry("b", "works", "剪纸"))
    index.drop(["a", "nobody"])
    assert keys(index, "剪纸") == ["b"]


def test_the_index_shows_the_edition_it_was_given_until_it_is_reset(index: SearchIndex, tmp_path: Path) -> None:
    assert index.edition is None
    index.put([Entry("a", "works", "剪纸")], edition=7)
    assert (index.edition, index.find(Ask("剪纸")).edition) == (7, 7)
    index.put([Entry("b", "works", "剪纸")])
    assert SearchIndex(tmp_path / "index").edition == 7
    index.reset()
    assert (index.edition, index.count(), index.find(Ask("*")).total) == (None, 0, 0)


def test_the_folder_of_an_older_version_stays_until_an_edition_is_shown_again(index: SearchIndex, tmp_path: Path) -> None:
    old = tmp_path / "index" / "tantivy-1"
    old.mkdir()
    (tmp_path / "index" / "edition.json").write_text('{"edition": 7, "version": 1}', "utf-8")
    assert index.edition is None
    index.put([Entry("a", "works", "剪纸")])
    assert old.exists()
    index.put([Entry("b", "works", "剪纸")], edition=7)
    assert (index.edition, old.exists(), index.count()) == (7, False, 2)


def test_a_reader_opened_before_sees_what_was_put_after(index: SearchIndex, tmp_path: Path) -> None:
    reader = SearchIndex(tmp_path / "index")
    assert reader.find(Ask("红枣")).total == 0
    index.put([Entry("a", "indications", "佳县红枣")])
    started = time.perf_counter()
    assert reader.find(Ask("红枣")).total == 1
    assert time.perf_counter() - started < 1


def test_a_put_that_fails_changes_nothing(filled: Fill) -> None:
    index = filled(Entry("a", "works", "剪纸"))

    def broken() -> object:
        yield Entry("b", "works", "剪纸")
        raise OSError("the disk went away")

    with pytest.raises(OSError, match="disk"):
        index.put(broken())  # type: ignore[arg-type]
    assert keys(index, "剪纸") == ["a"]
    index.put([Entry("c", "works", "剪纸")])
    assert keys(index, "剪纸") == ["a", "c"]


def test_a_second_writer_is_told_to_wait(index: SearchIndex, tmp_path: Path) -> None:
    other = SearchIndex(tmp_path / "index")

    def meanwhile() -> object:
        with pytest.raises(Refused, match="另一个进程"):
            other.put([Entry("b", "works", "二")])
        yield Entry("a", "works", "一")

    index.put(meanwhile())  # type: ignore[arg-type]
    assert index.count() == 1


def test_a_damaged_folder_is_named(index: SearchIndex, tmp_path: Path) -> None:
    index.put([Entry("a", "works", "一")])
    next((tmp_path / "index").glob("tantivy-*/meta.json")).write_text("{", encoding="utf-8")
    with pytest.raises(BadFile, match="重建"):
        SearchIndex(tmp_path / "index")


_PUTTER = """
import sys
from pathlib import Path
from yuzhi.engines.search import Entry, SearchIndex
index = SearchIndex(Path(sys.argv[1]))
def entries():
    for number in range(4000):
        if number == 50: print("putting", flush=True)
        yield Entry(f"k{number:05d}", "works", f"剪纸{number}号", "陕北民歌与剪纸" * 8)
print("ready", flush=True)
index.put(entries(), edition=2)
print("done", flush=True)
"""


def test_a_killed_put_leaves_the_index_as_it_was_and_a_second_put_completes_it(tmp_path: Path) -> None:
    chance = random.Random(7)
    folder = tmp_path / "index"
    before = [Entry(f"k{number:05d}", "works", "老剪纸") for number in range(10)]
    SearchIndex(folder).put(before, edition=1)
    for _ in range(4):
        process = subprocess.Popen([sys.executable, "-c", _PUTTER, str(folder)], stdout=subprocess.PIPE, text=True)
        assert process.stdout
        while process.stdout.readline() != "putting\n":
            assert process.poll() is None
        time.sleep(chance.random() * 0.8)
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        index = SearchIndex(folder)
        assert (index.count(), index.edition) in {(10, 1), (4000, 1), (4000, 2)}
    done = subprocess.run([sys.executable, "-c", _PUTTER, str(folder)], capture_output=True, text=True, check=True)
    assert "done" in done.stdout
    index = SearchIndex(folder)
    assert (index.count(), index.edition) == (4000, 2)
    assert index.find(Ask("老剪纸")).total == 0
    assert index.find(Ask("剪纸")).total == 4000


def test_a_list_of_deletions_that_a_killed_commit_left_behind_is_in_nobodys_way(tmp_path: Path) -> None:
    folder, ahead = tmp_path / "index", tmp_path / "ahead"
    SearchIndex(folder).put([Entry("a", "works", "老剪纸"), Entry("b", "works", "老剪纸")], edition=1)
    shutil.copytree(folder, ahead)
    SearchIndex(ahead).put([Entry("a", "works", "新剪纸")], edition=2)
    (left,) = ahead.glob("tantivy-*/*.del")       # named by segment and count of acts: the next commit's has the same name
    place = next(folder.glob("tantivy-*"))
    shutil.copy(left, place)
    shutil.copy(left.with_name(".managed.json"), place)
    index = SearchIndex(folder)
    assert (index.count(), index.edition) == (2, 1)
    index.put([Entry("a", "works", "新剪纸")], edition=2)
    assert (index.count(), index.edition) == (2, 2)
    assert keys(index, "老剪纸") == ["b"]


def test_answers_do_not_depend_on_the_order_of_putting(tmp_path: Path) -> None:
    entries = [Entry(f"k{number:03d}", "works", "剪纸", "民歌" * (number % 3), day=f"2024-01-0{number % 4 + 1}") for number in range(120)]
    chance, seen = random.Random(3), set()
    for turn in range(3):
        chance.shuffle(entries)
        index = SearchIndex(tmp_path / str(turn))
        index.put(entries)
        pages = [tuple(keys(index, "剪纸", top=7, offset=offset)) for offset in range(0, 120, 7)]
        seen.add((tuple(pages), tuple(keys(index, "剪纸", sort="newest", top=50)), tuple(keys(index, "*", top=200))))
        assert sorted(key for page in pages for key in page) == sorted(entry.key for entry in entries)
    assert len(seen) == 1


def test_ties_are_broken_by_key(filled: Fill) -> None:
    index = filled(*(Entry(key, "works", "剪纸") for key in ("cn/w/3", "cn/w/1", "cn/p/9", "cn/w/2")))
    assert keys(index, "剪纸") == ["cn/p/9", "cn/w/1", "cn/w/2", "cn/w/3"]


def test_newest_first_puts_unknown_days_last(filled: Fill) -> None:
    index = filled(
        Entry("a", "works", "剪纸", day=""), Entry("b", "works", "剪纸", day="2020-01-02"),
        Entry("c", "works", "剪纸", day="2021-05-01"), Entry("d", "works", "剪纸", day="nonsense"),
    )
    assert keys(index, "剪纸", sort="newest") == ["c", "b", "a", "d"]
    assert keys(index, "*") == ["c", "b", "a", "d"]


def test_entries_are_given_back_by_key_and_by_kind(index):
    kept = [Entry("cn/p/1", "patents", "煤", "正文"), Entry("cn/t/2", "trademarks", "枣")]
    index.put(kept)
    assert index.entry("cn/p/1") == kept[0]
    assert index.entry("cn/p/") is None
    assert list(index.entries("patents")) == kept[:1]
