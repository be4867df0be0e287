"""The platform's own spreadsheets as values: what an officer fills in, column by column.

The reader, the writer of empty workbooks and the sample city share these values. Titles come from the lake's
tables, so a label is written once. A column asks for one field, by a named rule; the rule's meaning is in
`yuzhi.engines.reading.rules`.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from yuzhi.engines.formats.tables import CHOICES, TABLES, Field

RULES = (
    "text", "identifier", "day", "int", "year", "money_yuan", "application_number", "publication_number",
    "trademark_number", "registration_number", "variety_number", "credit_code", "credit_codes", "ipc_list", "ipc",
    "cpc_list", "locarno_list", "list_semicolon", "nice_classes", "choice", "bool_shi_fou", "area_code", "area",
    "phone", "operation", "nature",
)
"""Every rule that a column may name."""

OPERATION, NATURE = "记录操作", "数据性质"
WITHDRAWN, MADE_UP = "撤回", "示例数据"
PATENT, WITHDRAWAL, MADE = "patent", "operation", "nature"
"""Field names that no table has: the patent an event belongs to, and the two columns that every template carries."""

AREA_TITLE = "所在县（市、区）"
NOTES_SHEET, LISTS_SHEET = "填写说明", "选项"
"""Sheets of our own workbooks that hold no records."""

CellValue = str | int | bool | date | list[str] | None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a template: its title, the field it fills, and the rule that reads it.

    `choices` are the texts that people may choose from; `hint` and `example` are shown in 填写说明.
    """

    zh: str
    field: str
    rule: str
    required: bool = False
    choices: tuple[str, ...] = ()
    hint: str = ""
    example: str = ""

    @property
    def title(self) -> str:
        """The title as the workbook shows it: a star marks what must be filled in."""
        return f"*{self.zh}" if self.required else self.zh


@dataclass(frozen=True, slots=True)
class Template:
    """One spreadsheet for one table.

    `key` names the fields that tell its rows apart (not all of them must be filled in); `begins` the days of
    which the first one given starts the truth of a row, `ends` the day on which it stops (with `ends_after`,
    the day after it).
    """

    name: str
    table: str
    zh: str
    columns: tuple[Column, ...]
    key: tuple[str, ...]
    begins: tuple[str, ...] = ()
    ends: str = ""
    ends_after: bool = False

    @property
    def titles(self) -> frozenset[str]:
        """All titles, folded, without stars; sums in either unit."""
        return frozenset(self._spellings)

    @property
    def required(self) -> frozenset[str]:
        """The folded titles of columns that must be there."""
        return frozenset(fold_title(column.zh) for column in self.columns if column.required)

    def column(self, field: str) -> Column:
        """The column that fills a field; KeyError where there is none."""
        for column in self.columns:
            if column.field == field:
                return column
        raise KeyError(f"{self.name} has no column for {field}")

    def has(self, field: str) -> bool:
        """Whether a column fills the field."""
        return any(column.field == field for column in self.columns)

    def names(self, titles: Iterable[str]) -> dict[str, str]:
        """The column that each known title means; a sum headed （万元） keeps that unit in its name."""
        known = self._spellings
        return {title: zh for title in titles if (zh := known.get(fold_title(title)))}

    @property
    def _spellings(self) -> dict[str, str]:
        sums = [column.zh for column in self.columns if column.rule == "money_yuan"]
        known = [column.zh for column in self.columns] + [in_wan(zh) for zh in sums]
        return {fold_title(zh): zh for zh in known}


@lru_cache(maxsize=4096)
def fold_title(text: str) -> str:
    """A title as it is compared: NFKC, without spaces and stars.

    >>> fold_title(" *担保债权金额（元） ") == fold_title("担保债权金额(元)*")
    True
    """
    return "".join(unicodedata.normalize("NFKC", text).split()).replace("*", "").replace("★", "")


def in_wan(title: str) -> str:
    """The title of a sum of money counted in ten thousands of yuan.

    >>> in_wan("担保债权金额（元）")
    '担保债权金额（万元）'
    """
    return title.replace("（元）", "（万元）")


def shown(column: Column, value: CellValue) -> str:
    """The text that an officer writes for a stored value: the inverse of the column's rule.

    >>> shown(TEMPLATES["trademarks"].column("geographic"), True)
    '是'
    """
    if value is None:
        return ""
    if column.rule == "choice":
        return CHOICES[column.field][str(value)]
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, date):
        return value.isoformat()
    return ";".join(value) if isinstance(value, list) else str(value)


