"""What a browser sent and was sent, exchange by exchange, each held until its body is here.

Bodies are as the browser decoded them: a compressed answer is kept unpacked, with its field renamed. Cookies and passwords are not kept.
"""

import base64
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import quote, quote_plus, urlsplit

from yuzhi.engines.capture.devtools import Browser
from yuzhi.engines.capture.gate import Gate, Kept
from yuzhi.kernel.errors import Refused

MOST_KEPT, LARGEST_BODY = 96 * 2**20, 32 * 2**20
"""All bodies of a capture, and one of them.

Units: bytes."""
SHORTEST_SECRET = 6
"""Shorter ones stand in any page by chance.

Units: characters."""
NOT_KEPT = "[not kept]"
SECRET = ("cookie", "set-cookie", "set-cookie2", "authorization", "proxy-authorization")
_PATTERNS = [{"requestStage": "Request"}, {"requestStage": "Response"}]
Fields = tuple[tuple[str, str], ...]


@dataclass(slots=True)
class Exchange:
    """One request and its answer. `left_out` says why a body is not here, `fault` why there was no answer.

    Units: `took` in milliseconds.
    """

    url: str
    method: str
    at: str
    step: int
    sent: Fields
    posted: bytes = b""
    status: int = 0
    reason: str = ""
    fields: Fields = ()
    body: bytes = b""
    kind: str = ""
    protocol: str = ""
    address: str = ""
    took: int = 0
    left_out: str = ""
    fault: str = ""


