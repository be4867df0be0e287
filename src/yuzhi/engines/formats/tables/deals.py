"""Pledges, licences and transfers."""

from yuzhi.engines.formats.tables.shape import COUNTY, Table
from yuzhi.engines.formats.tables.shape import column as _f

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
        *COUNTY,
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
        *COUNTY,
    ),
)
