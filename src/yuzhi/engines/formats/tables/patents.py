"""Patents, their full texts and their legal events."""

from yuzhi.engines.formats.tables.shape import COUNTY, Table
from yuzhi.engines.formats.tables.shape import column as _f

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
        _f("family", "同族编号", "family"),                    # the EPO's number of the simple family
        _f("entered_on", "进入国家阶段日", "national phase entry", "day"),
        _f("citations", "引证文献", "citations", "list"),
        _f("first_claim", "主权项", "first claim", "text"),
        _f("claim_count", "权利要求数", "number of claims", "int"),
        _f("figure_count", "附图数", "number of figures", "int"),
        _f("language", "语言", "language"),
        _f("state_text", "法律状态（来源原文）", "legal state as the source says"),
        _f("disc", "光盘号", "disc number"),
        *COUNTY,
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
