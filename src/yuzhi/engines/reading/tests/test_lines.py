"""Lines: JSONL and TSV, plain or gzipped, within bounds."""

import gzip
import json

import pytest

from yuzhi.engines.reading import lines
from yuzhi.engines.reading.lines import byte_lines, first_keys, json_rows, tsv_rows
from yuzhi.engines.reading.records import Fault
from yuzhi.engines.reading.tests.offices import CONTEXT, file_of
from yuzhi.kernel.errors import BadFile

TWO = '{"a": "一", "b": ["x"]}\n\n{"a": null, "b": 3}\n'.encode()


@pytest.mark.parametrize("data", [TWO, gzip.compress(TWO), b"\xef\xbb\xbf" + TWO], ids=["plain", "gzip", "mark"])
def test_every_object_is_a_row_at_its_line(tmp_path, data):
    found = list(json_rows(file_of(tmp_path, data), CONTEXT))
    assert [(row.origin.place, dict(row.cells)) for row in found] == [
        ("line 1", {"a": "一", "b": '["x"]'}), ("line 3", {"a": "", "b": "3"}),
    ]


@pytest.mark.parametrize("line", ["[1]", '{"a": ', "甲", '{"a": "\\ud800"}', '{"a": "\\\\\\u0000"}', "[" * 100_000, "1" * 6000])
def test_a_line_that_is_no_object_is_a_fault_and_the_rest_is_read(tmp_path, line):
    found = list(json_rows(file_of(tmp_path, f'{line}\n{{"a": "好"}}\n'.encode()), CONTEXT))
    assert isinstance(found[0], Fault) and found[0].origin.place == "line 1"
    assert found[1].cells == {"a": "好"}


def test_a_backslash_before_u0000_is_no_zero_byte(tmp_path):
    found = list(json_rows(file_of(tmp_path, b'{"a": "\\\\u0000"}\n'), CONTEXT))
    assert found[0].cells == {"a": "\\u0000"}


def test_a_tsv_row_has_as_many_cells_as_the_header(tmp_path):
    found = list(tsv_rows(file_of(tmp_path, b'a\tb\r\n1\t"q\r\n1\t2\t3\r\n'), CONTEXT))
    assert found[0].cells == {"a": "1", "b": '"q'}
    assert isinstance(found[1], Fault) and "3 格" in found[1].reason


def test_a_tsv_without_a_required_column_is_refused(tmp_path):
    with pytest.raises(BadFile, match="缺少必需的列 “c”"):
        list(tsv_rows(file_of(tmp_path, b"a\tb\n"), CONTEXT, frozenset({"c"})))


def test_a_gzip_cut_short_is_refused(tmp_path):
    packed = gzip.compress(json.dumps({"a": "x" * 5000}).encode() * 50)
    with pytest.raises(BadFile, match=r"不完整|损坏"):
        list(byte_lines(file_of(tmp_path, packed[: len(packed) // 2])))


def test_a_gzip_with_a_wrong_sum_is_refused(tmp_path):
    packed = bytearray(gzip.compress(TWO))
    packed[-6] ^= 0xFF
    with pytest.raises(BadFile, match="损坏"):
        list(byte_lines(file_of(tmp_path, bytes(packed))))


def test_a_gzip_bomb_is_refused_before_it_fills_the_memory(tmp_path):
    with pytest.raises(BadFile, match="压缩炸弹"):
        list(byte_lines(file_of(tmp_path, gzip.compress((b" " * 1000 + b"\n") * 100_000))))


def test_nul_bytes_long_lines_and_other_encodings_are_refused(tmp_path, monkeypatch):
    with pytest.raises(BadFile, match="NUL"):
        list(byte_lines(file_of(tmp_path, b"a\0b\n")))
    with pytest.raises(BadFile, match="UTF-8"):
        list(json_rows(file_of(tmp_path, '{"a": "榆林"}'.encode("gb18030")), CONTEXT))
    monkeypatch.setattr(lines, "LONGEST_LINE", 10)
    with pytest.raises(BadFile, match="第 1 行超过"):
        list(byte_lines(file_of(tmp_path, b"x" * 11)))


def test_the_keys_of_a_first_line_are_seen_even_where_it_is_cut():
    assert first_keys('{"id": "1", "abstract": "说\\"明'.encode()) == {"id", "abstract"}
    assert first_keys(b"<xml/>") == frozenset()
