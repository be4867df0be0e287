"""Families and legal events."""

from yuzhi.packs.ep.sources.ops.family.reader import SOURCE

__all__ = ["SOURCE"]
