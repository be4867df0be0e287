"""Documents inside one root element are told apart by their tags, whatever one of them is like."""

import io
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yuzhi.engines.reading.members import Guarded, Member
from yuzhi.engines.reading.patents import enclosed as module
from yuzhi.engines.reading.patents.enclosed import enclosed
from yuzhi.engines.reading.xml import Limits, parse
from yuzhi.kernel.errors import BadFile

SMALL = Limits(size=2000, tags=100)
OPEN, CLOSE = '<?xml version="1.0"?><x:docs xmlns:x="urn:x" day="1">', "</x:docs>"


def member(data: bytes | io.RawIOBase | io.BytesIO) -> Member:
    stream = io.BytesIO(data) if isinstance(data, bytes) else data
    return Member("/", "《a.xml》", True, Guarded(lambda: stream, "《a.xml》"))


def told(text: str | bytes, limits: Limits = SMALL) -> list[str]:
    """The text of each document, or why it was not read."""
    data = text if isinstance(text, bytes) else text.encode()
    found = []
    for one in enclosed(member(data), "doc", limits):
        try:
            found.append(one.refusal or "".join(parse(one.stream, "x", limits).itertext()).strip())
        except BadFile as bad:
            found.append(bad.sentence)
    return found


def doc(text: str) -> str:
    return f"<x:doc kind='A>1'><x:t>{text}</x:t></x:doc>"


def test_each_document_comes_in_the_frame() -> None:
    ones = list(enclosed(member(f"{OPEN}<meta/>\n{doc('1')}\n{doc('2')}{CLOSE}".encode()), "doc", SMALL))
    assert [one.number for one in ones] == [1, 2] and not any(one.only for one in ones)
    assert ones[1].stream.read(-1).decode() == f"{OPEN}<meta/>\n{doc('2')}</x:docs>"


def test_an_only_document_is_said_to_be_one() -> None:
    (one,) = enclosed(member(f"{OPEN}{doc('1')}{CLOSE}".encode()), "doc", SMALL)
    assert one.only


def test_a_longer_name_is_another_element() -> None:
    assert told("<docs><docsx/><doc-a/><doc>1</doc><doc/><doc >2</doc ></docs>") == ["1", "", "2"]


def test_a_frame_that_closes_and_opens_again_goes_on() -> None:
    assert told(f"<r><docs><doc>1</doc></docs>{'<!-- next -->'}<docs><doc>2</doc></docs></r>") == ["1", "2"]


@pytest.mark.parametrize(("bad", "why"), [
    ("<x:doc><x:t>", "不配对|不完整|语法"), ("<x:doc><y></x:t></x:doc>", "不配对"), ("<x:doc><![CDATA[</x:doc>]]></x:doc>", "不完整|语法"),
    ("<x:doc>&foo;</x:doc>", "没有定义的实体"), ("<x:doc>" + "<b/>" * 200 + "</x:doc>", "标签超过"),
    ("<x:doc>" + "x" * 300_000 + "</x:doc>", "超过单件上限"), ("<x:doc>" + "x" * 300_000, "超过单件上限|不完整"), ("<x:dooc>1</x:doc>", "不在任何一件文献之内"),
    ("<x:doc>\x01</x:doc>", "不允许的字符"), ("</y>", "不配对"),
])
def test_a_bad_document_is_told_and_the_others_are_read(bad: str, why: str) -> None:
    found = told(f"{OPEN}{doc('1')}{bad}{doc('2')}{doc('3')}{CLOSE}")
    assert [one for one in found if one in "123"] == ["1", "2", "3"]
    others = [one for one in found if one not in "123"]
    assert others and any(word in " ".join(others) for word in why.split("|")), others


def test_a_file_cut_short_keeps_what_came_before_and_says_so() -> None:
    found = told(f"{OPEN}{doc('1')}{doc('2')}{doc('3')[:12]}")
    assert found[:2] == ["1", "2"] and any("不完整" in one for one in found[2:])


def test_an_only_document_without_the_end_of_the_frame_is_refused() -> None:
    with pytest.raises(BadFile, match="不完整"):
        list(enclosed(member(f"{OPEN}{doc('1')}".encode()), "doc", SMALL))


def test_a_hostile_frame_is_refused_at_once() -> None:
    with pytest.raises(BadFile, match="自行声明"):
        list(enclosed(member(b'<!DOCTYPE docs [<!ENTITY x "y">]><docs><doc>&x;</doc></docs>'), "doc", SMALL))


def test_what_holds_no_such_document_comes_as_it_is() -> None:
    (one,) = enclosed(member(b"<other>x</other>"), "doc", SMALL)
    assert (one.number, one.stream.read(99)) == (0, b"<other>x</other>")
    (wide,) = enclosed(member("<docs><doc>1</doc></docs>".encode("utf-16")), "doc", SMALL)
    assert wide.number == 0


class _Endless(io.RawIOBase):
    """A frame and a great many documents, made when they are read."""

    def __init__(self, count: int) -> None:
        self.parts: Iterator[bytes] = iter([OPEN.encode(), *[doc("x" * 900).encode()] * count, CLOSE.encode()])

    def read(self, size: int = -1, /) -> bytes:
        return b"".join(part for _, part in zip(range(64), self.parts, strict=False))


def test_memory_does_not_grow_with_the_file() -> None:
    count = 0
    tracemalloc.start()
    try:
        for one in enclosed(member(_Endless(20_000)), "doc", SMALL):
            count += len(one.stream.read(-1)) > 900
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 20_000
    assert peak < 8 * 1024**2


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(["1", "<x:doc/>", "</x:doc>", "<x:doc>", "<!-- <x:doc> -->", "<y>", "</y>", doc("2"), ">", "<", "'", '"', "doc"]), max_size=12),
       st.integers(1, 40))
def test_any_mixture_of_marks_ends_and_blocks_of_any_size_tell_the_same(parts: list[str], block: int) -> None:
    text = OPEN + "".join(parts) + CLOSE

    def found() -> list[str]:
        try:
            return told(text)
        except BadFile as bad:
            return [bad.sentence]

    whole, size = found(), module._BLOCK
    module._BLOCK = block
    try:
        assert found() == whole
    finally:
        module._BLOCK = size
