"""The patent office's full-text XML, new generation."""

from yuzhi.packs.cn.sources.cnipa_xml.reader import SOURCE

__all__ = ["SOURCE"]
