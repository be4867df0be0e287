"""Web archives are believed when every length fits and every digest agrees; each broken one is refused for its own reason."""

import gzip
import hashlib
import io
import json
import os
import zipfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from warcio.warcwriter import WARCWriter

from yuzhi.engines.capture.framing import BadArchive, walk
from yuzhi.engines.capture.receiving import archive_entries, is_archive
from yuzhi.engines.capture.wacz import DIGEST, PACKAGE
from yuzhi.engines.capture.warc import entries

SHARED = Path(os.environ.get("YUZHI_SHARED", Path(__file__).resolve().parents[6] / "shared"))
VECTORS = SHARED / "vectors/warc/warcio"
WHOLE = {
    "example.warc": 6, "example.warc.gz": 6, "example.arc": 2, "example.arc.gz": 2, "example-iana.org-chunked.warc": 3,
    "example-resource.warc.gz": 3, "example-space-in-target-uri.warc.gz": 2, "example-wget-bad-target-uri.warc.gz": 6, "post-test.warc.gz": 6,
}
BROKEN = {
    "bad.arc": ("length", "“-1”，不是字节数"),
    "example-bad-non-chunked.warc.gz": ("members", "几条记录压在了一段里"),
    "example-bad.warc.gz.bad": ("members", "几条记录压在了一段里"),
    "example-digest.warc": ("digest-payload", "正文摘要不符"),
    "example-trunc.warc": ("between", "之后应是两个空行"),
    "example-wrong-chunks.warc.gz": ("split", "一条记录被压成了几段"),
    "example-space-in-url.arc": ("cut", "还缺 12 字节"),       # its lines lost their CR, so it is shorter than it says
}


def vector(name):
    if not VECTORS.is_dir():
        pytest.skip("no shared/vectors/warc: put warcio's test files there, or name the folder in YUZHI_SHARED")
    return (VECTORS / name).read_bytes()


def written(*, compressed=True):
    body = "榆林".encode()
    held = io.BytesIO()
    writer = WARCWriter(held, gzip=compressed)
    for address in ("https://a.example/", "https://a.example/2"):
        writer.write_record(writer.create_warc_record(address, "resource", payload=io.BytesIO(body), length=len(body), warc_content_type="text/plain"))
    return held.getvalue()


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_archive_of_others_is_read(name):
    assert len(entries(io.BytesIO(vector(name)))) == WHOLE[name]


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_archive_of_others_is_refused_for_its_own_reason(name):
    reason, words = BROKEN[name]
    with pytest.raises(BadArchive, match=words) as refused:
        entries(io.BytesIO(vector(name)))
    assert refused.value.reason == reason
    assert refused.value.sentence.endswith("重新取证。")


def test_every_vector_has_its_expectation():
    if VECTORS.is_dir():
        assert {one.name for one in VECTORS.iterdir()} == {*WHOLE, *BROKEN}


@pytest.mark.parametrize("compressed", [True, False])
def test_an_archive_that_ends_anywhere_before_its_end_is_refused(compressed):
    whole = written(compressed=compressed)
    first = len(gzip.compress(b"")) if compressed else 0
    assert [one.about for one in entries(io.BytesIO(whole))] == ["https://a.example/", "https://a.example/2"]
    for end in range(len(whole)):
        try:
            seen = len(entries(io.BytesIO(whole[:end])))
        except BadArchive as refused:
            assert refused.reason in ("empty", "cut", "unknown", "header", "length", "split", "between"), (end, refused)
        else:
            assert seen == 1 and end > first       # cut exactly between two records: a whole archive of one


def test_each_changed_byte_is_refused_or_leaves_digest_and_length_true():
    whole = written()
    for at in range(len(whole)):
        changed = whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1 :]
        try:
            found = entries(io.BytesIO(changed))
        except BadArchive:
            continue
        assert [one.digest for one in found] == [True, True], at       # a field of gzip's own header changed


