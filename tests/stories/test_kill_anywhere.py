"""Whenever the process is killed, the rerun gives what an undisturbed run gives, and nothing half-done is seen."""

import json
import os
import platform
import random
import shutil
import sqlite3
import time
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from tests.stories.commands import ROOT, Commands
from tests.stories.states import differences, stored, told
from yuzhi.engines.lake import Snapshot, TableFiles

KILLS = 50
SEED = 20261122
GROUPS = ("0", "1", "30", "31-32", "33", "34-35", "4", "5", "6-7", "9")
"""First digits of the files of one command, where a delivery comes in several; cut where the source changes."""


@dataclass(frozen=True, slots=True)
class Undisturbed:
    """A run that nobody killed: what it left, and how long a file takes on this machine just now."""

    office: Path
    state: dict = field(repr=False)
    seconds_per_load: float


@pytest.fixture(scope="module")
def undisturbed(commands, sample, tmp_path_factory):
    """The small city, read in one go."""
    home, office = tmp_path_factory.mktemp("undisturbed"), sample(0.003, 5) / "office"
    began = time.monotonic()
    answer = commands.ask_json(home, "ingest", office)
    seconds = time.monotonic() - began
    assert len(answer["loads"]) == 25
    assert answer["totals"]["quarantined"] == 29
    state = stored(home) | told(commands, home)
    shutil.rmtree(home)
    return Undisturbed(office, state, seconds / len(answer["loads"]))


def deliveries(office: Path, folder: Path) -> list[Path]:
    """The same files in several folders of the same name, each for one command."""
    made = []
    for group in GROUPS:
        first, _, last = group.partition("-")
        place = folder / group / office.name
        place.mkdir(parents=True)
        for file in office.iterdir():
            number = file.name.removeprefix("示例")[: len(first)]
            if first <= number <= (last or first):
                os.link(file, place / file.name)
        made.append(place)
    assert sum(len(list(place.iterdir())) for place in made) == len(list(office.iterdir()))
    return made


def half_done(home: Path) -> str:
    """What is wrong with what readers see just after a kill: the newest edition is exactly the loads published."""
    if not (home / "city.sqlite3").exists():
        return ""
    database = sqlite3.connect(home / "city.sqlite3", timeout=30)
    try:
        if not database.execute("select 1 from sqlite_master where name = 'datasets_edition'").fetchone():
            return ""
        newest = database.execute("select tables from datasets_edition order by number desc limit 1").fetchone()
        wrote = [json.loads(row[0]) for row in database.execute("select tables from datasets_load where state = 'published'")]
    finally:
        database.close()
    held = json.loads(newest[0]) if newest else {}
    snapshot = Snapshot(home / "lake", {name: TableFiles.from_json(files) for name, files in held.items()})
    seen = {name: snapshot.rows(f"select count(*) as n from {snapshot.versions(name)}")[0]["n"] for name in held}
    wanted: dict[str, int] = {}
    for load in wrote:
        for name, rows in load.items():
            wanted[name] = wanted.get(name, 0) + rows
    return "" if seen == wanted else f"readers see {seen}, published were {wanted}"


@dataclass(slots=True)
class Killer:
    """Runs deliveries and kills them at random moments; counts the kills."""

    commands: Commands
    chance: random.Random
    unit: float
    kills: int = 0
    looked: int = 0
    left: int = 0

    def deliver(self, home: Path, folders: list[Path], kills: int) -> None:
        """The folders are read, one command each, however often they were killed: at most so often.

        The unit follows the machine, whose others may have slowed the undisturbed run: a home that ends early asks
        for earlier kills.
        """
        self.left = kills
        for folder in folders:
            while self._killed(home, folder):
                self.kills, self.left = self.kills + 1, self.left - 1
                if self.chance.random() < 0.3:
                    self.looked += 1
                    assert half_done(home) == ""
        self.unit *= 0.7 if self.left > 0 else 1.1

    def _killed(self, home: Path, folder: Path) -> bool:
        running = self.commands.start(home, "ingest", folder)
        if self.left > 0:
            time.sleep(self.chance.uniform(0.0, 5.0 * self.unit))
            running.kill()
        ended = running.wait()
        assert ended.code in (0, -9), ended
        assert "Traceback" not in ended.err
        return ended.code == -9


