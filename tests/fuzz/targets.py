"""One function for each family of readers: any bytes end in outcomes or in a refusal that a person can read."""

import io
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

from yuzhi.engines.capture.receiving import archive_entries
from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.mapping import told as mapping_of
from yuzhi.engines.reading.members import ArchiveLimits, members
from yuzhi.engines.reading.recognition import recognise
from yuzhi.engines.reading.records import Fault, Record, Skipped
from yuzhi.engines.reading.rules import RULES
from yuzhi.engines.reading.sheets import rows, sheets
from yuzhi.engines.reading.sources import Context, Document, Source
from yuzhi.engines.reading.tests.offices import book_of
from yuzhi.engines.search.days import days, years
from yuzhi.engines.search.describing import describe
from yuzhi.engines.search.language import read as read_query
from yuzhi.kernel.errors import YuzhiError
from yuzhi.kernel.numbers import candidates, complaint
from yuzhi.kernel.periods import Period
from yuzhi.packs.cn.sources import SOURCES as CN
from yuzhi.packs.cn.sources.mapped import source_of
from yuzhi.packs.cn_shaanxi_yulin.areas import area_book
from yuzhi.packs.ep.sources import SOURCES as EP
from yuzhi.packs.us.sources import SOURCES as US
from yuzhi.packs.wo.sources import SOURCES as WO

SOURCES: tuple[Source, ...] = (*CN, *US, *EP, *WO)
MAPPED = source_of([mapping_of({
    "name": "sheet.fuzzed", "zh": "模糊测试用表", "table": "pledges", "columns": [
        {"title": "登记号", "field": "number"}, {"title": "专利号", "field": "rights"},
        {"title": "金额（亿元）", "field": "amount", "unit": "yi"}, {"title": "登记日", "field": "registered_on", "order": "dmy"}, {"title": "备注"},
    ],
})])
BY_NAME = {source.name: source for source in SOURCES}
CONTEXT = Context(area_book())
PATH = Path(tempfile.mkdtemp(prefix="yuzhi-fuzz-", dir="/dev/shm" if os.path.isdir("/dev/shm") else None)) / "file"
BOOK = book_of(("表", [("号码", "日期"), ["1", "2"]]))
MAPPED_HEADER = "登记号,专利号,金额（亿元）,登记日,备注\n".encode()
LIMITS = ArchiveLimits(unpacked=4 * 1024**2, free=1024**2)
LONGEST = 20_000


def received(data: bytes, name: str = "来件.xml") -> Document:
    """The bytes as a delivered file."""
    PATH.write_bytes(data)
    return Document(name, PATH, "0" * 64, len(data))


def checked(refusal: YuzhiError) -> None:
    """A refusal is the sender's, and ends as a sentence does."""
    assert refusal.status < 500, refusal.sentence
    assert refusal.sentence.rstrip("（）”").endswith(("。", "！", "？")) or "：" in refusal.sentence, refusal.sentence


def told(outcomes: Iterable[object]) -> None:
    """Every outcome is one of the three kinds, and every value has an origin."""
    for one in outcomes:
        assert isinstance(one, Record | Fault | Skipped), one
        if isinstance(one, Record):
            assert one.key, one
            assert set(one.values) <= set(one.origins), one


def by_source(*names: str) -> Callable[[bytes], None]:
    """The target that reads with these sources, whatever they would recognise."""
    wanted = [BY_NAME[name] for name in names]

    def target(data: bytes) -> None:
        document = received(data)
        for source in wanted:
            try:
                told(source.read(document, CONTEXT))
            except YuzhiError as refusal:
                checked(refusal)

    return target


def recognition(data: bytes) -> None:
    """Any bytes through a first look, and the reader of whichever source knows them."""
    document = received(data, "来件.dat")
    try:
        told(recognise(glimpse(document.path, document.name), SOURCES).read(document, CONTEXT))
    except YuzhiError as refusal:
        checked(refusal)


def packages(data: bytes) -> None:
    """Any bytes as an archive whose members are read."""
    document = received(data, "来件.zip")
    try:
        for member in members(document, limits=LIMITS):
            if not isinstance(member, Skipped):
                try:
                    member.stream.read(1024**2)
                except YuzhiError as refusal:
                    checked(refusal)
    except YuzhiError as refusal:
        checked(refusal)
    try:
        glimpse(document.path, document.name)
    except YuzhiError as refusal:
        checked(refusal)


def workbook(data: bytes) -> bytes:
    """A good workbook in which the sheet is these bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(BOOK)) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            new.writestr(name, data if name == "xl/worksheets/sheet1.xml" else old.read(name))
    return made.getvalue()


def mapped(data: bytes) -> None:
    """The bytes as the rows of a CSV, and of a workbook, below a header that an officer mapped."""
    for content, name in ((MAPPED_HEADER + data, "来件.csv"), (workbook(data), "来件.xlsx")):
        document = received(content, name)
        try:
            MAPPED.recognise(glimpse(document.path, document.name))
            told(MAPPED.read(document, CONTEXT))
        except YuzhiError as refusal:
            checked(refusal)


def sheet(data: bytes) -> None:
    """The bytes as the sheet of a workbook."""
    document = received(workbook(data), "来件.xlsx")
    try:
        for one in sheets(document):
            for _, texts in one.rows:
                assert all(type(text) is str for text in texts)
    except YuzhiError as refusal:
        checked(refusal)
    recognition(workbook(data))


def table(data: bytes) -> None:
    """The bytes as a CSV; and as whatever source knows them."""
    document = received(data, "来件.csv")
    try:
        told(one for one in rows(document, CONTEXT, lambda texts: {text: text for text in texts}) if isinstance(one, Skipped))
    except YuzhiError as refusal:
        checked(refusal)
    recognition(data)


def values(data: bytes) -> None:
    """The bytes as the text of a cell, by every rule; and as a number and a period that a person types."""
    text = data.decode("utf-8", "surrogateescape")[:LONGEST]
    for rule in RULES.values():
        try:
            rule.parse(text)
        except YuzhiError as refusal:
            checked(refusal)
    candidates(text)
    complaint(text)
    try:
        Period.parse(text)
    except YuzhiError as refusal:
        checked(refusal)


def query(data: bytes) -> None:
    """The bytes as a question: whatever is typed is read, and never an error."""
    text = data.decode("utf-8", "surrogateescape")[:LONGEST]
    describe(read_query(text).tree)
    years(text)
    days(text)


def archives(data: bytes) -> None:
    """The bytes as a web archive, plain and as the archive inside a package of one."""
    try:
        archive_entries("来件.wacz" if data[:2] == b"PK" else "来件.warc", data)
    except YuzhiError as refusal:
        checked(refusal)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "cnipa_new": by_source("cn.cnipa_xml"),
    "cnipa_old": by_source("cn.cnipa_xml_old"),
    "ops": by_source(*(source.name for source in EP)),
    "st96": by_source("wo.st96"),
    "cnipr": by_source("cn.cnipr_sheet"),
    "mapped": mapped,
    "redbook": by_source(*(source.name for source in US)),
    "sheets": sheet,
    "csv": table,
    "lines": recognition,
    "packages": packages,
    "recognition": recognition,
    "archives": archives,
    "values": values,
    "query": query,
}
