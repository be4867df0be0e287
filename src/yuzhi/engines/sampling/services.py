"""The city's made-up services: agencies, talents, residents, cultivation centres, outlets, awards, varieties, deals."""

from collections.abc import Iterator
from datetime import date

from yuzhi.engines.sampling import numbers, places, words
from yuzhi.engines.sampling.chance import Chance
from yuzhi.engines.sampling.companies import Companies
from yuzhi.engines.sampling.items import Company, Patent, Row
from yuzhi.engines.sampling.months import plus_months
from yuzhi.engines.sampling.plan import CityPlan

_DEALS = ("transfer", "transfer", "ordinary", "ordinary", "exclusive", "open", "sole")
_TITLES = ("专利代理师", "高级工程师", "知识产权师（中级）", "律师", "副教授", "助理工程师")
_AWARDS = ("中国专利奖（示例）", "陕西省专利奖（示例）", "国家科学技术进步奖（示例）")
_CATEGORIES = ("知识产权管理", "专利代理", "专利信息分析", "维权援助", "技术调查", "价值评估")


def agencies(plan: CityPlan, seed: int, scale: float) -> Iterator[Row]:
    """Agencies: those that patents name, and others of the city."""
    chance, counties = Chance(seed, "agencies"), places.county_weights(plan)
    told = list(plan.patent_agencies)
    while len(told) < plan.size("agencies", scale, 6):
        told.append((f"榆林{words.shop(chance)}知识产权代理有限公司", f"619{10 + len(told):02d}"))
    for serial, (name, number) in enumerate(told):
        home = "榆林" in name or "陕西榆" in name
        place = places.inside(plan, chance, counties) if home else places.elsewhere(plan, chance)[1]
        yield Row(
            "agencies",
            {
                "number": number,
                "code": numbers.credit_code("91", place.county or plan.code, 800000 + serial),
                "name": name,
                "business": "专利代理;商标代理",
                "agents": chance.number(2, 24),
                "address": place.address,
                "phone": f"0912-0{chance.number(100000, 999999)}",
                "approved_on": chance.day(date(2006, 1, 1), date(2022, 6, 1)),
            },
            place.county,
            place.inside,
        )


def talents(plan: CityPlan, bodies: Companies, seed: int, scale: float, today: date) -> Iterator[Row]:
    """People in the talent pool, with where they work."""
    chance = Chance(seed, "talents")
    for serial in range(plan.size("talents", scale, 8)):
        unit = chance.early(bodies.firms if chance.happens(0.6) else bodies.institutes, 1.5)
        entered = chance.day(date(2018, 1, 1), today)
        yield Row(
            "talents",
            {
                "number": f"YLRC{entered.year}{serial:04d}",
                "name": words.person(chance),
                "unit": unit.name,
                "unit_code": unit.code,
                "category": chance.pick(_CATEGORIES),
                "specialty": unit.topic,
                "title": chance.pick(_TITLES),
                "phone": f"0912-0{chance.number(100000, 999999)}",
                "entered_on": entered,
                "valid_to": plus_months(entered, 60),
            },
            unit.place.county,
            unit.place.inside,
        )


def populations(plan: CityPlan) -> Iterator[Row]:
    """Made-up year-end residents: each county's where it is published, and the city's as the sum of all."""
    for year in range(plan.populations[0], plan.populations[1] + 1):
        told = [(a.code, a.zh, round(a.residents * (1 + a.yearly) ** (year - plan.populations[0]))) for a in plan.areas]
        published = [one for one in told if one[0] not in plan.unpublished]
        for code, zh, residents in (*published, (plan.code, plan.zh, sum(r for _, _, r in told))):
            yield Row(
                "populations",
                {
                    "area": code,
                    "area_name": zh,
                    "year": year,
                    "residents": residents,
                    "basis": "year_end",
                    "published_on": date(year + 1, 4, 15),
                    "publication": f"{plan.zh}{year}年统计公报（示例）",
                },
                None if code == plan.code else code,
            )


def centres(plan: CityPlan, bodies: Companies, seed: int) -> Iterator[Row]:
    """Four bodies with a cultivation centre, one of them recognised at two levels, and one that was revoked."""
    chance, last = Chance(seed, "centres"), plan.truth_dates[-1].year
    five = _spread(chance, bodies.firms, 5)
    days = [date(2021, 11, 8), date(2022, 10, 20), date(last - 1, 9, 3), date(last, 6, 18), date(2021, 12, 1)]
    for nth, (body, on) in enumerate(zip(five, days, strict=True)):
        revoked = date(last - 1, 5, 20) if nth == 4 else None
        yield _recognised(
            "centres", f"YLPY{on.year}{nth + 1:02d}", f"{body.topic}高价值专利培育中心", body, "province", on, revoked
        )
    yield _recognised(
        "centres", "YLPY-S01", f"{five[0].topic}高价值专利培育中心", five[0], "city", date(2022, 3, 2), None
    )


