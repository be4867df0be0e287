"""Which source a file belongs to: exactly one, or a clear question."""

from collections.abc import Iterable

from yuzhi.engines.reading.sources import Glimpse, Source


def recognise(glimpse: Glimpse, sources: Iterable[Source]) -> Source:
    """The one source that recognises the file.

    Raises: UnknownFormat when none or several do; says what was seen and what to do.
    """
    raise NotImplementedError
