"""Claims."""

from yuzhi.packs.ep.sources.ops.claims.reader import SOURCE

__all__ = ["SOURCE"]
