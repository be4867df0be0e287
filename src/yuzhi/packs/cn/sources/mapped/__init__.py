"""Spreadsheets of others, each a source of its own: what an officer said of the columns, in all its versions."""

from yuzhi.packs.cn.sources.mapped.source import source_of

__all__ = ["source_of"]
