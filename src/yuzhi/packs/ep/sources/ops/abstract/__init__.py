"""Abstracts alone."""

from yuzhi.packs.ep.sources.ops.abstract.reader import SOURCE

__all__ = ["SOURCE"]
