"""Population, centres, outlets, awards, and officers' corrections."""

from yuzhi.engines.formats.tables.shape import COUNTY, Table
from yuzhi.engines.formats.tables.shape import column as _f

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
        *COUNTY,
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
        *COUNTY,
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
        *COUNTY,
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
IDENTITIES = Table(
    "identities", "归并", "identities",
    fields=(
        _f("firm", "被归并者的代码或名称", "code or name of the one that is merged"),
        _f("into_firm", "归入者的代码或名称", "code or name of the one that it is merged into"),
        _f("name", "被归并者的名称", "name of the one that is merged"),
        _f("into_name", "归入者的名称", "name of the one that it is merged into"),
        _f("in_county", "被归并者所在县（市、区）", "county of the one that is merged"),
        _f("reason", "归并理由", "reason", "text"),
        _f("actor", "归并人", "actor"),
    ),
)