@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(raw):
    for given_bytes in (raw, b"WARC/1.0\r\n" + raw, gzip.compress(raw), b"\x1f\x8b" + raw, b"http://a 1 2 3 4\n" + raw):
        try:
            entries(io.BytesIO(given_bytes))
        except BadArchive as refused:
            assert refused.reason


@pytest.mark.parametrize(("written", "reason"), [
    ("sha\0:AAAA", "unreadable"), ("sha1", "digest-unknown"), ("none:AAAA", "digest-unknown"), ("sha1:!", "digest-block"),
])
def test_a_digest_that_is_none_is_refused(written, reason):
    head = f"WARC/1.0\r\nWARC-Type: resource\r\nWARC-Record-ID: a\r\nWARC-Date: a\r\nWARC-Block-Digest: {written}\r\nContent-Length: 1\r\n\r\na\r\n\r\n"
    with pytest.raises(BadArchive) as refused:
        entries(io.BytesIO(head.encode()))
    assert refused.value.reason in (reason, "unreadable")


def test_an_archive_that_unpacks_without_end_is_refused(monkeypatch):
    monkeypatch.setattr("yuzhi.engines.capture.framing.LARGEST", 1 << 20)
    with pytest.raises(BadArchive, match="解压后超过") as refused:
        walk(io.BytesIO(gzip.compress(b"WARC/1.0\r\nContent-Length: 99999999\r\nWARC-Type: a\r\nWARC-Date: a\r\nWARC-Record-ID: a\r\n\r\n" + bytes(1 << 22))))
    assert refused.value.reason == "large"


def packed(change=None):
    """A small WACZ, with one thing changed by its name."""
    warc = written()
    members = {"archive/data.warc.gz": warc, "pages/pages.jsonl": b"{}\n"}
    stated = [{"path": name, "hash": f"sha256:{hashlib.sha256(held).hexdigest()}", "bytes": len(held)} for name, held in members.items()]
    members[PACKAGE] = json.dumps({"profile": "data-package", "wacz_version": "1.1.1", "resources": stated}).encode()
    members[DIGEST] = json.dumps({"path": PACKAGE, "hash": f"sha256:{hashlib.sha256(members[PACKAGE]).hexdigest()}"}).encode()
    (change or (lambda held: None))(members)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as opened:
        for name, content in members.items():
            opened.writestr(name, content)
    return held.getvalue()


@pytest.mark.parametrize(("reason", "change"), [
    ("member-digest", lambda held: held.update({"pages/pages.jsonl": b"{ }\n"})),
    ("member-absent", lambda held: held.pop("pages/pages.jsonl")),
    ("member-extra", lambda held: held.update({"more.txt": b"x"})),
    ("package-digest", lambda held: held.update({PACKAGE: held[PACKAGE] + b" "})),
    ("package", lambda held: held.pop(PACKAGE)),
    ("package", lambda held: held.update({PACKAGE: b"[]"})),
])
def test_a_changed_wacz_is_refused_for_what_changed(reason, change):
    assert len(archive_entries("a.WACZ", packed())) == 2
    with pytest.raises(BadArchive) as refused:
        archive_entries("a.wacz", packed(change))
    assert refused.value.reason == reason


def test_a_wacz_with_a_member_of_no_name_is_refused():
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as opened:
        opened.writestr("a", b"x")
    with pytest.raises(BadArchive, match="打不开"):
        archive_entries("a.wacz", held.getvalue().replace(b"PK\x01\x02", b"PK\x01\x02").replace(b"\x01\0\0\0a", b"\x01\0\0\0\0"))


def test_a_wacz_that_is_no_zip_is_refused():
    with pytest.raises(BadArchive, match="打不开"):
        archive_entries("a.wacz", packed()[:-30])


def test_archives_are_known_by_their_names():
    assert [is_archive(one) for one in ("a.warc.gz", "A.WARC", "a.arc", "a.wacz", "a.zip", "warc")] == [True, True, True, True, False, False]
