"""The only way out of a capture: a proxy on this machine that resolves each name once, refuses private addresses, and notes whom it reached.

The browser asks no name itself and knows no other way, so redirects, frames, scripts and names that change their answer end here.
Hosts that no page asked for, such as those of the browser's maker, are turned away. TLS is passed through unopened.
A plain request is passed on as it is, but for the field Connection, which belongs to each hop.
"""

import ipaddress
import select
import socket
import socketserver
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from urllib.parse import urlsplit

from yuzhi.kernel.errors import Refused

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
MOST_BYTES = 512 * 2**20
"""All that one capture may bring through the gate.

Units: bytes."""
_HEAD, _CHUNK, _CONNECT, _IDLE = 64 * 2**10, 1 << 16, 10, 30
_NAT64, _SIX_TO_FOUR = ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("2002::/16")


class Kept(Refused):
    """An address that a capture must not reach, or a name without an answer."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a name was answered, once for the whole capture, and when."""

    host: str
    addresses: tuple[str, ...]
    at: str


@dataclass(slots=True)
class Reached:
    """One connection through the gate."""

    host: str
    port: int
    address: str
    at: str
    received: int = 0


def networks(written: str) -> tuple[Network, ...]:
    """The networks of a setting, with commas: those a capture may reach though they are private.

    Raises: Refused for what is no network.
    """
    try:
        return tuple(ipaddress.ip_network(one.strip(), strict=False) for one in written.split(",") if one.strip())
    except ValueError as fault:
        raise Refused(f"设置 YUZHI_CAPTURE_PRIVATE 里的“{written[:80]}”不是网段，没有取证。请写成 192.168.1.0/24 这样，几个之间用逗号。") from fault


def forbidden(written: str, allowed: Sequence[Network] = ()) -> str:
    """Why an address must not be reached; empty where it may."""
    address = _meant(ipaddress.ip_address(written.partition("%")[0]))
    if any(address in one for one in allowed if one.version == address.version):
        return ""
    if address.is_loopback or address.is_unspecified:
        return "本机地址"
    if address.is_link_local:
        return "链路本地地址（云主机的管理地址在内）"
    if address.is_multicast:
        return "组播地址"
    return "" if address.is_global and not address.is_reserved else "内网或保留地址"


def _meant(address: Address) -> Address:
    """The IPv4 address inside an IPv6 one that only wraps it."""
    if isinstance(address, ipaddress.IPv4Address):
        return address
    if inner := address.ipv4_mapped:
        return inner
    if address in _NAT64:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return ipaddress.IPv4Address(int(address) >> 80 & 0xFFFFFFFF) if address in _SIX_TO_FOUR else address


def _plain_name(host: str) -> str:
    return host.strip("[]").rstrip(".").lower()


def system_answers(host: str) -> list[str]:
    """What the system's resolver answers, each address once."""
    return list(dict.fromkeys(str(one[4][0]) for one in socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)))


class Names:
    """Each name is asked once; what it was answered then holds until the end of the capture."""

    def __init__(self, now: Callable[[], datetime], allowed: Sequence[Network] = (), ask: Callable[[str], list[str]] = system_answers) -> None:
        self.allowed, self._now, self._ask = tuple(allowed), now, ask
        self.answers: dict[str, Answer] = {}
        self.refused: dict[str, str] = {}
        self._lock = threading.Lock()

    def addresses(self, host: str) -> tuple[str, ...]:
        """The addresses of a host, every one of which may be reached.

        Raises: Kept where there is none, or one of them must not be reached.
        """
        host = _plain_name(host)
        with self._lock:
            if host not in self.answers:
                self.answers[host] = self._answer(host)
        if host in self.refused:
            raise Kept(self.refused[host])
        return self.answers[host].addresses

    def asked(self, host: str) -> bool:
        """Whether the name was asked before."""
        return _plain_name(host) in self.answers

    def _answer(self, host: str) -> Answer:
        try:
            given = tuple(self._ask(host))
        except (OSError, UnicodeError):
            given = ()
        why = next((f"{one} 是{reason}" for one in given if (reason := forbidden(one, self.allowed))), "")
        if not given:
            self.refused[host] = f"域名 {host[:120]} 没有解析到地址，没有取证。请核对网址，或检查这台机器的域名解析。"
        elif why:
            self.refused[host] = (
                f"{host[:120]} 指向 {why}，没有取证：取证不访问内网。确要取内网的网页，请管理员在服务器上用 YUZHI_CAPTURE_PRIVATE 写明允许的网段。"
            )
        return Answer(host, given, self._now().isoformat(timespec="milliseconds"))


