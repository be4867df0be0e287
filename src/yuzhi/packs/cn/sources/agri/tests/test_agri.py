"""The farm collection: JSONL and its GB18030 originals."""

import json

import pytest

from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.records import Fault, Record, Skipped
from yuzhi.engines.reading.tests.offices import CONTEXT, file_of, real
from yuzhi.packs.cn.sources import SOURCES
from yuzhi.packs.cn.sources.agri import CLASSES, LINES, SHEET

LINE = {
    "src_id": "1", "app_no": "CN96121602.6", "title": "CO<sub>2</sub>肥", "abstract": "压力&lt;1×10<SUP>－4</SUP>。$＃!",
    "ipc_subclass": "A01B",
}  # fmt: skip
ORIGINAL = '"patent_id","名称","申请号","摘要"\n"1","马掌","CN200580010012.1","第一行\n第二行。$#!"\n"2","蹄","CN201280012614","<!--1-->蹄"\n'


def read(folder, source, data):
    document = file_of(folder, data, "any.bin")
    assert [one.name for one in SOURCES if one.recognise(glimpse(document.path, "any.bin"))] == [source.name]
    return list(source.read(document, CONTEXT))


def test_a_line_is_an_application_in_plain_text(tmp_path):
    (one,) = read(tmp_path, LINES, json.dumps(LINE, ensure_ascii=False).encode())
    assert (one.key, one.record) == ("cn/p/96121602", "cn/p/96121602")
    assert one.values == {
        "office": "CN", "number": "96121602.6", "right_kind": "invention", "title": "CO2肥",
        "abstract": "压力<1×10－4。", "ipc": ["A01B"],
    }
    assert (one.origins["abstract"].rule, one.origins["ipc"].rule) == ("plain_text", "query_class")


def test_a_wrong_check_digit_goes_to_quarantine(tmp_path):
    (fault,) = read(tmp_path, LINES, json.dumps(LINE | {"app_no": "CN96121602.7"}).encode())
    assert isinstance(fault, Fault) and fault.column == "app_no" and fault.value == "CN96121602.7"


def test_an_original_in_gb18030_keeps_the_lines_of_a_cell(tmp_path):
    first, second = read(tmp_path, SHEET, ORIGINAL.encode("gb18030"))
    assert (first.key, first.values["abstract"]) == ("cn/p/200580010012", "第一行\n第二行。")
    assert (second.origin.place, second.values["abstract"]) == ("line 4", "蹄")


def test_class_texts_are_recognised_and_named(tmp_path):
    (skipped,) = read(tmp_path, CLASSES, "code,describe\nA01B,农业\n".encode())
    assert isinstance(skipped, Skipped) and "any.bin" in skipped.reason


@pytest.mark.parametrize(("source", "pattern", "count"), [
    (LINES, "cn_patents_A01.jsonl.gz", 11_517), (SHEET, "original_gb18030/*.csv", 1_559),
    (CLASSES, "IPC_Comment_complete_A01.csv", 0),
])
def test_the_real_files_are_read_whole(shared, source, pattern, count):
    found = []
    for path in sorted((shared / "data/patents_agri").glob(pattern)):
        assert [one.name for one in SOURCES if one.recognise(glimpse(path, path.name))] == [source.name]
        found += source.read(real(path), CONTEXT)
    assert len({one.key for one in found if isinstance(one, Record)}) == count
    assert not [one for one in found if isinstance(one, Fault)]
    assert not [one for one in found if isinstance(one, Record) and "$" in one.values.get("abstract", "")[-4:]]
