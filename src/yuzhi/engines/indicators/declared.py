"""What packs declare: data sets, indicators and targets, as values that have been checked against each other."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from yuzhi.engines.lawbook.book import LawBook
from yuzhi.kernel.cite import Cite
from yuzhi.kernel.errors import NotFound, YuzhiError

Kind = Literal["records", "stated", "ratio"]
"""`records` adds up counted things · `stated` takes each area's own figure · `ratio` divides two indicators."""

Parameter = date | int | str | None


class DeclarationFault(YuzhiError):
    """A declaration that contradicts itself, another one, or the engine; names the file or the indicator."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Measure:
    """A unit of values: what people read, and how many decimal places a value has."""

    zh: str
    en: str
    places: int = 0

    def rounded(self, value: Decimal) -> Decimal:
        """The value with this unit's places, halves away from zero."""
        return value.quantize(Decimal(1).scaleb(-self.places), ROUND_HALF_UP)


UNITS: Mapping[str, Measure] = {
    "piece": Measure("件", "items"),
    "firm": Measure("家", "firms"),
    "pair": Measure("对", "pairs"),
    "centre": Measure("个", "centres"),
    "person": Measure("人", "persons"),
    "CNY": Measure("元", "CNY", 2),
    "piece_per_10k": Measure("件/万人", "items per 10,000 residents", 2),
}
"""The closed list of units; counts are whole numbers, the others have decimal places."""


@dataclass(frozen=True, slots=True)
class Dataset:
    """A table derived from others by one query; `inputs` names all it may read, with the columns.

    Nothing in it depends on the day that is asked for: days are columns, and indicators compare with them.
    """

    name: str
    zh: str
    en: str
    inputs: Mapping[str, tuple[str, ...]]
    sql: str


@dataclass(frozen=True, slots=True)
class Ratio:
    """Which indicator is divided by which, and by what the quotient is multiplied."""

    numerator: str
    denominator: str
    scale: int


@dataclass(frozen=True, slots=True)
class Break:
    """A day from which an indicator's values cannot be set beside earlier ones, and why, in Chinese."""

    on: date
    why: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """One question with its answer's definition. `published` is the day after which this method is never edited.

    `missing` says in Chinese what happens to gaps; it stands under every chart. `params` are bound in the
    query beside `$as_of`, by name. The true value of an `upper_bound` is this one at the most: pages call it 估算, and
    nothing is reached by it.
    """

    name: str
    zh: str
    en: str
    question: str
    unit: str
    kind: Kind
    grain: tuple[str, ...]
    method: int
    cite: Cite
    missing: str
    owner: str
    inputs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    params: Mapping[str, Parameter] = field(default_factory=dict)
    targets: tuple[str, ...] = ()
    published: date | None = None
    breaks: tuple[Break, ...] = ()
    upper_bound: bool = False
    sql: str = ""
    ratio: Ratio | None = None

    @property
    def measure(self) -> Measure:
        """The unit with its labels and decimal places."""
        return UNITS[self.unit]


