"""The machine's clock beside time sources: how far off by each that answered; one that does not answer is told as such.

Source: RFC 5905 (the client's part of NTP, as in RFC 4330), RFC 9110 6.6.1 (Date).
"""

import http.client
import secrets
import socket
import struct
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from urllib.parse import urlsplit

SOURCES = ("ntp://ntp.ntsc.ac.cn", "ntp://ntp.aliyun.com", "https://www.gov.cn/")
MOST_OFF = 2_000
"""Beyond this a clock is told to be wrong; the Date of HTTP knows whole seconds only.

Units: milliseconds."""
_SINCE_1900, _NTP_WAIT, _HTTP_WAIT, _PACKET = 2_208_988_800, 3, 6, 48
Now = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Compared:
    """What one source said of our clock. `offset` is the source's time less ours; None where it did not answer.

    Units: milliseconds.
    """

    source: str
    offset: int | None
    round_trip: int | None
    told: str


def compared(sources: tuple[str, ...], now: Now) -> list[Compared]:
    """Our clock beside each source, all asked at once."""
    if not sources:
        return []
    with ThreadPoolExecutor(len(sources)) as pool:
        return list(pool.map(lambda source: _compared(source, now), sources))


def _compared(source: str, now: Now) -> Compared:
    parts = urlsplit(source)
    try:
        if parts.scheme == "ntp" and parts.hostname:
            return _ntp(source, parts.hostname, parts.port or 123, now)
        if parts.scheme in ("http", "https") and parts.hostname:
            return _http(source, now)
    except (OSError, ValueError, http.client.HTTPException, struct.error) as fault:
        return Compared(source, None, None, f"没有答复（{str(fault)[:120] or type(fault).__name__}）")
    return Compared(source, None, None, "不是 ntp:// 或 https:// 开头的时间源")


def _ntp(source: str, host: str, port: int, now: Now) -> Compared:
    mark = secrets.token_bytes(8)      # comes back in the answer; our own time need not be told
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as link:
        link.settimeout(_NTP_WAIT)
        link.connect((host, port))
        sent = now()
        link.send(b"\x23" + bytes(39) + mark)
        raw = link.recv(512)
        came = now()
    if len(raw) < _PACKET or raw[0] & 7 != 4 or raw[24:32] != mark:
        raise ValueError("答复不是对这次询问的")
    if not 1 <= raw[1] <= 15 or raw[0] >> 6 == 3:
        raise ValueError("时间源自己没有对时")
    received, answered = (_seconds(raw[at : at + 8]) for at in (32, 40))
    ours = (sent.timestamp(), came.timestamp())
    offset = ((received - ours[0]) + (answered - ours[1])) / 2
    round_trip = (ours[1] - ours[0]) - (answered - received)
    return Compared(source, round(offset * 1000), max(0, round(round_trip * 1000)), f"第 {raw[1]} 级时间源")


def _seconds(stamp: bytes) -> float:
    whole, part = struct.unpack(">II", stamp)
    return float(whole - _SINCE_1900 + part / 2**32)


def _http(source: str, now: Now) -> Compared:
    parts = urlsplit(source)
    kind = http.client.HTTPSConnection if parts.scheme == "https" else http.client.HTTPConnection
    link = kind(str(parts.hostname), parts.port, timeout=_HTTP_WAIT)
    try:
        sent = now()
        link.request("HEAD", parts.path or "/", headers={"Connection": "close"})
        written = link.getresponse().getheader("Date")
        came = now()
    finally:
        link.close()
    if not written:
        raise ValueError("答复里没有 Date")
    middle = sent.timestamp() + (came - sent).total_seconds() / 2
    # Date cuts the second off, so on average it is half a second behind.
    offset = parsedate_to_datetime(written).astimezone(UTC).timestamp() + 0.5 - middle
    return Compared(source, round(offset * 1000), round((came - sent).total_seconds() * 1000), "HTTP 的 Date，精确到秒")
