"""What fuzzers begin with: small files of a made-up city, and real files where they lie beside the checkout."""

import gzip
import io
import os
import re
import tempfile
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from tests.fuzz.targets import PATH, SOURCES
from yuzhi.engines.capture.recording import Exchange
from yuzhi.engines.capture.writing import Told, wacz, warc
from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.recognition import recognise
from yuzhi.engines.reading.tests.offices import SHEET as SHEET_OF
from yuzhi.engines.sampling import write_city
from yuzhi.kernel.errors import YuzhiError
from yuzhi.packs.cn_shaanxi_yulin.sampling import city_plan

ROOT = Path(__file__).resolve().parents[2]
SHARED = Path(os.environ.get("YUZHI_SHARED", ROOT.parent / "shared")) / "data"
LARGEST = 96 * 1024
"""Units: bytes. A larger seed slows every round and shows nothing more."""
SHEET = "xl/worksheets/sheet1.xml"
VALUES = (
    "CN202111286633.0", "202111286633X", "CN115000000A", "US2020123456A1", "EP1000000A1", "WO2020/123456", "第9527号",
    "91610800MA7028888P", "2026-02-30", "2021年12月10日", "20211210", "12.5万元", "1,234.56", "-0", "1e999", "A01B 1/00; B65G 69/00",
    "23-01", "第9类", "2026Q1", "2026上半年", "国作登字-2020-A-00012345", "CNA20201000123", "610802", "榆阳区", "是", "0912-3525000",
)
VALUES_OF_A_ROW = "Y2026610000001,CN202111286633.0,0.12,31/12/2026,无\n,,1亿元,2026-01-02,\"甲\n乙\"\n合计,,3,,\n"
QUERIES = (
    '煤 名称:煤气 -"循环水" (甲 | 乙) 年:2019-2022', "申请人:榆林 县:神木 状态:有效", "((((((煤", '"', "IPC:A01B 1/00", "CN 2021 1 1286633.0",
    "第9类", "year:..2020", "-", "a|b|c", "申请号:", "类型:发明 号:202111286633X",
)


def seeds() -> dict[str, list[bytes]]:
    """The first inputs of each target, by its name."""
    found: dict[str, list[bytes]] = {
        "sheets": [SHEET_OF.format(
            '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="inlineStr"><is><t>日期</t></is></c></row>'
            '<row r="2"><c r="A2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="B2" t="b"><v>1</v></c><c r="C2"><f>A1</f></c></row>').encode()],
        "values": [text.encode() for text in VALUES], "query": [text.encode() for text in QUERIES], "csv": [],
        "packages": [_zip({"a.xml": b"<a/>", "b.zip": _zip({"c.xml": b"<c/>"})})], "cnipa_new": [], "cnipa_old": [],
        "ops": [], "st96": [], "cnipr": [],
        "archives": _archives(), "mapped": [VALUES_OF_A_ROW.encode()], "redbook": [], "recognition": [], "lines": [],
    }
    with tempfile.TemporaryDirectory(prefix="yuzhi-seeds-") as folder:
        office = write_city(Path(folder), city_plan(), scale=0.003, seed=3, today=date(2026, 6, 30)).office
        for path in sorted(office.iterdir()):
            _file(path.name, path.read_bytes(), found)
    for path in _real():
        if path.suffix in (".csv", ".xlsx"):
            found["cnipr"].append(path.read_bytes())
            continue
        _file(path.name, path.read_bytes(), found)
    return {name: [data for data in given if len(data) <= LARGEST] for name, given in found.items()}


def _archives() -> list[bytes]:
    """A web archive of ours, whole, unpacked and in its package, and those of others where they lie beside the checkout."""
    at = "2026-01-02T03:04:05+00:00"
    page = Exchange("https://a.example/", "GET", at, 1, (("Host", "a.example"),), status=200, fields=(("Content-Type", "text/html"),), body=b"<p>a")
    told = Told("a", "yuzhi 0", at, b"{}", [("https://a.example/", "a", at)])
    ours = warc([page], told)
    return [ours, gzip.decompress(ours), wacz(ours, told), *(path.read_bytes() for path in sorted((SHARED.parent / "vectors/warc/warcio").glob("*")))]


def _file(name: str, data: bytes, found: dict[str, list[bytes]]) -> None:
    found["recognition"].append(data[:LARGEST])
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = archive.namelist()
            found["packages"].append(data)
            if SHEET in names:
                found["sheets"].append(archive.read(SHEET))
            for member in [one for one in names if one.lower().endswith(".xml") and "[Content_Types].xml" not in names][:6]:
                _xml(archive.read(member), found)
    elif data.lstrip(b"\xef\xbb\xbf")[:1] == b"<":
        _xml(data, found)
    elif name.endswith(".csv"):
        found["csv"].append(data[:4096])
    else:
        found["lines"].append(data[:4096])


def _xml(data: bytes, found: dict[str, list[bytes]]) -> None:
    kept = PATH.with_name("seed")
    kept.write_bytes(data)
    try:
        name = recognise(glimpse(kept, "a.xml"), SOURCES).name
    except YuzhiError:
        name = ""
    for target, start in {"cnipa_new": "cn.cnipa_xml", "cnipa_old": "cn.cnipa_xml_old", "ops": "ep.", "redbook": "us.", "st96": "wo.st96"}.items():
        if name == start or (start.endswith(".") and name.startswith(start)):
            found[target].append(data)


def _real() -> Iterator[Path]:
    for pattern in ("office_xml/cnipa/*.xml", "office_xml/epo_ops/**/*.xml", "office_xml/uspto/*.xml", "office_xml/wipo_st96/*.xml",
                    "cnipr_export/*.csv", "cnipr_export/*.xlsx"):
        yield from sorted(SHARED.glob(pattern))[:12]


def _zip(members: dict[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return made.getvalue()


def words(inputs: list[bytes]) -> list[bytes]:
    """The names of elements and attributes in the inputs, for a fuzzer to put in anywhere."""
    found = {word for data in inputs if data.lstrip(b"\xef\xbb\xbf")[:1] == b"<" for word in re.findall(rb"[<\s/]([A-Za-z][\w:.-]{1,40})(?==\"|[\s>/])", data)}
    return sorted(found)[:2000]
