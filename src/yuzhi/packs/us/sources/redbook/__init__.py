"""The Red Book: grants and applications of the United States since 2004."""

from yuzhi.packs.us.sources.redbook.reader import SOURCE

__all__ = ["SOURCE"]
