"""Every read of this room: the board of targets, one indicator everywhere, over time, and down to its records."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.indicators.declared import Indicator
from yuzhi.engines.indicators.observations import Contribution
from yuzhi.engines.lake.merge import merge
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.areas import Area
from yuzhi.kernel.errors import BadValue, NotFound
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.permissions import Viewer, may
from yuzhi.records.accounts.things import KIND_OF_TABLE, Thing
from yuzhi.records.datasets import editions
from yuzhi.records.observations.boards import Card, board, card, plan_on, plans
from yuzhi.records.observations.disclosing import MONEY
from yuzhi.records.observations.figures import YEARS_BACK, Figure, Figures, figures
from yuzhi.records.observations.freezing import closed
from yuzhi.records.parties.models import Party
from yuzhi.records.rights.finding import table_of
from yuzhi.records.rights.models import Right

__all__ = [
    "Behind", "Card", "Division", "Place", "behind", "board", "city_figures", "counted_day", "divided", "inputs",
    "merges_used", "places", "plan_on", "plans", "target", "told", "trend",
]


FIRST_YEAR = 1985


@dataclass(frozen=True, slots=True)
class Place:
    """One area's figure, and the part of the city's that it makes."""

    code: str
    area: Area | None
    figure: Figure
    part: Decimal | None


@dataclass(frozen=True, slots=True)
class Behind:
    """One record behind a value: its key, its name where there is one, and what it adds.

    `number` is what people call the key.
    """

    key: str
    number: str
    table: str
    name: str
    state: str
    areas: tuple[str, ...]
    value: Decimal | int


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement that a stated figure rests on: its key, its year and basis where it has them, and its origin."""

    key: str
    year: int | None
    basis: str
    origin: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Division:
    """A ratio taken apart: what is divided by what, and what the divisor rests on."""

    numerator: Figure
    denominator: Figure
    scale: int
    statements: tuple[Statement, ...]


def counted_day(on: date) -> date:
    """The day itself, where there can be rights to count.

    Raises: BadValue for a day before 1985, when the first patents and marks of today's laws began.
    """
    if on.year < FIRST_YEAR:
        raise BadValue(f"“{on}”早于 {FIRST_YEAR} 年，那时还没有可以统计的权利。请填写之后的日期。")
    return on


def city_figures(tools: Toolbox, viewer: Viewer | Operator | None) -> Figures:
    """The figures of the newest edition as this viewer may see them."""
    return figures(tools, viewer)


def target(found: Figures, id: str, area: str, on: date) -> Card:
    """One target of the day's plan; of the latest plan that has it, where that one has none of this name.

    Raises: NotFound where no plan has it.
    """
    first = plan_on(found, on)
    for plan in ([first] if first else []) + plans(found):
        for one in found.runner.targets(plan.name):
            if one.id == id:
                return card(found, one, area, on, closed(plan, found.viewer) if on >= one.by else None)
    raise NotFound(f"没有编号为“{id}”的目标。请从目标页重新进入。")


def places(found: Figures, name: str, on: date) -> list[Place]:
    """An indicator in every county, the largest first, then what lies in no known county; empty if it has no counties."""
    indicator = found.runner.declared.indicator(name)
    if "county" not in indicator.grain:
        return []
    values = found.at(name, on)
    city = values[found.tools.areas.city.code].value
    parts = indicator.kind == "records"
    listed = [
        Place(area.code, area, values[area.code], _part(values[area.code].value, city) if parts else None)
        for area in found.tools.areas.counties
    ]
    listed.sort(key=lambda one: (one.figure.value is None, -(one.figure.value or 0), one.code))
    loose = values.get("")
    if loose is not None and loose.value:
        listed.append(Place("", None, loose, _part(loose.value, city) if parts else None))
    return listed


def trend(found: Figures, name: str, area: str, on: date) -> list[Figure]:
    """One area's figures at the ends of the last years and on the day itself, oldest first."""
    days = [date(year, 12, 31) for year in range(on.year - YEARS_BACK, on.year)]
    days += [on] if on not in days else []
    found.fetch([name], days)
    return list({one.as_of: one for one in (found.at(name, day)[area] for day in days)}.values())


def behind(found: Figures, name: str, area: str, on: date) -> list[Contribution]:
    """The records behind a value, by key; their values add up to it.

    Raises: NotFound for an unknown indicator or area.
    """
    return found.runner.explain(name, area, on)


