"""A first look tells what a file is from its content, and recognition asks a clear question where it cannot tell."""

import gzip
import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from yuzhi.engines.reading.glimpse import glimpse, text_encoding
from yuzhi.engines.reading.recognition import recognise
from yuzhi.engines.reading.sources import Context, Document, Glimpse, Outcome, Source
from yuzhi.kernel.errors import UnknownFormat

XML = "<?xml version='1.0' encoding='{}'?><!-- x --><?y z?><p:根 xmlns:p='u'>国家</p:根>"


def seen(folder: Path, data: bytes, name: str = "x.bin") -> Glimpse:
    """What a first look says of these bytes."""
    (folder / "received").write_bytes(data)
    return glimpse(folder / "received", name)


def workbook(rows: list[list[object]]) -> bytes:
    """A workbook with these rows on one sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "表"
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def source(name: str, knows: Callable[[Glimpse], bool], rank: int = 10) -> Source:
    """A source that recognises by that rule and reads nothing."""
    def read(_document: Document, _context: Context) -> Iterator[Outcome]:
        return iter(())
    return Source(name, f"来源{name}", name, "", "", "", rank, 1, knows, read)


@pytest.mark.parametrize(("data", "kind", "encoding"), [
    (XML.format("utf-8").encode("utf-8-sig"), "xml", "utf-8-sig"),
    (XML.format("utf-16").encode("utf-16"), "xml", "utf-16"),
    (XML.format("gb18030").encode("gb18030"), "xml", "gb18030"),
    (XML.format("GBK").encode("gbk"), "xml", "gb18030"),
    ("序号,名称\n1,灯".encode(), "text", "utf-8"),
    ("序号,名称\n1,灯".encode("utf-8-sig"), "text", "utf-8-sig"),
    ("序号,名称\n1,灯".encode("gb18030"), "text", "gb18030"),
    ("序号,名称\n1,灯".encode("utf-16"), "text", "utf-16"),
    (b"", "empty", ""), (b" \r\n\t", "empty", ""), (b"\x89PNG\r\n\x1a\n\x00\x00", "binary", ""),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99, "xls", ""),
])
def test_the_kind_is_found_from_the_content_whatever_the_name(
    tmp_path: Path, data: bytes, kind: str, encoding: str
) -> None:
    for name in ("a.xml", "a.xlsx", "a.csv", "无名"):
        look = seen(tmp_path, data, name)
        assert (look.kind, look.encoding, look.gzipped) == (kind, encoding, False)


def test_a_gzip_is_described_by_what_is_in_it(tmp_path: Path) -> None:
    look = seen(tmp_path, gzip.compress(b'{"a": 1}\n' * 100_000))
    assert (look.kind, look.gzipped, len(look.head)) == ("text", True, 65536)


def test_a_zip_shows_the_beginning_of_its_first_document(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("1.JPG", b"\xff\xd8")
        archive.writestr("2.XML", b"<root/>")
    look = glimpse(tmp_path / "a.zip", "a.zip")
    assert (look.kind, look.members, look.head) == ("zip", ("1.JPG", "2.XML"), b"<root/>")


def test_a_workbook_shows_the_first_filled_row_of_each_sheet(tmp_path: Path) -> None:
    look = seen(tmp_path, workbook([[], [None, "申请号", None, "名称"], ["x"]]))
    assert look.kind == "xlsx" and dict(look.sheets) == {"表": ("", "申请号", "", "名称")}


def test_a_sheet_that_claims_a_billion_cells_is_looked_at_all_the_same(tmp_path: Path) -> None:
    data = workbook([["申请号"]])
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            part = old.read(info)
            if info.filename.endswith("sheet1.xml"):
                part = part.replace(b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" t="n"><v>1</v></c></row></sheetData>')
            new.writestr(info.filename, part)
    assert dict(seen(tmp_path, changed.getvalue()).sheets) == {"表": ("申请号",)}


def test_exactly_one_source_is_answered(tmp_path: Path) -> None:
    look = seen(tmp_path, b"<a/>")
    one, other = source("x.one", lambda g: g.kind == "xml"), source("x.other", lambda g: g.kind == "text")
    assert recognise(look, (one, other)) is one


def test_two_sources_make_a_question_that_names_both(tmp_path: Path) -> None:
    look = seen(tmp_path, b"<a/>", "b.xml")
    with pytest.raises(UnknownFormat) as asked:
        recognise(look, (source("x.one", lambda _: True), source("x.two", lambda _: True)))
    assert "《b.xml》同时符合 2 个来源：来源x.one（x.one）、来源x.two（x.two）" in asked.value.sentence
    assert "--source" in asked.value.sentence


@pytest.mark.parametrize(("data", "words"), [
    (b"<foo/>", ["根元素为 foo"]),
    ("甲,乙\n1,2".encode(), ["第一行是“甲,乙”", "--source"]),
    (b"", ["空文件"]),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ["旧版 Office", ".xlsx"]),
    (b"\x89PNG\r\n\x1a\n\x00\x00", ["不是文本"]),
])
def test_an_unknown_file_is_described_with_what_to_do(tmp_path: Path, data: bytes, words: list[str]) -> None:
    with pytest.raises(UnknownFormat) as asked:
        recognise(seen(tmp_path, data, "文件"), (source("x.none", lambda _: False),))
    for word in ["《文件》", "请", *words]:
        assert word in asked.value.sentence


def test_an_unknown_file_is_told_in_one_short_sentence_however_many_sources_there_are(tmp_path: Path) -> None:
    with pytest.raises(UnknownFormat) as asked:
        recognise(seen(tmp_path, b"hello", "a"), [source(f"x.number_{n}", lambda _: False) for n in range(30)])
    assert "30 个来源都不认得它" in asked.value.sentence and "yuzhi sources" in asked.value.sentence
    assert "x.number_7" not in asked.value.sentence and len(asked.value.sentence) < 150


def test_workbooks_without_numbers_are_refused_by_name(tmp_path: Path) -> None:
    data = workbook([["序号", "名称", "公开年份", "摘要", "IPC分类号"], [1, "灯", 2013, "一种灯", "F21"]])
    for kind in (data, "序号,名称,申请年份,摘要\n".encode()):
        with pytest.raises(UnknownFormat) as asked:
            recognise(seen(tmp_path, kind, "训练集.xlsx"), ())
        assert "《训练集.xlsx》" in asked.value.sentence and "缺少“申请号”或“公开（公告）号”列" in asked.value.sentence


@pytest.mark.parametrize("name", ["专利.xlsx", "训练集2.xlsx"])
def test_the_real_workbooks_without_numbers_are_refused_by_name(shared: Path, name: str) -> None:
    path = shared / "data/cnipr_export" / name
    with pytest.raises(UnknownFormat, match="缺少“申请号”或“公开（公告）号”列"):
        recognise(glimpse(path, name), ())


@given(st.text(alphabet=st.characters(min_codepoint=0x20, exclude_categories=("Cs", "Cc")), min_size=1, max_size=60),
       st.integers(0, 3))
def test_a_character_cut_at_the_end_of_the_first_block_is_no_fault(text: str, cut: int) -> None:
    data = text.encode()
    assert text_encoding(data[: max(len(data) - cut, 1)]) != "" or len(data) <= cut


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(data=st.one_of(st.binary(max_size=300), st.binary(max_size=200).map(lambda tail: b"PK\x03\x04" + tail),
                      st.binary(max_size=200).map(lambda tail: b"\x1f\x8b\x08\x00" + tail)))
def test_a_first_look_never_fails(tmp_path: Path, data: bytes) -> None:
    assert seen(tmp_path, data).kind in {"xml", "zip", "text", "empty", "binary", "xls"}


def test_who_reads_a_file_comes_before_who_only_says_why_it_is_not_read(tmp_path: Path) -> None:
    named = source("unread", lambda _: True)
    reads = Source("reads", "读", "reads", "", "", "", 10, 1, lambda _: True, named.read, tables=("works",))
    assert recognise(seen(tmp_path, b"a,b\n"), [named, reads]) is reads
    assert recognise(seen(tmp_path, b"a,b\n"), [named]) is named
