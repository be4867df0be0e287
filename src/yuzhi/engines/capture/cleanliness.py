"""How clean the machine is before a capture: one check after another, each with its verdict, in a record that is sealed before any content.

A verdict is `clean`, `note` (somebody should read it) or `absent` (could not be looked at); nothing is made up for what is absent.
"""

import os
import secrets
import shutil
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import rfc8785

from yuzhi.engines.capture import clocks, surroundings
from yuzhi.engines.capture.chain import Chain, shown
from yuzhi.engines.capture.devtools import Browser
from yuzhi.engines.capture.gate import Gate
from yuzhi.engines.capture.steps import Plan

SCHEMA = "yuzhi.cleanliness/1"
VERDICTS: Mapping[str, str] = {"clean": "正常", "note": "注意", "absent": "没有"}


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at, what was found in words, and all that was seen."""

    name: str
    zh: str
    verdict: str
    told: str
    seen: Any


@dataclass(frozen=True, slots=True)
class Cleanliness:
    """All checks of one capture, made at one moment."""

    at: str
    plan: Plan
    checks: tuple[Check, ...]
    salt: str

    @property
    def written(self) -> bytes:
        """The record in canonical JSON (RFC 8785); the salt keeps its digest from being guessed."""
        return rfc8785.dumps({
            "schema": SCHEMA, "at": self.at, "title": self.plan.title, "steps": [one.told for one in self.plan.steps], "salt": self.salt,
            "consent": self.plan.consent, "session": [f"{one.name}（{one.domain}）" for one in self.plan.cookies],
            "checks": [asdict(one) for one in self.checks],
        })

    def told(self, name: str) -> str:
        """What one check found, in words."""
        return next((f"{one.zh}：{one.told}" for one in self.checks if one.name == name), "")


def looked_at(
    plan: Plan, browser: Browser, profile: Path, gate: Gate, sources: Sequence[str], environment: Mapping[str, str] = os.environ,
) -> Cleanliness:
    """Every check, made now; the slow ones side by side."""
    at = gate.now().isoformat(timespec="milliseconds")
    sites = _sites(plan, gate)
    with ThreadPoolExecutor(2 + 2 * len(sites)) as pool:
        time = pool.submit(clocks.compared, tuple(sources), gate.now)
        chains = {site: pool.submit(shown, site[0], address, site[1]) for site, address in sites.items() if site[2]}
        ways = {address: pool.submit(surroundings.route, address) for address in dict.fromkeys(sites.values())}
        checks = (
            *_machine(browser, profile), _clock(time.result()), *_names(gate, environment),
            _ways({address: one.result() for address, one in ways.items()}),
            _chains({site: one.result() for site, one in chains.items()}, plan), _fresh(browser, profile), _viruses(),
        )
    return Cleanliness(at, plan, checks, secrets.token_hex(16))


def _sites(plan: Plan, gate: Gate) -> dict[tuple[str, int, bool], str]:
    found = {}
    for url in plan.addresses:
        parts = urlsplit(url)
        secure = parts.scheme == "https"
        found[parts.hostname or "", parts.port or (443 if secure else 80), secure] = gate.names.addresses(parts.hostname or "")[0]
    return found


def _machine(browser: Browser, profile: Path) -> tuple[Check, ...]:
    seen = surroundings.machine()
    software = surroundings.programs(browser.call("Browser.getVersion"), Path(f"/proc/{browser.pid}/exe")) | {"browser_flags": list(browser.flags)}
    free = shutil.disk_usage(profile).free // 2**20
    loaded = os.getloadavg()[0] / (os.cpu_count() or 1)
    boxed = "--no-sandbox" not in browser.flags
    return (
        Check("machine", "机器和映像", "clean", f"{seen['system']}，{seen['kernel']}，{seen['hardware']}，{seen['inside']}，主机 {seen['host']}", seen),
        Check(
            "software", "软件和版本", "clean" if boxed else "note",
            f"{software['browser']}，榆知 {software['yuzhi']}，Python {software['python']}{'' if boxed else '；浏览器没有用沙箱，因为由超级用户运行'}",
            software,
        ),
        Check(
            "running", "运行状况", "clean" if free > 500 and loaded < 4 else "note", f"剩余磁盘 {free:,} MB，每个处理器的负载 {loaded:.1f}",
            {"free_mb": free, "load_percent": round(loaded * 100), "free_memory": seen["free_memory"]},
        ),
    )


def _clock(found: Sequence[clocks.Compared]) -> Check:
    answered = [one for one in found if one.offset is not None]
    silent = f"；{len(found) - len(answered)} 个没有答复" if len(found) > len(answered) else ""
    seen = [asdict(one) for one in found]
    if not answered:
        return Check("clock", "时钟对照", "absent", f"{len(found)} 个时间源都没有答复，没有对时" if found else "没有设时间源，没有对时", seen)
    off = {one.source: one.offset or 0 for one in answered}
    wrong = any(abs(one) > clocks.MOST_OFF for one in off.values())
    return Check("clock", "时钟对照", "note" if wrong else "clean", "，".join(f"比 {name} {_off(one)}" for name, one in off.items()) + silent, seen)


def _off(offset: int) -> str:
    return f"{'慢' if offset > 0 else '快'} {abs(offset):,} 毫秒"


def _names(gate: Gate, environment: Mapping[str, str]) -> tuple[Check, ...]:
    answers = [asdict(one) for one in gate.names.answers.values()]
    lines, named = surroundings.hosts(), surroundings.proxies(environment)
    planted = sorted(host for host in gate.names.answers if any(host in line.lower().split()[1:] for line in lines))
    return (
        Check("names", "域名解析", "clean", "；".join(f"{one['host']} → {'、'.join(one['addresses'])}" for one in answers), {
            "answers": answers, "resolvers": surroundings.resolvers(),
        }),
        Check("hosts", "hosts 文件", "note" if planted else "clean", f"里面写着 {'、'.join(planted)}" if planted else "没有写要取证的域名", lines),
        Check(
            "proxies", "代理", "note" if named else "clean",
            f"环境里设了代理 {'、'.join(named)}，取证没有用" if named else "没有设代理；浏览器只经本程序的转发出去，TLS 不拆开，域名解析一次后固定", named,
        ),
    )


def _ways(ways: Mapping[str, tuple[str, list[str]]]) -> Check:
    gateways = surroundings.gateways()
    followed = sorted({program for program, _ in ways.values() if program})
    told = f"默认网关 {'、'.join(gateways) or '没有'}" + (f"；用 {'、'.join(followed)} 看了路由" if followed else "；没有装 traceroute，没有看沿途")
    seen = {"gateways": gateways, "ways": {address: list(lines) for address, (_, lines) in ways.items()}}
    return Check("routes", "路由", "clean" if followed else "absent", told, seen)


def _chains(chains: Mapping[tuple[str, int, bool], Chain], plan: Plan) -> Check:
    plain = [url for url in plan.addresses if url.startswith("http://")]
    bad = [f"{site[0]}：{chain.verified or chain.fault}" for site, chain in chains.items() if not chain.verified.startswith("0 ")]
    good = [f"{site[0]} 由 {chain.certificates[0].issuer} 签发" for site, chain in chains.items() if chain.verified.startswith("0 ")]
    told = "；".join([*good, *bad, *([f"{len(plain)} 个网址是明文 http，没有证书"] if plain else [])])
    return Check("tls", "TLS 证书链", "note" if bad or plain else "clean", told, [
        {"host": site[0], "port": site[1], **asdict(chain), "certificates": [asdict(one) for one in chain.certificates]} for site, chain in chains.items()
    ])


def _fresh(browser: Browser, profile: Path) -> Check:
    cookies = browser.call("Storage.getCookies")["cookies"]
    told = f"配置目录是这次新建的，Cookie {len(cookies)} 条，缓存停用，没有扩展"
    seen = {"cookies": len(cookies), "profile_new": True, "cache": False, "extensions": False}
    return Check("fresh", "浏览器清洁", "note" if cookies else "clean", told, seen)


def _viruses() -> Check:
    scanner = surroundings.virus_scanner()
    return Check("viruses", "病毒检查", "note" if scanner else "absent", f"{scanner}，这次没有扫描" if scanner else "没有装 clamscan，没有检查", scanner)
