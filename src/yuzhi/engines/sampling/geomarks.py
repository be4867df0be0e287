"""Made-up geographical indications and the firms that use the official symbol."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

from yuzhi.engines.sampling.chance import Chance
from yuzhi.engines.sampling.companies import Companies
from yuzhi.engines.sampling.items import Company, Indication, IndicationUser
from yuzhi.engines.sampling.months import mark_expires
from yuzhi.engines.sampling.plan import CityPlan, PlanIndication

_ROUTES = {
    "certification_mark": "证明商标被许可人",
    "collective_mark": "集体商标注册人的集体成员",
    "protected_product": "经公告核准使用的生产者",
    "agri_product": "其他经登记备案的使用人",
}


def indications(plan: CityPlan, bodies: Companies, seed: int) -> tuple[Indication, ...]:
    """Every indication of the plan, whatever the scale: recognised over the years, one in ten ended."""
    chance = Chance(seed, "indications")
    converted = _converted(plan)
    holders = {body.name.removesuffix("示例协会"): body for body in bodies.associations}
    found, per_system = [], {system: 0 for system in _ROUTES}
    for order, it in enumerate(plan.indications):
        per_system[it.system] += 1
        one = _indication(it, holders[it.name], per_system[it.system], order, chance, plan)
        if it.system == "protected_product" and it.name in converted:
            announced = f"示例公告{plan.converted_on.year}年第{900 + order}号"
            one = replace(one, recognised_on=plan.converted_on, announcement=announced, converted_from=converted[it.name])
        found.append(one)
    return tuple(found)


def users(
    plan: CityPlan, bodies: Companies, found: tuple[Indication, ...], seed: int, scale: float, today: date
) -> tuple[IndicationUser, ...]:
    """Firms with one, two or three rights to use the symbol.

    Some rights have ended, and some stand in the sheets though their firm was cancelled or their indication ended.
    """
    chance = Chance(seed, "users")
    open_systems = [it for it in found if it.system != "agri_product" and it.ended_on is None]
    trades = {topic.name: {nice for nice, _ in topic.goods} for topic in plan.topics}
    classes = {(it.system, it.name): it.nice_class for it in plan.indications}
    firms = chance.shuffled([f for f in bodies.firms if f.ended_on is None and f.place.inside])
    firms.sort(key=lambda firm: not trades[firm.topic] & set(classes.values()))  # those who make such goods come first
    told: list[IndicationUser] = []
    for firm in firms[: plan.size("user_firms", scale, 12)]:
        own = [it for it in open_systems if classes[it.system, it.name] in trades[firm.topic]] or open_systems
        near = [it for it in own if it.county in (None, firm.place.county)] or own
        for it in chance.some(near, 1, 3 if chance.happens(0.35) else 1):
            told.append(_user(it, firm, chance, today, len(told)))
    return (*told, *_left_behind(bodies, found, chance, len(told)))


def _converted(plan: CityPlan) -> dict[str, str]:
    """The number of the agricultural indication of each name that became a protected product."""
    return {it.name: f"AGI{9000 + order}" for order, it in enumerate(plan.indications) if it.system == "agri_product"}


def _left_behind(
    bodies: Companies, found: tuple[Indication, ...], chance: Chance, order: int
) -> Iterator[IndicationUser]:
    """Rights that nobody took off the list: of firms that were cancelled, and to indications that ended."""
    open_systems = [it for it in found if it.system != "agri_product"]
    living = [it for it in open_systems if it.ended_on is None and it.recognised_on.year < 2022]
    ended = [it for it in open_systems if it.ended_on]
    here = [firm for firm in bodies.firms if firm.place.inside]
    cancelled = [firm for firm in here if firm.ended_on]
    pairs = [(chance.pick(living), firm) for firm in cancelled[: max(2, len(here) // 100)]]
    pairs += [(it, firm) for it in ended for firm in chance.some([f for f in here if f.ended_on is None], 2, 3)]
    for nth, (it, firm) in enumerate(pairs, order):
        last = min(day for day in (firm.ended_on, it.ended_on) if day)
        yield replace(_user(it, firm, chance, last - timedelta(days=1), nth), ended_on=None)


def _indication(
    it: PlanIndication, holder: Company, nth: int, order: int, chance: Chance, plan: CityPlan
) -> Indication:
    last = plan.truth_dates[-1]
    recognised = chance.day(date(2008, 1, 1), date(2022, 6, 30))
    if nth % 6 == 0:  # some come in each of the last years, so that the truth differs between its dates
        recognised = chance.day(
            date(last.year - 2 + (nth // 6) % 3, 2, 1), date(last.year - 2 + (nth // 6) % 3, 11, 30)
        )
    mark = it.system in ("certification_mark", "collective_mark")
    number = {
        "certification_mark": f"98{order:06d}",
        "collective_mark": f"98{order:06d}",
        "protected_product": f"示例GI{90000 + order}",
        "agri_product": f"AGI{9000 + order}",
    }[it.system]
    expires = mark_expires(recognised) if mark else None
    while expires is not None and expires < last:
        expires = mark_expires(expires + timedelta(days=1))
    ended = None
    if nth == 11:  # one mark and one product of the longer lists stopped, each before the last of the dates
        ended = chance.day(date(last.year, 3, 1), date(last.year, 10, 31))
        recognised = min(recognised, date(2022, 1, 10))
    announcement = f"示例公告{recognised.year}年第{900 + order}号" if not mark else ""
    return Indication(
        system=it.system,
        number=number,
        name=it.name,
        nice_class=it.nice_class if mark else None,
        holder=holder.name,
        holder_code=holder.code,
        product_kind=it.product_kind,
        announcement=announcement,
        recognised_on=recognised,
        expires_on=expires,
        ended_on=ended,
        converted_from="",
        county=it.county or None,
    )


def _user(it: Indication, firm: Company, chance: Chance, today: date, order: int) -> IndicationUser:
    approved = chance.day(max(date(2019, 3, 1), it.recognised_on), today, 0.6)
    ended = None
    if chance.happens(0.08):
        later = approved + timedelta(days=chance.number(300, 1100))
        ended = later if later <= today else None
    return IndicationUser(
        indication=it.number,
        indication_name=it.name,
        user=firm.name,
        user_code=firm.code,
        route=_ROUTES[it.system],
        announcement=f"示例公告{approved.year}年第{500 + order}号",
        approved_on=approved,
        ended_on=ended,
        county=firm.place.county,
        inside=firm.place.inside,
    )
