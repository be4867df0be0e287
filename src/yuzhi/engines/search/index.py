"""The index of one installation."""

from collections.abc import Iterable, Mapping
from pathlib import Path

from yuzhi.engines.search.answers import Answer
from yuzhi.engines.search.asks import Ask
from yuzhi.engines.search.entries import Entry

Labels = Mapping[str, Mapping[str, str]]
"""For kind, county and state: stored value → the word people use, so that 县:神木 is understood."""


class SearchIndex:
    """A full-text index in a folder: one writer at a time, any number of readers."""

    def __init__(self, folder: Path, labels: Labels | None = None) -> None:
        raise NotImplementedError

    def put(self, entries: Iterable[Entry], edition: int | None = None) -> int:
        """Entries with the same key are replaced; all become visible together. The number of entries put."""
        raise NotImplementedError

    def drop(self, keys: Iterable[str], edition: int | None = None) -> None:
        """Entries with these keys are gone; unknown keys are fine."""
        raise NotImplementedError

    def find(self, ask: Ask) -> Answer:
        """The answer to a question, best first, ties by key. Never raises for what a person typed."""
        raise NotImplementedError

    def count(self) -> int:
        """The number of entries."""
        raise NotImplementedError

    @property
    def edition(self) -> int | None:
        """The edition that the index shows; None before the first and after a reset."""
        raise NotImplementedError

    def reset(self) -> None:
        """The index is empty and shows no edition."""
        raise NotImplementedError
