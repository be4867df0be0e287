"""Deliveries as they come: corrections, withdrawals, the same bytes again, two at once, a worker that runs."""

import csv
import os
import signal
import sqlite3
import time
from pathlib import Path

import pytest

from tests.stories.states import differences, stored, told
from yuzhi.kernel.numbers import ApplicationNumber

JANUARY, FEBRUARY = "2026-11-03T04:00:00+00:00", "2026-11-20T04:00:00+00:00"
BETWEEN, BEFORE = "2026-11-19", "2026-11-02"
HUB = "yuzhi.rooms.datahub"


@pytest.fixture(scope="module")
def office(sample):
    return sample(0.003, 5) / "office"


def some(office: Path, *starts: str) -> list[Path]:
    """Files of the sample by how their names begin."""
    return [file for start in starts for file in sorted(office.glob(f"示例{start}*"))]


def rows_of(file: Path) -> list[dict[str, str]]:
    """The rows of a CSV by their titles, stars left off."""
    data = file.read_bytes()
    text = data.decode("utf-8-sig") if data[:3] == b"\xef\xbb\xbf" else data.decode("gb18030")
    return [{title.lstrip("*"): cell for title, cell in row.items()} for row in csv.DictReader(text.splitlines())]


def loads(commands, home):
    return commands.database(home, "select count(*) from datasets_load")[0][0]


def test_a_later_file_of_one_delivery_corrects_and_withdraws_what_an_earlier_one_said(office, commands, tmp_path):
    commands.ask_json(tmp_path, "ingest", *some(office, "01", "33", "4", "50", "90", "91", "92"))
    for start, column, title, key in (
        ("90", "申请号", "名称", lambda row: ApplicationNumber.parse(row["申请号"]).key),
        ("91", "注册号", "商标名称", lambda row: f"cn/t/{row['注册号']}/{row['国际分类']}"),
        ("92", "登记号", "作品/软件名称", lambda row: f"cn/w/{row['登记号']}"),
    ):
        rows = rows_of(some(office, start)[0])
        assert {row["记录操作"] for row in rows} == {"", "撤回"}, "the sample must try both"
        for row in rows:
            ended = commands.run(tmp_path, "show", key(row), "--json")
            if row["记录操作"] == "撤回":
                assert ended.code == 4, row[column]
                assert "撤回" in ended.err
            else:
                assert ended.answer["fields"][next(f for f in ("title", "name") if f in ended.answer["fields"])]["value"] == row[title]
                assert ended.answer["versions"] >= 2


def test_what_was_known_on_a_day_can_be_asked_for_ever(office, commands, tmp_path):
    assert commands.run(tmp_path, "ingest", *some(office, "33", "40"), sabotage={"clock": JANUARY}).code == 0
    assert commands.run(tmp_path, "ingest", *some(office, "90", "91"), sabotage={"clock": FEBRUARY}).code == 0
    corrected, withdrawn = 0, 0
    for row in rows_of(some(office, "90")[0]):
        key = ApplicationNumber.parse(row["申请号"]).key
        then = commands.run(tmp_path, "show", key, "--known-on", BETWEEN, "--json")
        now = commands.run(tmp_path, "show", key, "--json")
        assert commands.run(tmp_path, "show", key, "--known-on", BEFORE).code == 4
        assert then.code == 0, "nobody had corrected it"
        assert then.answer["versions"] == 1
        assert then.answer["sources"][0]["known_from"].startswith("2026-11-03T04:0")
        if row["记录操作"] == "撤回":
            withdrawn += 1
            assert now.code == 4
        else:
            corrected += 1
            assert now.answer["sources"][0]["known_from"].startswith("2026-11-20T04:0")
            assert now.answer["fields"] != then.answer["fields"]
            same_day = commands.ask_json(tmp_path, "show", key, "--known-on", "2026-11-20")
            assert same_day["fields"] == now.answer["fields"]
    assert corrected >= 1
    assert withdrawn >= 1


def test_the_same_bytes_under_another_name_are_not_read_again(office, commands, tmp_path):
    file = some(office, "33-专利2")[0]
    commands.ask_json(tmp_path, "ingest", file)
    other = tmp_path / "改了名字.csv"
    other.write_bytes(file.read_bytes())
    again = commands.ask_json(tmp_path, "ingest", other)
    assert again["nothing_new"]
    assert [one["file"] for one in again["already_read"]] == ["改了名字.csv"]
    assert loads(commands, tmp_path) == 1


def test_the_same_file_twice_in_one_command_is_read_once(office, commands, tmp_path):
    first, second = some(office, "33-专利2", "90")
    copy = tmp_path / "副本.csv"
    copy.write_bytes(first.read_bytes())
    answer = commands.ask_json(tmp_path, "ingest", first, first, second, copy)
    assert [len(load["files"]) for load in answer["loads"]] == [2]
    assert [one["file"] for one in answer["already_read"]] == [first.name, "副本.csv"]
    alone = tmp_path / "alone"
    alone.mkdir()
    commands.ask_json(alone, "ingest", first, second)
    assert differences(stored(alone), stored(tmp_path)) == [], "a copy behind a correction does not undo it"


def test_old_bytes_sent_again_do_not_undo_a_correction(office, commands, tmp_path):
    old, new = some(office, "33", "90")[:-1], some(office, "90")
    commands.ask_json(tmp_path, "ingest", *old, *new)
    before = stored(tmp_path)
    assert commands.ask_json(tmp_path, "ingest", *old)["nothing_new"]
    assert differences(before, stored(tmp_path)) == []


