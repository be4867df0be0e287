"""A first look at a file: what it is, found from its content, without reading it whole."""

from pathlib import Path

from yuzhi.engines.reading.sources import Glimpse


def glimpse(path: Path, name: str) -> Glimpse:
    """What the file at `path` is, called `name` by its sender; quick and safe on any bytes."""
    raise NotImplementedError
