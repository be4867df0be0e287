"""The clock beside real time servers of this machine; a silent one is told as silent."""

import socket
import struct
import threading
from contextlib import contextmanager
from datetime import timedelta

from yuzhi.engines.capture.clocks import compared
from yuzhi.engines.capture.tests.shop import now, shop

SINCE_1900 = 2_208_988_800


@contextmanager
def time_server(ahead=0.0, stratum=2, echo=True):
    """A time server that is so many seconds ahead of us."""
    link = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    link.bind(("127.0.0.1", 0))

    def answer():
        raw, who = link.recvfrom(512)
        at = now().timestamp() + ahead + SINCE_1900
        stamp = struct.pack(">II", int(at), int(at % 1 * 2**32))
        link.sendto(bytes([0x24, stratum]) + bytes(22) + (raw[40:48] if echo else bytes(8)) + stamp + stamp, who)

    threading.Thread(target=answer, daemon=True).start()
    yield f"ntp://127.0.0.1:{link.getsockname()[1]}"
    link.close()


def test_a_time_source_tells_how_far_our_clock_is_off():
    with time_server() as right, time_server(ahead=90) as ahead:
        one, other = compared((right, ahead), now)
    assert abs(one.offset) < 1_000 and one.told == "第 2 级时间源"
    assert abs(other.offset - 90_000) < 1_000
    slow = lambda: now() - timedelta(hours=1)  # noqa: E731 - a clock that is slow
    with time_server() as right:
        assert abs(compared((right,), slow)[0].offset - 3_600_000) < 1_000


def test_the_date_of_an_answer_is_a_time_source_of_whole_seconds():
    with shop() as port:
        found = compared((f"http://127.0.0.1:{port}/",), now)
    assert abs(found[0].offset) < 3_000 and "精确到秒" in found[0].told


def test_a_source_that_does_not_answer_has_no_figure():
    with time_server(stratum=0) as unset, time_server(echo=False) as other, socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        silent = f"http://127.0.0.1:{closed.getsockname()[1]}/"
        found = compared((unset, other, silent, "gopher://a"), now)
    assert [one.offset for one in found] == [None] * 4
    assert ["自己没有对时" in found[0].told, "不是对这次询问的" in found[1].told, "没有答复" in found[2].told] == [True] * 3
    assert compared((), now) == []
