"""Companies, agencies and people."""

from yuzhi.engines.formats.tables.shape import COUNTY, Table
from yuzhi.engines.formats.tables.shape import column as _f

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
        *COUNTY,
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
        *COUNTY,
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
        *COUNTY,
    ),
)
