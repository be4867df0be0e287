"""The patent office's full-text XML, old generation."""

from yuzhi.packs.cn.sources.cnipa_xml_old.reader import SOURCE

__all__ = ["SOURCE"]
