"""Trade marks, works, geographical indications and their users, plant varieties."""

from yuzhi.engines.formats.tables.shape import COUNTY, Table
from yuzhi.engines.formats.tables.shape import column as _f

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
        *COUNTY,
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
        *COUNTY,
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
        *COUNTY,
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
        *COUNTY,
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
        *COUNTY,
    ),
)
