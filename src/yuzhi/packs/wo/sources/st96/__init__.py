"""WIPO ST.96: patents, trade marks and geographical indications of all offices."""

from yuzhi.packs.wo.sources.st96.reader import SOURCE

__all__ = ["SOURCE"]
