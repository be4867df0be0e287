"""Recognises the class texts, so that nobody has to guess why they were left out."""

from collections.abc import Iterator

from yuzhi.engines.formats.agri import CLASS_TEXTS
from yuzhi.engines.reading.delimited import head_rows
from yuzhi.engines.reading.records import Skipped
from yuzhi.engines.reading.sources import Context, Document, Glimpse, Outcome
from yuzhi.kernel.origin import Origin


def recognised(glimpse: Glimpse) -> bool:
    """Whether the header is that of the class texts."""
    found = head_rows(glimpse) if glimpse.kind == "text" else []
    return bool(found) and tuple(title.strip() for title in found[0]) == CLASS_TEXTS


def read(document: Document, context: Context) -> Iterator[Outcome]:
    """The one statement that the file is not read, and why."""
    reason = f"{document.name}：IPC 分类说明（code、describe），没有专利记录，不读取"
    yield Skipped(Origin(document.digest, "/"), reason)
