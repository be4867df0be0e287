"""A city is backed up while it works and brought back; it leaves under two keys and arrives elsewhere as it was."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time

import pytest

PASS, OTHER = "loess jade camel 77", "willow sheep river 88"
SECRETS = {"key1": PASS, "key2": OTHER, "key3": "maple stone bridge 99"}


@pytest.fixture(scope="module")
def city(commands, sample, tmp_path_factory):
    """A small city that has been read, frozen and signed; others copy it and never change it."""
    home = tmp_path_factory.mktemp("leaving") / "home"
    assert commands.run(home, "ingest", sample(0.02, 7) / "office").code == 0
    assert commands.run(home, "targets", "freeze", "十四五").code == 0
    assert commands.run(home, "log", "integrate").code == 0
    return home


@pytest.fixture(scope="module")
def exported(commands, city, tmp_path_factory):
    """The city in one file, with the two keys that open it and one that does not."""
    folder = tmp_path_factory.mktemp("sealed")
    for number, name in enumerate(("局长", "安全管理员", "外人"), 1):
        made = run(folder / "none", "keys", "new", folder / f"key{number}", "--name", name, passes=(SECRETS[f"key{number}"],))
        assert made.returncode == 0, made.stderr
    made = commands.ask_json(city, "export", folder, "--key", folder / "key1.pub", "--key", folder / "key2.pub", "--for", "省局接管演练")
    return folder, made


def run(home, *words, passes=(PASS, OTHER)):
    """The command as a process of its own, with the passphrases that it would ask for."""
    secrets = {f"YUZHI_PASSPHRASE_{number}": one for number, one in enumerate(passes, 1)}
    environment = {**os.environ, "YUZHI_HOME": str(home), "DJANGO_SETTINGS_MODULE": "yuzhi.site.settings", **secrets}
    return subprocess.run(
        [sys.executable, "-c", "from yuzhi.site.cli import main; main()", *map(str, words)], env=environment, capture_output=True,
        text=True, encoding="utf-8", check=False,
    )


def told(commands, home):
    """What the city says of itself: figures on three days, targets, what was frozen, a right's page, the log's size."""
    asked = [("indicators", "--as-of", day) for day in ("2023-12-31", "2025-12-31", "2026-11-22")]
    asked += [("targets", "frozen", "十四五"), ("targets", "verify", "十四五")]
    found = commands.ask_json(home, "search", "煤", "--top", "1000")      # an index built anew weighs words a little differently
    return [*(commands.ask_json(home, *words) for words in asked), found["total"], sorted(one["key"] for one in found["hits"])]


def test_a_city_arrives_as_it_left(commands, city, exported, tmp_path):
    folder, made = exported
    home = tmp_path / "elsewhere"
    arrived = run(home, "import", made["file"], "--key", folder / "key1", "--key", folder / "key2", "--json")
    assert arrived.returncode == 0, arrived.stderr
    assert json.loads(arrived.stdout)["recipient"] == "省局接管演练"
    assert told(commands, home) == told(commands, city)
    leaf = commands.database(city, "select leaf from observations_freezing")[0][0]
    for place in (city, home):
        proof = commands.run(place, "log", "prove", leaf)
        assert proof.code == 0, proof.err
    assert commands.run(home, "log", "prove", leaf).out == commands.run(city, "log", "prove", leaf).out
    doctor = commands.run(home, "doctor", "--deep")
    assert "✗ 原始档案" not in doctor.out and "✗ 存证" not in doctor.out and "✗ 数据" not in doctor.out, doctor.out
    acts = [act for (act,) in commands.database(home, "select act from evidence_leaf order by id")]
    assert acts[-1] == "city.imported"
    assert commands.database(city, "select count(*) from evidence_leaf where act = 'city.exported'") == [(1,)]
    for table in ("rights_right", "parties_party", "observations_frozenobservation"):
        assert commands.database(home, f"select count(*) from {table}") == commands.database(city, f"select count(*) from {table}")
    database = sqlite3.connect(home / "city.sqlite3")
    with pytest.raises(sqlite3.IntegrityError):      # the guards stand again
        database.execute("delete from evidence_leaf")
    database.close()


@pytest.mark.parametrize("keys, word", [(("key1",), "安全管理员"), (("key1", "key3"), "安全管理员"), (("key2", "key3"), "局长")])
def test_nobody_opens_it_without_the_other(keys, word, commands, exported, tmp_path):
    folder, made = exported
    home = tmp_path / "elsewhere"
    ended = run(home, "import", made["file"], *(part for key in keys for part in ("--key", folder / key)), passes=[SECRETS[key] for key in keys])
    assert ended.returncode == 3 and word in ended.stderr
    assert not home.exists()


def test_a_file_that_was_changed_or_cut_arrives_nowhere(commands, exported, tmp_path):
    folder, made = exported
    content = (folder / made["file"].rsplit("/", 1)[-1]).read_bytes()
    middle = len(content) // 2
    for wrong in (content[:middle], content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1:], b"PK" + content):
        (tmp_path / "wrong.sealed").write_bytes(wrong)
        home = tmp_path / "elsewhere"
        ended = run(home, "import", tmp_path / "wrong.sealed", "--key", folder / "key1", "--key", folder / "key2")
        assert ended.returncode == 5, ended.stderr
        assert "没有导入" in ended.stderr or "核对文件" in ended.stderr
        assert not home.exists()


def test_it_arrives_only_where_nothing_is(commands, city, exported, tmp_path):
    folder, made = exported
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "note").write_text("x", encoding="utf-8")
    ended = run(tmp_path / "full", "import", made["file"], "--key", folder / "key1", "--key", folder / "key2")
    assert ended.returncode == 3 and "已经有东西" in ended.stderr
    assert {one.name for one in (tmp_path / "full").iterdir()} <= {"note", "secret_key"}


def test_a_backup_made_while_a_load_is_read_brings_back_a_whole_city(commands, city, sample, tmp_path):
    home, kept = tmp_path / "home", tmp_path / "kept"
    shutil.copytree(city, home)
    before = commands.ask_json(home, "indicators", "--as-of", "2025-12-31")
    running = commands.start(home, "ingest", sample(0.05, 8) / "office")
    time.sleep(1.5)
    made = commands.ask_json(home, "backup", kept)
    running.kill()
    running.wait()
    shutil.rmtree(home)
    assert commands.ask_json(home, "restore", kept)["manifest"] == made["manifest"]
    after = commands.ask_json(home, "indicators", "--as-of", "2025-12-31")
    assert after["edition"] >= before["edition"]
    assert commands.run(home, "doctor", "--deep").out.count("✗") <= 1       # no worker runs here
    assert commands.ask_json(home, "targets", "verify", "十四五")["verdict"] == "match"
    again = commands.run(home, "ingest", sample(0.05, 8) / "office")
    assert again.code == 0, again.err
    acts = {act for (act,) in commands.database(home, "select act from evidence_leaf")}
    assert "backup.restored" in acts


def test_a_second_backup_shares_what_did_not_change_and_old_ones_go(commands, city, tmp_path):
    home, kept = tmp_path / "home", tmp_path / "kept"
    shutil.copytree(city, home)
    first = commands.ask_json(home, "backup", kept)
    second = commands.ask_json(home, "backup", kept)
    one, two = (sorted((kept / name["folder"].rsplit("/", 1)[-1] / "archive").rglob("*"))[-1] for name in (first, second))
    assert one.stat().st_ino == two.stat().st_ino, "an original is stored once"
    third = commands.ask_json(home, "backup", kept, "--keep", "1")
    assert len(third["removed"]) == 2 and [place.name for place in kept.iterdir()] == [third["folder"].rsplit("/", 1)[-1]]
    assert commands.run(tmp_path / "new", "restore", kept, "--check").code == 0
    damaged = sorted((kept / third["folder"].rsplit("/", 1)[-1] / "archive").rglob("*"))[-1]
    damaged.chmod(0o644)
    damaged.write_bytes(damaged.read_bytes() + b"x")
    refused = commands.run(tmp_path / "new", "restore", kept)
    assert refused.code == 5 and "没有恢复" in refused.err
    assert not (tmp_path / "new" / "city.sqlite3").exists()


def _kill(at):
    return {"at": f"yuzhi.site.keeping.{at}", "nth": 1, "when": "before", "compact_above": None}


def test_a_kill_leaves_no_half_backup_and_no_half_city(commands, city, tmp_path):
    home, kept, target = tmp_path / "home", tmp_path / "kept", tmp_path / "new"
    shutil.copytree(city, home)
    killed = commands.run(home, "backup", kept, sabotage=_kill("copying:_sync"))
    assert killed.code == -9
    assert [place.name[:12] for place in kept.iterdir()] == [".unfinished-"]
    assert commands.run(target, "restore", kept).code == 4
    made = commands.ask_json(home, "backup", kept)
    assert sorted(place.name for place in kept.iterdir())[-1] == made["folder"].rsplit("/", 1)[-1]
    killed = commands.run(target, "restore", kept, sabotage=_kill("backups:put_in_place"))
    assert killed.code == -9 and not (target / "city.sqlite3").exists()
    assert commands.run(target, "restore", kept).code == 0
