"""Hostile and damaged XML and archives: each is refused in words, soon, and without filling the memory."""

import gzip
import io
import os
import struct
import subprocess
import sys
import tracemalloc
import zipfile
import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.members import ArchiveLimits, Member, first_document, members
from yuzhi.engines.reading.records import Skipped
from yuzhi.engines.reading.sources import Document
from yuzhi.engines.reading.xml import Limits, _Sections, parse
from yuzhi.kernel.errors import BadFile

LAUGHS = b'<!DOCTYPE a [<!ENTITY l0 "lol">' + b"".join(
    b'<!ENTITY l%d "%s">' % (n, b"&l%d;" % (n - 1) * 10) for n in range(1, 10)) + b"]><a>&l9;</a>"
QUADRATIC = b'<!DOCTYPE a [<!ENTITY l "' + b"A" * 50_000 + b'">]><a>' + b"&l;" * 50_000 + b"</a>"
HOSTILE = {
    "billion laughs": (LAUGHS, "自行声明"),
    "billion laughs in an attribute": (LAUGHS.replace(b"<a>&l9;</a>", b'<a x="&l9;"/>'), "自行声明"),
    "quadratic blowup": (QUADRATIC, "自行声明"),
    "a local file": (b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', "自行声明"),
    "a file by parameter entity": (b'<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd">%x;]><a/>', "自行声明"),
    "default attributes": (b'<!DOCTYPE a [<!ATTLIST b c CDATA "' + b"x" * 9999 + b'">]><a>' + b"<b/>" * 9999 + b"</a>",
                           "自行声明"),
    "entities in UTF-16": ('<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'.encode("utf-16"),
                           "自行声明"),
    "an endless prolog": (b"<!--" + b"x" * 70_000 + b'--><!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>', "没有根元素"),
    "an undeclared entity": (b"<a>x&foo;</a>", "没有定义的实体"),
    "an unknown name beside a DTD": (b'<!DOCTYPE a SYSTEM "/x.dtd"[]><a>&foo;</a>', "没有定义的实体“&foo;”"),
    "deep nesting": (b"<a>" * 100_000, "嵌套超过"),
    "a million tags": (b"<a>" + b"<b/>" * 1_000_000 + b"</a>", "标签超过"),
    "a million attributes": (b"<a " + b" ".join(b'a%d=""' % n for n in range(1_000_000)) + b"/>", "属性多得不正常"),
    "a text without end": (b"<a>" + b"x" * 11_000_000 + b"</a>", "超过 8 MB"),
    "a truncated document": (b"<a>\n<b>text</b>\n<c>", "不完整"),
    "a truncated tag": (b'<a><b c="', "不完整"),
    "a truncated character": ("<a>国".encode()[:-1], "不完整"),
    "a wrong encoding": ('<?xml version="1.0" encoding="UTF-8"?>\n<a>国家</a>'.encode("gb18030"), "编码不一致"),
    "an unknown encoding": (b'<?xml version="1.0" encoding="klingon"?><a/>', "编码“klingon”不认识"),
    "UTF-7": (b'<?xml version="1.0" encoding="UTF-7"?><a>+VlY-</a>', "编码“UTF-7”不认识"),
    "UTF-8 that says UTF-16": (b'<?xml version="1.0" encoding="UTF-16"?><a/>', "编码不一致"),
    "UTF-32": ('<?xml version="1.0"?><a/>'.encode("utf-32"), "UTF-32 或 EBCDIC"),
    "UTF-32 without its mark": ('<?xml version="1.0"?><a/>'.encode("utf-32-be"), "UTF-32 或 EBCDIC"),
    "EBCDIC": ('<?xml version="1.0" encoding="cp037"?><a/>'.encode("cp037"), "UTF-32 或 EBCDIC"),
    "cut in its last tag": (b"<a><b>text</b></a", "不完整"),
    "crossed tags": (b"<a><b></a></b>", "不配对"),
    "two roots": (b"<a/><a/>", "根元素结束之后"),
    "no declaration of a prefix": (b"<p:a/>", "命名空间前缀“p”"),
    "a bare ampersand": (b"<a>B & C</a>", "&amp;"),
    "a forbidden character": (b"<a>\x01</a>", "不允许的字符"),
    "nothing": (b"", "空文件"),
    "blanks": (b" \n ", "没有 XML 内容"),
    "no XML": (b"hello", "没有 XML 内容"),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_document_is_refused_in_words_and_within_50_mb(name: str) -> None:
    data, word = HOSTILE[name]
    tracemalloc.start()
    try:
        with pytest.raises(BadFile) as refused:
            parse(io.BytesIO(data), "《某文件.xml》")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert refused.value.sentence.startswith("《某文件.xml》") and word in refused.value.sentence
    assert "请" in refused.value.sentence
    assert peak < 50 * 1024 * 1024


MEASURE = """
import io, resource
from yuzhi.engines.reading.tests.test_hostile_xml import HOSTILE
from yuzhi.engines.reading.xml import parse
from yuzhi.kernel.errors import BadFile
def peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
for name, (data, _) in HOSTILE.items():
    before = peak()
    try:
        parse(io.BytesIO(data), "x")
    except BadFile:
        print(peak() - before, name)
"""


def test_the_parser_itself_grows_by_less_than_50_mb_for_any_of_them() -> None:
    # What libxml2 reserves is seen by nobody but the system, and only as the highest mark of a process.
    told = subprocess.run([sys.executable, "-c", MEASURE], capture_output=True, text=True, check=True).stdout.splitlines()
    assert len(told) == len(HOSTILE)
    assert [line for line in told if int(line.split()[0]) >= 50] == []


@pytest.mark.parametrize("named", ['SYSTEM "{0}"', 'PUBLIC "-//x//EN" "{0}"', 'SYSTEM "file://{0}"'])
def test_the_dtd_that_a_document_names_is_never_opened(tmp_path: Path, named: str) -> None:
    dtd = tmp_path / "x.dtd"
    os.mkfifo(dtd)                      # whoever opened it would wait for a writer for ever
    assert parse(io.BytesIO(f"<!DOCTYPE a {named.format(dtd)}><a>&deg;</a>".encode()), "x").text == "°"
    dtd.unlink()
    dtd.write_text('<!ENTITY foo "secret">', encoding="utf-8")
    with pytest.raises(BadFile, match="没有定义的实体“&foo;”"):
        parse(io.BytesIO(f"<!DOCTYPE a {named.format(dtd)}><a>&foo;</a>".encode()), "x")
    dtd.write_text("no DTD at all", encoding="utf-8")
    assert parse(io.BytesIO(f"<!DOCTYPE a {named.format(dtd)}><a>x</a>".encode()), "x").text == "x"


def test_a_dtd_in_the_network_is_not_asked_for() -> None:
    document = b'<!DOCTYPE a PUBLIC "-//W3C//DTD XHTML 1.0 Strict//EN" "http://127.0.0.1:9/x.dtd"><a>x&nbsp;y</a>'
    assert parse(io.BytesIO(document), "x").text == "x\xa0y"


def test_an_inclusion_stays_as_it_is_written() -> None:
    document = b'<a xmlns:xi="http://www.w3.org/2001/XInclude"><xi:include href="file:///etc/passwd" parse="text"/></a>'
    assert parse(io.BytesIO(document), "x")[0].text is None


def test_the_line_of_a_truncation_is_told() -> None:
    with pytest.raises(BadFile, match="第 3 行"):
        parse(io.BytesIO(b"<a>\n<b/>\n<c>"), "x")


def test_nothing_is_read_behind_the_place_where_the_fault_was_met() -> None:
    stream = io.BytesIO(b"<a><b></a>" + b" " * 10_000_000)
    with pytest.raises(BadFile):
        parse(stream, "x")
    assert stream.tell() <= 65536


def test_a_document_beyond_its_limit_is_refused_when_the_limit_is_met() -> None:
    stream = io.BytesIO(b"<a>" + b"<b>text</b>" * 100_000 + b"</a>")
    with pytest.raises(BadFile, match="超过单件上限"):
        parse(stream, "x", Limits(size=200_000))
    assert stream.tell() < 300_000


def packed(path: Path, files: dict[str, bytes]) -> Document:
    """A ZIP of these files."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return received(path)


def received(path: Path) -> Document:
    """The file as received under its own name."""
    return Document(path.name, path, "0" * 64, path.stat().st_size)


def refusal(document: Document) -> str:
    """The sentence with which the archive is refused; every document in it is read."""
    with pytest.raises(BadFile) as refused:
        for member in members(document):
            if isinstance(member, Member):
                while member.stream.read(65536):
                    pass
    return refused.value.sentence


def test_a_zip_bomb_is_refused_before_anything_is_unpacked(tmp_path: Path) -> None:
    bomb = packed(tmp_path / "a.zip", {f"{n}.xml": b"\0" * 20_000_000 for n in range(3)})
    tracemalloc.start()
    try:
        assert "疑似压缩炸弹" in refusal(bomb)
        assert tracemalloc.get_traced_memory()[1] < 5 * 1024 * 1024
    finally:
        tracemalloc.stop()


def test_a_bomb_inside_an_archive_is_refused_too(tmp_path: Path) -> None:
    inner = packed(tmp_path / "inner.zip", {"1.xml": b"\0" * 60_000_000}).path.read_bytes()
    assert "疑似压缩炸弹" in refusal(packed(tmp_path / "outer.zip", {"inner.zip": inner}))


def test_a_name_that_climbs_out_of_the_archive_is_refused(tmp_path: Path) -> None:
    for number, name in enumerate(("../../etc/cron.d/x.xml", "a/../../x.xml", "..\\x.xml")):
        assert "压缩包之外" in refusal(packed(tmp_path / f"{number}.zip", {name: b"<a/>"}))


def test_a_member_without_a_name_is_damage(tmp_path: Path) -> None:
    document = packed(tmp_path / "a.zip", {"a": b"<a/>"})
    data = bytearray(document.path.read_bytes())
    at = data.rindex(b"PK\x01\x02")
    data[at + 28 : at + 32] = struct.pack("<HH", 0, 1)       # the directory's name of length 0, its letter an extra
    document.path.write_bytes(data)
    assert "没有名称" in refusal(received(document.path))
    with pytest.raises(BadFile, match="没有名称"):
        first_document(document.path, "a.zip")


def test_an_encrypted_archive_is_refused(tmp_path: Path) -> None:
    document = packed(tmp_path / "a.zip", {"a.xml": b"<a/>"})
    data = bytearray(document.path.read_bytes())
    data[6] |= 1
    data[data.rindex(b"PK\x01\x02") + 8] |= 1
    document.path.write_bytes(data)
    assert "加了密码" in refusal(received(document.path))


def test_a_truncated_archive_is_refused(tmp_path: Path) -> None:
    document = packed(tmp_path / "a.zip", {"a.xml": b"<a/>" * 999})
    document.path.write_bytes(document.path.read_bytes()[:-30])
    assert "已损坏或不完整" in refusal(received(document.path))


def test_a_directory_that_claims_a_million_members_is_refused_unread(tmp_path: Path) -> None:
    document = packed(tmp_path / "a.zip", {"a.xml": b"<a/>"})
    data = bytearray(document.path.read_bytes())
    struct.pack_into("<L", data, data.rindex(b"PK\x05\x06") + 12, 500_000_000)
    document.path.write_bytes(data)
    assert "超过上限" in refusal(received(document.path))


def test_a_damaged_member_is_told_by_name(tmp_path: Path) -> None:
    document = packed(tmp_path / "a.zip", {"a.xml": bytes(range(256)) * 99})
    data = bytearray(document.path.read_bytes())
    data[60:90] = b"\xff" * 30
    document.path.write_bytes(data)
    assert "里的 a.xml：压缩数据已损坏" in refusal(received(document.path))


def test_a_truncated_gzip_and_a_gzip_of_nothing_are_refused(tmp_path: Path) -> None:
    whole = gzip.compress(bytes(range(256)) * 9999)
    (tmp_path / "a.gz").write_bytes(whole[:-20])
    assert "中途断了" in refusal(received(tmp_path / "a.gz"))
    (tmp_path / "b.gz").write_bytes(b"\x1f\x8b\x08\x00 nonsense")
    assert "已损坏" in refusal(received(tmp_path / "b.gz"))


def test_a_gzip_bomb_stops_at_the_size_of_one_document(tmp_path: Path) -> None:
    (tmp_path / "a.gz").write_bytes(gzip.compress(b"<a>" + b"<b>x</b>\n" * 8_000_000))
    with pytest.raises(BadFile, match=r"标签超过|超过单件上限"):
        for member in members(received(tmp_path / "a.gz")):
            assert isinstance(member, Member)
            parse(member.stream, member.where)


def test_archives_of_the_office_are_read_with_archives_inside_and_leading_slashes(tmp_path: Path) -> None:
    inner = packed(tmp_path / "inner.zip", {"/2023/b.XML": b"<b/>", "/2023/b.JPG": b"x"}).path.read_bytes()
    deep = packed(tmp_path / "deep.zip", {"inner.zip": inner}).path.read_bytes()
    document = packed(tmp_path / "outer.zip", {"a.xml": b"<a/>", "part1.ZIP": inner, "part2.zip": deep, "c.tif": b"x"})
    found = [(one.place, one.stream.read()) if isinstance(one, Member) else one for one in members(document)]
    assert [one for one in found if isinstance(one, tuple)] == [("a.xml", b"<a/>"), ("part1.ZIP!2023/b.XML", b"<b/>")]
    reasons = [one.reason for one in found if isinstance(one, Skipped)]
    assert any("套得太深" in reason for reason in reasons)
    assert {reason.split(" 文件")[0] for reason in reasons if "附图" in reason} == {"1 个 .jpg", "1 个 .tif"}


def test_archives_within_their_own_limits_only(tmp_path: Path) -> None:
    document = packed(tmp_path / "a.zip", {f"{n}.xml": b"<a/>" for n in range(9)})
    with pytest.raises(BadFile, match="超过上限 5"):
        list(members(document, limits=ArchiveLimits(entries=5)))


@pytest.mark.parametrize("name", HOSTILE)
def test_a_first_look_survives_everything(tmp_path: Path, name: str) -> None:
    data = HOSTILE[name][0]
    for number, variant in enumerate((data, gzip.compress(data, 1), zlib.compress(data), b"PK\x03\x04" + data[:999])):
        path = tmp_path / f"{number}"
        path.write_bytes(variant)
        seen = glimpse(path, "某文件")
        assert seen.kind in {"xml", "zip", "gzip", "text", "empty", "binary"}
        assert len(seen.head) <= 65536


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([b"<!--", b"-->", b"<![CDATA[", b"]]>", b"<?", b"?>", b"x", b"<b/>"]), max_size=30), st.integers(1, 9))
def test_a_section_is_counted_alike_however_the_blocks_fall(parts: list[bytes], width: int) -> None:
    text = b"".join(parts)
    whole, pieces = _Sections(), _Sections()
    whole.read(text)
    for at in range(0, len(text), width):
        pieces.read(text[at:at + width])
    assert bool(whole.open) == bool(pieces.open)
    assert whole.open <= len(text)


def test_long_documents_with_many_comments_and_sections_are_read() -> None:
    body = b"<p><!-- <a> --><![CDATA[a < b]]><?in-line end?>x</p>" * 40_000
    assert len(parse(io.BytesIO(b"<r>" + body + b"</r>"), "r.xml", Limits(quiet=1000))) == 40_000
