"""Descriptions."""

from yuzhi.packs.ep.sources.ops.description.reader import SOURCE

__all__ = ["SOURCE"]
