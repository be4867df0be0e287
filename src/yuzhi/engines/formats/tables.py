"""The lake's tables as values: what is stored about each kind of thing, field by field.

Readers produce rows of these tables, spreadsheet templates ask for their fields, the sample city writes
them, the lake derives its column types and the pages derive their labels from here, and from nowhere else.
"""

from dataclasses import dataclass
from typing import Literal

FieldType = Literal["str", "text", "day", "int", "bool", "money", "list"]
"""`str` a short text · `text` a long one · `day` a legal date (Asia/Shanghai) · `int` · `bool` ·
`money` CNY, two decimals · `list` an ordered list of short texts."""


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table, with its label in both languages.

    `personal` marks personal data, masked by role: `name` of a natural person, `phone`, `address`
    (shown to the county for natural persons), or "" for what anyone may see.
    """

    name: str
    zh: str
    en: str
    type: FieldType = "str"
    personal: Literal["", "name", "phone", "address"] = ""


@dataclass(frozen=True, slots=True)
class Table:
    """One typed, append-only table of the lake. `right` says that its keys are rights with a page."""

    name: str
    zh: str
    en: str
    fields: tuple[Field, ...]
    right: bool = False

    def field(self, name: str) -> Field:
        """The field of that name; KeyError where there is none."""
        return next(f for f in self.fields if f.name == name) if name in self.names else _missing(self, name)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all fields, in order."""
        return tuple(f.name for f in self.fields)


def _missing(table: Table, name: str) -> Field:
    raise KeyError(f"{table.name} has no field {name}; it has {', '.join(table.names)}")


def _f(name: str, zh: str, en: str, type: FieldType = "str", personal: str = "") -> Field:
    return Field(name, zh, en, type, personal)  # type: ignore[arg-type]


_COUNTY = (
    _f("county", "县（市、区）代码", "county code"),
    _f("county_reason", "县（市、区）认定理由", "reason for the county"),
)

PATENTS = Table(
    "patents", "专利", "patents", right=True,
    fields=(
        _f("office", "受理局", "office"),
        _f("number", "申请号", "application number"),
        _f("right_kind", "专利类型", "kind"),                # invention · utility · design
        _f("title", "名称", "title", "text"),
        _f("title_en", "英文名称", "title in English", "text"),
        _f("abstract", "摘要", "abstract", "text"),
        _f("applicants", "申请（专利权）人", "applicants", "list"),
        _f("applicant_codes", "申请人统一社会信用代码", "applicants' codes", "list"),
        _f("address", "第一申请人地址", "first applicant's address", "str", "address"),
        _f("inventors", "发明（设计）人", "inventors", "list"),
        _f("agency", "专利代理机构", "agency"),
        _f("agency_code", "代理机构代码", "agency code"),
        _f("agents", "代理人", "agents", "list"),
        _f("examiners", "审查员", "examiners", "list"),
        _f("filed_on", "申请日", "filing date", "day"),
        _f("publication", "公开（公告）号", "publication number"),
        _f("published_on", "公开（公告）日", "publication date", "day"),
        _f("gazette", "公报期号", "gazette number"),
        _f("granted_on", "授权公告日", "grant date", "day"),
        _f("main_ipc", "主分类号", "main class"),
        _f("ipc", "IPC 分类号", "IPC classes", "list"),
        _f("cpc", "CPC 分类号", "CPC classes", "list"),
        _f("locarno", "外观设计分类号", "Locarno classes", "list"),
        _f("priorities", "优先权", "priorities", "list"),
        _f("parent", "分案原申请号", "parent application"),
        _f("pct_application", "国际申请", "PCT application"),
        _f("pct_publication", "国际公布", "PCT publication"),
        _f("entered_on", "进入国家阶段日", "national phase entry", "day"),
        _f("citations", "引证文献", "citations", "list"),
        _f("first_claim", "主权项", "first claim", "text"),
        _f("claim_count", "权利要求数", "number of claims", "int"),
        _f("figure_count", "附图数", "number of figures", "int"),
        _f("language", "语言", "language"),
        _f("state_text", "法律状态（来源原文）", "legal state as the source says"),
        _f("disc", "光盘号", "disc number"),
        *_COUNTY,
    ),
)

PATENT_TEXTS = Table(
    "patent_texts", "专利全文", "patent full texts",
    fields=(
        _f("publication", "公开（公告）号", "publication number"),
        _f("claims", "权利要求书", "claims", "text"),
        _f("description", "说明书", "description", "text"),
    ),
)

