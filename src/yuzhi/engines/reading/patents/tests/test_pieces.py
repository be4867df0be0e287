"""Several documents in one stream."""

import io

import pytest

from yuzhi.engines.reading.members import Guarded, Member
from yuzhi.engines.reading.patents import pieces as module
from yuzhi.engines.reading.patents.pieces import pieces


def member(data: bytes) -> Member:
    return Member("/", "《a.xml》", True, Guarded(lambda: io.BytesIO(data), "《a.xml》"))


def read(data: bytes) -> list[tuple[str, str, bool, bytes]]:
    return [(one.place, one.where, one.alone, one.stream.read(-1)) for one in pieces(member(data))]


def test_one_document_is_the_whole_file() -> None:
    assert read(b"<?xml version='1.0'?><a/>") == [("/", "《a.xml》", True, b"<?xml version='1.0'?><a/>")]


@pytest.mark.parametrize("block", [7, 8, 9, 64, 1 << 18])
def test_documents_are_parted_wherever_a_block_ends(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    monkeypatch.setattr(module, "_BLOCK", block)
    documents = [f"<?xml version='1.0'?>\n<a n='{number}'/>".encode() for number in range(5)]
    told = read(b"\n".join(documents) + b"\n")
    assert [data.strip() for *_, data in told] == documents
    assert [place for place, *_ in told] == ["/", "/#2", "/#3", "/#4", "/#5"]
    assert [alone for _, _, alone, _ in told] == [False] * 5
    assert told[2][1] == "《a.xml》第 3 件"


def test_an_empty_stream_is_one_empty_document() -> None:
    assert read(b"") == [("/", "《a.xml》", True, b"")]
