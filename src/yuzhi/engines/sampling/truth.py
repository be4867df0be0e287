"""What is true of the made-up city on given days, counted from the city itself and from no file or query."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from yuzhi.engines.sampling.city import City
from yuzhi.engines.sampling.items import Indication, IndicationUser, Mark, Patent, Pledge
from yuzhi.engines.sampling.months import plus_months
from yuzhi.engines.sampling.plan import CityPlan
from yuzhi.engines.sampling.valuable import situations

Figure = int | str | None
Where = tuple[str | None, bool]
"""A thing's county (None where it is not known or elsewhere) and whether it lies in the city."""

DEFINITIONS: dict[str, str] = {
    "effective_trademarks": "注册人为市场主体、当日有效的商标（一标多类按类计）：注册日≤当日、未失效、当日≤专用期止；宣告无效的自始不计；宽展期内的不计；"
    "没有写注册人类型而代码以 9 开头的是市场主体。",
    "effective_trademark_names": "当日有效、注册人为市场主体的商标，同一注册人的同名商标只计一件。",
    "effective_trademarks_grace": "注册人为市场主体、专用期已满但在六个月宽展期内且未失效的商标（按类计），单列，不计入有效商标。",
    "effective_trademarks_untyped": "当日有效、没有写注册人类型、代码也不以 9 开头（或没有代码）的商标（按类计），单列。",
    "gi_user_firms": "当日至少有一项有效用标资格的企业数，按统一社会信用代码去重：核准日≤当日、未注销，"
    "企业未注销、地理标志未失效且专用期未满。",
    "gi_user_pairs": "当日有效的“企业—地理标志”对数：用标资格、企业、地理标志三者都存续。",
    "pledge_amount": "自基期（没有基期则自有记录）起至当日登记的质押合同担保债权金额之和（元）："
    "同一笔贷款在两个登记簿只计一次，以最早登记日为准；续贷计入；注销不扣减。",
    "pledge_amount_net_new": "同 pledge_amount，但不含续贷（元）。",
    "valid_inventions": "当日有效的发明专利（按申请号去重）：授权日≤当日、未终止、未放弃、保护期未满；"
    "未缴年费终止后恢复权利的，视为没有终止过；宣告全部无效的自始不计。",
    "valid_utilities": "当日有效的实用新型专利，口径同发明；保护期十年。",
    "valid_designs": "当日有效的外观设计专利，口径同发明；保护期十五年，2021-06-01 前申请的十年。",
    "hv_strategic": "当日有效的发明专利，任一分类号在计划的战略性新兴产业分类号之中（估算的上限）。",
    "hv_family_abroad": "当日有效的发明专利，有国外同族已授权且当日未终止；只有申请的不算。",
    "hv_over_ten_years": "当日有效的发明专利，当日晚于申请日满十年之日。",
    "hv_pledged": "当日有效的发明专利，写在担保债权金额达到门槛、已登记且未注销的质押登记中。",
    "hv_awarded": "当日有效的发明专利，当日以前写明该专利的国家科学技术奖或中国专利奖。",
    "high_value_inventions": "当日有效、至少符合上述五种情形之一的发明专利，一件只计一次。",
    "high_value_inventions_known": "当日有效、符合战略性新兴产业以外四种情形之一的发明专利，一件只计一次。",
    "high_value_inventions_per_10k": "high_value_inventions 除以 residents 乘以一万，两位小数；没有人口数的没有数。",
    "inventions_per_10k": "valid_inventions 除以 residents 乘以一万，两位小数；没有人口数的没有数。",
    "copyright_registrations": "至当日累计的作品与软件著作权登记数，登记已撤销的不计。",
    "copyright_registrations_year": "当年 1 月 1 日至当日的作品与软件著作权登记数，登记已撤销的不计。",
    "gi_certification_marks": "当日有效的地理标志证明商标数（不含集体商标）。",
    "gi_protected_products": "当日有效的地理标志保护产品数（不含农产品地理标志）；转换来的自公告之日起计。",
    "gi_products_converted": "当日有效的地理标志保护产品中由农产品地理标志转换来的数。",
    "gi_collective_marks": "当日有效的地理标志集体商标数，单列。",
    "gi_agri_products": "当日有效的农产品地理标志数，单列，不与前两类相加；转换为保护产品的自转换之日起不计。",
    "cultivation_centres": "已认定且未撤销的高价值专利培育中心的承担单位数；同一单位省市两级认定只计一次。",
    "service_outlets": "已认定且未撤销的省级信息公共服务网点数。",
    "residents": "当日已公布的最近一个年末的常住人口（人，虚构）；没有公布的县没有数。",
}
"""What each figure means, in one sentence."""