class Gate:
    """The proxy, listening on this machine until it is closed."""

    def __init__(self, names: Names, now: Callable[[], datetime]) -> None:
        self.names, self.now = names, now
        self.reached: list[Reached] = []
        self.turned_away: list[str] = []
        self.left = MOST_BYTES
        self._server = _Server(("127.0.0.1", 0), _Passing)
        self._server.gate = self
        threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self._server.server_address[1])

    def close(self) -> None:
        """Nothing passes any more."""
        self.left = -1
        self._server.shutdown()
        self._server.server_close()

    def connected(self, host: str, port: int) -> tuple[socket.socket, Reached]:
        """A connection to the first address of the name that takes one; only of a name that a page asked for.

        Raises: Kept, OSError.
        """
        fault: OSError = OSError("no address")
        if not self.names.asked(host):
            self.turned_away.append(host[:120])
            raise fault
        for address in self.names.addresses(host):
            try:
                link = socket.create_connection((address, port), timeout=_CONNECT)
            except OSError as error:
                fault = error
                continue
            link.settimeout(_IDLE)
            noted = Reached(host, port, address, self.now().isoformat(timespec="milliseconds"))
            self.reached.append(noted)
            return link, noted
        raise fault

    def address_of(self, host: str) -> str:
        """The address that a host was reached at, empty where it was not."""
        return next((one.address for one in self.reached if _plain_name(one.host) == _plain_name(host)), "")


class _Server(socketserver.ThreadingTCPServer):
    daemon_threads, allow_reuse_address, block_on_close = True, True, False
    gate: Gate

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A connection that breaks is no news."""


class _Passing(socketserver.BaseRequestHandler):
    """One connection of the browser."""

    def handle(self) -> None:
        gate = cast(_Server, self.server).gate
        self.request.settimeout(_IDLE)
        head, rest = _head(self.request)
        method, target, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ", 2)
        try:
            if method == "CONNECT":
                host, _, port = target.rpartition(":")
                self._tunnel(*gate.connected(host, int(port)), gate)
            else:
                self._plain(method, target, head, rest, gate)
        except (Kept, OSError, ValueError):
            pass      # the browser sees a closed connection, and the page's own record says why

    def _tunnel(self, link: socket.socket, noted: Reached, gate: Gate) -> None:
        with link:
            self.request.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            while gate.left >= 0:
                ready = select.select([self.request, link], [], [], 0.5)[0]
                for one in ready:
                    if not (raw := one.recv(_CHUNK)):
                        return
                    if one is link:
                        _count(gate, noted, raw)
                        self.request.sendall(raw)
                    else:
                        link.sendall(raw)

    def _plain(self, method: str, target: str, head: bytes, rest: bytes, gate: Gate) -> None:
        parts = urlsplit(target)
        if parts.scheme != "http" or not parts.hostname:
            return
        link, noted = gate.connected(parts.hostname, parts.port or 80)
        with link:
            path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
            lines = [one for one in head.split(b"\r\n")[1:] if not one.lower().startswith((b"proxy-", b"connection:"))]
            link.sendall(b"\r\n".join([f"{method} {path} HTTP/1.1".encode("latin-1"), *lines, b"Connection: close"]) + b"\r\n\r\n" + rest)
            wanted = next((int(one[15:]) for one in lines if one.lower().startswith(b"content-length:")), 0) - len(rest)
            while wanted > 0 and (raw := self.request.recv(min(_CHUNK, wanted))):
                link.sendall(raw)
                wanted -= len(raw)
            self._answered(link, noted, gate)

    def _answered(self, link: socket.socket, noted: Reached, gate: Gate) -> None:
        head, rest = _head(link)
        while head.split(b" ", 2)[1][:1] == b"1":      # early words, before the answer proper
            more, rest = _head(link, rest)
            head = more
        lines = [one for one in head.split(b"\r\n") if not one.lower().startswith((b"connection:", b"keep-alive:"))]
        raw = b"\r\n".join([*lines, b"Connection: close"]) + b"\r\n\r\n" + rest
        while raw:
            _count(gate, noted, raw)
            self.request.sendall(raw)
            raw = link.recv(_CHUNK)


def _head(link: socket.socket, held: bytes = b"") -> tuple[bytes, bytes]:
    while b"\r\n\r\n" not in held:
        if len(held) > _HEAD or not (raw := link.recv(_CHUNK)):
            raise OSError("no head")
        held += raw
    head, _, rest = held.partition(b"\r\n\r\n")
    return head, rest


def _count(gate: Gate, noted: Reached, raw: bytes) -> None:
    noted.received += len(raw)
    gate.left -= len(raw)
    if gate.left < 0:
        raise OSError("too much")
