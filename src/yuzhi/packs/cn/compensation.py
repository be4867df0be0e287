"""How much longer an invention patent lasts: for a delay in granting it, and for the approval of a new medicine.

What is computed is what may be asked for. The office decides; only its decision, entered in the register, prolongs a term.
"""

from dataclasses import dataclass
from datetime import date, timedelta

from yuzhi.engines.lawbook.book import LawBook
from yuzhi.kernel.cite import Cite
from yuzhi.kernel.errors import BadValue, Refused
from yuzhi.kernel.periods import add_months

_NOTHING = 0


@dataclass(frozen=True, slots=True)
class Compensation:
    """The days that a term may be prolonged by, the first day without the right then, and what the days rest on.

    `request_by` is the nominal last day to ask for it; it moves to the next working day.
    """

    days: int
    ends_on: date
    request_by: date
    cites: tuple[Cite, ...]


def for_delay(
    filed: date, requested: date, granted: date, ends: date, law: LawBook, *,
    reasonable: int = 0, by_applicant: int = 0, twin_utility: bool = False,
) -> Compensation:
    """The compensation for a delay in granting: the days beyond four years from filing and three from the request.

    `requested` is the day of the request for examination, `ends` the first day without the right before any
    compensation. `reasonable` are days of delay that the rules call reasonable, `by_applicant` those that the applicant caused.
    Units:  days.
    Raises: BadValue for days out of order; Refused where the same applicant filed a utility model for the same thing on
            the same day; LawGap for grants before the rule.
    Source: cn.patent_law:42(2); cn.patent_law_rules:77; cn.patent_law_rules:78.
    """
    if not filed <= requested <= granted < ends or reasonable < 0 or by_applicant < 0:
        raise BadValue(f"日期或日数对不上：申请日 {filed}、实审请求日 {requested}、授权公告日 {granted}、期满日 {ends} 应依次在后，日数不能为负。")
    if twin_utility:
        raise Refused("同一申请人同日就同样的发明创造还申请了实用新型，发明专利不给予授权延迟的期限补偿。")
    filing, request = (law.at(f"patent_law.delay_after_{name}", on=granted) for name in ("filing", "request"))
    limit = law.at("patent_law_rules.delay_request", on=granted)
    begins = max(add_months(filed, 12 * int(filing.value)), add_months(requested, 12 * int(request.value)))
    days = max(_NOTHING, (granted - begins).days - reasonable - by_applicant)
    return Compensation(
        days, ends + timedelta(days=days), add_months(granted, int(limit.value)), (filing.cite, request.cite, limit.cite)
    )


def for_medicine(filed: date, approved: date, ends: date, law: LawBook) -> Compensation:
    """The compensation for the time that the approval of a new medicine took: from filing to approval, less five years.

    At most five years, and at most fourteen years of protection after the approval. `ends` is the first day without
    the right, with a compensation for delay where there is one.
    Units:  days.
    Raises: BadValue where the approval is not between filing and the end; LawGap for approvals before the rule.
    Source: cn.patent_law:42(3); cn.patent_law_rules:81; cn.patent_law_rules:82.
    """
    if not filed < approved < ends:
        raise BadValue(f"上市许可日 {approved} 应在申请日 {filed} 之后、期满日 {ends} 之前：请核对日期。")
    deducted = law.at("patent_law_rules.medicine_deducted", on=approved)
    longest, total = (law.at(f"patent_law.medicine_{name}", on=approved) for name in ("longest", "total"))
    limit = law.at("patent_law_rules.medicine_request", on=approved)
    asked = ends + timedelta(days=max(_NOTHING, (approved - add_months(filed, 12 * int(deducted.value))).days))
    bounds = (add_months(ends, 12 * int(longest.value)), add_months(approved, 12 * int(total.value)))
    until = max(ends, min(asked, *bounds))
    return Compensation(
        (until - ends).days, until, add_months(approved, int(limit.value)),
        (deducted.cite, longest.cite, total.cite, limit.cite),
    )
