"""Raw bytes, kept for ever under their sha256."""

from yuzhi.engines.archive.folder import Archive

__all__ = ["Archive"]