def which(titles: Iterable[str]) -> Template | None:
    """The one template that a header belongs to, or None.

    A header belongs where half of its titles are known and two thirds of the required ones are there; the rest
    is left to the reader, who names each unknown and each missing column.
    """
    marks = {"", fold_title(OPERATION), fold_title(NATURE)}
    return _which(frozenset(fold_title(title) for title in titles) - marks)


@lru_cache(maxsize=256)
def _which(seen: frozenset[str]) -> Template | None:
    scores = sorted(((_score(seen, template), template.name) for template in TEMPLATES.values()), reverse=True)
    best, second = scores[0], scores[1]
    return TEMPLATES[best[1]] if best[0] > second[0] else None


def _score(seen: frozenset[str], template: Template) -> float:
    told = {fold_title(zh) for zh in template.names(seen).values()}
    needed = told & template.required
    if len(told) < 2 or 2 * len(told) < len(seen) or 3 * len(needed) < 2 * len(template.required):
        return 0.0
    return len(told) / len(seen) + len(needed) / len(template.required)


_RULE_OF_TYPE = {
    "str": "text", "text": "text", "day": "day", "int": "int", "bool": "bool_shi_fou", "money": "money_yuan",
    "list": "list_semicolon",
}
_HINTS = {
    "day": "日期，写作 2024-05-31；也认 2024.05.31、2024/5/31、2024年5月31日、20240531",
    "money_yuan": "单位：元，最多两位小数；标题写（万元）时按万元读",
    "list_semicolon": "多个用分号（;）隔开，按原有次序",
    "bool_shi_fou": "填“是”或“否”",
    "identifier": "单元格请设为文本格式，以免号码被改成科学计数法",
    "int": "整数",
    "year": "四位年份",
    "application_number": "可带 ZL 或 CN；校验位可省略，写了就会核对",
    "publication_number": "含国别和文献种类代码",
    "credit_code": "18 位，两个校验位都会核对",
    "credit_codes": "与申请人次序一致，用分号隔开；没有的留空位",
    "ipc": "一个主分类号，如 C10G 2/00",
    "trademark_number": "注册号；马德里国际注册前加 G",
    "registration_number": "登记号，如 2021SR0123456 或 国作登字-2021-F-00012345",
    "variety_number": "品种权号，如 CNA20191000001",
    "ipc_list": "多个用分号隔开",
    "cpc_list": "多个用分号隔开",
    "locarno_list": "多个用分号隔开",
    "nice_classes": "1–45；一件多类时用分号隔开，每类读成一条",
    "area": "榆林市的县（市、区）名称",
    "area_code": "6 位行政区划代码",
    "phone": "固定电话或手机号",
    "operation": "留空表示登记或更新；填“撤回”表示此条作废",
    "nature": "留空表示真实数据；填“示例数据”表示虚构",
}
_EXAMPLES = {
    "day": "2024-05-31", "money_yuan": "5000000.00", "trademark_number": "12345678",
    "registration_number": "2021SR0123456", "variety_number": "CNA20191000001", "list_semicolon": "张三;李四", "bool_shi_fou": "否", "int": "12",
    "year": "2024", "application_number": "202410000000.X", "publication_number": "CN100000000A",
    "ipc_list": "C10G 2/00;B01J 23/75", "ipc": "C10G 2/00", "cpc_list": "Y02E 50/30", "locarno_list": "09-03",
    "nice_classes": "31", "area": "神木市", "area_code": "610881", "phone": "0912-0000000",
}

_OVERRIDES: dict[str, dict[str, str]] = {
    "patents": {
        "number": "application_number", "publication": "publication_number", "applicant_codes": "credit_codes",
        "main_ipc": "ipc", "ipc": "ipc_list", "cpc": "cpc_list", "locarno": "locarno_list",
        "parent": "application_number", "agency_code": "identifier",
    },
    "trademarks": {"number": "trademark_number", "nice_class": "nice_classes"},
    "works": {"number": "registration_number"},
    "varieties": {"number": "variety_number"},
    "populations": {"area": "area_code", "year": "year"},
    "indications": {"number": "identifier", "converted_from": "identifier"},
    "indication_users": {"indication": "identifier"},
    "pledges": {"number": "identifier", "contract": "identifier", "loan": "identifier"},
    "licences": {"number": "identifier"},
    "agencies": {"number": "identifier"},
    "talents": {"number": "identifier"},
    "centres": {"number": "identifier"},
    "outlets": {"number": "identifier"},
    "awards": {"number": "identifier", "right_number": "identifier"},
}
_CREDIT_CODES = {
    "registrant_code", "owner_code", "holder_code", "user_code", "pledgor_code", "giver_code", "taker_code",
    "unit_code", "winner_code",
}
_UNASKED = {"office", "county_reason", "disc", "gazette", "figure_count", "language", "family"}
"""Fields that officers are not asked for."""