@dataclass(slots=True)
class Recorder:
    """The exchanges of one capture in the order in which they began.

    `private` holds while a secret is typed in: what is posted then is not kept.
    """

    browser: Browser
    gate: Gate
    now: Callable[[], datetime]
    step: int = 0
    private: bool = False
    exchanges: list[Exchange] = field(default_factory=list)
    refused: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    kept: int = 0
    target: str = ""
    windows: list[str] = field(default_factory=list)
    _since: int = 0
    _open: dict[str, tuple[Exchange, datetime]] = field(default_factory=dict)
    _sent: dict[str, list[Fields]] = field(default_factory=dict)
    _protocol: dict[str, list[Exchange]] = field(default_factory=dict)

    def listen(self) -> None:
        """Events are heard from now on, of every session that is watched."""
        for event, handler in (
            ("Fetch.requestPaused", self._paused), ("Network.requestWillBeSentExtraInfo", self._really_sent),
            ("Network.responseReceived", self._received), ("Target.attachedToTarget", self._attached),
            ("Page.javascriptDialogOpening", self._dialog), ("Page.windowOpen", self._window),
        ):
            self.browser.on(event, handler)

    def watch(self, session: str) -> None:
        """All that this session of the browser asks for passes here; nothing comes from a cache or a worker."""
        order: list[tuple[str, dict[str, Any]]] = [
            ("Network.enable", {}), ("Network.setCacheDisabled", {"cacheDisabled": True}), ("Network.setBypassServiceWorker", {"bypass": True}),
            ("Fetch.enable", {"patterns": _PATTERNS}),
            ("Target.setAutoAttach", {"autoAttach": True, "waitForDebuggerOnStart": True, "flatten": True}),
        ]
        for method, params in order:
            self.browser.send(method, params, session)

    def secret(self, typed: bool) -> None:
        """From the step that types a secret until something has been posted, what is posted is not kept."""
        if typed:
            self.private, self._since = True, len(self.exchanges)
        elif self.private and any(one.method != "GET" for one in self.exchanges[self._since:]):
            self.private = False

    def hold_no(self, secrets: Sequence[str]) -> None:
        """No exchange holds a secret, in whichever spelling.

        Raises: Refused where one does, without saying it.
        """
        spelled = {way.encode() for one in secrets if len(one) >= SHORTEST_SECRET for way in (one, quote(one, safe=""), quote_plus(one), json.dumps(one)[1:-1])}
        for one in self.exchanges:
            held = b"\n".join((one.url.encode(), one.posted, one.body, repr((one.sent, one.fields)).encode()))
            if any(way in held for way in spelled):
                raise Refused(f"{one.url.partition('?')[0][:200]} 的请求或应答里有登录用的口令或会话，没有取证：它会留在证据里。请换一种登录办法。")

    @property
    def busy(self) -> bool:
        """Whether an answer is still awaited."""
        return bool(self._open)

    def _attached(self, said: Mapping[str, Any], session: str) -> None:
        inner, what = str(said["sessionId"]), said["targetInfo"]
        if what["targetId"] == self.target or what["type"] in ("browser", "browser_ui", "tab"):
            self.browser.send("Runtime.runIfWaitingForDebugger", {}, inner)
            return
        if what["type"] == "page":      # a new window: closed before it has asked for anything
            self.browser.send("Target.closeTarget", {"targetId": what["targetId"]})
            return
        self.watch(inner)
        self.browser.send("Runtime.runIfWaitingForDebugger", {}, inner)

    def _dialog(self, said: Mapping[str, Any], session: str) -> None:
        self.notes.append(f"网页弹出对话框“{str(said.get('message', ''))[:200]}”，没有同意")
        self.browser.send("Page.handleJavaScriptDialog", {"accept": False}, session)

    def _window(self, said: Mapping[str, Any], session: str) -> None:
        if said.get("userGesture") and str(said.get("url", "")).startswith(("http://", "https://")):
            self.windows.append(str(said["url"]))
        else:
            self.notes.append(f"网页要打开新窗口 {str(said.get('url', ''))[:200]}，没有打开")

    def _really_sent(self, said: Mapping[str, Any], session: str) -> None:
        self._sent.setdefault(f"{session}{said['requestId']}", []).append(_without_secrets(said.get("headers", {}).items()))

    def _received(self, said: Mapping[str, Any], session: str) -> None:
        for one in self._protocol.pop(f"{session}{said.get('requestId', '')}", [])[-1:]:
            one.protocol = str(said.get("response", {}).get("protocol", ""))

    def _paused(self, said: Mapping[str, Any], session: str) -> None:
        if "responseStatusCode" in said or "responseErrorReason" in said:
            self._answered(said, session)
        else:
            self._asked(said, session)

    def _asked(self, said: Mapping[str, Any], session: str) -> None:
        request = said["request"]
        parts = urlsplit(request["url"])
        if parts.scheme in ("http", "https"):
            try:
                self.gate.names.addresses(parts.hostname or "")
            except Kept as refused:
                self.refused.setdefault(request["url"], refused.sentence)
                self.browser.send("Fetch.failRequest", {"requestId": said["requestId"], "errorReason": "AccessDenied"}, session)
                return
            posted = b"".join(base64.b64decode(one.get("bytes", "")) for one in request.get("postDataEntries", ()))
            one = Exchange(
                request["url"], request["method"], self.now().isoformat(timespec="microseconds"), self.step, _without_secrets(request["headers"].items()),
                b"" if self.private else posted,
            )
            self.exchanges.append(one)
            self._open[said["requestId"]] = self._open[f"{session}{said.get('networkId', '')}"] = (one, self.now())
            self._protocol.setdefault(f"{session}{said.get('networkId', '')}", []).append(one)
        self.browser.send("Fetch.continueRequest", {"requestId": said["requestId"]}, session)

    def _answered(self, said: Mapping[str, Any], session: str) -> None:
        network = f"{session}{said.get('networkId', '')}"
        held = self._open.pop(said["requestId"], None) or self._open.get(network)
        self._open.pop(network, None)
        if held is None:
            self.browser.send("Fetch.continueRequest", {"requestId": said["requestId"]}, session)
            return
        one, began = held
        self._open = {name: other for name, other in self._open.items() if other[0] is not one}
        self._describe(one, said, network)
        if one.fault or one.left_out or _redirects(one):
            self._end(one, began, said, session)
            return
        self._open[said["requestId"]] = held

        def came(result: Mapping[str, Any], error: str) -> None:
            self._body(one, result, error)
            self._open.pop(said["requestId"], None)
            self._end(one, began, said, session)

        self.browser.send("Fetch.getResponseBody", {"requestId": said["requestId"]}, session, came)

    def _describe(self, one: Exchange, said: Mapping[str, Any], network: str) -> None:
        if sent := self._sent.get(network):
            one.sent = sent.pop(0)
        one.fault = str(said.get("responseErrorReason", ""))
        one.status, one.reason = int(said.get("responseStatusCode", 0)), str(said.get("responseStatusText", ""))
        one.fields = _without_secrets((row["name"], row["value"]) for row in said.get("responseHeaders", ()))
        one.kind = _one(one.fields, "content-type").partition(";")[0].strip().lower()
        one.address = self.gate.address_of(urlsplit(one.url).hostname or "")
        length = _one(one.fields, "content-length")
        if one.kind == "text/event-stream":
            one.left_out = "没有尽头的数据流，正文没有保存"
        elif (length.isdigit() and int(length) > LARGEST_BODY) or self.kept > MOST_KEPT:
            one.left_out = f"正文超过 {LARGEST_BODY // 2**20} MB，或全部超过 {MOST_KEPT // 2**20} MB，没有保存"

    def _body(self, one: Exchange, result: Mapping[str, Any], error: str) -> None:
        if error:
            one.left_out = f"浏览器没有给出正文（{error[:100]}）"
            return
        written = str(result.get("body", ""))
        body = base64.b64decode(written) if result.get("base64Encoded") else written.encode()
        if len(body) > LARGEST_BODY or self.kept + len(body) > MOST_KEPT:
            one.left_out = f"正文超过 {LARGEST_BODY // 2**20} MB，或全部超过 {MOST_KEPT // 2**20} MB，没有保存"
            return
        one.body, self.kept = body, self.kept + len(body)

    def _end(self, one: Exchange, began: datetime, said: Mapping[str, Any], session: str) -> None:
        one.took = round((self.now() - began).total_seconds() * 1000)
        self.browser.send("Fetch.continueRequest", {"requestId": said["requestId"]}, session)


def _redirects(one: Exchange) -> bool:
    return one.status in (301, 302, 303, 307, 308) and bool(_one(one.fields, "location"))


def _one(fields: Fields, name: str) -> str:
    return next((value for key, value in fields if key.lower() == name), "")


def _without_secrets(fields: Any) -> Fields:
    return tuple((str(name), NOT_KEPT if str(name).lower() in SECRET else str(value)) for name, value in fields
                 if not str(name).startswith(":") and not str(name).lower().startswith("proxy-"))
