"""Which received files are web archives, and that they are whole before anyone relies on them."""

import io

from yuzhi.engines.capture.wacz import wacz_entries
from yuzhi.engines.capture.warc import SUFFIXES, Entry, entries


def is_archive(name: str) -> bool:
    """Whether a file is a web archive by its name."""
    return name.lower().endswith((*SUFFIXES, ".wacz"))


def archive_entries(name: str, content: bytes) -> tuple[Entry, ...]:
    """The records of a web archive that was received, after every digest agreed.

    Raises: BadArchive.
    """
    return wacz_entries(content) if name.lower().endswith(".wacz") else entries(io.BytesIO(content))