@dataclass(frozen=True, slots=True)
class Counter:
    """Counts one day's figures for the city and for each county."""

    plan: CityPlan
    city: City
    day: date

    def figures(self) -> dict[str, dict[str, Figure]]:
        """Every figure by area code and name."""
        counted = {name: count(self) for name, count in _COUNTS.items()} | self._valuable()
        areas = [self.plan.code, *(area.code for area in self.plan.areas)]
        told = {area: {name: by_area.get(area, _nothing(name)) for name, by_area in counted.items()} for area in areas}
        return {area: {**figures, **_per_10k(figures)} for area, figures in told.items()}

    def in_force(self, kind: str) -> list[Patent]:
        """The patents of a kind that stand on this day."""
        return [
            patent for patent in self.city.patents
            if patent.right_kind == kind and not patent.void
            and self.lasts(patent.granted_on, patent.ended_on) and self.day < patent.expires_on
        ]

    def _valuable(self) -> dict[str, dict[str, Figure]]:
        """The inventions in each situation of high value, and in any of them, each once."""
        told = situations(self.plan, self.city, self.day, self.lasts)
        inside = {name: [p for p in self.in_force("invention") if holds(p)] for name, holds in told.items()}
        everyone = {p.number: p for found in inside.values() for p in found}
        known = {p.number: p for name, found in inside.items() if name != "hv_strategic" for p in found}
        inside |= {"high_value_inventions": [*everyone.values()], "high_value_inventions_known": [*known.values()]}
        return {name: self.spread((p.place.county, p.place.inside) for p in found) for name, found in inside.items()}

    def spread(self, places: Iterable[Where]) -> dict[str, Figure]:
        """How many of the places lie in the city, and in each county."""
        return {area: int(total) for area, total in self.summed((where, Decimal(1)) for where in places).items()}

    def summed(self, amounts: Iterable[tuple[Where, Decimal]]) -> dict[str, Decimal]:
        """The sum of the amounts that lie in the city, and in each county."""
        total: dict[str, Decimal] = {}
        for (county, inside), amount in amounts:
            for area in (self.plan.code, county) if inside else ():
                if area is not None:
                    total[area] = total.get(area, Decimal(0)) + amount
        return total

    def lasts(self, begun: date | None, ended: date | None) -> bool:
        """Whether something that begins and ends on these days stands on this day."""
        return begun is not None and begun <= self.day and (ended is None or ended > self.day)


def truth(plan: CityPlan, city: City) -> dict[str, dict[str, dict[str, Figure]]]:
    """Every figure by day, area code and name."""
    return {day.isoformat(): Counter(plan, city, day).figures() for day in plan.truth_dates}


def _nothing(name: str) -> Figure:
    if name == "residents":
        return None
    return "0.00" if name.startswith("pledge_") else 0


def _per_10k(figures: Mapping[str, Figure]) -> dict[str, Figure]:
    """Inventions for ten thousand residents, halves up; None where nobody published how many residents there are."""
    found: dict[str, Figure] = {}
    for name, of in (("high_value_inventions_per_10k", "high_value_inventions"), ("inventions_per_10k", "valid_inventions")):
        above, below = figures[of], figures["residents"]
        assert isinstance(above, int) and not isinstance(below, str)
        found[name] = str((Decimal(above) * 10000 / below).quantize(Decimal("0.01"), ROUND_HALF_UP)) if below else None
    return found


def _patents(kind: str) -> Callable[[Counter], Mapping[str, Figure]]:
    return lambda at: at.spread((p.place.county, p.place.inside) for p in at.in_force(kind))


def _marks(
    stands: Callable[[Counter, Mark], bool], commercial: bool | None = True
) -> Callable[[Counter], Mapping[str, Figure]]:
    return lambda at: at.spread(
        (m.place.county, m.place.inside)
        for m in at.city.marks
        if m.commercial is commercial and not m.void and at.lasts(m.registered_on, m.ended_on) and stands(at, m)
    )


def _pairs(at: Counter) -> dict[str, Figure]:
    return at.spread((u.county, u.inside) for u in _legal_users(at))


def _firms(at: Counter) -> dict[str, Figure]:
    return at.spread({u.user_code: (u.county, u.inside) for u in _legal_users(at)}.values())


def _legal_users(at: Counter) -> Iterator[IndicationUser]:
    """Those whose right, whose firm and whose indication all stand."""
    standing = {body.code for body in at.city.bodies.all() if at.lasts(body.founded_on, body.ended_on)}
    living = {it.number for it in at.city.indications if _lives(at, it)}
    for user in at.city.users:
        if at.lasts(user.approved_on, user.ended_on) and user.user_code in standing and user.indication in living:
            yield user


