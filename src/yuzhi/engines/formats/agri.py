"""Keys and columns of the farm-patent collection: JSONL, and the CSV files in GB18030 that it was made from.

Source: read from the collection's own files.
"""

import html
import re

LINES = frozenset({"src_id", "app_no", "title", "abstract", "ipc_subclass"})
SHEET = ("patent_id", "名称", "申请号", "摘要")
CLASS_TEXTS = ("code", "describe")
"""Titles of the list of class texts, which holds no records of patents."""

_RESIDUE = re.compile(r"\s*[$＄][#＃]?!?\s*$")
_TAG = re.compile(r"</?(?:sub|sup|b|i|u|o|br|p|pb|img|maths?|tables?|chem|figref|ovb)\b[^<>]{0,300}>", re.IGNORECASE)
_NOTE = re.compile(r"<!--.{0,200}?-->", re.DOTALL)
PLAIN_RULE = "plain_text"


def plain_text(text: str) -> str:
    """The text without what a typesetting system left in it: tags, notes, entities and the end mark `$#!`.

    >>> plain_text("CO<sub>2</sub>的压力&lt;1×10<SUP>－4</SUP>mmHg。$＃!")
    'CO2的压力<1×10－4mmHg。'
    """
    bare = _TAG.sub("", _NOTE.sub("", text))
    return html.unescape(_RESIDUE.sub("", bare)).strip()