def kill_until(wanted: int, undisturbed: Undisturbed, commands: Commands, folder: Path, seed: int) -> Killer:
    """As many kills as wanted, over as many homes as it takes; each home ends equal to the undisturbed one."""
    killer = Killer(commands, random.Random(seed), undisturbed.seconds_per_load)
    cut = deliveries(undisturbed.office, folder / "cut")
    homes = 0
    while killer.kills < wanted:
        homes += 1
        home = folder / f"home-{homes}"
        home.mkdir()
        killer.deliver(home, [undisturbed.office] if homes % 2 else cut, max(17, wanted // 100))
        assert half_done(home) == ""
        found = stored(home) | told(commands, home)
        assert differences(undisturbed.state, found) == [], f"home {homes} after {killer.kills} kills (seed {seed})"
        shutil.rmtree(home)
    return killer


def test_fifty_kills_at_random_moments_leave_no_trace(undisturbed, commands, tmp_path):
    killer = kill_until(KILLS, undisturbed, commands, tmp_path, SEED)
    assert killer.kills >= KILLS
    assert killer.looked > 5


@pytest.mark.slow
def test_ten_thousand_kills_leave_no_trace(undisturbed, commands, tmp_path):
    wanted, seed, began = int(os.environ.get("YUZHI_KILLS", "10000")), random.randrange(2**32), time.monotonic()
    killer = kill_until(wanted, undisturbed, commands, tmp_path, seed)
    result = {
        "what": "random SIGKILLs of `yuzhi ingest`, each home equal to an undisturbed one at its end",
        "kills": killer.kills, "seed": seed, "readers_looked": killer.looked, "differences": 0,
        "seconds": round(time.monotonic() - began), "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "python": platform.python_version(), "ended": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
    }
    file = ROOT / "bench" / "results" / f"kills-{result['ended'][:10]}.json"
    file.write_text(json.dumps(result, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


HUB = "yuzhi.rooms.datahub"
ARRIVING = [
    ("yuzhi.engines.archive:Archive.put_stream", 1, "before"),
    ("yuzhi.engines.archive.folder:_sync_folder", 3, "before"),
    (f"{HUB}.actions:receive", 1, "before"),             # kept, and not yet queued
    (f"{HUB}.actions:receive", 2, "after"),              # some queued, the others not
    (f"{HUB}.tasks:work", 1, "before"),
]
READING = [
    (f"{HUB}.actions.reading:to_arrow", 2, "before"),
    ("yuzhi.engines.lake:Lake.append", 1, "after"),      # appended, and not published
    ("yuzhi.engines.lake:Lake.restore", 1, "after"),     # killed while taking up what the kill before left
    (f"{HUB}.actions.loads:_publish", 2, "before"),
    (f"{HUB}.actions.loads:_next_edition", 1, "after"),  # inside the transaction that publishes
    ("yuzhi.records.rights.bridge:settle", 1, "after"),
    ("yuzhi.records.rights.bridge:recount", 2, "before"),
    (f"{HUB}.actions.loads:witness", 1, "after"),
]
FINDING = [
    (f"{HUB}.tasks:refresh_index", 2, "before"),         # published, and not in the index
    ("yuzhi.engines.search:SearchIndex.put", 1, "before"),
    ("yuzhi.engines.search:SearchIndex._writing", 1, 0.001),     # in the middle of the index's commit
    ("yuzhi.engines.search:SearchIndex._writing", 2, 0.004),
    ("yuzhi.engines.search:SearchIndex._writing", 1, 0.02),
    ("yuzhi.engines.search:SearchIndex._show", 1, "before"),     # committed, and not said which edition it shows
    ("yuzhi.engines.search:SearchIndex._show", 2, "after"),
    (f"{HUB}.tasks:sequence_leaves", 1, "before"),
]
COMPACTING = [
    ("yuzhi.engines.lake:Lake.compact", 2, "after"),     # rewritten, and not published
    ("yuzhi.engines.lake:Lake.restore", 1, "after"),
    ("yuzhi.engines.lake:Lake.compact", 3, "before"),
]


@pytest.fixture(scope="module")
def few(undisturbed, commands, tmp_path_factory):
    """Some files of every kind, and what they leave where nobody kills."""
    folder = tmp_path_factory.mktemp("few") / "office"
    folder.mkdir()
    for start in ("01", "30-", "32-CNIPR导出1", "33-专利1", "33-专利2", "34-", "40-商标2", "70", "90", "91", "94"):
        for file in undisturbed.office.glob(f"示例{start}*"):
            os.link(file, folder / file.name)
    home = tmp_path_factory.mktemp("few-undisturbed")
    commands.ask_json(home, "ingest", folder)
    return Undisturbed(folder, stored(home) | told(commands, home), 0.0)


@pytest.mark.parametrize(
    ("points", "compact_above"), [(ARRIVING, None), (READING, None), (FINDING, None), (COMPACTING, 1)],
    ids=["arriving", "reading", "finding", "compacting"],
)
def test_a_kill_at_a_named_point_is_mended_by_the_rerun(points, compact_above, few, commands, tmp_path):
    for at, nth, when in points:
        sabotage = {"at": at, "nth": nth, "when": when, "compact_above": compact_above}
        ended = commands.run(tmp_path, "ingest", few.office, sabotage=sabotage)
        assert ended.code == -9, f"{at} was not reached: {ended}"
        assert half_done(tmp_path) == "", at
    ended = commands.run(tmp_path, "ingest", few.office)
    assert ended.code == 0, ended
    assert differences(few.state, stored(tmp_path) | told(commands, tmp_path)) == []


@pytest.mark.parametrize("at", [
    "yuzhi.engines.lake.store:write_deltalake", "yuzhi.engines.archive:Archive.put_stream",
    f"{HUB}.actions.loads:_publish",
], ids=["commit of a table", "keeping of bytes", "transaction"])
def test_a_kill_in_the_middle_of_a_write_is_mended_by_the_rerun(at, few, commands, tmp_path):
    killed = 0
    for milliseconds in (1, 2, 3, 4, 5, 7, 10, 15):
        sabotage = {"at": at, "within": milliseconds / 1000}
        killed += commands.run(tmp_path, "ingest", few.office, sabotage=sabotage).code == -9
        assert half_done(tmp_path) == ""
    assert killed >= 4
    assert commands.run(tmp_path, "ingest", few.office).code == 0
    assert differences(few.state, stored(tmp_path) | told(commands, tmp_path)) == []


def test_a_run_that_reads_nothing_makes_found_what_the_last_kill_left_unfound(undisturbed, commands, tmp_path):
    file = next(undisturbed.office.glob("示例50*2.csv"))
    sabotage = {"at": f"{HUB}.tasks:refresh_index", "nth": 2, "when": "before"}
    assert commands.run(tmp_path, "ingest", file, sabotage=sabotage).code == -9
    assert commands.ask_json(tmp_path, "search", "*", "--top", "0")["total"] == 0
    assert commands.run(tmp_path, "doctor").code == 1, "who looks is told that the index lags behind"
    assert commands.ask_json(tmp_path, "ingest", file)["nothing_new"]
    assert commands.ask_json(tmp_path, "search", "*", "--top", "0")["total"] > 0
    assert commands.run(tmp_path, "doctor").code == 0


def test_a_kill_in_the_sequencer_leaves_numbers_without_gaps(few, commands, tmp_path):
    for nth in (1, 3):
        sabotage = {"at": "yuzhi.records.evidence.actions:_locked_last", "nth": nth, "when": "after"}
        assert commands.run(tmp_path, "ingest", few.office, sabotage=sabotage).code == -9
    assert commands.run(tmp_path, "ingest", few.office).code == 0
    with sqlite3.connect(tmp_path / "city.sqlite3") as database:
        numbers = [row[0] for row in database.execute("select number from evidence_leaf order by id")]
    database.close()
    assert numbers == list(range(1, len(numbers) + 1))
    assert differences(few.state, stored(tmp_path) | told(commands, tmp_path)) == []
