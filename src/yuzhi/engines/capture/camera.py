"""A capture from beginning to end: a fresh browser behind the gate, its cleanliness, then the steps, then the files."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from yuzhi.engines.capture.cleanliness import Cleanliness, looked_at
from yuzhi.engines.capture.clocks import SOURCES
from yuzhi.engines.capture.devtools import Browser, found
from yuzhi.engines.capture.gate import Gate, Names, Network, system_answers
from yuzhi.engines.capture.recording import Recorder
from yuzhi.engines.capture.steps import Plan
from yuzhi.engines.capture.taking import Taken, taken


@dataclass(frozen=True, slots=True)
class Camera:
    """How a deployment captures: which browser with which further flags, which private networks it may reach, whom it asks for the time."""

    program: str = ""
    private: tuple[Network, ...] = ()
    clocks: tuple[str, ...] = SOURCES
    flags: tuple[str, ...] = ()
    ask: Callable[[str], list[str]] = system_answers


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that has seen nothing yet, and how clean all is around it."""

    cleanliness: Cleanliness
    browser: Browser
    gate: Gate
    plan: Plan

    def take(self) -> Taken:
        """What the steps brought.

        Raises: Refused, Kept.
        """
        recorder = Recorder(self.browser, self.gate, self.gate.now)
        return taken(self.plan, recorder, self.cleanliness)


@contextmanager
def opened(camera: Camera, plan: Plan, folder: Path, now: Callable[[], datetime]) -> Iterator[Session]:
    """A session in a folder of its own, which is gone afterwards with all that the browser left.

    Raises: NotFound without a browser; Kept for an address that must not be reached.
    """
    program, names = found(camera.program), Names(now, camera.private, camera.ask)
    for url in plan.addresses:
        names.addresses(urlsplit(url).hostname or "")
    profile = folder / "profile"
    profile.mkdir(mode=0o700, parents=True)
    gate = Gate(names, now)
    try:
        browser = Browser(program, profile, (*_ways(gate), *_box(), *camera.flags), _environment(folder))
        try:
            yield Session(looked_at(plan, browser, profile, gate, camera.clocks), browser, gate, plan)
        finally:
            browser.close()
    finally:
        gate.close()
        with suppress(OSError):
            shutil.rmtree(folder)


def _ways(gate: Gate) -> tuple[str, ...]:
    return (
        f"--proxy-server=http://127.0.0.1:{gate.port}", "--proxy-bypass-list=<-loopback>", "--accept-lang=zh-CN,zh",
        "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
    )


def _box() -> tuple[str, ...]:
    """A superuser's browser runs without its sandbox or not at all; the record says so."""
    return ("--no-sandbox",) if os.geteuid() == 0 else ()


def _environment(folder: Path) -> dict[str, str]:
    return {
        "PATH": os.environ.get("PATH", "/usr/bin:/bin"), "HOME": str(folder), "XDG_CACHE_HOME": str(folder / "cache"),
        "LANG": "zh_CN.UTF-8", "TZ": "Asia/Shanghai",
    }
