"""Made-up trade marks: registrations class by class, renewed, ended, or in their grace period."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from yuzhi.engines.sampling import places, words
from yuzhi.engines.sampling.chance import Chance
from yuzhi.engines.sampling.companies import Companies
from yuzhi.engines.sampling.items import Company, Indication, Mark, Place
from yuzhi.engines.sampling.months import mark_expires, plus_months
from yuzhi.engines.sampling.plan import CityPlan

_FIRST = date(2001, 1, 1)
_END_REASONS = ("注销", "撤销", "撤销", "无效宣告")
_UNTYPED = 0.035
_OTHER_CLASSES = (9, 16, 35, 41, 43)
_PLAIN_GOODS = {
    9: "计算机程序；手机应用软件",
    16: "包装用纸袋；印刷品",
    35: "广告；替他人推销",
    41: "培训；组织文化活动",
    43: "餐馆；饭店",
}


@dataclass(frozen=True, slots=True)
class _Registrant:
    """Who holds a mark; `code` is None for persons, `kind` where a sheet leaves it out."""

    name: str
    code: str | None
    kind: str | None
    place: Place
    goods: tuple[tuple[int, str], ...]


def marks(
    plan: CityPlan, bodies: Companies, indications: tuple[Indication, ...], seed: int, scale: float, today: date
) -> tuple[Mark, ...]:
    """The city's class records at that scale, those of certification and collective marks last."""
    clerk = _Clerk(plan, bodies, Chance(seed, "marks"), today)
    found: list[Mark] = []
    wanted = plan.size("marks", scale, 40)
    while len(found) < wanted:
        found.extend(clerk.register())
    return (*found[:wanted], *_geographic(plan, bodies, indications))


class _Clerk:
    """Registers one mark after another, each number once."""

    def __init__(self, plan: CityPlan, bodies: Companies, chance: Chance, today: date) -> None:
        self._plan, self._bodies, self._chance, self._today = plan, bodies, chance, today
        self._goods = {topic.name: topic.goods for topic in plan.topics}
        self._counties = places.county_weights(plan)
        self._serial = 90000000

    def register(self) -> Iterator[Mark]:
        """One mark in one to four classes."""
        chance = self._chance
        who = self._registrant()
        self._serial += 1
        name, registered = words.mark(chance), chance.day(_FIRST, self._today, 0.42)
        expires, ended, reason = self._life(registered)
        agency = chance.pick(self._plan.patent_agencies)[0] if chance.happens(0.6) else ""
        for nice_class, goods in self._classes(who):
            yield Mark(
                number=str(self._serial),
                nice_class=nice_class,
                name=name,
                mark_kind="ordinary",
                geographic=False,
                registrant=who.name,
                registrant_code=who.code,
                registrant_kind=who.kind,
                address=who.place.address,
                goods=goods,
                agency=agency,
                applied_on=plus_months(registered, -chance.number(8, 14)),
                registered_on=registered,
                expires_on=expires,
                ended_on=ended,
                end_reason=reason,
                place=who.place,
            )

    def _classes(self, who: _Registrant) -> list[tuple[int, str]]:
        chance = self._chance
        classes = dict(chance.some(who.goods, 1, 2 if chance.happens(0.5) else 1))
        if chance.happens(0.3):
            other = chance.pick(_OTHER_CLASSES)
            classes.setdefault(other, _PLAIN_GOODS[other])
        return sorted(classes.items())

    def _registrant(self) -> _Registrant:
        chance, bodies = self._chance, self._bodies
        dice = chance.number(1, 100)
        if dice <= 9:
            topic = chance.pick(self._plan.topics)
            place = places.inside(self._plan, chance, self._counties)
            return _Registrant(words.person(chance), None, self._kind("person"), place, topic.goods)
        pool = bodies.outsiders if dice <= 11 else bodies.institutes if dice <= 13 else bodies.firms
        owner: Company = chance.early(pool, 1.8)
        return _Registrant(owner.name, owner.code, self._kind(owner.sort), owner.place, self._goods[owner.topic])

    def _kind(self, kind: str) -> str | None:
        """The kind as the sheet has it: one in thirty leaves it out, with a code that still tells it or without."""
        return None if self._chance.happens(_UNTYPED) else kind

    def _life(self, registered: date) -> tuple[date, date | None, str]:
        """Expiry after the renewals made so far, and the day and reason of an end."""
        chance = self._chance
        expires = mark_expires(registered)
        while plus_months(expires, 6) < self._today:
            if not chance.happens(0.78):
                told = chance.happens(0.7)
                return expires, expires + timedelta(days=1) if told else None, "期满未续展" if told else ""
            expires = mark_expires(expires + timedelta(days=1))
        if chance.happens(0.04):
            ended = plus_months(registered, chance.number(14, 70))
            if ended < min(self._today, expires):
                return expires, ended, chance.pick(_END_REASONS)
        return expires, None, ""


def _geographic(plan: CityPlan, bodies: Companies, indications: tuple[Indication, ...]) -> Iterator[Mark]:
    """The marks behind the indications that are marks; their holders are associations."""
    holders = {body.code: body for body in bodies.associations}
    kinds = {"certification_mark": "certification", "collective_mark": "collective"}
    for it in indications:
        if it.system not in kinds or it.nice_class is None or it.expires_on is None:
            continue
        holder = holders[it.holder_code]
        yield Mark(
            number=it.number,
            nice_class=it.nice_class,
            name=it.name,
            mark_kind=kinds[it.system],
            geographic=True,
            registrant=holder.name,
            registrant_code=holder.code,
            registrant_kind="other",
            address=holder.place.address,
            goods=it.name,
            agency="",
            applied_on=plus_months(it.recognised_on, -16),
            registered_on=it.recognised_on,
            expires_on=it.expires_on,
            ended_on=it.ended_on,
            end_reason="撤销" if it.ended_on else "",
            place=holder.place,
        )
