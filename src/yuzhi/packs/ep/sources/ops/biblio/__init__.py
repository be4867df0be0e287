"""Bibliographies and abstracts: exchange documents."""

from yuzhi.packs.ep.sources.ops.biblio.reader import SOURCE

__all__ = ["SOURCE"]