@dataclass(frozen=True, slots=True, order=True)
class Plan:
    """A period of planning with its first and its last day, both of them within it; `note` says whence they are."""

    first: date
    last: date
    name: str
    note: str = ""

    def overlaps(self, other: "Plan") -> bool:
        """Whether there is a day in both."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Target:
    """A value that a plan promises by a day of its period. `indicator` is None while it cannot be computed: `pending` says why.

    `beside` are indicators shown with it because the plan's wording can be read in more than one way.
    """

    id: str
    plan: Plan
    zh: str
    en: str
    value: Decimal
    unit: str
    by: date
    cite: Cite
    indicator: str | None
    beside: tuple[str, ...] = ()
    pending: str = ""
    note: str = ""

    def share(self, value: Decimal | int | None) -> Decimal | None:
        """Which part of the target a value reaches (1 is all of it), to four places; None for a missing value."""
        if value is None:
            return None
        return (Decimal(value) / self.value).quantize(Decimal("0.0001"), ROUND_HALF_UP)


@dataclass(frozen=True, slots=True)
class Declarations:
    """All that one deployment declares, free of contradictions.

    Raises: DeclarationFault for two things of one name, and for a name that nothing declares.
    """

    datasets: tuple[Dataset, ...] = ()
    indicators: tuple[Indicator, ...] = ()
    targets: tuple[Target, ...] = ()

    def __post_init__(self) -> None:
        faults = [
            *_twice("数据集", (d.name for d in self.datasets)),
            *_twice("指标", (i.name for i in self.indicators)),
            *_twice("目标", (f"{t.plan.name} {t.id}" for t in self.targets)),
            *_overlapping(self.plans),
            *self._dangling(),
            *self._unmatched(),
        ]
        if faults:
            raise DeclarationFault("指标声明有误，未装载：" + "；".join(faults))

    @property
    def plans(self) -> tuple[Plan, ...]:
        """The periods that have targets, the earliest first."""
        return tuple(sorted({target.plan for target in self.targets}))

    def plan(self, name: str) -> Plan:
        """The period of that name.

        Raises: NotFound, listing those that are declared.
        """
        for plan in self.plans:
            if plan.name == name:
                return plan
        raise NotFound(f"没有名为“{name}”的规划期。已声明：{'、'.join(one.name for one in self.plans) or '无'}。")

    def indicator(self, name: str) -> Indicator:
        """The indicator of that name.

        Raises: NotFound, listing those that are declared.
        """
        for indicator in self.indicators:
            if indicator.name == name:
                return indicator
        raise NotFound(f"没有名为“{name}”的指标。已声明：{'、'.join(sorted(i.name for i in self.indicators))}。")

    def check(self, law: LawBook) -> None:
        """Every cite names an instrument that the law book knows.

        Raises: DeclarationFault, listing those that do not.
        """
        cited = [*((i.name, i.cite) for i in self.indicators), *((t.id, t.cite) for t in self.targets)]
        if unknown := [f"{name} → {cite.instrument}" for name, cite in cited if cite.instrument not in law.instruments]:
            raise DeclarationFault(f"引用了未登记的文件：{'；'.join(unknown)}。请先在 law/ 下登记 instrument.yml。")

    def _dangling(self) -> list[str]:
        known = {i.name for i in self.indicators}
        used = [(t.id, name) for t in self.targets for name in (t.indicator, *t.beside) if name]
        used += [(i.name, name) for i in self.indicators if i.ratio
                 for name in (i.ratio.numerator, i.ratio.denominator)]
        return [f"{user} 用到的指标 {name} 没有声明" for user, name in used if name not in known]

    def _unmatched(self) -> list[str]:
        said = {(name, i.name) for i in self.indicators for name in i.targets}
        meant = {(t.id, t.indicator) for t in self.targets if t.indicator}
        faults = [f"目标 {target} 与指标 {name} 只有一方提到对方" for target, name in sorted(said ^ meant)]
        units = {i.name: i.unit for i in self.indicators}
        return faults + [
            f"目标 {t.id} 以 {t.unit} 计，指标 {t.indicator} 以 {units[t.indicator]} 计"
            for t in self.targets if t.indicator in units and units[t.indicator] != t.unit
        ]


def _overlapping(plans: Iterable[Plan]) -> list[str]:
    """One day, one plan: else a day's targets would be judged by two promises at once."""
    listed = sorted(plans)
    return [
        f"规划期“{one.name}”（{one.first} 至 {one.last}）与“{other.name}”（{other.first} 至 {other.last}）有重叠的日子，一天只能属于一个规划期"
        for number, one in enumerate(listed) for other in listed[number + 1:] if one.overlaps(other)
    ]


def _twice(what: str, names: Iterable[str]) -> list[str]:
    seen: set[str] = set()
    faults = []
    for name in names:
        if name in seen:
            faults.append(f"{what} {name} 声明了两次")
        seen.add(name)
    return faults
