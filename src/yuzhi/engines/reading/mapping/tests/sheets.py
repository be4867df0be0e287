"""Small spreadsheets of others for tests."""

import hashlib
from pathlib import Path

from openpyxl import Workbook

from yuzhi.engines.reading.sources import Document
from yuzhi.kernel.areas import Area, AreaBook

AREAS = AreaBook(
    [
        Area("610800", "榆林市", "Yulin", "610000"), Area("610802", "榆阳区", "Yuyang", "610800"),
        Area("610881", "神木市", "Shenmu", "610800"),
    ],
    city="610800",
)
MONTHLY = (
    ["省局专利权质押登记月报（2026年10月）"],
    ["", "", "", "", "", "单位：万元"],
    ["序号", "质押登记编号", "出质人名称", "专利号", "质押金额", "登记日期", "所属区县", "备注"],
    ["1", "Y2026610000001", "榆林某煤化有限公司", "ZL202110000000.1、ZL202110000001.6", "100", "2026/10/8", "榆阳区", ""],
    ["2", "Y2026610000002", "神木某镁业有限公司", "ZL202110000002.0", "12.5", "2026年10月9日", "神木市", "续"],
    ["合计", "", "", "", "112.5", "", "", ""],
)


def book(path: Path, *rows: list[str], title: str = "10月") -> Document:
    """A workbook of one sheet with those rows, every cell a text."""
    made = Workbook()
    sheet = made.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    made.save(path)
    return document(path)


def text(path: Path, *rows: list[str], encoding: str = "utf-8", delimiter: str = ",") -> Document:
    """A text file of those rows; cells must not hold the delimiter."""
    path.write_bytes("\n".join(delimiter.join(row) for row in rows).encode(encoding))
    return document(path)


def document(path: Path) -> Document:
    """The file as a reader gets it."""
    data = path.read_bytes()
    return Document(path.name, path, hashlib.sha256(data).hexdigest(), len(data))
