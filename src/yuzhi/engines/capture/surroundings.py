"""What can be seen of the machine that captures: hardware, system, programs, names, routes, proxies, and what watches for viruses."""

import hashlib
import os
import platform
import shutil
import socket
import struct
import subprocess
from collections.abc import Mapping
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

_ROOT, _WAIT = Path("/"), 25
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "ftp_proxy", "no_proxy", "socks_proxy")


def machine(root: Path = _ROOT) -> dict[str, Any]:
    """The machine and its image: system, kernel, processor, memory, since when it runs, and in what it runs."""
    release = _pairs(root / "etc/os-release")
    memory = _pairs(root / "proc/meminfo", ":")
    started = next((line.split()[1] for line in _lines(root / "proc/stat") if line.startswith("btime ")), "")
    return {
        "host": socket.gethostname(), "system": release.get("PRETTY_NAME", platform.system()), "kernel": f"{platform.system()} {platform.release()}",
        "hardware": platform.machine(), "processors": os.cpu_count() or 0, "memory": memory.get("MemTotal", ""), "free_memory": memory.get("MemAvailable", ""),
        "started": datetime.fromtimestamp(int(started), UTC).isoformat() if started.isdigit() else "",
        "inside": _inside(root), "image": (_lines(root / "etc/machine-id") or [""])[0],
    }


def _inside(root: Path) -> str:
    if (root / ".dockerenv").exists() or (root / "run/.containerenv").exists():
        return "容器"
    hypervisor = next((line for line in _lines(root / "proc/cpuinfo") if line.startswith("flags") and " hypervisor" in line), "")
    return "虚拟机" if hypervisor else "看不出是虚拟机或容器"


def programs(browser: Mapping[str, Any], executable: Path) -> dict[str, str]:
    """The programs that take part, each with its version; the browser also by the digest of its executable."""
    with executable.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
    return {
        "yuzhi": version("yuzhi"), "python": platform.python_version(), "warcio": version("warcio"), "browser": str(browser.get("product", "")),
        "browser_revision": str(browser.get("revision", "")), "user_agent": str(browser.get("userAgent", "")), "browser_sha256": digest,
        "openssl": _said("openssl", "version") or "没有 openssl 命令",
    }


def hosts(root: Path = _ROOT) -> list[str]:
    """The lines of the hosts file that say something."""
    return [line for line in _lines(root / "etc/hosts") if line and not line.startswith("#")]


def resolvers(root: Path = _ROOT) -> list[str]:
    """The name servers that this machine asks."""
    return [line.split()[1] for line in _lines(root / "etc/resolv.conf") if line.startswith("nameserver ") and len(line.split()) > 1]


def proxies(environment: Mapping[str, str]) -> dict[str, str]:
    """The proxies that the environment names, without passwords."""
    return {name: _without_password(value) for name, value in sorted(environment.items()) if name.lower() in PROXIES and value}


def _without_password(written: str) -> str:
    parts = urlsplit(written)
    return parts._replace(netloc=f"…@{parts.hostname}").geturl() if parts.username or parts.password else written


def gateways(root: Path = _ROOT) -> list[str]:
    """The default routes, each as device and gateway."""
    rows = (line.split() for line in _lines(root / "proc/net/route")[1:])
    return [f"{row[0]} {socket.inet_ntoa(struct.pack('<I', int(row[2], 16)))}" for row in rows if len(row) > 3 and row[1] == "00000000"]


def route(address: str) -> tuple[str, list[str]]:
    """The program that followed the way to an address, and its lines; empty where no such program is installed."""
    for words in (("traceroute", "-n", "-q", "1", "-w", "1", "-m", "20"), ("tracepath", "-n", "-m", "20")):
        if shutil.which(words[0]):
            return words[0], _said(*words, address).splitlines()[:40]
    return "", []


def virus_scanner() -> str:
    """The version of the scanner for viruses, empty where there is none."""
    return _said("clamscan", "--version")


def _said(*words: str) -> str:
    if shutil.which(words[0]) is None:
        return ""
    try:
        said = subprocess.run(words, stdin=subprocess.DEVNULL, capture_output=True, timeout=_WAIT, check=False)  # noqa: S603 - named above
        return said.stdout.decode("utf-8", "replace").strip()
    except (subprocess.TimeoutExpired, OSError) as fault:
        return f"没有跑完（{type(fault).__name__}）"


def _lines(file: Path) -> list[str]:
    try:
        return [line.strip() for line in file.read_text("utf-8", "replace").splitlines()]
    except OSError:
        return []


def _pairs(file: Path, between: str = "=") -> dict[str, str]:
    return {name: value.strip().strip('"') for name, _, value in (line.partition(between) for line in _lines(file)) if value}
