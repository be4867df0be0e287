"""Files that are recognised and named and not read, so that nobody has to guess why they were left out."""

from collections.abc import Callable, Iterator

from yuzhi.engines.reading.glimpse import glimpse
from yuzhi.engines.reading.records import Skipped
from yuzhi.engines.reading.sources import Context, Document, Glimpse, Outcome
from yuzhi.kernel.origin import Origin

Reason = Callable[[Glimpse], str]
"""Why a file is not read, in Chinese; "" for a file of somebody else."""


def recogniser(reason: Reason) -> Callable[[Glimpse], bool]:
    """The answer to whether there is a reason."""
    return lambda seen: bool(reason(seen))


def reader(reason: Reason) -> Callable[[Document, Context], Iterator[Outcome]]:
    """The reader whose one statement is that the file is not read, and why."""

    def read(document: Document, context: Context) -> Iterator[Outcome]:
        told = reason(glimpse(document.path, document.name)) or "不读取"
        yield Skipped(Origin(document.digest, "/"), f"{document.name}：{told}")

    return read
