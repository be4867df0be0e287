"""What a capture does, step by step: pages opened, things clicked, fields filled in, each followed by a picture."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from yuzhi.kernel.errors import BadValue

VERBS: Mapping[str, str] = {"open": "打开", "click": "点击", "fill": "填写", "press": "按键", "wait": "等待", "look": "查看"}
MOST_STEPS, LONGEST_URL = 60, 4_000


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what is done to what; `told` is how a person would say it. A secret value is typed in and never written down."""

    verb: str
    what: str
    value: str = ""
    secret: bool = False
    note: str = ""

    @property
    def told(self) -> str:
        """The step in words, without a secret."""
        said = f"{VERBS[self.verb]} {self.what}" if self.what else VERBS[self.verb]
        if self.verb == "fill":
            said += "：（保密内容）" if self.secret else f"：{self.value}"
        return f"{self.note}（{said}）" if self.note else said


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of one capture, in their order; the first opens a page."""

    title: str
    steps: tuple[Step, ...]

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses that the steps open, each once."""
        return tuple(dict.fromkeys(one.what for one in self.steps if one.verb == "open"))


def one_page(url: str, title: str = "") -> Plan:
    """The capture of one page.

    Raises: BadValue for what is no address of a page.
    """
    step = Step("open", address(url))
    return Plan(title.strip()[:200] or f"网页 {url}"[:200], (step,))


def address(written: str) -> str:
    """The address of a page on the web.

    Raises: BadValue where it is none, or names a user.
    """
    url = written.strip()
    try:
        parts = urlsplit(url)
        whole = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if not whole or len(url) > LONGEST_URL or any(one.isspace() or ord(one) < 32 for one in url):
        raise BadValue(f"“{written[:120]}”不是网页地址，没有取证。请写成 https://… 开头的完整地址。")
    if parts.username or parts.password:
        raise BadValue("网址里带着用户名或密码，没有取证：它们会留在证据里。请去掉，登录写成步骤。")
    return url
