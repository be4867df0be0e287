"""The gate: each name asked once, no private address reached, nobody passed whom no page asked for."""

import socket
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yuzhi.engines.capture.gate import Gate, Kept, Names, forbidden, networks
from yuzhi.engines.capture.tests.shop import answers, shop
from yuzhi.kernel.errors import Refused

AT = datetime(2026, 1, 2, tzinfo=UTC)


def now():
    return AT


@contextmanager
def gate(names):
    made = Gate(names, now)
    yield made
    made.close()


def asked(made, words):
    """What comes back for bytes sent to the gate."""
    with socket.create_connection(("127.0.0.1", made.port), timeout=5) as link:
        link.sendall(words)
        got = b""
        while raw := link.recv(65536):
            got += raw
        return got


@pytest.mark.parametrize(("address", "why"), [
    ("127.0.0.1", "本机地址"), ("127.9.9.9", "本机地址"), ("0.0.0.0", "本机地址"), ("::1", "本机地址"), ("::ffff:127.0.0.1", "本机地址"),
    ("64:ff9b::7f00:1", "本机地址"), ("2002:7f00:1::", "本机地址"), ("169.254.169.254", "链路本地地址（云主机的管理地址在内）"),
    ("fe80::1%eth0", "链路本地地址（云主机的管理地址在内）"),
    ("10.1.2.3", "内网或保留地址"), ("172.16.0.1", "内网或保留地址"), ("192.168.1.1", "内网或保留地址"), ("100.64.0.1", "内网或保留地址"),
    ("fd00::1", "内网或保留地址"), ("198.18.0.1", "内网或保留地址"), ("255.255.255.255", "内网或保留地址"), ("224.0.0.1", "组播地址"), ("ff02::1", "组播地址"),
])
def test_an_address_of_no_public_place_is_refused(address, why):
    assert forbidden(address) == why


@pytest.mark.parametrize("address", ["1.1.1.1", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"])
def test_a_public_address_may_be_reached(address):
    assert forbidden(address) == ""


def test_a_setting_allows_a_network_and_no_other():
    allowed = networks("192.168.1.0/24, fd00::/8")
    assert [forbidden(one, allowed) for one in ("192.168.1.9", "fd00::1", "::ffff:192.168.1.9")] == ["", "", ""]
    assert forbidden("192.168.2.1", allowed) == "内网或保留地址"
    with pytest.raises(Refused, match="不是网段"):
        networks("here")


@given(st.ip_addresses(network="10.0.0.0/8") | st.ip_addresses(network="fc00::/7") | st.ip_addresses(network="127.0.0.0/8"))
def test_no_private_address_is_ever_public(address):
    assert forbidden(str(address))


def test_a_name_with_one_private_answer_among_others_is_refused():
    names = Names(now, networks("127.0.0.1"), answers)
    with pytest.raises(Kept, match=r"mixed\.example 指向 10\.0\.0\.1"):
        names.addresses("mixed.example")
    with pytest.raises(Kept, match="没有解析到地址"):
        names.addresses("nowhere.example")


def test_a_name_that_changes_its_answer_is_asked_once_only():
    given_answers = iter([["127.0.0.1"], ["10.0.0.1"], ["169.254.169.254"]])
    names = Names(now, networks("127.0.0.1"), lambda host: next(given_answers))
    assert {names.addresses(one) for one in ("rebind.example", "REBIND.example.", "rebind.example")} == {("127.0.0.1",)}
    with shop() as port, gate(names) as made:
        words = f"GET http://rebind.example:{port}/plain HTTP/1.1\r\nHost: rebind.example\r\n\r\n"
        assert asked(made, words.encode()).endswith("一页</p></body></html>".encode())
        assert [(one.host, one.address) for one in made.reached] == [("rebind.example", "127.0.0.1")]


def test_a_host_that_nobody_asked_for_is_turned_away():
    with shop() as port, gate(Names(now, networks("127.0.0.1"), answers)) as made:
        assert asked(made, f"CONNECT shop.example:{port} HTTP/1.1\r\n\r\n".encode()) == b""
        assert made.turned_away == ["shop.example"] and made.reached == []


def test_a_refused_host_is_not_reached_either_way():
    names = Names(now, (), answers)
    for host in ("shop.example", "evil.example"):
        with pytest.raises(Kept):
            names.addresses(host)
    with shop() as port, gate(names) as made:
        assert asked(made, f"CONNECT shop.example:{port} HTTP/1.1\r\n\r\n".encode()) == b""
        assert asked(made, f"GET http://shop.example:{port}/ HTTP/1.1\r\n\r\n".encode()) == b""
        assert made.reached == []


def test_a_tunnel_carries_bytes_and_counts_them(monkeypatch):
    names = Names(now, networks("127.0.0.1"), answers)
    names.addresses("shop.example")
    with shop() as port, gate(names) as made:
        inside = f"CONNECT shop.example:{port} HTTP/1.1\r\n\r\n".encode()
        with socket.create_connection(("127.0.0.1", made.port), timeout=5) as link:
            link.sendall(inside)
            assert link.recv(100).startswith(b"HTTP/1.1 200 ")
            link.sendall(b"GET /plain HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n")
            got = b""
            while raw := link.recv(65536):
                got += raw
        assert got.endswith(b"</html>") and made.reached[0].received == len(got)


def test_a_plain_request_reaches_its_own_host_only_and_ends_its_connection():
    names = Names(now, networks("127.0.0.1"), answers)
    names.addresses("shop.example")
    with shop() as port, gate(names) as made:
        words = f"POST http://shop.example:{port}/order?a=1 HTTP/1.1\r\nHost: shop.example\r\nProxy-Connection: keep-alive\r\nContent-Length: 5\r\n\r\nwho=1"
        got = asked(made, words.encode())
        assert got.startswith(b"HTTP/1.1 200 OK\r\n") and b"Connection: close" in got and "订单 7：1".encode() in got


def test_what_is_more_than_a_capture_may_bring_ends_the_connection():
    names = Names(now, networks("127.0.0.1"), answers)
    names.addresses("shop.example")
    with shop() as port, gate(names) as made:
        made.left = 10
        assert asked(made, f"GET http://shop.example:{port}/plain HTTP/1.1\r\nHost: a\r\n\r\n".encode()) == b""


@pytest.mark.parametrize("words", [b"\r\n\r\n", b"GET\r\n\r\n", b"GET ftp://shop.example/ HTTP/1.1\r\n\r\n", b"CONNECT shop.example:x HTTP/1.1\r\n\r\n"])
def test_what_is_no_request_is_no_way_out(words):
    with gate(Names(now, (), answers)) as made:
        assert asked(made, words) == b""
