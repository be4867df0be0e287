"""The 25 columns of the spreadsheet that CNIPR exports, and what each one says.

Source: titles read from a real export; the meaning of the codes from the columns' own contents.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from yuzhi.engines.formats.templates import NATURE, OPERATION, TEMPLATES, fold_title


@dataclass(frozen=True, slots=True)
class ExportColumn:
    """One column of the export: its title, the fields it fills (in order), and the rule that reads it.

    `fields` is empty where the column only repeats another one, or carries the product's own bookkeeping.
    """

    zh: str
    fields: tuple[str, ...]
    rule: str
    note: str = ""


COLUMNS: tuple[ExportColumn, ...] = (
    ExportColumn("申请号", ("number", "right_kind"), "application_number", "带国别 CN 和校验位：CN201220249767.4"),
    ExportColumn("公开（公告）号", ("publication",), "publication_number"),
    ExportColumn("公开（公告）日", ("published_on", "granted_on"), "day", "2013.01.02；授权文献的公告日即授权公告日"),
    ExportColumn("申请日", ("filed_on",), "day"),
    ExportColumn("专利号", (), "application_number", "重复申请号"),
    ExportColumn("名称", ("title",), "text"),
    ExportColumn("主分类号", ("main_ipc", "locarno"), "class", "E01B3/32(2006.01)I；外观设计为洛迦诺分类"),
    ExportColumn("分类号", ("ipc", "locarno"), "class_list", "分号隔开"),
    ExportColumn("分案原申请号", ("parent",), "parent"),
    ExportColumn("优先权", ("priorities",), "list_semicolon"),
    ExportColumn("申请（专利权）人", ("applicants",), "list_semicolon"),
    ExportColumn("发明（设计）人", ("inventors",), "list_semicolon"),
    ExportColumn("地址", ("address", "county"), "address", "邮编在前：226634 江苏省南通市…"),
    ExportColumn("颁证日", ("granted_on",), "day"),
    ExportColumn("国际申请", ("pct_application",), "text"),
    ExportColumn("国际公布", ("pct_publication",), "text"),
    ExportColumn("进入国家日期", ("entered_on",), "day"),
    ExportColumn("专利代理机构", ("agency", "agency_code"), "agency", "名称后跟代码：某某代理有限公司 32243"),
    ExportColumn("代理人", ("agents",), "list_semicolon"),
    ExportColumn("摘要", ("abstract",), "text"),
    ExportColumn("主权项", ("first_claim",), "text"),
    ExportColumn("参考文献", ("citations",), "list_semicolon"),
    ExportColumn("审查员", ("examiners",), "list_semicolon"),
    ExportColumn("光盘号", ("disc",), "text"),
    ExportColumn("PCT公开", (), "flag", "产品自用的标志"),
)
"""The columns in the order of the export."""

TITLES: frozenset[str] = frozenset(fold_title(column.zh) for column in COLUMNS)
REQUIRED: frozenset[str] = frozenset(fold_title(zh) for zh in ("申请号", "公开（公告）号", "公开（公告）日", "名称"))
_PLATFORM = frozenset({fold_title(OPERATION), fold_title(NATURE)})
_FEWEST = 12
"""An export may leave columns out, but fewer titles than these could be anyone's list."""


def is_export(titles: Iterable[str]) -> bool:
    """Whether a header is that of the CNIPR export, in any order, blank titles ignored."""
    seen = frozenset(fold_title(title) for title in titles) - {""}
    mine = len(seen & TITLES)
    return (
        seen >= REQUIRED
        and not seen & _PLATFORM
        and mine >= _FEWEST
        and mine > len(seen & TEMPLATES["patents"].titles)
    )
