"""What a capture does, step by step: pages opened, things clicked, fields filled in, each followed by a picture."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

import yaml

from yuzhi.kernel.errors import BadValue

VERBS: Mapping[str, str] = {"open": "打开", "click": "点击", "fill": "填写", "press": "按键", "wait": "等待", "look": "查看"}
KEYS: Mapping[str, tuple[int, str]] = {"Enter": (13, "\r"), "Tab": (9, ""), "Escape": (27, ""), "PageDown": (34, "")}
MOST_STEPS, MOST_COOKIES, LONGEST_URL, LONGEST_FILE, LONGEST_WAIT = 60, 200, 4_000, 64 * 2**10, 30
"""Units: steps, cookies, characters, bytes, seconds."""


@dataclass(frozen=True, slots=True)
class Step:
    """One step: what is done to what; `told` is how a person would say it. A secret value is typed in and never written down."""

    verb: str
    what: str
    value: str = field(default="", repr=False)
    secret: bool = False
    note: str = ""

    @property
    def told(self) -> str:
        """The step in words, without a secret."""
        said = f"{VERBS[self.verb]} {self.what}{' 秒' if self.verb == 'wait' else ''}"
        if self.verb == "fill":
            said += "：（保密内容）" if self.secret else f"：{self.value}"
        return f"{self.note}（{said}）" if self.note else said


@dataclass(frozen=True, slots=True)
class Cookie:
    """One cookie of a person's own session; its value is never written down."""

    name: str
    value: str = field(repr=False)
    domain: str
    path: str = "/"
    secure: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps of one capture, in their order; the first opens a page. A session or a password needs its owner's consent in words."""

    title: str
    steps: tuple[Step, ...]
    consent: str = ""
    cookies: tuple[Cookie, ...] = ()

    @property
    def secrets(self) -> tuple[str, ...]:
        """What must stand in no file."""
        return tuple(one.value for one in self.steps if one.secret) + tuple(one.value for one in self.cookies)

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses that the steps open, each once."""
        return tuple(dict.fromkeys(one.what for one in self.steps if one.verb == "open"))


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


def one_page(url: str, title: str = "", cookies: tuple[Cookie, ...] = (), consent: str = "") -> Plan:
    """The capture of one page.

    Raises: BadValue for what is no address of a page, or a session without consent.
    """
    return _agreed(Plan(title.strip()[:200] or f"网页 {url}"[:200], (Step("open", address(url)),), consent.strip()[:500], cookies))


def read_steps(written: str, secrets: Mapping[str, str], cookies: tuple[Cookie, ...] = ()) -> Plan:
    """The plan that a person wrote in YAML; secret values come from `secrets` by their names.

    Raises: BadValue, naming the step and what is wrong with it.
    """
    if len(written) > LONGEST_FILE:
        raise BadValue(f"步骤文件超过 {LONGEST_FILE // 2**10} KB，没有取证。")
    try:
        said = yaml.safe_load(written)
    except (yaml.YAMLError, ValueError, RecursionError) as fault:
        raise BadValue(f"步骤文件读不懂（{str(fault).splitlines()[0][:120]}），没有取证。请照指南里的样子写。") from None
    told = [said.get(name) or "" for name in ("title", "consent")] if isinstance(said, dict) else [None]
    if not isinstance(said, dict) or set(said) - {"title", "consent", "steps"} or not isinstance(said.get("steps"), list):
        raise BadValue("步骤文件里只有 title、consent、steps 三项，steps 下每行一步；没有取证。请照指南里的样子写。")
    if not all(isinstance(one, str) for one in told):
        raise BadValue("步骤文件的 title 和 consent 应是一行文字，没有取证。")
    if not 1 <= len(said["steps"]) <= MOST_STEPS:
        raise BadValue(f"步骤有 1 至 {MOST_STEPS} 步，写了 {len(said['steps'])} 步，没有取证。")
    steps = tuple(_step(number, one, secrets) for number, one in enumerate(said["steps"], 1))
    if steps[0].verb != "open":
        raise BadValue("第 1 步要写 open，打开一个网页；没有取证。")
    return _agreed(Plan((str(told[0]).strip() or f"网页 {steps[0].what}")[:200], steps, str(told[1]).strip()[:500], cookies))


def _step(number: int, said: object, secrets: Mapping[str, str]) -> Step:
    if not isinstance(said, dict) or len(verbs := [one for one in said if one in VERBS]) != 1:
        raise BadValue(f"第 {number} 步要有一个动作：{'、'.join(VERBS)} 之一；没有取证。")
    verb, more = verbs[0], {str(name): value for name, value in said.items() if name not in VERBS}
    if any(isinstance(one, dict | list) for one in said.values()) or set(more) - ({"with", "secret", "note"} if verb == "fill" else {"note"}):
        raise BadValue(f"第 {number} 步（{verb}）里有不认识的项目，没有取证。fill 可以有 with 或 secret，每步可以有 note。")
    what = "" if said[verb] is None else str(said[verb]).strip()
    if not what or len(what) > LONGEST_URL:
        raise BadValue(f"第 {number} 步（{verb}）没有写对象，或太长，没有取证。")
    if verb == "press" and what not in KEYS:
        raise BadValue(f"第 {number} 步：不会按“{what[:40]}”键，会的有 {'、'.join(KEYS)}；没有取证。")
    if verb == "wait" and not (what.isdigit() and 1 <= int(what) <= LONGEST_WAIT):
        raise BadValue(f"第 {number} 步：wait 写 1 至 {LONGEST_WAIT} 的秒数，没有取证。")
    if verb == "open":
        what = address(what)
    return Step(verb, what, *(_value(number, more, secrets) if verb == "fill" else ("", False)), str(more.get("note") or "").strip()[:200])


def _value(number: int, more: Mapping[str, object], secrets: Mapping[str, str]) -> tuple[str, bool]:
    if ("with" in more) == ("secret" in more):
        raise BadValue(f"第 {number} 步：fill 要有 with（填什么）或 secret（装着口令的环境变量名），只能有一个；没有取证。")
    if "with" in more:
        return str(more["with"])[:2_000], False
    if not (value := secrets.get(str(more["secret"]), "")):
        raise BadValue(f"第 {number} 步：环境变量 {str(more['secret'])[:60]} 是空的，没有取证。请先设好它；口令不要写在步骤文件里。")
    return value, True


def _agreed(plan: Plan) -> Plan:
    if plan.secrets and not plan.consent:
        raise BadValue("用到了口令或登录的会话，却没有写 consent，没有取证。请写明是谁的账号，并且本人同意，如：consent: 张三本人的账号，同意取证。")
    return plan


def read_cookies(written: str) -> tuple[Cookie, ...]:
    """The cookies of a person's own session, as browsers export them in JSON.

    Raises: BadValue.
    """
    try:
        rows = json.loads(written)
        found = tuple(
            Cookie(str(one["name"]), str(one["value"]), str(one["domain"]).lower(), str(one.get("path") or "/"), bool(one.get("secure", False))) for one in rows
        )
    except (ValueError, KeyError, TypeError, AttributeError):
        raise BadValue("Cookie 文件读不懂，没有取证。应是 JSON 列表，每项有 name、value、domain。") from None
    if not found or len(found) > MOST_COOKIES:
        raise BadValue(f"Cookie 文件里有 {len(found)} 条，应为 1 至 {MOST_COOKIES} 条，没有取证。")
    return found