@pytest.mark.parametrize("point", [
    {"at": f"{HUB}.tasks:work", "when": "before"},
    {"at": f"{HUB}.actions:receive", "nth": 2, "when": "after"},
    {"at": f"{HUB}.actions.loads:_publish", "nth": 2, "when": "before"},
], ids=["queued", "half queued", "running"])
def test_a_killed_delivery_is_joined_and_told_by_the_rerun(point, office, commands, tmp_path):
    files = some(office, "33-专利2", "40-商标2", "70")
    assert commands.run(tmp_path, "ingest", *files, sabotage=point).code == -9
    queued = loads(commands, tmp_path)
    assert queued in (2, 3)
    answer = commands.ask_json(tmp_path, "ingest", *files)
    assert loads(commands, tmp_path) == 3
    assert len(answer["loads"]) + len(answer["already_read"]) == 3
    assert all(load["state"] == "published" for load in answer["loads"])
    assert answer["totals"]["added"] > 0
    assert not answer["nothing_new"]
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    commands.ask_json(fresh, "ingest", *files)
    assert differences(stored(fresh), stored(tmp_path)) == []


def test_two_first_commands_at_once_end_well_and_equal_one_after_the_other(office, commands, tmp_path):
    parts = some(office, "01", "33-专利2", "70"), some(office, "30", "40-商标2", "50-著作权登记2")
    both, after = tmp_path / "both", tmp_path / "after"
    both.mkdir()
    after.mkdir()
    started = [commands.start(both, "ingest", *part, "--json") for part in parts]
    for ended in (one.wait() for one in started):
        assert ended.code == 0, ended.err
        assert "Traceback" not in ended.err
        assert ended.answer["totals"]["added"] > 0
        assert all(load["state"] == "published" for load in ended.answer["loads"])
    for part in parts:
        commands.ask_json(after, "ingest", *part)
    wanted, found = (stored(home) | told(commands, home) for home in (after, both))
    wanted["loads"], found["loads"] = sorted(map(str, wanted["loads"])), sorted(map(str, found["loads"]))
    assert differences(wanted, found) == []


def test_two_commands_at_once_with_the_same_file_read_it_once_or_change_nothing(office, commands, tmp_path):
    file = some(office, "40-商标2")[0]
    commands.ask_json(tmp_path, "ingest", some(office, "70")[0])
    started = [commands.start(tmp_path, "ingest", file, "--json") for _ in range(3)]
    answers = []
    for one in started:
        ended = one.wait()
        assert ended.code == 0, ended.err
        answers.append(ended.answer)
    added = commands.database(tmp_path, "select sum(added) from datasets_load where source = 'cn.templates.trademarks'")
    alone = tmp_path / "alone"
    alone.mkdir()
    only = commands.ask_json(alone, "ingest", file)
    assert added == [(only["totals"]["added"],)]


@pytest.fixture
def worker(commands, tmp_path):
    """A background worker that holds the writer's lock of a home."""
    running = commands.start(tmp_path, "serve", "--worker-only")
    until(lambda: (tmp_path / "writer.lock").exists() and (tmp_path / "writer.lock").read_text() == str(running.pid))
    yield running
    try:
        os.kill(running.pid, signal.SIGTERM)
    except ProcessLookupError:
        return


def until(true, seconds=30.0):
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "waited too long"
        time.sleep(0.05)


def test_a_running_worker_is_handed_what_the_command_line_brings(office, commands, tmp_path, worker):
    answer = commands.ask_json(tmp_path, "ingest", *some(office, "33-专利2", "70"))
    assert [load["state"] for load in answer["loads"]] == ["published", "published"]
    assert (tmp_path / "writer.lock").read_text() == str(worker.pid), "the worker wrote, not the command"
    found = commands.ask_json(tmp_path, "search", "*", "--top", "0")
    assert found["total"] > 0, "what the command told as published is found"
    assert commands.ask_json(tmp_path, "ingest", *some(office, "33-专利2", "70"))["nothing_new"]
    os.kill(worker.pid, signal.SIGTERM)
    ended = worker.wait()
    assert ended.code == 0, ended
    assert "Traceback" not in ended.err


def test_a_command_takes_over_where_the_worker_dies(office, commands, tmp_path, worker):
    files = some(office, "01", "33", "40", "50")
    running = commands.start(tmp_path, "ingest", *files, "--json")
    until(lambda: first_published(tmp_path))
    worker.kill()
    assert worker.wait().code == -9
    ended = running.wait()
    assert ended.code == 0, ended.err
    assert {load["state"] for load in ended.answer["loads"]} == {"published"}
    fresh = tmp_path / "fresh"
    fresh.mkdir()
    commands.ask_json(fresh, "ingest", *files)
    assert differences(stored(fresh) | told(commands, fresh), stored(tmp_path) | told(commands, tmp_path)) == []


def first_published(home):
    database = sqlite3.connect(home / "city.sqlite3", timeout=30)
    try:
        return database.execute("select count(*) from datasets_load where state = 'published'").fetchone()[0] > 0
    finally:
        database.close()


def test_a_search_right_after_the_command_finds_what_it_told(office, commands, tmp_path):
    answer = commands.ask_json(tmp_path, "ingest", *some(office, "50-著作权登记2"))
    assert commands.ask_json(tmp_path, "search", "*", "--top", "0")["total"] == answer["totals"]["added"]
