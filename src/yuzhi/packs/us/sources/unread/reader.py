"""Recognises the office's older formats, its classification files and its document type definitions."""

import re
from pathlib import Path

from yuzhi.engines.reading.declaration import declare
from yuzhi.engines.reading.named import reader, recogniser
from yuzhi.engines.reading.prolog import look
from yuzhi.engines.reading.sources import Glimpse

_ROOTS = {
    "PATDOC": "2001—2004 年的授权文献（SGML/XML，ST.32，PATDOC）：旧格式，本平台只读 2004 年以后的 Red Book，不读取",
    "patent-application-publication": "2001—2004 年的申请公布（PAP XML）：旧格式，本平台只读 2004 年以后的 Red Book，不读取",
    "class-scheme": "CPC 分类表：是分类号的说明，没有专利记录，不读取",
    "CPCMasterClassificationFile": "CPC 主分类文件：只有分类号的指派，没有专利著录，不读取",
}
_NAMESPACE = {"CPCMasterClassificationFile": b"uspto"}
_GREEN_BOOK = re.compile(rb"(?:HHHHHT[^\n]*\r?\n)?PATN[ \t]*\r?\nWKU  [0-9A-Z]")
_BRS = b"*** BRS DOCUMENT BOUNDARY ***"
_DTD = re.compile(rb"<!(?:ELEMENT|ENTITY|ATTLIST)\s")
_ST96 = re.compile(rb"""xmlns:\w+\s*=\s*["'](?:patent:uspto:doc:us:gov|urn:us:gov:doc:uspto:)""")
_GREEN_BOOK_REASON = "1976—2001 年的授权文献（Green Book 文本）：旧格式，本平台只读 2004 年以后的 Red Book，不读取"
_BRS_REASON = "检索系统导出的 BRS 文本：不是官方公布格式，不读取"
_DTD_REASON = "文档类型定义（DTD）：只说明文件格式，没有专利记录，不读取"
_ST96_REASON = (
    "美国局在 ST.96 成为标准以前的草案格式（XML4IP）：多为审查案卷里扫描识别的权利要求书、说明书和摘要，没有著录项目和公布号，"
    "不读取；请改交 Red Book（us-patent-grant、us-patent-application）或第 6.0 版的 ST.96"
)


def reason(glimpse: Glimpse) -> str:
    """Why the file is not read; "" for a file that others read or nobody knows."""
    if glimpse.kind == "text":
        return _of_text(glimpse.head)
    return _of_xml(glimpse.head) if glimpse.kind in {"xml", "zip"} else ""


def _of_text(head: bytes) -> str:
    if _GREEN_BOOK.match(head):
        return _GREEN_BOOK_REASON
    if _BRS in head:
        return _BRS_REASON
    return _DTD_REASON if len(_DTD.findall(head)) > 1 else ""


def _of_xml(head: bytes) -> str:
    root = look(head).root
    if told := _ROOTS.get(root):
        return told if _NAMESPACE.get(root, b"") in head else ""
    if not root:      # a document whose own declarations fill the beginning is no DTD: its reader refuses it
        return _DTD_REASON if _DTD.search(head) and b"<!DOCTYPE" not in head else ""
    return _ST96_REASON if _ST96.search(head) else ""


SOURCE = declare(Path(__file__).parent, recogniser(reason), reader(reason))
