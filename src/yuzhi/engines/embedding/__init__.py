"""Sentence vectors: texts of like meaning lie near each other, in whichever of sixteen languages they are written."""

from yuzhi.engines.embedding.sentences import MODEL, Encoder, Keeping, encoder

__all__ = ["MODEL", "Encoder", "Keeping", "encoder"]
