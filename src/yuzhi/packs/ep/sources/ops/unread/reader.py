"""Recognises what the EPO's services answer besides documents, and its table of legal event codes."""

from pathlib import Path

from yuzhi.engines.formats.ops import LEGAL_TABLE
from yuzhi.engines.reading.declaration import declare
from yuzhi.engines.reading.named import reader, recogniser
from yuzhi.engines.reading.sources import Glimpse
from yuzhi.packs.ep.sources.ops.services import service

_REASONS = {
    "search": "检索结果清单（biblio-search）：只有命中的公布号，没有著录内容，不读取；请按公布号取著录项目后提交",
    "images": "图像清单（document-inquiry）：只有页数和下载地址，没有专利内容，不读取",
    "other": "开放专利服务的其他应答：既不是文献，也不是同族或法律状态，不读取",
}
_TABLE = "法律状态代码表：是代码的说明，没有专利记录，不读取"


def reason(glimpse: Glimpse) -> str:
    """Why the file is not read; "" for a file that others read."""
    if any(row[: len(LEGAL_TABLE)] == LEGAL_TABLE for row in glimpse.sheets.values()):
        return _TABLE
    return _REASONS.get(service(glimpse), "")


SOURCE = declare(Path(__file__).parent, recogniser(reason), reader(reason))
