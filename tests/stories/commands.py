"""The command `yuzhi` as people run it, for stories: each call a process, each home a folder."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True, slots=True)
class Ended:
    """A command that has ended: `code` is negative for a signal; `kilobytes` is the most memory it ever held."""

    code: int
    out: str
    err: str
    kilobytes: int
    seconds: float

    @property
    def answer(self) -> Any:
        """What the command said in JSON."""
        return json.loads(self.out)

    @property
    def answers(self) -> list[Any]:
        """What each of several commands said in JSON."""
        return [json.loads(part) for part in self.out.split("\x1e") if part.strip()]


class Running:
    """A command that was started."""

    def __init__(self, server: "Commands", pid: int, out: Path, err: Path) -> None:
        self.pid = pid
        self._server, self._out, self._err = server, out, err

    def kill(self) -> None:
        """It is gone at once; harmless where it has ended."""
        os.kill(self.pid, signal.SIGKILL)

    def told(self) -> str:
        """What it has written to standard error so far."""
        return self._err.read_text(encoding="utf-8", errors="replace")

    def wait(self) -> Ended:
        """The command when it has ended."""
        said = self._server.ask({"wait": self.pid})
        out, err = (one.read_text(encoding="utf-8", errors="replace") for one in (self._out, self._err))
        self._out.unlink()
        self._err.unlink()
        return Ended(said["code"], out, err, said["kilobytes"], said["seconds"])


class Commands:
    """Starts commands, each a process forked from one that has the modules loaded; close it at the end."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory(prefix="yuzhi-commands-")
        self._started = 0
        self._server = subprocess.Popen(
            [sys.executable, "-m", "tests.stories.forks"], cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True, encoding="utf-8",
        )
        assert self._server.stdout is not None
        assert json.loads(self._server.stdout.readline())["ready"]

    def ask(self, order: dict[str, Any]) -> dict[str, Any]:
        """The answer of the process that forks."""
        assert self._server.stdin is not None and self._server.stdout is not None
        self._server.stdin.write(json.dumps(order) + "\n")
        self._server.stdin.flush()
        answer: dict[str, Any] = json.loads(self._server.stdout.readline())
        return answer

    def start(self, home: Path, *words: object, sabotage: dict[str, Any] | None = None) -> Running:
        """The command, started in a process of its own and not waited for."""
        return self._start(home, [[str(word) for word in words]], sabotage)

    def run(self, home: Path, *words: object, sabotage: dict[str, Any] | None = None) -> Ended:
        """The command when it has ended."""
        return self.start(home, *words, sabotage=sabotage).wait()

    def run_each(self, home: Path, commands: Sequence[Sequence[object]]) -> Ended:
        """Several commands one after another in one process: for many questions to one home."""
        return self._start(home, [[str(word) for word in words] for words in commands], None).wait()

    def ask_json(self, home: Path, *words: object) -> Any:
        """What the command answers in JSON; it must end well."""
        ended = self.run(home, *words, "--json")
        assert ended.code == 0, (words, ended)
        return ended.answer

    def database(self, home: Path, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a query to a home's database."""
        database = sqlite3.connect(home / "city.sqlite3", timeout=30)
        try:
            return database.execute(sql).fetchall()
        finally:
            database.close()

    def close(self) -> None:
        """The process that forks is gone."""
        assert self._server.stdin is not None and self._server.stdout is not None
        self._server.stdin.close()
        self._server.wait(30)
        self._server.stdout.close()
        self._folder.cleanup()

    def _start(self, home: Path, commands: list[list[str]], sabotage: dict[str, Any] | None) -> Running:
        self._started += 1
        out, err = (Path(self._folder.name) / f"{self._started}.{name}" for name in ("out", "err"))
        out.touch()      # a child that is killed at once has opened neither
        err.touch()
        order = {"home": str(home), "commands": commands, "out": str(out), "err": str(err), "sabotage": sabotage}
        return Running(self, self.ask(order)["pid"], out, err)