PATENT_EVENTS = Table(
    "patent_events", "专利法律事件", "patent legal events",
    fields=(
        _f("event", "事件", "event"),                        # see EVENTS
        _f("effective_on", "生效日", "effective day", "day"),
        _f("announced_on", "公告日", "announcement day", "day"),
        _f("code", "来源事件代码", "office's code"),
        _f("detail", "说明", "detail", "text"),
    ),
)

TRADEMARKS = Table(
    "trademarks", "商标", "trade marks", right=True,
    fields=(
        _f("number", "注册号", "registration number"),
        _f("nice_class", "国际分类", "Nice class", "int"),
        _f("name", "商标名称", "mark", "text"),
        _f("mark_kind", "商标类型", "kind"),                 # ordinary · collective · certification
        _f("geographic", "是否地理标志商标", "geographical indication", "bool"),
        _f("registrant", "注册人", "registrant"),
        _f("registrant_code", "注册人统一社会信用代码", "registrant's code"),
        _f("registrant_kind", "注册人类型", "registrant kind"),  # market · person · other
        _f("address", "注册人地址", "address", "str", "address"),
        _f("goods", "核定商品/服务", "goods and services", "text"),
        _f("agency", "代理机构", "agency"),
        _f("applied_on", "申请日", "filing date", "day"),
        _f("registered_on", "注册日", "registration date", "day"),
        _f("expires_on", "专用期止", "expiry date", "day"),
        _f("ended_on", "失效日", "day it ended", "day"),
        _f("end_reason", "失效原因", "why it ended"),          # 注销 · 撤销 · 无效宣告 · 期满未续展
        *_COUNTY,
    ),
)

WORKS = Table(
    "works", "作品与软件著作权登记", "works and software", right=True,
    fields=(
        _f("number", "登记号", "registration number"),
        _f("work_kind", "登记类型", "kind"),                 # work · software
        _f("name", "作品/软件名称", "title", "text"),
        _f("category", "作品类别", "category"),
        _f("owner", "著作权人", "owner"),
        _f("owner_code", "著作权人统一社会信用代码", "owner's code"),
        _f("owner_kind", "著作权人类型", "owner kind"),
        _f("address", "著作权人地址", "address", "str", "address"),
        _f("completed_on", "创作/开发完成日", "completed on", "day"),
        _f("registered_on", "登记日", "registered on", "day"),
        _f("cancelled_on", "撤销日", "cancelled on", "day"),
        *_COUNTY,
    ),
)

INDICATIONS = Table(
    "indications", "地理标志", "geographical indications", right=True,
    fields=(
        _f("system", "保护体系", "system"),                  # certification_mark · collective_mark · protected_product · agri_product
        _f("number", "注册号/公告编号", "number"),
        _f("name", "地理标志名称", "name"),
        _f("nice_class", "国际分类", "Nice class", "int"),
        _f("holder", "注册人/申请人", "holder"),
        _f("holder_code", "注册人统一社会信用代码", "holder's code"),
        _f("product_kind", "产品类别", "product kind"),
        _f("announcement", "公告", "announcement"),
        _f("recognised_on", "注册/认定日", "recognised on", "day"),
        _f("expires_on", "专用期止", "expiry date", "day"),
        _f("ended_on", "失效日", "day it ended", "day"),
        _f("converted_from", "由农产品地理标志转换（原编号）", "converted from"),
        *_COUNTY,
    ),
)

INDICATION_USERS = Table(
    "indication_users", "地理标志专用标志使用企业", "users of the official GI symbol",
    fields=(
        _f("indication", "地理标志注册号/公告编号", "indication number"),
        _f("indication_name", "地理标志名称", "indication"),
        _f("user", "用标企业", "user"),
        _f("user_code", "统一社会信用代码", "credit code"),
        _f("route", "用标途径", "route"),
        _f("announcement", "核准公告", "announcement"),
        _f("approved_on", "核准日", "approved on", "day"),
        _f("ended_on", "注销日", "ended on", "day"),
        *_COUNTY,
    ),
)

VARIETIES = Table(
    "varieties", "植物新品种", "plant varieties", right=True,
    fields=(
        _f("number", "品种权号", "variety number"),
        _f("name", "品种名称", "denomination"),
        _f("genus", "属或者种", "genus or species"),
        _f("holder", "品种权人", "holder"),
        _f("holder_code", "品种权人统一社会信用代码", "holder's code"),
        _f("address", "品种权人地址", "address", "str", "address"),
        _f("breeders", "培育人", "breeders", "list"),
        _f("applied_on", "申请日", "filing date", "day"),
        _f("granted_on", "授权日", "grant date", "day"),
        _f("ended_on", "失效日", "day it ended", "day"),
        *_COUNTY,
    ),
)

