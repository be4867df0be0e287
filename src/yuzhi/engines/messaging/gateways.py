"""Text messages through a gateway, and template messages of a WeChat official account: both by HTTP and JSON."""

import json
import urllib.error
import urllib.request
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit

from yuzhi.engines.messaging.port import Envelope, Outcome
from yuzhi.kernel.errors import BadValue

_TIMEOUT = 20.0
_LARGEST = 64 * 1024
_BUSY = (408, 425, 429)
_SAME_AGAIN, _BAD_REQUEST, _BROKEN = 409, 400, 500
_LONGEST_SMS = 300
_LOOPBACK = ("127.0.0.1", "localhost", "::1")
_WECHAT_DEAD = {40003: "openid 无效", 43004: "对方没有关注公众号", 43019: "对方已被移出"}
_WECHAT_REFUSED = {40037: "模板编号无效", 47003: "模板参数不对"}


def checked_address(url: str) -> str:
    """The address, when a message may be sent there: encrypted, or on this machine.

    Raises: BadValue.
    """
    parts = urlsplit(url)
    if parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        return url
    raise BadValue(f"网关地址“{url}”不能使用：应为 https 地址（本机可用 http）。没有启用这个渠道。")


@dataclass(frozen=True, slots=True)
class SmsGateway:
    """A gateway that takes `{to, text, signature}` and answers `{id, message}`; the key of a message goes in a header."""

    url: str
    token: str
    signature: str = "榆知"

    def send(self, envelope: Envelope) -> Outcome:
        """What the gateway answered. 409 means that it has this key already: it was taken over before."""
        text = envelope.body if len(envelope.body) <= _LONGEST_SMS else f"{envelope.body[:_LONGEST_SMS - 1]}…"
        headers = {"Authorization": f"Bearer {self.token}", "Idempotency-Key": envelope.key}
        status, said = _posted(self.url, {"to": envelope.to, "text": text, "signature": self.signature}, headers)
        words = str(said.get("message") or "")
        if status == _SAME_AGAIN:
            return Outcome("accepted", "短信网关此前已接收这一条", str(said.get("id") or ""))
        if status == 0 or status in _BUSY or status >= _BROKEN:
            return Outcome("retry", f"短信网关答复 {status or '无'}：{words}")
        if status >= _BAD_REQUEST:
            return Outcome("refused", f"短信网关答复 {status}：{words}", dead=said.get("code") == "invalid_number")
        return Outcome("accepted", "短信网关已接收", str(said.get("id") or ""))


@dataclass(frozen=True, slots=True)
class WechatAccount:
    """A WeChat official account: `to` is the reader's openid, the text goes into one template of the account."""

    url: str
    token: str
    template: str

    def send(self, envelope: Envelope) -> Outcome:
        """What WeChat answered; its errors come with status 200 and a number.

        The template has three places: title, body, and the key as remark, since WeChat itself knows no repetition.
        """
        data = {"thing1": envelope.title[:20], "thing2": envelope.body[:200], "character_string3": envelope.key[:32]}
        status, said = _posted(
            f"{self.url}?{urlencode({'access_token': self.token})}",
            {"touser": envelope.to, "template_id": self.template, "client_msg_id": envelope.key[:32],
             "data": {name: {"value": value} for name, value in data.items()}}, {},
        )
        code = said.get("errcode", -1 if status == 0 or status >= _BAD_REQUEST else 0)
        told = f"微信答复 {code}：{_WECHAT_DEAD.get(code) or _WECHAT_REFUSED.get(code) or said.get('errmsg') or said.get('message') or ''}"
        if code == 0:
            return Outcome("accepted", "微信已接收", str(said.get("msgid") or ""))
        if code in _WECHAT_DEAD or code in _WECHAT_REFUSED:
            return Outcome("refused", told, dead=code in _WECHAT_DEAD)
        return Outcome("retry", told)


def _posted(url: str, body: dict[str, Any], headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
    """Status and JSON of the answer; status 0 and the fault in words where none came."""
    request = urllib.request.Request(  # noqa: S310 - the address was checked when the channel was set up
        url, json.dumps(body, ensure_ascii=False).encode(), {"Content-Type": "application/json", **headers}
    )
    try:
        with urllib.request.urlopen(request, timeout=_TIMEOUT) as answer:  # noqa: S310
            return answer.status, _read(answer.read(_LARGEST))
    except urllib.error.HTTPError as answered:
        with answered:
            return answered.code, _read(answered.read(_LARGEST))
    except (OSError, ValueError) as fault:
        return 0, {"message": f"连不上（{fault}）"}


def _read(body: bytes) -> dict[str, Any]:
    try:
        said = json.loads(body)
    except ValueError:
        said = None
    return said if isinstance(said, dict) else {"message": body[:100].decode("utf-8", "replace")}
