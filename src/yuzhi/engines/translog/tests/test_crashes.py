"""Whatever step fails, and whenever the process is killed: no promised entry is lost, and no two checkpoints contradict.

`make test` runs tens of rounds, `make slow` ten thousand.
"""

import contextlib
import os
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

import pytest

from yuzhi.engines.translog.checkpoints import Checkpoint
from yuzhi.engines.translog.disk import Disk
from yuzhi.engines.translog.errors import BadProof, LogDamaged
from yuzhi.engines.translog.hashing import leaf_hash
from yuzhi.engines.translog.journal import Journal
from yuzhi.engines.translog.layout import WIDTH
from yuzhi.engines.translog.proving import check_consistency, check_inclusion
from yuzhi.engines.translog.tests.city import log_in
from yuzhi.engines.translog.tests.disks import Crash, FailingDisk, LosingDisk
from yuzhi.kernel.errors import Refused


@dataclass
class Promises:
    """What was promised to others before a crash: entries by their place, checkpoints by their size."""

    entries: dict[int, bytes] = field(default_factory=dict)
    checkpoints: list[Checkpoint] = field(default_factory=list)

    def hold(self, folder: Path) -> None:
        """All of them hold for what lies in the folder now, once everything is integrated."""
        journal, log = Journal(folder / "sequence"), log_in(folder / "log")
        newest = log.integrate(journal)
        tree = log.tree()
        assert tree.root() == newest.root
        assert newest.size >= max(self.entries, default=-1) + 1
        for place, entry in self.entries.items():
            assert tree.entry(place) == entry, place
        for place in sorted(self.entries)[:: max(1, len(self.entries) // 20)]:
            check_inclusion(place, newest.size, leaf_hash(self.entries[place]), tree.inclusion(place), newest.root)
        for old in self.checkpoints:
            if old.size:
                check_consistency(old.size, newest.size, old.root, newest.root, tree.consistency(old.size))


def work(folder: Path, promises: Promises, disk: Disk, chance: Random, batches: int) -> None:
    """Appends some batches and integrates some of the time; what returns is promised."""
    journal, log = Journal(folder / "sequence", disk), log_in(folder / "log", disk)
    for _ in range(batches):
        first = journal.size()
        batch = [f"{first + place} {chance.random()}".encode() for place in range(chance.randrange(1, 2 * WIDTH))]
        assert journal.append(batch) == first
        promises.entries.update(enumerate(batch, first))
        if chance.random() < 0.7:
            promises.checkpoints.append(log.integrate(journal))
            journal.forget(promises.checkpoints[-1].size)


def fail(folder: Path, rounds: int, seed: int) -> None:
    chance, promises = Random(seed), Promises()
    for number in range(rounds):
        power = bool(number % 2)
        disk = LosingDisk(chance.randrange(1, 60), chance) if power else FailingDisk(chance.randrange(1, 60))
        with contextlib.suppress(OSError, Crash):
            work(folder, promises, disk, chance, 3)
        if isinstance(disk, LosingDisk):
            disk.lose()
        if number % 25 == 24 or number == rounds - 1:
            promises.hold(folder)
            # a fresh log now and then, or checking the whole would take ever longer
            promises, folder = Promises(), folder.with_name(f"{folder.name.split('.')[0]}.{number}")


def kill(folder: Path, rounds: int, seed: int, **environment: str) -> int:
    """The number of rounds in which the process had ended by itself before it was killed."""
    chance, promises, ended = Random(seed), Promises(), 0
    for number in range(rounds):
        words = [sys.executable, "-m", "yuzhi.engines.translog.tests.killed", str(folder), str(number)]
        with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True, env={**os.environ, **environment}) as process:
            assert process.stdout is not None
            first = process.stdout.readline()
            time.sleep(chance.random() * 0.08)
            ended += process.poll() is not None
            process.kill()
            said = [first, *process.stdout.read().splitlines(keepends=True)]
        for line in said:
            if not line.endswith("\n"):      # torn by the kill, or it died before it said anything: nobody was told
                continue
            kind, *words = line.split()
            if kind == "kept":
                promises.entries.update({place: f"{place} {words[2]}".encode() for place in range(int(words[0]), int(words[1]))})
            else:
                promises.checkpoints.append(Checkpoint("city.example/log", int(words[0]), bytes.fromhex(words[1])))
        if number % 10 == 9 or number == rounds - 1:
            promises.hold(folder)
    return ended


def test_no_failing_step_loses_an_entry_or_forks_the_log(tmp_path: Path) -> None:
    fail(tmp_path / "log", 50, 1)


def test_no_kill_loses_an_entry_or_forks_the_log(tmp_path: Path) -> None:
    kill(tmp_path / "log", 25, 1)


def test_no_failing_call_of_the_system_loses_an_entry_or_forks_the_log(tmp_path: Path) -> None:
    """As libfiu injects them below Python: one sync, rename or write in fifty fails."""
    libraries = [path for path in map(Path, ("/usr/lib/fiu/fiu_run_preload.so", "/usr/lib/fiu/fiu_posix_preload.so")) if path.exists()]
    if len(libraries) < 2:
        pytest.skip("no libfiu on this machine (Debian: fiu-utils): no call of the system was made to fail")
    names = ("posix/io/sync/fsync", "posix/io/dir/rename", "posix/io/rw/write")
    faults = "\n".join(f"enable_random name={name},probability=0.02" for name in names)
    assert kill(tmp_path / "log", 25, 3, LD_PRELOAD=":".join(map(str, libraries)), FIU_ENABLE=faults) > 0


@pytest.mark.slow
def test_no_failing_step_loses_an_entry_or_forks_the_log_in_ten_thousand_rounds(tmp_path: Path) -> None:
    fail(tmp_path / "log", 9_000, 2)


@pytest.mark.slow
def test_no_kill_loses_an_entry_or_forks_the_log_in_a_thousand_rounds(tmp_path: Path) -> None:
    for number in range(40):
        kill(tmp_path / f"log{number}", 25, 100 + number)


def test_these_rounds_see_a_disk_that_breaks_its_promise(tmp_path: Path) -> None:
    """The test can fail: where nothing is ever synced, a power cut loses what was promised."""
    class Careless(LosingDisk):
        def sync(self, file: Path) -> None:
            self._step()

        def sync_folder(self, folder: Path) -> None:
            self._step()

    for seed in range(40):
        chance, promises, folder = Random(seed), Promises(), tmp_path / str(seed)
        disk = Careless(40, chance)
        with pytest.raises(Crash):
            work(folder, promises, disk, chance, 9)
        disk.lose()
        try:
            promises.hold(folder)
        except (AssertionError, LogDamaged, BadProof, Refused):
            return
    pytest.fail("forty power cuts without a sync lost nothing")


def test_a_journal_whose_write_failed_refuses_until_it_is_opened_again(tmp_path: Path) -> None:
    journal = Journal(tmp_path, FailingDisk(3))
    with pytest.raises(OSError, match="injected"):
        journal.append([b"one"])
    with pytest.raises(Refused, match="上一次写入日志失败"):
        journal.append([b"one"])
    assert Journal(tmp_path).append([b"one"]) == 0


def test_entries_that_the_journal_no_longer_has_are_named(tmp_path: Path) -> None:
    journal = Journal(tmp_path)
    for number in range(4):
        journal.append([f"{number} {place}".encode() for place in range(WIDTH)])
    journal.forget(4 * WIDTH)
    assert journal.size() == 4 * WIDTH
    assert list(journal.entries(3 * WIDTH, 3 * WIDTH + 1)) == [b"3 0"]
    with pytest.raises(LogDamaged, match="缺第 0 至 0 位"):
        list(journal.entries(0, 1))
    with pytest.raises(LogDamaged, match="缺第 1024 至 1024 位"):
        list(journal.entries(4 * WIDTH, 4 * WIDTH + 1))
