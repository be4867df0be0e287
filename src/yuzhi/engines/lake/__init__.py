"""Typed tables with origin and two times: append-only, published by editions, read through DuckDB."""

from yuzhi.engines.lake.snapshot import Snapshot
from yuzhi.engines.lake.store import Lake, TableFiles

__all__ = ["Lake", "Snapshot", "TableFiles"]
