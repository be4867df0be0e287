"""What keeping a Chinese right costs from a day on."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any, cast

from yuzhi.engines.lawbook.book import LawBook
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.keeping import Keeping, Payment
from yuzhi.kernel.money import Money
from yuzhi.kernel.standing import Standing
from yuzhi.packs.cn import fees, terms

Get = Callable[[str], Any]
UNPAID = "平台不知道哪些费用已经缴纳；所列为在所问的一天缴纳的数额。"
NOMINAL = "应缴日和补缴期末日逢休假日的，实际缴费可顺延到下一个工作日；滞纳金按名义应缴日计算。"
NOMINAL_MARK = "所列日期为名义日期：宽展期末日逢休假日的，可在下一个工作日办理，“管期限”里列的是顺延后的那一天。"


def keeping(
    kind: str, get: Get, standing: Standing, on: date, law: LawBook, *, holders: int = 0, open_licence: bool = False
) -> Keeping:
    """The payments that keep a patent or a mark, as of a day on which it stands so.

    `holders` is how many hold the patent where a reduction was approved, 0 where none was.
    Raises: BadValue for other kinds, and for rights of other offices: they cost nothing to keep, or not here.
    """
    if kind == "patents" and (get("office") or "CN") == "CN":
        return _patent(get, standing, on, law, (holders, open_licence))
    if kind == "trademarks":
        return _mark(get, standing.state, on, law)
    raise BadValue("只有中国专利和注册商标有维持费用；这项权利没有，或由其他国家的机构收取。")


def _patent(get: Get, standing: Standing, on: date, law: LawBook, needs: tuple[int, bool]) -> Keeping:
    kind, filed, granted = get("right_kind"), get("filed_on"), standing.granted_on
    if filed is None or kind not in ("invention", "utility", "design"):
        return Keeping(None, None, (), ("来源没有载明申请日或专利类型，不能算出年费。",))
    named = cast(terms.PatentKind, kind)
    term = terms.patent_term(named, filed, law)
    year = terms.patent_year(filed, on) if on >= filed else None
    if standing.state == "lapsed" and granted is not None and standing.ends_on is not None:
        return Keeping(year, term.ends_on, (), (_lost(named, filed, standing.ends_on, on, law),))
    if standing.state != "valid" or granted is None or year is None:
        pending = standing.state == "pending"
        why = "尚未授权，授权当年的年费在办理登记手续时缴纳。" if pending else "这一天权利不在有效期内，没有要缴的年费。"
        return Keeping(year, term.ends_on, (), (why,))
    at_grant = terms.patent_year(filed, granted)
    # Fees of years before this one are past their grace, which is shorter than a year.
    listed = [fees.annual_fee(named, filed, one, law) for one in range(max(at_grant + 1, year), term.years + 1)]
    payments = tuple(
        _annual(fee, on, law, fees.reduction(fee, at_grant, needs[0], law, open_licence=needs[1]))
        for fee in listed if on <= fees.grace_until(fee.due_on, law)
    )
    return Keeping(year, term.ends_on, payments, (UNPAID, NOMINAL))


def _annual(fee: fees.AnnualFee, on: date, law: LawBook, reduction: fees.Reduction) -> Payment:
    bill = fees.owed(fee, on, law, reduction)
    return Payment(
        fee.year, None, fee.due_on, fees.grace_until(fee.due_on, law), fee.amount, reduction.percent, bill.surcharge,
        bill.total, bill.cites,
    )


def _lost(kind: terms.PatentKind, filed: date, ended: date, on: date, law: LawBook) -> str:
    """What a patent that lapsed for its fee would cost to get back."""
    fee = fees.annual_fee(kind, filed, terms.patent_year(filed, ended), law)
    bill = fees.restoration(fee, on, law)
    months = law.at("patent_law_rules.restoration_after_notice", on=on)
    return (
        f"专利权已因未缴第 {fee.year} 年度年费自 {ended} 起终止。有正当理由的，收到终止通知之日起 {months.value} 个月内"
        f"可请求恢复（专利法实施细则第6条），共 {bill.total}：年费全额和恢复权利请求费 {bill.fee}，滞纳金 {bill.surcharge}。"
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
        None, term.renewal_from, expires, term.grace_until, Money(Decimal(fee.value)), Decimal(0), surcharge,
        Money(Decimal(fee.value)) + surcharge, cites,
    )
    return Keeping(None, expires, (payment,), ("所列为每类的纸质收费；网上办理的略低。", UNPAID, NOMINAL_MARK))
