"""A headless Chromium of the system, spoken to over a pipe: no port is open that another program could use.

Source: Chrome DevTools Protocol; `--remote-debugging-pipe` reads JSON from descriptor 3 and writes it to 4, each message ended by a zero byte.
A browser whose pipe closes ends by itself, so none is left when this program is killed.
"""

import fcntl
import json
import os
import select
import shutil
import signal
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any

from yuzhi.kernel.errors import NotFound, Refused

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
FLAGS = (
    "--headless=new", "--remote-debugging-pipe", "--no-first-run", "--no-default-browser-check", "--no-pings", "--disable-extensions",
    "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-domain-reliability", "--disable-default-apps",
    "--disable-client-side-phishing-detection", "--disable-quic", "--disable-gpu", "--disable-dev-shm-usage", "--disable-breakpad", "--mute-audio",
    "--metrics-recording-only", "--password-store=basic", "--use-mock-keychain", "--webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
    "--disable-features=RendererSideContentDecoding,OptimizationHints,MediaRouter,Translate,InterestFeedContentSuggestions,AutofillServerCommunication",
    "--window-size=1280,900", "--lang=zh-CN",
)
"""How the browser is started: nothing of its own on the wire, no QUIC and no UDP past the gate, bodies decoded before they are told."""
Told = Callable[[Mapping[str, Any], str], None]
Answered = Callable[[Mapping[str, Any], str], None]
_PATIENCE, _READ = 30, 1 << 20


def found(named: str = "") -> Path:
    """Where the system's Chromium is.

    Raises: NotFound.
    """
    for name in (named,) if named else NAMES:
        if place := shutil.which(name):
            return Path(place)
    raise NotFound(
        f"这台机器上没有 Chromium（找过 {named or '、'.join(NAMES)}），没有取证。"
        "请安装（Debian：apt-get install chromium），或用 YUZHI_CHROMIUM 写明它的位置。"
    )


class Browser:
    """A running browser. Messages are answered in the order in which they come; handlers never wait."""

    def __init__(self, program: Path, profile: Path, more: Sequence[str], environment: Mapping[str, str]) -> None:
        self.flags = (*FLAGS, *more)
        self.log = profile.with_name(f"{profile.name}.log")
        to_browser, self._write = _above_ten(os.pipe())
        self._read, from_browser = _above_ten(os.pipe())
        words = [str(program), *self.flags, f"--user-data-dir={profile}", "about:blank"]
        log = (os.POSIX_SPAWN_OPEN, 1, str(self.log), os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        try:
            self.pid = os.posix_spawn(program, words, dict(environment), setpgroup=0, file_actions=[
                (os.POSIX_SPAWN_DUP2, to_browser, 3), (os.POSIX_SPAWN_DUP2, from_browser, 4), log, (os.POSIX_SPAWN_DUP2, 1, 2),
            ])
        finally:
            os.close(to_browser)
            os.close(from_browser)
        self._held, self._number, self._gone = bytearray(), 0, False
        self._waiting: dict[int, Answered] = {}
        self._handlers: dict[str, Told] = {}

    def on(self, event: str, handler: Told) -> None:
        """The handler hears each event of that name, with the session it came from."""
        self._handlers[event] = handler

    def send(self, method: str, params: Mapping[str, Any] | None = None, session: str = "", then: Answered | None = None) -> int:
        """The order is on its way; `then` hears its result, or why there is none."""
        self._number += 1
        order = {"id": self._number, "method": method, "params": params or {}} | ({"sessionId": session} if session else {})
        if then is not None:
            self._waiting[self._number] = then
        raw = json.dumps(order).encode() + b"\0"
        try:
            while raw:
                raw = raw[os.write(self._write, raw):]
        except OSError as fault:
            raise self._ended() from fault
        return self._number

    def call(self, method: str, params: Mapping[str, Any] | None = None, session: str = "", seconds: float = _PATIENCE) -> dict[str, Any]:
        """The result of an order.

        Raises: Refused where the browser refuses, ends or is silent.
        """
        got: list[tuple[Mapping[str, Any], str]] = []
        self.send(method, params, session, lambda result, error: got.append((result, error)))
        if not self.pump(lambda: bool(got), seconds):
            raise Refused(f"浏览器 {seconds:g} 秒没有回答（{method}），没有取证。请稍后再试；网页太大的，请分开取。")
        result, error = got[0]
        if error:
            raise Refused(f"浏览器没有办成（{method}：{error[:200]}），没有取证。请再试一次。")
        return dict(result)

    def pump(self, until: Callable[[], bool], seconds: float) -> bool:
        """Whether the condition came true within the time; meanwhile every message is heard."""
        ends = time.monotonic() + seconds
        while not until():
            left = ends - time.monotonic()
            if left <= 0:
                return False
            if select.select([self._read], [], [], min(left, 0.25))[0]:
                self._hear()
        return True

    def _hear(self) -> None:
        raw = os.read(self._read, _READ)
        if not raw:
            raise self._ended()
        self._held += raw
        *whole, rest = self._held.split(b"\0") if b"\0" in raw else (self._held,)
        self._held = bytearray(rest)
        for one in whole:
            self._told(json.loads(one))

    def _told(self, said: Mapping[str, Any]) -> None:
        if "id" in said:
            if (then := self._waiting.pop(said["id"], None)) is not None:
                then(said.get("result", {}), str(said.get("error", {}).get("message", "")))
        elif (handler := self._handlers.get(said["method"])) is not None:
            handler(said.get("params", {}), said.get("sessionId", ""))

    def _ended(self) -> Refused:
        last = self.log.read_text("utf-8", "replace").strip().splitlines()[-1:] if self.log.exists() else []
        return Refused(f"浏览器中途退出（{(last or ['没有说明'])[0][:200]}），没有取证。请再试一次；内存不够的机器请关掉别的程序。")

    def close(self) -> None:
        """The browser and all that it started are gone; closing again changes nothing."""
        if self._gone:
            return
        self._gone = True
        os.close(self._write)
        ends = time.monotonic() + 3
        while not (left := os.waitpid(self.pid, os.WNOHANG)[0]) and time.monotonic() < ends:
            time.sleep(0.02)
        with suppress(ProcessLookupError):
            os.killpg(self.pid, signal.SIGKILL)
        if not left:
            os.waitpid(self.pid, 0)
        os.close(self._read)


def _above_ten(pair: tuple[int, int]) -> tuple[int, int]:
    """The same pipe under numbers that the browser's own descriptors do not take."""
    high = [fcntl.fcntl(one, fcntl.F_DUPFD_CLOEXEC, 10) for one in pair]
    for one in pair:
        os.close(one)
    return high[0], high[1]
