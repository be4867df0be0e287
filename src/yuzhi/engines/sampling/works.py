"""Made-up registrations of works and of software."""

from dataclasses import dataclass
from datetime import date, timedelta

from yuzhi.engines.sampling import places, words
from yuzhi.engines.sampling.chance import Chance, Weights
from yuzhi.engines.sampling.companies import Companies
from yuzhi.engines.sampling.items import Place, Work
from yuzhi.engines.sampling.plan import CityPlan

_CATEGORIES = Weights(
    [
        (("F", "美术作品"), 55.0),
        (("A", "文字作品"), 14.0),
        (("G", "摄影作品"), 12.0),
        (("B", "音乐作品"), 6.0),
        (("I", "视听作品"), 6.0),
        (("J", "图形作品"), 4.0),
        (("L", "其他作品"), 3.0),
    ]
)
_FIRST = date(2012, 1, 1)


@dataclass(frozen=True, slots=True)
class _Owner:
    name: str
    code: str | None
    kind: str
    place: Place


def works(plan: CityPlan, bodies: Companies, seed: int, scale: float, today: date) -> tuple[Work, ...]:
    """The city's registrations at that scale: works first, then software."""
    office = _Office(plan, bodies, Chance(seed, "works"), today)
    made = [office.work() for _ in range(plan.size("works", scale, 20))]
    made += [office.software() for _ in range(plan.size("software", scale, 15))]
    return tuple(made)


class _Office:
    """Registers one work after another, each number once."""

    def __init__(self, plan: CityPlan, bodies: Companies, chance: Chance, today: date) -> None:
        self._plan, self._bodies, self._chance, self._today = plan, bodies, chance, today
        self._counties = places.county_weights(plan)

    def work(self) -> Work:
        """A picture, a text, a song."""
        chance = self._chance
        letter, category = chance.weighted(_CATEGORIES)
        registered = chance.day(_FIRST, self._today, 0.4)
        number = f"{self._plan.province_word}作登字-{registered.year}-{letter}-{chance.fresh(90000000, 99999999)}"
        name = chance.pick(words.words("work_first")) + chance.pick(words.words("work_second"))
        return self._finish(number, "work", f"{name}（{category[:2]}）", category, registered)

    def software(self) -> Work:
        """A program; its documents belong to the same registration."""
        chance = self._chance
        registered = chance.day(_FIRST, self._today, 0.4)
        number = f"{registered.year}SR9{chance.fresh(0, 999999):06d}"
        what = chance.pick(words.words("software_first")) + chance.pick(words.words("software_second"))
        name = f"{words.shop(chance)}{what}系统V{chance.number(1, 4)}.{chance.number(0, 9)}"
        return self._finish(number, "software", name, "", registered)

    def _finish(self, number: str, kind: str, name: str, category: str, registered: date) -> Work:
        chance = self._chance
        owner = self._owner(person=0.45 if kind == "work" else 0.08)
        cancelled = None
        if chance.happens(0.006):
            later = registered + timedelta(days=chance.number(100, 1500))
            cancelled = later if later <= self._today else None
        return Work(
            number=number,
            work_kind=kind,
            name=name,
            category=category,
            owner=owner.name,
            owner_code=owner.code,
            owner_kind=owner.kind,
            address=owner.place.address,
            completed_on=registered - timedelta(days=chance.number(30, 700)),
            registered_on=registered,
            cancelled_on=cancelled,
            place=owner.place,
        )

    def _owner(self, person: float) -> _Owner:
        chance, bodies = self._chance, self._bodies
        if chance.happens(person):
            place = places.inside(self._plan, chance, self._counties)
            return _Owner(words.person(chance), None, "person", place)
        dice = chance.number(1, 100)
        pool = bodies.outsiders if dice <= 2 else bodies.institutes if dice <= 14 else bodies.firms
        owner = chance.early(pool, 1.8)
        return _Owner(owner.name, owner.code, owner.sort, owner.place)
