"""Two keys open a file, one does not; any changed, lost or moved byte is noticed."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yuzhi.engines.sealing import Opening, Private, Public, Sealing, generated
from yuzhi.kernel.errors import BadFile, BadValue, Refused

PASS = "loess jade camel 77"
PAIRS = [generated(name, PASS) for name in ("局长", "安全管理员", "外人")]
KEYS = [Private.read(pem, PASS) for pem, _ in PAIRS]
HOLDERS = [public for _, public in PAIRS]


def sealed(content: bytes) -> bytes:
    out = io.BytesIO()
    with Sealing(out, HOLDERS[:2], {"for": "省局"}) as stream:
        stream.write(content)
    return out.getvalue()


def opened(data: bytes, *keys: Private) -> bytes:
    return Opening(io.BytesIO(data), keys or KEYS[:2]).read()


SMALL = sealed(b"x" * 100)


@settings(max_examples=20, deadline=None)
@given(st.integers(0, 3), st.binary(max_size=40))
def test_what_was_sealed_comes_out_again(megabytes: int, more: bytes) -> None:
    content = b"y" * (megabytes << 20) + more
    assert opened(sealed(content)) == content


def test_the_order_of_the_keys_does_not_matter_and_the_watermark_can_be_read() -> None:
    assert opened(SMALL, KEYS[1], KEYS[2], KEYS[0]) == b"x" * 100
    assert Opening(io.BytesIO(SMALL), KEYS[:2]).told == {"for": "省局"}


@pytest.mark.parametrize("keys", [KEYS[:1], KEYS[1:2], KEYS[1:], []])
def test_nobody_opens_it_alone(keys: list[Private]) -> None:
    with pytest.raises(Refused, match="私钥，打不开"):
        Opening(io.BytesIO(SMALL), keys)


@pytest.mark.parametrize("by", [1, 0x20, 0x80])
def test_any_changed_byte_is_noticed(by: int) -> None:
    for at in range(len(SMALL)):
        changed = bytearray(SMALL)
        changed[at] ^= by
        with pytest.raises((BadFile, Refused)):
            opened(bytes(changed))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(SMALL) - 1))
def test_a_file_that_was_cut_is_noticed(length: int) -> None:
    with pytest.raises(BadFile):
        opened(SMALL[:length])


def test_a_block_that_is_lost_moved_or_added_is_noticed() -> None:
    whole = sealed(b"a" * (1 << 20) + b"b" * (1 << 20) + b"c")
    size = 4 + (1 << 20) + 16
    start = len(whole) - 2 * size - 4 - 1 - 16
    first, second, last = whole[start:start + size], whole[start + size:start + 2 * size], whole[start + 2 * size:]
    head = whole[:start]
    assert opened(head + first + second + last) == b"a" * (1 << 20) + b"b" * (1 << 20) + b"c"
    for wrong in (head + second + first + last, head + first + last, head + first + second, whole + b"\0", whole + last):
        with pytest.raises(BadFile):
            opened(wrong)


def test_two_different_keys_are_needed_to_seal() -> None:
    for holders in (HOLDERS[:1], [HOLDERS[0]] * 2, HOLDERS):
        with pytest.raises(Refused):
            Sealing(io.BytesIO(), holders, {})


def test_keys_are_read_back_and_wrong_ones_refused() -> None:
    assert Public.parse(HOLDERS[0].line) == HOLDERS[0]
    for text in ("", "yuzhi-key x 名", "ssh-ed25519 AAAA 名"):
        with pytest.raises(BadFile):
            Public.parse(text)
    with pytest.raises(BadFile, match="口令不对"):
        Private.read(PAIRS[0][0], "wrong passphrase")
    with pytest.raises(BadValue, match="口令太短"):
        generated("某人", "short")
    with pytest.raises(BadValue, match="姓名"):
        generated("两\n行", PASS)
