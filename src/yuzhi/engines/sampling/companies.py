"""Made-up companies, cooperatives, institutes and associations of the city, and a few from elsewhere."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from yuzhi.engines.sampling import numbers, places, words
from yuzhi.engines.sampling.chance import Chance, Weights
from yuzhi.engines.sampling.items import Company, Place
from yuzhi.engines.sampling.plan import CityPlan, PlanArea, Topic

_BODIES = {"91": "有限责任公司", "92": "个体工商户", "93": "农民专业合作社", "12": "事业单位", "51": "社会团体"}
_SIZES = Weights([("大型", 3.0), ("中型", 12.0), ("小型", 45.0), ("微型", 40.0)])
_OUTSIDERS = 0.03


@dataclass(frozen=True, slots=True)
class Companies:
    """All bodies, the most active first: firms of the city, public bodies and associations, and outsiders."""

    firms: tuple[Company, ...]
    institutes: tuple[Company, ...]
    associations: tuple[Company, ...]
    outsiders: tuple[Company, ...]

    def all(self) -> tuple[Company, ...]:
        """Every body that the register of companies lists; outsiders are registered elsewhere."""
        return (*self.firms, *self.institutes, *self.associations)


class Founder:
    """Makes bodies whose names and codes nobody else has."""

    def __init__(self, plan: CityPlan, seed: int, today: date) -> None:
        self._plan, self._today = plan, today
        self._chance = Chance(seed, "companies")
        self._topics = Weights([(topic, topic.weight) for topic in plan.topics])
        self._counties = {t.name: places.county_weights(plan, t.favours) for t in plan.topics}
        self._areas = {area.code: area for area in plan.areas}
        self._names: set[str] = set()
        self._serial = 0

    def firm(self) -> Company:
        """A company, trader or cooperative of the city."""
        topic = self._chance.weighted(self._topics)
        place = places.inside(self._plan, self._chance, self._counties[topic.name])
        front = self._plan.zh if place.county is None else self._front(self._areas[place.county])
        return self._found(topic, place, lambda: front + words.shop(self._chance) + self._chance.pick(topic.suffixes))

    def outsider(self) -> Company:
        """A company from elsewhere."""
        topic = self._chance.weighted(self._topics)
        name, place = places.elsewhere(self._plan, self._chance)
        return self._found(topic, place, lambda: name + words.shop(self._chance) + self._chance.pick(topic.suffixes))

    def institute(self) -> Company:
        """A school, hospital or research institute of the city."""
        topic = self._chance.weighted(self._topics)
        place = places.inside(self._plan, self._chance, self._counties[topic.name])
        stem = self._plan.zh.removesuffix("市")
        endings = (f"{topic.name}研究院", "职业技术学院", "农业科学研究院", "学院", "医院")
        return self._found(
            topic, place, lambda: stem + words.shop(self._chance) + self._chance.pick(endings), "12", "other"
        )

    def association(self, name: str, county: str | None) -> Company:
        """An association that holds an indication; its address names the county, or the city where it spans several."""
        if county is None:
            place = Place(f"{self._plan.province}{self._plan.zh}", self._plan.postcode, None, True)
        else:
            place = places.within(self._plan, self._chance, self._areas[county])
        return self._found(self._plan.topics[0], place, lambda: name + "示例协会", "51", "other")

    def _front(self, area: PlanArea) -> str:
        stem = area.zh[:-1]
        return self._chance.pick((area.zh, f"{self._plan.zh}{stem}", f"陕西{stem}" if len(stem) > 1 else area.zh))

    def _found(
        self, topic: Topic, place: Place, name: Callable[[], str], sort: str = "", kind: str = "market"
    ) -> Company:
        text = name()
        while text in self._names:
            text = name()
        self._names.add(text)
        if not sort:
            sort = "93" if text.endswith("合作社") else "91"
        self._serial += 1
        area = place.county or (self._plan.code if place.inside else "610100")
        founded = self._chance.day(date(1996, 1, 1), date(2022, 12, 31), 0.6)
        ended = self._chance.day(date(2023, 1, 1), self._today) if sort == "91" and self._chance.happens(0.03) else None
        return Company(
            code=numbers.credit_code(sort, area, self._serial),
            name=text,
            body_kind=_BODIES[sort],
            industry=topic.industry if kind == "market" else "",
            size=self._chance.weighted(_SIZES),
            representative=words.person(self._chance),
            phone=f"0912-0{self._chance.number(100000, 999999)}",
            founded_on=founded,
            ended_on=ended,
            place=place,
            topic=topic.name,
            sort=kind,
            former_names=[text.replace("有限公司", "有限责任公司")] if self._chance.happens(0.02) else [],
        )


def companies(plan: CityPlan, seed: int, scale: float, today: date) -> Companies:
    """The city's bodies at that scale."""
    founder = Founder(plan, seed, today)
    count = plan.size("companies", scale, 30)
    institutes = tuple(founder.institute() for _ in range(max(3, count // 40)))
    holders = dict.fromkeys((i.name, i.county or None) for i in plan.indications)
    associations = tuple(founder.association(name, county) for name, county in holders)
    firms = tuple(founder.firm() for _ in range(count - len(institutes)))
    outsiders = tuple(founder.outsider() for _ in range(max(6, round(count * _OUTSIDERS))))
    return Companies(firms, institutes, associations, outsiders)
