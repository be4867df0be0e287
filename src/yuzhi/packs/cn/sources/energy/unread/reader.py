"""Recognises the collection's files without records, so that nobody has to guess why they were left out."""

from collections.abc import Iterator

from yuzhi.engines.formats.energy import CITATIONS, RAW_PAGE
from yuzhi.engines.reading.delimited import head_rows
from yuzhi.engines.reading.records import Skipped
from yuzhi.engines.reading.sources import Context, Document, Glimpse, Outcome
from yuzhi.kernel.origin import Origin

_REASONS = {
    "citations": "引文对照表（citing、cited）：只有文献号的配对，没有专利记录，不读取",
    "page": "网页原文（raw_pages）：内容已在详情文件中，不读取",
}


def recognised(glimpse: Glimpse) -> bool:
    """Whether the file is the list of citation pairs or a saved page."""
    return glimpse.kind == "text" and bool(_what(glimpse.head))


def read(document: Document, context: Context) -> Iterator[Outcome]:
    """The one statement that the file is not read, and why."""
    with document.path.open("rb") as file:
        what = _what(file.read(65536))
    yield Skipped(Origin(document.digest, "/"), f"{document.name}：{_REASONS.get(what, '不读取')}")


def _what(head: bytes) -> str:
    rows = head_rows(Glimpse("", "text", head, encoding="utf-8"))
    if rows and tuple(rows[0]) == CITATIONS:
        return "citations"
    lines = [line.strip() for line in head.decode("utf-8", "ignore").splitlines()[:8]]
    return "page" if lines[:1] == [RAW_PAGE[0]] and RAW_PAGE[1] in lines else ""
