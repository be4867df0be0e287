"""Many processes write and number leaves at once, some are killed: the numbers have no gap and no double."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

WRITER = Path(__file__).with_name("writer.py")
KILLS = 12


def start(database, *words):
    return subprocess.Popen([sys.executable, str(WRITER), str(database), *words])


def run(database, *words):
    return subprocess.run(
        [sys.executable, str(WRITER), str(database), *words], check=True, capture_output=True, text=True, timeout=60
    ).stdout.split()


@pytest.fixture
def database(tmp_path):
    file = tmp_path / "log.sqlite3"
    run(file, "migrate")
    return file


def test_concurrent_writers_leave_every_leaf_with_one_number(database):
    writers = [start(database, "write", "60") for _ in range(3)]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0, 0]
    assert run(database, "verify") == ["240", "0", "sound"]


def test_a_killed_writer_leaves_no_gap(database):
    chance = random.Random(610800)
    for _ in range(KILLS):
        writer = start(database, "write", "100000")
        while not (database.parent / f"began.{writer.pid}").exists():
            time.sleep(0.01)
        time.sleep(chance.uniform(0.0, 0.08))
        os.kill(writer.pid, signal.SIGKILL)
        writer.wait(timeout=10)
    numbered, waiting, verdict = run(database, "verify")
    assert verdict == "sound"
    assert int(numbered) > 0
    assert waiting == "0"


def test_leaves_whose_writer_died_before_numbering_are_numbered_by_the_next(database):
    assert run(database, "write-and-die", "5") == []
    assert run(database, "count") == ["0", "6"]
    assert run(database, "verify") == ["6", "0", "sound"]