def _rule(table: str, field: Field) -> str:
    if field.name in _OVERRIDES.get(table, {}):
        return _OVERRIDES[table][field.name]
    if field.name in CHOICES and field.type == "str":
        return "choice"
    if field.name == "phone":
        return "phone"
    if field.name in _CREDIT_CODES or (field.name == "code" and table in {"companies", "agencies"}):
        return "credit_code"
    return _RULE_OF_TYPE[field.type]


def _column(table: str, field: Field, required: frozenset[str]) -> Column:
    rule = _rule(table, field)
    choices = tuple(CHOICES[field.name].values()) if rule == "choice" else ("是", "否") if field.type == "bool" else ()
    hint = "从下拉列表中选择" if rule == "choice" else _HINTS.get(rule, "")
    example = choices[0] if rule == "choice" else _EXAMPLES.get(rule, "")
    return Column(field.zh, field.name, rule, field.name in required, choices, hint, example)


_LAST = (
    Column(OPERATION, WITHDRAWAL, "operation", False, (WITHDRAWN,), _HINTS["operation"], ""),
    Column(NATURE, MADE, "nature", False, (MADE_UP,), _HINTS["nature"], ""),
)
_EVENT_PATENT = Column(
    "申请号", PATENT, "application_number", True, (), _HINTS["application_number"], _EXAMPLES["application_number"]
)


def _template(name: str, key: str, more: str, begins: str, ends: str = "", ends_after: bool = False) -> Template:
    """`key` and `more` name what must be filled in; a part of the key with a question mark may stay empty."""
    table = TABLES[name]
    must = frozenset(word for word in f"{key} {more}".split() if not word.endswith("?"))
    asked = [field for field in table.fields if field.name not in _UNASKED]
    columns = [_column(name, field, must) for field in asked if field.name != "county"]
    if name == "patent_events":
        columns.insert(0, _EVENT_PATENT)
    if "county" in table.names and "address" not in table.names:
        columns.append(Column(AREA_TITLE, "county", "area", False, (), _HINTS["area"], _EXAMPLES["area"]))
    parts = tuple(key.replace("?", "").split())
    return Template(name, name, table.zh, (*columns, *_LAST), parts, tuple(begins.split()), ends, ends_after)


TEMPLATES: dict[str, Template] = {
    template.name: template
    for template in (
        _template("patents", "number", "title applicants filed_on", "published_on granted_on filed_on"),
        _template("patent_events", "patent event effective_on code?", "", "effective_on"),
        _template("trademarks", "number nice_class", "name registrant registered_on", "registered_on", "ended_on"),
        _template("works", "number", "work_kind name owner registered_on", "registered_on", "cancelled_on"),
        _template("indications", "system number", "name recognised_on", "recognised_on", "ended_on"),
        _template("indication_users", "indication user user_code?", "approved_on", "approved_on", "ended_on"),
        _template("varieties", "number", "name holder", "granted_on applied_on", "ended_on"),
        _template("pledges", "number", "pledgor amount registered_on", "registered_on", "cancelled_on"),
        _template("licences", "number", "deal_kind rights giver taker recorded_on", "recorded_on", "ends_on"),
        _template("companies", "code", "name", "founded_on", "ended_on"),
        _template("agencies", "number", "name", "approved_on", "ended_on"),
        _template("talents", "number", "name", "entered_on", "valid_to", ends_after=True),
        _template("populations", "area year basis", "residents published_on", "published_on"),
        _template("centres", "number", "name holder recognised_on", "recognised_on", "revoked_on"),
        _template("outlets", "number", "name holder level recognised_on", "recognised_on", "revoked_on"),
        _template("awards", "number", "award winner awarded_on", "awarded_on"),
    )
}
"""The platform's templates by name; the name is the table's name."""
