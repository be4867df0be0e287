"""The steps of a capture as the browser does them, a picture after each, and the files in the end."""

import base64
import hashlib
import json
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from yuzhi.engines.capture import doing
from yuzhi.engines.capture.cleanliness import Cleanliness
from yuzhi.engines.capture.recording import Recorder
from yuzhi.engines.capture.steps import Plan, Step
from yuzhi.engines.capture.writing import Told, har, wacz, warc
from yuzhi.kernel.errors import Refused

LOAD, SETTLE, QUIET, TALLEST = 60, 15, 0.7, 16_000
"""A page may load so long, go on asking so long, and is at rest when nothing was asked for so long; a picture is so tall.

Units: seconds, seconds, seconds, pixels."""
_SCROLLS = 20


@dataclass(slots=True)
class Done:
    """One step as it was done."""

    number: int
    told: str
    at: str
    ended: str = ""
    url: str = ""
    title: str = ""
    picture: str = ""
    paper: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """The files of a capture by their names, the steps as they were done, and what somebody should read."""

    files: dict[str, bytes]
    steps: tuple[Done, ...]
    notes: tuple[str, ...]
    exchanges: int


@dataclass(slots=True)
class _Taking:
    plan: Plan
    recorder: Recorder
    session: str = ""
    loaded: int = 0
    done: list[Done] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)

    def call(self, method: str, seconds: float = 30, **params: Any) -> dict[str, Any]:
        return self.recorder.browser.call(method, params, self.session, seconds)

    def begin(self) -> None:
        browser = self.recorder.browser
        target = next(one["targetId"] for one in browser.call("Target.getTargets")["targetInfos"] if one["type"] == "page")
        self.session = str(browser.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"])
        self.recorder.listen()
        browser.on("Page.loadEventFired", lambda said, session: self._loaded(session))
        browser.call("Browser.setDownloadBehavior", {"behavior": "deny"})
        self.recorder.target = str(target)
        browser.call("Target.setAutoAttach", {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": True})
        if self.plan.cookies:
            browser.call("Storage.setCookies", {"cookies": [
                {"name": one.name, "value": one.value, "domain": one.domain, "path": one.path, "secure": one.secure} for one in self.plan.cookies
            ]})
        self.call("Page.enable")
        self.recorder.watch(self.session)
        self.call("Runtime.enable")

    def _loaded(self, session: str) -> None:
        self.loaded += session == self.session

    def step(self, number: int, step: Step) -> None:
        at = self.recorder.now().isoformat(timespec="milliseconds")
        self.recorder.step = number
        self.recorder.secret(step.secret)
        done = Done(number, step.told, at)
        self.done.append(done)
        self.act(number, step)
        self.settle()
        self.follow()
        self.look(done)
        done.ended = self.recorder.now().isoformat(timespec="milliseconds")

    def act(self, number: int, step: Step) -> None:
        if step.verb == "open":
            self.open(step.what)
        elif step.verb == "click":
            doing.click(self, step, number)
        elif step.verb == "fill":
            doing.fill(self, step, number)
        elif step.verb == "press":
            doing.press(self, step)
        elif step.verb == "wait":
            self.recorder.browser.pump(lambda: False, int(step.what))

    def follow(self) -> None:
        """A window that a click opened is opened in its place, where all is recorded."""
        windows, self.recorder.windows = self.recorder.windows, []
        for url in windows[-1:]:
            self.recorder.notes.append(f"第 {self.recorder.step} 步打开的新窗口 {url[:200]}，改在原来的窗口打开")
            self.open(url, referrer=self.here()[0])
            self.settle()

    def open(self, url: str, referrer: str = "") -> None:
        before = self.loaded
        answer = self.call("Page.navigate", LOAD, url=url, **({"referrer": referrer} if referrer else {}))
        if fault := answer.get("errorText"):
            raise Refused(self._why(url, str(fault)))
        if answer.get("isDownload"):
            raise Refused(f"{url[:200]} 是要下载的文件，不是网页，没有取证。请下载以后用 yuzhi evidence add 存证。")
        if not self.recorder.browser.pump(lambda: self.loaded > before, LOAD):
            self.recorder.notes.append(f"{url[:200]} 在 {LOAD} 秒内没有载入完，照当时的样子取证")

    def _why(self, url: str, fault: str) -> str:
        for address, sentence in (*self.recorder.refused.items(), *self.recorder.gate.names.refused.items()):
            if address not in (url, urlsplit(url).hostname):
                return f"{url[:200]} 转到了 {address[:200]}：{sentence}"
            return sentence
        if fault == "net::ERR_ABORTED":
            return f"{url[:200]} 是要下载的文件，不是网页，没有取证。请下载以后用 yuzhi evidence add 存证。"
        words = "证书不可信" if "CERT" in fault or "SSL" in fault else "打不开"
        return f"{url[:200]} {words}（{fault}），没有取证。请核对网址，或用别的电脑看看能不能打开。"

    def settle(self) -> None:
        """Nothing has been asked for a moment, or patience is over."""
        ends, quiet = time.monotonic() + SETTLE, [time.monotonic(), 0.0]

        def rested() -> bool:
            if self.recorder.busy or quiet[1] != len(self.recorder.exchanges):
                quiet[:] = [time.monotonic(), len(self.recorder.exchanges)]
            return time.monotonic() - quiet[0] > QUIET

        if not self.recorder.browser.pump(rested, max(0.1, ends - time.monotonic())):
            self.recorder.notes.append(f"第 {self.recorder.step} 步之后 {SETTLE} 秒，网页还在请求，照当时的样子取证")

    def look(self, done: Done) -> None:
        """The page from top to bottom as picture and paper, under its own address and title."""
        self.scroll()
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        width, height = max(1, min(int(size["width"]), 4_000)), max(1, int(size["height"]))
        if height > TALLEST:
            self.recorder.notes.append(f"第 {done.number} 步的网页高 {height:,} 像素，截图只到 {TALLEST:,}")
        shot = self.call(
            "Page.captureScreenshot", 60, format="png", captureBeyondViewport=True,
            clip={"x": 0, "y": 0, "width": width, "height": min(height, TALLEST), "scale": 1},
        )
        done.picture, done.paper = f"{done.number:02d}.png", f"{done.number:02d}.pdf"
        self.files[done.picture] = base64.b64decode(shot["data"])
        self.files[done.paper] = base64.b64decode(self.call("Page.printToPDF", 60, printBackground=True, preferCSSPageSize=True)["data"])
        done.url, done.title = self.here()

    def here(self) -> tuple[str, str]:
        """Address and title, from the browser, not from the page."""
        history = self.call("Page.getNavigationHistory")
        entry = history["entries"][history["currentIndex"]]
        return str(entry["url"]), str(entry["title"])[:300]

    def scroll(self) -> None:
        """What a page loads only when it is looked at has been asked for."""
        world = doing.world(self)
        for _ in range(_SCROLLS):
            said = self.call("Runtime.evaluate", contextId=world, returnByValue=True, expression=(
                "(() => { window.scrollBy(0, window.innerHeight); return window.scrollY + window.innerHeight + 2 < document.documentElement.scrollHeight })()"
            ))
            self.recorder.browser.pump(lambda: False, 0.1)
            if not said.get("result", {}).get("value"):
                break
        self.call("Runtime.evaluate", contextId=world, expression="window.scrollTo(0, 0)")
        self.settle()


def taken(plan: Plan, recorder: Recorder, cleanliness: Cleanliness) -> Taken:
    """What the steps brought, in files.

    Raises: Refused where a page cannot be opened, Kept where an address must not be reached.
    """
    taking = _Taking(plan, recorder)
    taking.begin()
    for number, step in enumerate(plan.steps, 1):
        taking.step(number, step)
    recorder.hold_no(plan.secrets)
    software = f"yuzhi {next(one.seen['yuzhi'] for one in cleanliness.checks if one.name == 'software')}"
    browser = next(str(one.seen["browser"]) for one in cleanliness.checks if one.name == "software")
    told = Told(plan.title, software, cleanliness.at, cleanliness.written, [(one.url, one.title, one.at) for one in taking.done])
    archive = warc(recorder.exchanges, told)
    taking.files |= {"capture.warc.gz": archive, "capture.wacz": wacz(archive, told), "capture.har": har(recorder.exchanges, told, browser)}
    taking.files["capture.json"] = _account(taking, cleanliness)
    return Taken(taking.files, tuple(taking.done), tuple(dict.fromkeys(recorder.notes)), len(recorder.exchanges))


def _account(taking: _Taking, cleanliness: Cleanliness) -> bytes:
    recorder, gate = taking.recorder, taking.recorder.gate
    return json.dumps({
        "schema": "yuzhi.capture/1", "title": taking.plan.title, "cleanliness_sha256": hashlib.sha256(cleanliness.written).hexdigest(),
        "began": cleanliness.at, "ended": recorder.now().isoformat(timespec="milliseconds"), "consent": taking.plan.consent,
        "steps": [{name: getattr(one, name) for name in one.__slots__} for one in taking.done],
        "notes": list(dict.fromkeys(recorder.notes)), "refused": recorder.refused,
        "failed": [{"url": one.url, "why": one.fault or "没有答复"} for one in recorder.exchanges if not one.status],
        "left_out": [{"url": one.url, "why": one.left_out} for one in recorder.exchanges if one.left_out],
        "names": {one.host: list(one.addresses) for one in gate.names.answers.values()},
        "reached": [{"host": one.host, "port": one.port, "address": one.address, "at": one.at, "bytes": one.received} for one in gate.reached],
        "turned_away": sorted(set(gate.turned_away)), "certificates": _seen(taking),
        "files": {name: {"sha256": hashlib.sha256(held).hexdigest(), "bytes": len(held)} for name, held in taking.files.items()},
    }, ensure_ascii=False, indent=1).encode()


def _seen(taking: _Taking) -> dict[str, list[str]]:
    """The digests of the certificates that the browser itself was shown, site by site, to be held against the sealed ones."""
    found = {}
    for one in {f"{urlsplit(one.url).scheme}://{urlsplit(one.url).netloc}" for one in taking.recorder.exchanges if one.url.startswith("https:") and one.status}:
        shown = taking.call("Network.getCertificate", origin=one).get("tableNames", [])
        found[one] = [hashlib.sha256(base64.b64decode(der)).hexdigest() for der in shown]
    return found