PLEDGES = Table(
    "pledges", "知识产权质押登记", "IP pledges",
    fields=(
        _f("number", "质押登记号", "registration number"),
        _f("contract", "质押合同编号", "contract number"),
        _f("loan", "贷款编号", "loan number"),
        _f("pledgor", "出质人", "pledgor"),
        _f("pledgor_code", "出质人统一社会信用代码", "pledgor's code"),
        _f("pledgee", "质权人", "pledgee"),
        _f("rights", "质押权利编号", "pledged rights", "list"),
        _f("rights_kind", "权利类型", "kind of rights"),      # patent · trademark · copyright
        _f("amount", "担保债权金额（元）", "secured amount, CNY", "money"),
        _f("term_from", "债务履行期起", "term from", "day"),
        _f("term_to", "债务履行期止", "term to", "day"),
        _f("renewal", "是否续贷", "renewal", "bool"),
        _f("registered_on", "登记日", "registered on", "day"),
        _f("lent_amount", "实际放款金额（元）", "lent amount, CNY", "money"),
        _f("lent_on", "放款日", "lent on", "day"),
        _f("cancelled_on", "注销登记日", "cancelled on", "day"),
        *_COUNTY,
    ),
)

LICENCES = Table(
    "licences", "许可与转让", "licences and transfers",
    fields=(
        _f("number", "备案/登记号", "record number"),
        _f("deal_kind", "类型", "kind"),                     # exclusive · sole · ordinary · open · transfer
        _f("rights", "权利编号", "rights", "list"),
        _f("giver", "许可/转让方", "giver"),
        _f("giver_code", "许可/转让方统一社会信用代码", "giver's code"),
        _f("taker", "被许可/受让方", "taker"),
        _f("taker_code", "被许可/受让方统一社会信用代码", "taker's code"),
        _f("amount", "金额（元）", "amount, CNY", "money"),
        _f("recorded_on", "备案/登记日", "recorded on", "day"),
        _f("ends_on", "许可终止日", "ends on", "day"),
        *_COUNTY,
    ),
)

COMPANIES = Table(
    "companies", "企业与单位", "companies and bodies",
    fields=(
        _f("code", "统一社会信用代码", "credit code"),
        _f("name", "名称", "name"),
        _f("former_names", "曾用名", "former names", "list"),
        _f("body_kind", "主体类型", "kind"),
        _f("industry", "国民经济行业", "industry"),
        _f("size", "规模", "size"),
        _f("address", "住所", "address"),
        _f("representative", "法定代表人", "legal representative", "str", "name"),
        _f("phone", "联系电话", "phone", "str", "phone"),
        _f("founded_on", "成立日期", "founded on", "day"),
        _f("ended_on", "注销日期", "ended on", "day"),
        *_COUNTY,
    ),
)

AGENCIES = Table(
    "agencies", "知识产权代理机构", "IP agencies",
    fields=(
        _f("number", "机构代码", "agency number"),
        _f("code", "统一社会信用代码", "credit code"),
        _f("name", "机构名称", "name"),
        _f("business", "业务范围", "business"),
        _f("agents", "执业人员数", "number of agents", "int"),
        _f("address", "地址", "address"),
        _f("phone", "联系电话", "phone", "str", "phone"),
        _f("approved_on", "执业许可日", "approved on", "day"),
        _f("ended_on", "终止日", "ended on", "day"),
        *_COUNTY,
    ),
)

TALENTS = Table(
    "talents", "知识产权人才", "IP talent",
    fields=(
        _f("number", "人才编号", "number"),
        _f("name", "姓名", "name", "str", "name"),
        _f("unit", "工作单位", "unit"),
        _f("unit_code", "单位统一社会信用代码", "unit's code"),
        _f("category", "人才类别", "category"),
        _f("specialty", "专业领域", "field"),
        _f("title", "职称/资格", "title"),
        _f("phone", "联系电话", "phone", "str", "phone"),
        _f("entered_on", "入库日", "entered on", "day"),
        _f("valid_to", "有效期至", "valid to", "day"),
        *_COUNTY,
    ),
)

POPULATIONS = Table(
    "populations", "常住人口", "resident population",
    fields=(
        _f("area", "行政区划代码", "area code"),
        _f("area_name", "行政区划名称", "area"),
        _f("year", "年份", "year", "int"),
        _f("residents", "常住人口（人）", "residents", "int"),
        _f("basis", "口径", "basis"),                        # year_end · census
        _f("published_on", "公布日", "published on", "day"),
        _f("publication", "公布文件", "publication"),
    ),
)

