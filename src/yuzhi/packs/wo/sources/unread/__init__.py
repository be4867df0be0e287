"""Files in formats of WIPO that are recognised, named and left alone."""

from yuzhi.packs.wo.sources.unread.reader import SOURCE

__all__ = ["SOURCE"]