def divided(found: Figures, name: str, area: str, on: date) -> Division | None:
    """The parts of a ratio in an area on a day; None for an indicator that is no ratio.

    Raises: NotFound for an undeclared indicator or an area without values.
    """
    ratio = found.runner.declared.indicator(name).ratio
    if ratio is None:
        return None
    above, below = (found.at(one, on)[area] for one in (ratio.numerator, ratio.denominator))
    stated = found.runner.declared.indicator(ratio.denominator).kind == "stated"
    keys = [one.record for one in found.runner.explain(ratio.denominator, area, on)] if stated else []
    snapshot = editions.snapshot(found.tools.lake, found.edition)
    return Division(above, below, ratio.scale, tuple(
        Statement(key, merged.get("year"), merged.get("basis") or "", merged.statements[0])
        for key in keys for merged in merge(table_of(key), snapshot.statements(table_of(key), [key]), found.tools.ranks).values()
    ))


def told(
    found: Figures, indicator: Indicator, contributions: Sequence[Contribution], viewer: Viewer | Operator | None
) -> list[Behind]:
    """The contributions with names, without the deals that this viewer may not read.

    Their keys are left out too: the sums of two month ends would else tell what the one new key between them adds.
    """
    deals = indicator.unit == MONEY and "pledges" in _tables(found, indicator)
    keys = [_key(one.record) for one in contributions]
    rights = {right.key: right for right in Right.objects.filter(key__in=keys)}
    parties = dict(Party.objects.filter(key__in=keys).values_list("key", "name"))
    listed = []
    for one, key in zip(contributions, keys, strict=True):
        table, right = table_of(key), rights.get(key)
        thing = Thing("deal" if deals else KIND_OF_TABLE.get(table, "figure"), one.areas[0] if one.areas else "")
        if thing.kind == "deal" and not isinstance(viewer, Operator) and not may(viewer, "read", thing).allowed:
            continue
        name = right.title if right else parties.get(key, one.record.rsplit("/", 1)[-1])
        number = right.number if right and right.number else key.rpartition("/")[2]
        listed.append(
            Behind(key, number, table, name, right.state if right else "", one.areas, one.value)
        )
    return listed


def inputs(found: Figures, indicator: Indicator) -> list[str]:
    """The names of the tables that an indicator reads, for people; a derived data set with what it is derived from."""
    derived = {one.name: one for one in found.runner.declared.datasets}
    said = []
    for name in indicator.inputs:
        if name in derived:
            origins = "、".join(TABLES[one].zh for one in derived[name].inputs if one in TABLES)
            said.append(f"{derived[name].zh}（{origins}）" if origins else derived[name].zh)
        else:
            said.append(TABLES[name].zh if name in TABLES else name)
    return said


@dataclass(frozen=True, slots=True)
class MergeUsed:
    """A merge that an indicator counts by: `name` is counted as `into_name`; `leaf` is the hash of the act's leaf."""

    key: str
    name: str
    into_name: str
    reason: str
    known_from: str
    leaf: str


def merges_used(found: Figures, indicator: Indicator) -> list[MergeUsed]:
    """The merges that an indicator's values in this edition rest on: those that stand, where it counts parties by them."""
    if "identities" not in _tables(found, indicator):
        return []
    snapshot = editions.snapshot(found.tools.lake, found.edition)
    rows = snapshot.rows(
        f"select key, name, into_name, reason, known_from::varchar as known_from, file from {snapshot.current('identities')} order by key"
    )
    return [
        MergeUsed(row["key"], row["name"], row["into_name"], row["reason"], row["known_from"], row["file"]) for row in rows
    ]


def _key(record: str) -> str:
    """The lake's key of what a method lists: it may list a firm by its credit code."""
    if table_of(record):
        return record
    return f"uscc/{record}" if len(record) == 18 and record.isalnum() and record.isascii() else record


def _tables(found: Figures, indicator: Indicator) -> set[str]:
    """The lake's tables that an indicator reads, also through derived data sets."""
    derived = {one.name: one for one in found.runner.declared.datasets}
    tables, waiting = set(), list(indicator.inputs)
    if indicator.ratio:
        waiting += found.runner.declared.indicator(indicator.ratio.numerator).inputs
    while waiting:
        name = waiting.pop()
        tables.add(name)
        waiting += derived[name].inputs if name in derived else ()
    return tables


def _part(value: Decimal | None, whole: Decimal | None) -> Decimal | None:
    return value / whole if value is not None and whole else None
