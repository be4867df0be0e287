"""Whatever state the data folder is in, a command ends in a sentence that says what to do, and a documented code."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass

import pytest

COMMAND = [sys.executable, "-c", "from yuzhi.site.cli import main; main()"]
LOOKING = (("doctor",), ("show", "cn/p/1"), ("search", "*"), ("indicators",), ("explain", "valid_inventions"))


@dataclass(frozen=True, slots=True)
class Told:
    """How a process ended."""

    code: int
    out: str
    err: str


@pytest.fixture
def fresh():
    """Runs the command as a new process that has seen no other folder."""
    def run(home, *words):
        environment = {**os.environ, "YUZHI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "yuzhi.site.settings"}
        done = subprocess.run([*COMMAND, *words], env=environment, capture_output=True, text=True, timeout=60, check=False)
        return Told(done.returncode, done.stdout, done.stderr)
    return run


@pytest.fixture(scope="module")
def read_once(commands, sample, tmp_path_factory):
    """A data folder with one file read."""
    home = tmp_path_factory.mktemp("read-once") / "home"
    home.mkdir()
    file = next((sample(0.003, 5) / "office").glob("示例50*2.csv"))
    assert commands.run(home, "ingest", file).code == 0
    return home


@pytest.fixture
def home(read_once, tmp_path):
    """A copy that a test may spoil."""
    return shutil.copytree(read_once, tmp_path / "home")


def ends(ended, code, *words):
    assert ended.code == code, ended
    assert "Traceback" not in ended.err
    assert ended.err.startswith("yuzhi: ")
    assert len(ended.err.strip().splitlines()) == 1
    for word in words:
        assert word in ended.err
    return ended


@pytest.mark.parametrize("words", LOOKING, ids=lambda words: words[0])
def test_looking_at_a_mistyped_folder_says_so_and_makes_nothing(words, fresh, tmp_path):
    ended = fresh(tmp_path / "mistyped", *words)
    ends(ended, 4, "mistyped", "YUZHI_HOME")
    assert not (tmp_path / "mistyped").exists()


@pytest.mark.parametrize("words", [("doctor",), ("ingest", __file__), ("serve",)], ids=lambda words: words[0])
def test_a_folder_that_cannot_be_made_or_written_ends_in_a_sentence(words, fresh, tmp_path):
    (tmp_path / "file").write_text("not a folder", encoding="utf-8")
    ended = fresh(tmp_path / "file" / "home", *words)
    ends(ended, 4 if words[0] == "doctor" else 3, "YUZHI_HOME")


def test_a_missing_file_of_the_lake_is_named_by_doctor_and_told_by_the_others(home, commands):
    for one in (home / "lake").rglob("*.parquet"):
        if "_delta_log" not in one.parts:
            one.unlink()
    key = commands.database(home, "select key from rights_right limit 1")[0][0]
    for words in (("show", key), ("indicators",)):
        ends(commands.run(home, *words), 1, "yuzhi doctor", "备份")
    ended = commands.run(home, "doctor")
    assert (ended.code, ended.err) == (1, "")
    assert "✗ 数据湖：缺少" in ended.out


@pytest.mark.parametrize("spoilt", ["", "{", "[]", '{"edition": "x", "version": 1}', "null", "\x00"])
def test_a_damaged_note_of_the_edition_is_told_and_mended_by_the_next_reading(spoilt, home, commands, sample):
    (home / "index" / "edition.json").write_text(spoilt, encoding="utf-8")
    answer = commands.ask_json(home, "search", "*", "--top", "0")
    assert "第 0 版" in answer["notes"][0]
    ended = commands.run(home, "doctor")
    assert (ended.code, "✗ 检索索引" in ended.out, ended.err) == (1, True, "")
    file = next((sample(0.003, 5) / "office").glob("示例50*2.csv"))
    assert commands.run(home, "ingest", file).code == 0
    assert commands.run(home, "doctor").code == 0
    assert "第 0 版" not in str(commands.ask_json(home, "search", "*", "--top", "0")["notes"])


def test_a_search_says_when_the_index_lags_behind_the_data(home, commands):
    stored = home / "index" / "edition.json"
    stored.write_text(json.dumps(json.loads(stored.read_text()) | {"edition": 0}), encoding="utf-8")
    answer = commands.ask_json(home, "search", "*")
    assert answer["edition"] == 0
    assert "第 0 版" in answer["notes"][0]
    assert "第 1 版" in answer["notes"][0]
    assert "第 1 版" in commands.run(home, "search", "*").out


def test_a_broken_database_ends_in_a_sentence(home, commands):
    (home / "city.sqlite3").write_bytes(b"not a database " * 1000)
    for words in (("search", "*"), ("doctor",), ("indicators",)):
        ends(commands.run(home, *words), 1, "数据库", "备份")


def test_a_broken_index_says_how_it_is_made_anew(home, commands, sample):
    for meta in (home / "index").glob("tantivy-*/meta.json"):
        meta.write_text("{", encoding="utf-8")
    ends(commands.run(home, "search", "*"), 5, "yuzhi ingest")
    shutil.rmtree(home / "index")
    file = next((sample(0.003, 5) / "office").glob("示例50*2.csv"))
    assert commands.run(home, "ingest", file).code == 0
    assert commands.run(home, "doctor").code == 0


@pytest.mark.skipif(os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_without_permission_ends_in_a_sentence(fresh, tmp_path):
    (tmp_path / "home").mkdir(mode=0o500)
    ends(fresh(tmp_path / "home", "ingest", __file__), 3, "权限")


@pytest.mark.parametrize("words", [("--help",), ("templates", "--help"), ("workdays", "2026-01-05", "10")])
def test_a_reader_who_has_seen_enough_is_no_error(tmp_path, words):
    read, write = os.pipe()
    os.close(read)
    environment = {**os.environ, "YUZHI_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "yuzhi.site.settings"}
    done = subprocess.run([*COMMAND, *words], env=environment, stdout=write, stderr=subprocess.PIPE, text=True, timeout=60, check=False)
    os.close(write)
    assert (done.returncode, done.stderr) == (0, "")
