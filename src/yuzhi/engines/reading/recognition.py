"""Which source a file belongs to: exactly one, or a clear question."""

from collections.abc import Iterable, Sequence

from yuzhi.engines.reading.prolog import look
from yuzhi.engines.reading.sources import Glimpse, Source
from yuzhi.kernel.chinese import fold
from yuzhi.kernel.errors import BadFile, UnknownFormat

NUMBER_TITLES = frozenset({"申请号", "公开(公告)号", "公开号", "公告号", "专利号", "注册号", "登记号"})
PATENT_TITLES = frozenset({"名称", "摘要", "公开年份", "申请年份", "IPC分类号", "发明名称", "专利名称", "主分类号"})
_OTHERS = {"xls": "是旧版 Office 文件（.xls 等）", "empty": "是空文件"}
_SHOWN = 12
_FILES = 3


def recognise(glimpse: Glimpse, sources: Iterable[Source]) -> Source:
    """The one source that recognises the file: one that knows each of its columns before others, and one that reads it
    before one that only says why it is not read.

    Raises: UnknownFormat when none or several do; it says what was seen and what to do. BadFile for an archive that
    is damaged or hostile.
    """
    known = tuple(sources)
    found = [source for source in known if source.recognise(glimpse)]
    found = [source for source in found if source.tables] or found      # who reads it comes before who only names it
    found = [source for source in found if source.exact] or found
    if len(found) == 1:
        return found[0]
    if found:
        listed = "、".join(f"{source.zh}（{source.name}）" for source in sorted(found, key=lambda source: source.rank))
        raise UnknownFormat(
            f"《{glimpse.name}》同时符合 {len(found)} 个来源：{listed}。它来自哪一个？"
            f"请在提交时指明来源，例如 {found[0].name}（网页上选“来源”，命令行写 --source）。"
        )
    if glimpse.damage:
        raise BadFile(glimpse.damage)
    near = [told for source in known if source.nearly and (told := source.nearly(glimpse))]
    if near:
        raise UnknownFormat(f"《{glimpse.name}》没有读取：{'；'.join(near)}。请核对表头；来源改了格式的，请在数据中心为它存一个新版本。")
    raise UnknownFormat(f"《{glimpse.name}》{_seen(glimpse)}{_advice(glimpse, known)}")


def _seen(glimpse: Glimpse) -> str:
    packed = "（gzip 压缩）" if glimpse.gzipped else ""
    if glimpse.kind == "xml":
        root = look(glimpse.head).root
        what = f"是根元素为 {root} 的 XML 文件" if root else "像 XML 文件，但开头没有根元素"
    elif glimpse.kind == "zip":
        root = look(glimpse.head).root if glimpse.head else ""
        shown = "、".join(name.rsplit("/", 1)[-1][:60] for name in glimpse.members[:_FILES]) or "没有文件"
        what = f"是压缩包（{shown}{'…' if len(glimpse.members) > _FILES else ''}）"
        what += f"，其中第一个 XML 的根元素是 {root}" if root else "，里面没有能读取的 XML"
    elif glimpse.kind == "xlsx":
        shown = "；".join(f"工作表“{title}”的表头是 {_row(row)}" for title, row in glimpse.sheets.items())
        what = f"是工作簿，{shown or '里面没有工作表'}"
    elif glimpse.kind == "text":
        what = f"是文本文件（{glimpse.encoding}），第一行是“{_first_line(glimpse)}”"
    else:
        what = _OTHERS.get(glimpse.kind, "不是文本、XML、工作簿或压缩包")
    return packed + what


def _advice(glimpse: Glimpse, known: Sequence[Source]) -> str:
    if glimpse.kind == "xls":
        return "，平台不读取。请用表格软件另存为“.xlsx”或“CSV UTF-8”后重新提交。"
    if glimpse.kind == "empty":
        return "，没有可以读取的内容。请检查是否上传完整。"
    if without_number(glimpse):
        return ("。这张表缺少“申请号”或“公开（公告）号”列，不能确定每一行是哪一件专利，没有读取。"
                "请补上号码列，或从数据中心下载专利模板填写。")
    return (f"。{len(known)} 个来源都不认得它，没有读取。如果知道它来自哪里，请在提交时指明来源（网页上选“来源”；命令行写 --source，名称见 yuzhi sources）；"
            "要长期接收的，请市级工作人员在数据中心对照一次列名；自制表格请改用数据中心的模板。")


def without_number(glimpse: Glimpse) -> bool:
    """True of a table of patents that lacks the column which would say which patents."""
    rows = list(glimpse.sheets.values())
    if glimpse.kind == "text":
        rows = [tuple(_first_line(glimpse, 2000).replace("\t", ",").split(","))]
    titles = [{fold(title) for title in row} for row in rows if row]
    return bool(titles) and all(len(row & PATENT_TITLES) >= 2 and not row & NUMBER_TITLES for row in titles)


def _row(row: Sequence[str]) -> str:
    shown = "、".join(f"{title[:20] or '（空）'}" for title in row[:_SHOWN])
    return f"{shown}{'…' if len(row) > _SHOWN else ''}" if row else "（空）"


def _first_line(glimpse: Glimpse, length: int = 80) -> str:
    lines = glimpse.head[:8192].decode(glimpse.encoding or "utf-8", "replace").splitlines()
    line = next((line.strip() for line in lines if line.strip()), "")
    return line[:length] + ("…" if len(line) > length else "")
