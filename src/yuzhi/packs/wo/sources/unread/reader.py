"""Recognises documents in WIPO ST.96 that hold no right as the lake keeps it, schemas, and the Japanese branch of ST.36."""

from pathlib import Path

from yuzhi.engines.formats.st96 import LEFT, MARK_OF_ALL
from yuzhi.engines.reading.declaration import declare
from yuzhi.engines.reading.named import reader, recogniser
from yuzhi.engines.reading.prolog import look
from yuzhi.engines.reading.sources import Glimpse

_SCHEMA = b"http://www.w3.org/2001/XMLSchema"
_JPO = (b"http://www.jpo.go.jp", b"kind-of-jp")
_LEFT = {tag.rpartition("}")[2]: what for tag, what in LEFT.items()}
_ST96_REASON = "WIPO ST.96 的{what}：本平台只读其中的专利、商标和地理标志著录，不读取"
_SCHEMA_REASON = "XML 模式定义（XSD）：只说明文件格式，没有权利记录，不读取"
_JPO_REASON = "日本特许厅公报（jp-official-gazette）：格式尚未支持，不读取"


def reason(glimpse: Glimpse) -> str:
    """Why the file is not read; "" for a file that others read or nobody knows."""
    if glimpse.kind not in {"xml", "zip"}:
        return ""
    root = look(glimpse.head).root
    if root == "schema" and _SCHEMA in glimpse.head:
        return _SCHEMA_REASON
    if root == "jp-official-gazette" and any(mark in glimpse.head for mark in _JPO):
        return _JPO_REASON
    return _ST96_REASON.format(what=_LEFT[root]) if root in _LEFT and MARK_OF_ALL in glimpse.head else ""


SOURCE = declare(Path(__file__).parent, recogniser(reason), reader(reason))
