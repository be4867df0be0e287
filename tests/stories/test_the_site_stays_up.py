"""The site says what stands in its way before it starts, and brings its background worker back when it dies."""

import os
import signal
import socket
import sqlite3
import time

import pytest

pytestmark = pytest.mark.enable_socket


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def until(found, seconds=30.0):
    """What `found` gives as soon as it gives anything."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        if seen := found():
            return seen
        time.sleep(0.1)
    raise AssertionError("it did not come")


def beat(home):
    """The process that was last heard of as the worker."""
    if not (home / "city.sqlite3").exists():
        return None
    database = sqlite3.connect(home / "city.sqlite3", timeout=30)
    try:
        row = database.execute("select process from datasets_heartbeat").fetchone()
        return row and row[0]
    except sqlite3.OperationalError:
        return None
    finally:
        database.close()


def test_a_port_that_is_taken_ends_in_a_sentence_and_nothing_is_started(commands, tmp_path):
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)      # as web servers do: two would share the visitors
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        ended = commands.run(tmp_path, "serve", "--port", port)
    assert ended.code == 2
    assert str(port) in ended.err
    assert "--port" in ended.err
    assert not (tmp_path / "city.sqlite3").exists()


def test_an_address_that_is_none_of_this_machine_ends_in_a_sentence(commands, tmp_path):
    ended = commands.run(tmp_path, "serve", "--host", "203.0.113.9", "--port", free_port())
    assert ended.code == 2
    assert "203.0.113.9" in ended.err


def test_a_worker_that_is_killed_is_back_and_reads_what_waits(commands, tmp_path, sample):
    running = commands.start(tmp_path, "serve", "--port", free_port(), "--workers", 1)
    try:
        first = until(lambda: beat(tmp_path))
        os.kill(first, signal.SIGKILL)
        second = until(lambda: (beat(tmp_path) or first) != first and beat(tmp_path))
        assert "后台进程" in running.told(), "whoever watches the server is told"
        file = next((sample(0.003, 5) / "office").glob("示例50*2.csv"))
        assert commands.run(tmp_path, "ingest", file).code == 0, "the worker holds the lock, and reads for the command"
        said = commands.ask_json(tmp_path, "doctor")
        assert [one["well"] for one in said["findings"] if one["what"] == "后台进程"] == [True]
    finally:
        os.kill(running.pid, signal.SIGTERM)
        ended = running.wait()
    assert ended.code in (0, -signal.SIGTERM)
    until(lambda: not alive(second), 25)


def alive(process):
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_doctor_says_that_a_load_waits_and_nobody_reads_it(commands, tmp_path, sample):
    file = next((sample(0.003, 5) / "office").glob("示例50*2.csv"))
    sabotage = {"at": "yuzhi.rooms.datahub.tasks:work", "nth": 1, "when": "before"}
    assert commands.run(tmp_path, "ingest", file, sabotage=sabotage).code == -9
    ended = commands.run(tmp_path, "doctor", "--json")
    assert ended.code == 1
    silent = next(one for one in ended.answer["findings"] if one["what"] == "后台进程")
    assert not silent["well"]
    assert "没有响应" in silent["seen"]
    assert "yuzhi serve" in silent["todo"]
