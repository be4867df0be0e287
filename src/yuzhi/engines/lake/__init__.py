"""Typed tables with origin and two times: append-only, published by editions, read through DuckDB."""

from yuzhi.engines.lake.snapshot import Held, Snapshot
from yuzhi.engines.lake.store import Lake, TableFiles

__all__ = ["Held", "Lake", "Snapshot", "TableFiles"]
