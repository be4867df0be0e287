"""Which ways out a deployment has: a file that only its owner can read says so; without it there is none but the site itself."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from yuzhi.engines.messaging.gateways import SmsGateway, WechatAccount, checked_address
from yuzhi.engines.messaging.mail import Mail
from yuzhi.engines.messaging.port import Port
from yuzhi.kernel.errors import BadValue

FILE = "channels.toml"
_FOR_OTHERS = 0o077
_KNOWN = {
    "site": {"address", "sender"},
    "email": {"host", "port", "sender", "user", "password", "starttls"},
    "sms": {"url", "token", "signature"},
    "wechat": {"url", "token", "template"},
}


@dataclass(frozen=True, slots=True)
class Channels:
    """The ways out by name (`email`, `sms`, `wechat`), the site's address for links, and who signs."""

    ports: Mapping[str, Port] = field(default_factory=dict)
    address: str = ""
    sender: str = "市知识产权局"


def channels(home: Path) -> Channels:
    """The channels that `channels.toml` in the data folder sets up; none where there is no such file.

    Raises: BadValue for a file that others can read, that is no TOML, or that names what nobody knows.
    """
    file = home / FILE
    if not file.exists():
        return Channels()
    if file.stat().st_mode & _FOR_OTHERS:
        raise BadValue(f"{file} 里有密码，却可由别人读取，没有启用任何渠道。请执行 chmod 600 {file}。")
    try:
        said = tomllib.loads(file.read_text(encoding="utf-8"))
        return _built(said)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise BadValue(f"{file} 读不懂（{fault}），没有启用任何渠道。请改正后再启动。") from fault
    except (KeyError, TypeError, AttributeError) as fault:
        raise BadValue(f"{file} 缺少或写错了 {fault}，没有启用任何渠道。写法见使用说明“通知”一页。") from fault


def _built(said: Mapping[str, Any]) -> Channels:
    for section, held in said.items():
        unknown = {section} - set(_KNOWN) or set(held) - _KNOWN[section]
        if unknown:
            raise BadValue(f"{FILE} 里有不认识的“{min(unknown)}”，没有启用任何渠道。可写的有 {'、'.join(_KNOWN)}。")
    ports: dict[str, Port] = {}
    if mail := said.get("email"):
        ports["email"] = Mail(
            mail["host"], int(mail.get("port", 587)), mail["sender"], mail.get("user", ""), mail.get("password", ""),
            bool(mail.get("starttls", True)),
        )
    if sms := said.get("sms"):
        ports["sms"] = SmsGateway(checked_address(sms["url"]), sms["token"], sms.get("signature", "榆知"))
    if wechat := said.get("wechat"):
        ports["wechat"] = WechatAccount(checked_address(wechat["url"]), wechat["token"], wechat["template"])
    site = said.get("site", {})
    return Channels(ports, site.get("address", ""), site.get("sender", "市知识产权局"))
