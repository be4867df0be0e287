"""Files of the United States' office that are recognised, named and left alone."""

from yuzhi.packs.us.sources.unread.reader import SOURCE

__all__ = ["SOURCE"]
