"""Answers of the EPO that hold no records of patents: they are recognised, named and left alone."""

from yuzhi.packs.ep.sources.ops.unread.reader import SOURCE

__all__ = ["SOURCE"]
