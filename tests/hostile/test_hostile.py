"""Every family of hostile files gets its sentence, from the reader and from the command; what is good beside it is read."""

import hashlib
import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile import making
from tests.hostile.corpus import families
from tests.stories.commands import ROOT, Commands
from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.lake import Lake, Snapshot
from yuzhi.kernel.errors import UnknownFormat

FAMILIES = list(families())
ROOM = 220
"""Units: MB of addresses that reading all of them one after another may take above the loaded program."""


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The corpus as files."""
    made = tmp_path_factory.mktemp("corpus")
    for family in FAMILIES:
        (made / family.file).write_bytes(family.make())
    return made


@pytest.fixture(scope="module")
def became(folder):
    """What became of each file when it was read in a process that may not grow beyond its room."""
    files = [str(folder / family.file) for family in FAMILIES]
    ended = subprocess.run(
        [sys.executable, "-m", "tests.hostile.one", "--room", str(ROOM), *files], cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 0, ended.stderr[-2000:]
    return {told["file"]: told for told in map(json.loads, ended.stdout.splitlines())}


@pytest.fixture(scope="module")
def delivered(folder, tmp_path_factory):
    """The corpus and two good files in one delivery, through the command."""
    home = tmp_path_factory.mktemp("home")
    (folder / "a-good.csv").write_bytes(making.people(making.cell(0, "610881")))
    (folder / "z-good.xml").write_text(making.paper(99), encoding="utf-8")
    server = Commands()
    try:
        ended = server.run(home, "ingest", *sorted(folder.iterdir()), "--json")
        waiting = server.database(home, "select file_name, reason from datasets_quarantined")
        states = dict(server.database(home, "select name, state from datasets_loadfile"))
        well = server.ask_json(home, "doctor", "--deep")["well"]
        inclusion = server.run(home, "show", "cn/p/202319000013", "--json")
    finally:
        server.close()
    return home, ended, waiting, states, well, inclusion


def test_there_are_at_least_forty_families_with_names_of_their_own():
    assert len(FAMILIES) >= 100
    assert len({family.name for family in FAMILIES}) == len(FAMILIES)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_a_reader_refuses_it_or_leaves_the_harm_out_in_the_words_of_its_family(family, became):
    told = became[family.file]
    said = "\n".join(told["said"])
    assert told["fate"] == family.fate, said
    assert family.words in said
    if family.fate != "read":
        assert any("\u4e00" <= one <= "\u9fff" for one in said)
        assert "请" in said
    else:
        assert told["records"]


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.name)
def test_the_command_says_the_same_and_keeps_nothing_of_what_it_refused(family, delivered, folder):
    home, ended, waiting, states, _, _ = delivered
    refused = {one["file"]: one["reason"] for one in ended.answer["refused"]}
    reasons = [reason for name, reason in waiting if name == family.file]
    if family.fate == "refused":
        assert family.words in refused[family.file]
        assert states.get(family.file, "refused") == "refused"
        digest = hashlib.sha256((folder / family.file).read_bytes()).hexdigest()
        assert _kept(home).get(digest, 0) == 0
        assert not reasons
    elif family.fate == "waits":
        assert family.file not in refused
        assert any(family.words in reason for reason in reasons), reasons
    else:
        assert states[family.file] == "published", refused.get(family.file)


_ROWS: dict[Path, dict[str, int]] = {}


def _kept(home):
    """Digest → how many rows of the lake came from that file, published or not."""
    if home not in _ROWS:
        lake = Lake(home / "lake")
        snapshot = Snapshot(lake.folder, lake.state())
        _ROWS[home] = {}
        for table in TABLES:
            for row in snapshot.rows(f"select file, count(*) as n from {snapshot.versions(table)} group by file"):
                _ROWS[home][row["file"]] = _ROWS[home].get(row["file"], 0) + row["n"]
    return _ROWS[home]


def test_the_good_files_of_the_delivery_are_published_and_the_city_is_well(delivered):
    _, ended, _, states, well, _ = delivered
    assert ended.code == UnknownFormat.exit_code
    assert "Traceback" not in ended.err
    assert (states["a-good.csv"], states["z-good.xml"]) == ("published", "published")
    assert well


def test_nothing_of_this_machine_was_taken_in(delivered):
    *_, inclusion = delivered
    assert inclusion.code == 0, inclusion.err
    assert "root:" not in inclusion.out
