"""What keeping a Chinese right costs from a day on."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, cast

from yuzhi.engines.lawbook.book import LawBook
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.keeping import Keeping, Payment
from yuzhi.kernel.money import Money
from yuzhi.packs.cn import fees, terms

Get = Callable[[str], Any]
UNPAID = "平台不知道哪些费用已经缴纳；所列为届时应缴的数额，未计减缴。"
NOMINAL = "应缴日和补缴期末日逢休假日的，实际缴费可顺延到下一个工作日；滞纳金按名义应缴日计算。"


def keeping(kind: str, get: Get, state: str, on: date, law: LawBook) -> Keeping:
    """The payments that keep a patent or a mark, as of a day.

    Raises: BadValue for other kinds, and for rights of other offices: they cost nothing to keep, or not here.
    """
    if kind == "patents" and (get("office") or "CN") == "CN":
        return _patent(get, state, on, law)
    if kind == "trademarks":
        return _mark(get, state, on, law)
    raise BadValue("只有中国专利和注册商标有维持费用；这项权利没有，或由其他国家的机构收取。")


def _patent(get: Get, state: str, on: date, law: LawBook) -> Keeping:
    kind, filed, granted = get("right_kind"), get("filed_on"), get("granted_on")
    if filed is None or kind not in ("invention", "utility", "design"):
        return Keeping(None, None, (), ("来源没有载明申请日或专利类型，不能算出年费。",))
    named = cast(terms.PatentKind, kind)
    term = terms.patent_term(named, filed, law)
    year = terms.patent_year(filed, on) if on >= filed else None
    if state not in ("valid", "lapsed") or granted is None or year is None:
        why = "尚未授权，授权当年的年费在办理登记手续时缴纳。" if state == "pending" else "这一天权利不在有效期内，没有要缴的年费。"
        return Keeping(year, term.ends_on, (), (why,))
    first = terms.patent_year(filed, granted) + 1
    listed = [fees.annual_fee(named, filed, one, law) for one in range(first, term.years + 1)]
    open_ones = [fee for fee in listed if on <= fees.grace_until(fee.due_on, law)]
    if state == "lapsed":
        open_ones = [fee for fee in open_ones if fee.due_on <= on]
    return Keeping(year, term.ends_on, tuple(_annual(fee, on, law) for fee in open_ones), (UNPAID, NOMINAL))


def _annual(fee: fees.AnnualFee, on: date, law: LawBook) -> Payment:
    bill = fees.owed(fee, on, law)
    return Payment(
        fee.year, None, fee.due_on, fees.grace_until(fee.due_on, law), fee.amount, bill.surcharge, bill.total, bill.cites
    )


def _mark(get: Get, state: str, on: date, law: LawBook) -> Keeping:
    expires = get("expires_on")
    if expires is None:
        return Keeping(None, None, (), ("来源没有载明专用期止日，不能算出续展期。",))
    term = terms.around_expiry(expires, law)
    if state not in ("valid", "grace"):
        return Keeping(None, expires, (), ("这一天商标不在专用期或宽展期内，不能续展。",))
    fee = law.at("trademark_fees.renewal", on=expires)
    late = law.at("trademark_fees.late_renewal", on=expires)
    surcharge = Money(Decimal(late.value if on > expires else 0))
    cites = (*term.cites, fee.cite, *((late.cite,) if on > expires else ()))
    payment = Payment(
        None, term.renewal_from, expires, term.grace_until, Money(Decimal(fee.value)), surcharge,
        Money(Decimal(fee.value)) + surcharge, cites,
    )
    return Keeping(None, expires, (payment,), ("所列为每类的纸质收费；网上办理的略低。", UNPAID))