def outlets(plan: CityPlan, bodies: Companies, seed: int) -> Iterator[Row]:
    """Three outlets of the province's network, and one that was revoked."""
    chance, last = Chance(seed, "outlets"), plan.truth_dates[-1].year
    four = _spread(chance, bodies.institutes, 4)
    days = [date(2022, 8, 12), date(last - 1, 4, 25), date(last, 9, 9), date(2021, 7, 7)]
    for nth, (body, on) in enumerate(zip(four, days, strict=False)):
        revoked = date(2022, 12, 30) if nth == 3 else None
        yield _recognised(
            "outlets", f"SXWD{on.year}{nth + 1:02d}", f"{body.name}信息服务网点", body, "province", on, revoked
        )


def awards(plan: CityPlan, granted: list[Patent], seed: int, scale: float, today: date) -> Iterator[Row]:
    """Awards to granted inventions of the city."""
    chance = Chance(seed, "awards")
    inventions = [p for p in granted if p.right_kind == "invention" and p.owner and p.place.inside]
    for serial in range(min(len(inventions), plan.size("awards", scale, 3))):
        patent = chance.pick(inventions)
        assert patent.owner is not None and patent.granted_on is not None
        year = min(today.year, patent.granted_on.year + 2)
        yield Row(
            "awards",
            {
                "number": f"JX{year}{serial:04d}",
                "award": _AWARDS[serial % len(_AWARDS)],
                "grade": chance.pick(("优秀奖", "二等奖", "三等奖", "银奖")),
                "right_number": patent.number,
                "winner": patent.owner.name,
                "winner_code": patent.owner.code,
                "notice": f"示例授奖〔{year}〕{serial + 1}号",
                "awarded_on": min(today, max(date(year, 9, 1), patent.granted_on)),
            },
            patent.place.county,
        )


def varieties(plan: CityPlan, bodies: Companies, seed: int, scale: float, today: date) -> Iterator[Row]:
    """Plant varieties of farms and institutes."""
    chance = Chance(seed, "varieties")
    genera = (("马铃薯", "薯"), ("谷子", "谷"), ("绿豆", "绿"), ("荞麦", "荞"), ("苜蓿属", "苜"), ("枣", "枣"))
    for _ in range(plan.size("varieties", scale, 3)):
        holder = chance.early(bodies.institutes if chance.happens(0.6) else bodies.firms)
        genus, short = chance.pick(genera)
        applied = chance.day(date(2012, 1, 1), plus_months(today, -30))
        yield Row(
            "varieties",
            {
                "number": f"CNA{applied.year}9{chance.fresh(0, 999999):06d}",
                "name": f"榆{short}{chance.number(1, 99)}号",
                "genus": genus,
                "holder": holder.name,
                "holder_code": holder.code,
                "address": holder.address,
                "breeders": words.people(chance, 2, 6),
                "applied_on": applied,
                "granted_on": plus_months(applied, chance.number(18, 29)),
            },
            holder.place.county,
            holder.place.inside,
        )


def deals(
    plan: CityPlan, bodies: Companies, granted: list[Patent], seed: int, scale: float, today: date
) -> Iterator[Row]:
    """Licences and transfers of granted patents; after a transfer the patent's record names the taker."""
    chance = Chance(seed, "deals")
    owned = [p for p in granted if p.owner]
    for serial in range(plan.size("deals", scale, 10)):
        patent, other, kind = chance.pick(owned), chance.early(bodies.firms, 1.2), chance.pick(_DEALS)
        assert patent.owner is not None and patent.granted_on is not None
        first = patent.granted_on
        on = chance.day(first, min(today, plus_months(first, 60)))
        giver, taker = (other, patent.owner) if kind == "transfer" else (patent.owner, other)
        yield Row(
            "licences",
            {
                "number": f"{'Z' if kind == 'transfer' else 'X'}{on.year}61{970000 + serial}",
                "deal_kind": kind,
                "rights": [patent.number],
                "giver": giver.name,
                "giver_code": giver.code,
                "taker": taker.name,
                "taker_code": taker.code,
                "amount": f"{chance.number(1, 180) * 5000}.00",
                "recorded_on": on,
                "ends_on": None if kind == "transfer" else plus_months(on, 12 * chance.number(1, 5)),
            },
            giver.place.county,
            giver.place.inside,
        )


def _spread(chance: Chance, bodies: tuple[Company, ...], count: int) -> list[Company]:
    """Bodies of the city, each from another place while there are enough."""
    open_bodies = [b for b in chance.shuffled(bodies) if b.place.inside and b.ended_on is None]
    firsts = {b.place.county: b for b in reversed(open_bodies)}
    chosen = [b for b in open_bodies if firsts.get(b.place.county) is b]
    return [*chosen, *(b for b in open_bodies if b not in chosen)][:count]


def _recognised(table: str, number: str, name: str, body: Company, level: str, on: date, revoked: date | None) -> Row:
    return Row(
        table,
        {
            "number": number,
            "name": name,
            "holder": body.name,
            "holder_code": body.code,
            "level": level,
            "notice": f"示例认定〔{on.year}〕{on.month}号",
            "recognised_on": on,
            "revoked_on": revoked,
        },
        body.place.county,
        body.place.inside,
    )