def _lives(at: Counter, it: Indication) -> bool:
    return at.lasts(it.recognised_on, it.ended_on) and (it.expires_on is None or at.day <= it.expires_on)


def _pledged(renewals: bool) -> Callable[[Counter], Mapping[str, Figure]]:
    def count(at: Counter) -> dict[str, Figure]:
        firsts: dict[str, Pledge] = {}
        for pledge in sorted(at.city.pledges, key=lambda it: (it.registered_on, it.number)):
            firsts.setdefault(pledge.loan, pledge)
        told = [
            ((p.county, p.inside), Decimal(p.amount))
            for p in firsts.values()
            if (at.plan.pledge_baseline or p.registered_on) <= p.registered_on <= at.day and (renewals or not p.renewal)
        ]
        return {area: f"{total:.2f}" for area, total in at.summed(told).items()}

    return count


def _works(in_year: bool) -> Callable[[Counter], Mapping[str, Figure]]:
    return lambda at: at.spread(
        (w.place.county, w.place.inside)
        for w in at.city.works
        if at.lasts(w.registered_on, w.cancelled_on) and not (in_year and w.registered_on.year != at.day.year)
    )


def _names(at: Counter) -> dict[str, Figure]:
    """Marks of market entities by owner and name; a name in two counties counts in both and once for the city."""
    found: dict[str, set[tuple[str, str]]] = {}
    for m in at.city.marks:
        if m.commercial and not m.void and m.place.inside and at.lasts(m.registered_on, m.ended_on) and at.day <= m.expires_on:
            for area in (at.plan.code, m.place.county):
                if area is not None:
                    found.setdefault(area, set()).add((m.registrant_code or m.registrant, m.name))
    return {area: len(names) for area, names in found.items()}


def _indications(system: str, converted: bool = False) -> Callable[[Counter], Mapping[str, Figure]]:
    def count(at: Counter) -> dict[str, Figure]:
        gone = {it.converted_from for it in at.city.indications if it.converted_from and it.recognised_on <= at.day}
        return at.spread(
            (it.county, True) for it in at.city.indications
            if it.system == system and it.number not in gone and _lives(at, it) and (it.converted_from or not converted)
        )

    return count


def _recognised(table: str, field: str) -> Callable[[Counter], Mapping[str, Figure]]:
    def count(at: Counter) -> dict[str, Figure]:
        found: dict[object, Where] = {}
        for row in at.city.rows:
            if row.table != table or (table == "outlets" and row.values["level"] != "province"):
                continue
            begun, ended = row.values["recognised_on"], row.values["revoked_on"]
            assert isinstance(begun, date) and (ended is None or isinstance(ended, date))
            if at.lasts(begun, ended):
                found[row.values[field]] = (row.county, row.inside)
        return at.spread(found.values())

    return count


def _population(at: Counter) -> dict[str, Figure]:
    latest: dict[str, tuple[int, int]] = {}
    for row in at.city.rows:
        published, year = row.values.get("published_on"), row.values.get("year")
        if row.table == "populations" and isinstance(published, date) and published <= at.day:
            area, residents = str(row.values["area"]), row.values["residents"]
            assert isinstance(year, int) and isinstance(residents, int)
            latest[area] = max(latest.get(area, (0, 0)), (year, residents))
    return {area: residents for area, (_, residents) in latest.items()}


_COUNTS: dict[str, Callable[[Counter], Mapping[str, Figure]]] = {
    "effective_trademarks": _marks(lambda at, m: at.day <= m.expires_on),
    "effective_trademark_names": _names,
    "effective_trademarks_grace": _marks(lambda at, m: m.expires_on < at.day <= plus_months(m.expires_on, 6)),
    "effective_trademarks_untyped": _marks(lambda at, m: at.day <= m.expires_on, commercial=None),
    "gi_user_firms": _firms,
    "gi_user_pairs": _pairs,
    "pledge_amount": _pledged(renewals=True),
    "pledge_amount_net_new": _pledged(renewals=False),
    "valid_inventions": _patents("invention"),
    "valid_utilities": _patents("utility"),
    "valid_designs": _patents("design"),
    "copyright_registrations": _works(in_year=False),
    "copyright_registrations_year": _works(in_year=True),
    "gi_certification_marks": _indications("certification_mark"),
    "gi_protected_products": _indications("protected_product"),
    "gi_products_converted": _indications("protected_product", converted=True),
    "gi_collective_marks": _indications("collective_mark"),
    "gi_agri_products": _indications("agri_product"),
    "cultivation_centres": _recognised("centres", "holder_code"),
    "service_outlets": _recognised("outlets", "number"),
    "residents": _population,
}
