"""A reader tells how far into its file it is, so that people see a large file move."""

import gzip
import io
import json
import random
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from openpyxl import Workbook

from yuzhi.engines.reading.delimited import csv_rows
from yuzhi.engines.reading.lines import byte_lines
from yuzhi.engines.reading.members import Member, members
from yuzhi.engines.reading.sheets import sheets
from yuzhi.engines.reading.sources import Document

ROWS = 5000


def listening(path: Path, data: bytes) -> tuple[Document, list[float]]:
    path.write_bytes(data)
    heard: list[float] = []
    return Document(path.name, path, "0" * 64, len(data), heard.append), heard


def rises(heard: list[float]) -> bool:
    return (
        len(heard) >= 4 and heard == sorted(heard) and heard[0] < 0.5 < heard[-1] <= 1
        and len({round(share, 1) for share in heard}) >= 4
    )


def lines_of() -> bytes:
    chance = random.Random(7)
    return "".join(json.dumps({"n": chance.random(), "t": "煤" * 20}) + "\n" for _ in range(ROWS)).encode()


@pytest.mark.parametrize("packed", [False, True])
def test_lines_tell_the_share_of_bytes(tmp_path: Path, packed: bool) -> None:
    document, heard = listening(tmp_path / "a", gzip.compress(lines_of()) if packed else lines_of())
    assert sum(1 for _ in byte_lines(document)) == ROWS
    assert rises(heard)


def test_a_csv_tells_the_share_of_bytes(tmp_path: Path) -> None:
    document, heard = listening(tmp_path / "a", b"".join(f"{n},{'煤' * 30}\r\n".encode() for n in range(ROWS)))
    assert sum(1 for _ in csv_rows(document)) == ROWS
    assert rises(heard)


def test_a_workbook_tells_the_share_of_its_rows(tmp_path: Path) -> None:
    book, written = Workbook(), io.BytesIO()
    for sheet in (book.active, book.create_sheet("二")):
        for number in range(ROWS):
            sheet.append([number, "煤"])
    book.save(written)
    document, heard = listening(tmp_path / "a", written.getvalue())
    assert sum(sum(1 for _ in sheet.rows) for sheet in sheets(document)) == 2 * ROWS
    assert rises(heard)


def test_an_archive_tells_the_share_of_its_members(tmp_path: Path) -> None:
    inner, outer = io.BytesIO(), io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        for number in range(20):
            archive.writestr(f"{number:02}.xml", b"<a/>" * 100)
    with zipfile.ZipFile(outer, "w") as archive:
        for number in range(20):
            archive.writestr(f"{number:02}.xml", b"<a/>" * 100)
        archive.writestr("inner.zip", inner.getvalue())
    document, heard = listening(tmp_path / "a", outer.getvalue())
    assert sum(isinstance(one, Member) for one in members(document)) == 40
    assert rises(heard)
    assert len(heard) >= 40, "documents of an archive inside the archive move it too"


def test_nobody_need_listen(tmp_path: Path) -> None:
    document, _ = listening(tmp_path / "a", lines_of())
    assert sum(1 for _ in byte_lines(replace(document, told=None))) == ROWS