CENTRES = Table(
    "centres", "高价值专利培育中心", "high-value patent cultivation centres",
    fields=(
        _f("number", "认定编号", "number"),
        _f("name", "中心名称", "name"),
        _f("holder", "承担单位", "holder"),
        _f("holder_code", "承担单位统一社会信用代码", "holder's code"),
        _f("level", "级别", "level"),
        _f("notice", "认定文件", "notice"),
        _f("recognised_on", "认定日", "recognised on", "day"),
        _f("revoked_on", "撤销日", "revoked on", "day"),
        *_COUNTY,
    ),
)

OUTLETS = Table(
    "outlets", "知识产权信息公共服务网点", "IP information service outlets",
    fields=(
        _f("number", "备案编号", "number"),
        _f("name", "网点名称", "name"),
        _f("holder", "承担单位", "holder"),
        _f("holder_code", "承担单位统一社会信用代码", "holder's code"),
        _f("level", "级别", "level"),
        _f("notice", "认定文件", "notice"),
        _f("recognised_on", "认定日", "recognised on", "day"),
        _f("revoked_on", "撤销日", "revoked on", "day"),
        *_COUNTY,
    ),
)

AWARDS = Table(
    "awards", "知识产权奖项", "awards",
    fields=(
        _f("number", "奖项编号", "number"),
        _f("award", "奖项名称", "award"),
        _f("grade", "等级", "grade"),
        _f("right_number", "获奖权利编号", "right"),
        _f("winner", "获奖单位", "winner"),
        _f("winner_code", "获奖单位统一社会信用代码", "winner's code"),
        _f("notice", "授奖文件", "notice"),
        _f("awarded_on", "授奖日", "awarded on", "day"),
        *_COUNTY,
    ),
)

CORRECTIONS = Table(
    "corrections", "更正", "corrections",
    fields=(
        _f("field", "字段", "field"),
        _f("value", "更正后的值", "corrected value"),
        _f("before", "更正前的值", "value before"),
        _f("reason", "更正理由", "reason", "text"),
        _f("actor", "更正人", "actor"),
    ),
)

TABLES: dict[str, Table] = {
    table.name: table
    for table in (
        PATENTS, PATENT_TEXTS, PATENT_EVENTS, TRADEMARKS, WORKS, INDICATIONS, INDICATION_USERS, VARIETIES,
        PLEDGES, LICENCES, COMPANIES, AGENCIES, TALENTS, POPULATIONS, CENTRES, OUTLETS, AWARDS, CORRECTIONS,
    )
}

EVENTS: dict[str, str] = {
    "granted": "授权",
    "fee_lapsed": "未缴年费终止",
    "expired": "期满终止",
    "abandoned": "放弃专利权",
    "invalidated": "宣告全部无效",
    "partly_invalidated": "宣告部分无效",
    "restored": "恢复权利",
    "withdrawn": "撤回申请",
    "deemed_withdrawn": "视为撤回",
    "refused": "驳回",
    "transferred": "权利转移",
    "licensed": "许可备案",
    "pledged": "质押登记",
    "pledge_released": "质押解除",
    "preserved": "保全",
    "preservation_released": "保全解除",
    "renamed": "权利人变更",
    "published": "公开",
    "other": "其他",
}
"""Legal events of patents in the project's words; the left side is stored, the right side is shown and written
in the platform's own spreadsheets. Source of the enumeration: 专利法实施细则 art. 106."""

CHOICES: dict[str, dict[str, str]] = {
    "right_kind": {"invention": "发明", "utility": "实用新型", "design": "外观设计"},
    "mark_kind": {"ordinary": "普通商标", "collective": "集体商标", "certification": "证明商标"},
    "registrant_kind": {"market": "市场主体", "person": "自然人", "other": "其他单位"},
    "owner_kind": {"market": "市场主体", "person": "自然人", "other": "其他单位"},
    "work_kind": {"work": "作品", "software": "计算机软件"},
    "system": {
        "certification_mark": "地理标志证明商标",
        "collective_mark": "地理标志集体商标",
        "protected_product": "地理标志保护产品",
        "agri_product": "农产品地理标志",
    },
    "rights_kind": {"patent": "专利", "trademark": "商标", "copyright": "著作权", "mixed": "混合"},
    "deal_kind": {
        "exclusive": "独占许可", "sole": "排他许可", "ordinary": "普通许可", "open": "开放许可", "transfer": "转让",
    },
    "basis": {"year_end": "年末常住人口", "census": "人口普查"},
    "level": {"national": "国家级", "province": "省级", "city": "市级"},
    "event": EVENTS,
}
"""Closed lists by field name: the left side is stored, the right side is what people read and write."""
