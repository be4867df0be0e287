"""What a sample city is to look like, as a value; a city's pack declares it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class PlanArea:
    """One county: its share of bodies and rights, places in it, former names, and made-up residents.

    Units: `weight` a share (any sum) · `residents` persons at the first year-end · `yearly` a rate of change.
    """

    code: str
    zh: str
    weight: float
    residents: int
    yearly: float
    was: tuple[str, ...]
    postcode: str
    towns: tuple[str, ...]
    streets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """An address outside the city, with the name that bodies there carry."""

    name: str
    address: str
    postcode: str


@dataclass(frozen=True, slots=True)
class Park:
    """A park as addresses spell it, and its county; `alone` where the name decides without the county's."""

    county: str
    text: str
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Topic:
    """One industrial chain: the words from which its companies, titles, texts and goods are made.

    `objects` pair a noun with its IPC group, `products` a design's product with its Locarno class, `goods` a
    Nice class with goods. `favours` are the counties in which the topic is at home.
    """

    name: str
    weight: float
    industry: str
    favours: tuple[str, ...]
    suffixes: tuple[str, ...]
    field: str
    objects: tuple[tuple[str, str], ...]
    parts: tuple[str, ...]
    features: tuple[str, ...]
    scenes: tuple[str, ...]
    techs: tuple[str, ...]
    effects: tuple[str, ...]
    products: tuple[tuple[str, str], ...]
    goods: tuple[tuple[int, str], ...]


@dataclass(frozen=True, slots=True)
class PlanIndication:
    """One geographical indication to be made up; `county` is "" where it spans several."""

    system: str
    name: str
    county: str
    product_kind: str
    nice_class: int


@dataclass(frozen=True, slots=True)
class CityPlan:
    """A city to make up: places, topics, indications, lenders, sizes at scale 1, and the dates of the truth.

    `pledge_baseline` is the first day that counts in the cumulated pledge amount (None: since records began); `populations` the first and
    last year with a made-up population; nobody publishes one for the counties in `unpublished`. `strategic` are the IPC symbols
    among the topics' objects that stand for strategic industries, `high_value_yuan` the amount from which a pledged invention is of
    high value; one contract in eight is of `large_loan_wan` (from, to; in ten thousands of yuan). On `converted_on` the agricultural
    indications became protected products of the same name, where the plan names both.
    """

    code: str
    zh: str
    province: str
    postcode: str
    province_word: str
    areas: tuple[PlanArea, ...]
    parks: tuple[Park, ...]
    city_only: tuple[str, ...]
    elsewhere: tuple[Elsewhere, ...]
    topics: tuple[Topic, ...]
    indications: tuple[PlanIndication, ...]
    banks: tuple[str, ...]
    patent_agencies: tuple[tuple[str, str], ...]
    sizes: Mapping[str, int]
    truth_dates: tuple[date, ...]
    pledge_baseline: date | None
    pledge_total_yuan: int
    large_loan_wan: tuple[int, int]
    high_value_yuan: int
    strategic: frozenset[str]
    converted_on: date
    populations: tuple[int, int]
    unpublished: frozenset[str]

    def area(self, code: str) -> PlanArea:
        """The county of that code; KeyError where there is none."""
        for area in self.areas:
            if area.code == code:
                return area
        raise KeyError(f"the plan of {self.zh} has no county {code}")

    def size(self, name: str, scale: float, least: int = 1) -> int:
        """How many records of a kind a city of that scale has."""
        return max(least, round(self.sizes[name] * scale))
