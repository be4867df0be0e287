"""Runs declared indicators: any day, all areas, every value equal to the list of its records."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pyarrow as pa

from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.indicators import counting
from yuzhi.engines.indicators.datasets import Datasets, Resolved
from yuzhi.engines.indicators.declared import DeclarationFault, Declarations, Indicator, Ratio, Target
from yuzhi.engines.indicators.observations import Contribution, Observation, Standing, Value
from yuzhi.engines.indicators.sandbox import run
from yuzhi.kernel.areas import AreaBook
from yuzhi.kernel.errors import NotFound

UNPLACED = ""
"""The area of what lies in the city but in no known county."""


class Indicators:
    """The declared indicators of one city over one unchanging set of tables.

    Tables are fetched and derived once and kept while the object lives: one object per edition of the data.
    """

    def __init__(self, declared: Declarations, datasets: Datasets, areas: AreaBook) -> None:
        self.declared = declared
        self._tables = Resolved(declared.datasets, datasets)
        self._city = areas.city.code
        self._counties = tuple(area.code for area in areas.counties)
        self._areas = pa.table({"code": pa.array([self._city, *self._counties], pa.string())})

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas that have values: the city, its counties, and "" for no known county."""
        return (self._city, *self._counties, UNPLACED)

    def observe(self, name: str, as_of: date) -> dict[str, Observation]:
        """The value of an indicator on a day, by area; the keys are `areas`.

        Raises: NotFound for an undeclared name.
        """
        indicator = self.declared.indicator(name)
        if indicator.ratio:
            return self._divided(indicator, indicator.ratio, as_of)
        if empty := self._empty(indicator):
            return self._observed(indicator, as_of, dict.fromkeys(self.areas), empty)
        if indicator.kind == "stated":
            return self._observed(indicator, as_of, self._stated(indicator, as_of), f"这一地区到该日没有已公布的数；缺的是“{indicator.zh}”")
        return self._observed(indicator, as_of, self._added(indicator, as_of), "")

    def observe_all(self, as_of: date) -> dict[str, dict[str, Observation]]:
        """Every declared indicator on a day: by name, then by area."""
        return {indicator.name: self.observe(indicator.name, as_of) for indicator in self.declared.indicators}

    def explain(self, name: str, area: str, as_of: date) -> list[Contribution]:
        """The records behind a value, sorted by key; their values add up to it. For a ratio: its numerator's.

        Raises: NotFound for an undeclared name or an area without values.
        """
        self._known(area)
        indicator = self.declared.indicator(name)
        if indicator.ratio:
            return self.explain(indicator.ratio.numerator, area, as_of)
        if self._empty(indicator):
            return []
        only = self._city if area == UNPLACED or (area == self._city and indicator.kind == "stated") else area
        everything = area == self._city and indicator.kind == "records"
        rows = self._run(indicator, counting.listed(indicator.sql), as_of, only_area=None if everything else only)
        found: dict[str, Contribution] = {}
        for row in rows:
            before = found[row["record"]].areas if row["record"] in found else ()
            place = UNPLACED if row["area"] == self._city and indicator.kind == "records" else row["area"]
            value = _number(indicator, row["value"])
            found[row["record"]] = Contribution(row["record"], value, (*before, place))
        return list(found.values())

    def trend(self, name: str, area: str, dates: Iterable[date]) -> list[Observation]:
        """One area's values on several days, in the order of the days given."""
        self._known(area)
        return [self.observe(name, day)[area] for day in dates]

    def targets(self, plan: str) -> tuple[Target, ...]:
        """The targets of a plan period, in the plan's order."""
        return tuple(target for target in self.declared.targets if target.plan.name == plan)

    def standings(self, plan: str, as_of: date) -> list[Standing]:
        """How far the city stands with each target of a plan period on a day, in the plan's order.

        A target that cannot be computed yet has no observation; its `pending` says why.
        """
        found = []
        for target in self.targets(plan):
            seen = self.observe(target.indicator, as_of)[self._city] if target.indicator else None
            found.append(Standing(target, seen, target.share(seen.value) if seen else None))
        return found

    def _added(self, indicator: Indicator, as_of: date) -> dict[str, Value]:
        """Sums over distinct records; an area without records has none, which is the number 0."""
        values: dict[str, Value] = {area: _number(indicator, 0) for area in self.areas}
        for row in self._run(indicator, counting.totals(indicator.sql), as_of):
            if row["torn"]:
                raise DeclarationFault(
                    f"{indicator.name}/method_{indicator.method}.sql 对同一记录给出两个不同的值，或没有给出值："
                    "每条记录在各地区的值必须相同。"
                )
            area = self._city if row["area"] is None else row["area"]
            shown = UNPLACED if row["area"] == self._city else area
            values[shown] = _number(indicator, row["value"] or 0)
        return values

    def _stated(self, indicator: Indicator, as_of: date) -> dict[str, Value]:
        """Each area's own figure, nothing added up; None for an area that states none."""
        values: dict[str, Value] = dict.fromkeys(self.areas)
        for row in self._run(indicator, counting.listed(indicator.sql), as_of, only_area=None):
            if values[row["area"]] is not None:
                place = f"{indicator.name}/method_{indicator.method}.sql"
                raise DeclarationFault(f"{place} 对 {row['area']} 给出了两个数：每个地区只能有一个。")
            values[row["area"]] = _number(indicator, row["value"])
        return values

    def _divided(self, indicator: Indicator, ratio: Ratio, as_of: date) -> dict[str, Observation]:
        above, below = self.observe(ratio.numerator, as_of), self.observe(ratio.denominator, as_of)
        found = {}
        for area in self.areas:
            over, under = above[area], below[area]
            lineage = dict(sorted({**over.inputs, **under.inputs}.items()))
            value, reason = None, over.reason or under.reason
            if over.value is not None and under.value:
                value = indicator.measure.rounded(Decimal(over.value) * ratio.scale / Decimal(under.value))
            elif not reason:
                reason = f"“{self.declared.indicator(ratio.denominator).zh}”为零，不能作除数。"
            found[area] = Observation(
                indicator.name, area, as_of, value, indicator.unit, indicator.method, lineage, reason
            )
        return found

    def _observed(
        self, indicator: Indicator, as_of: date, values: Mapping[str, Value], reason: str
    ) -> dict[str, Observation]:
        lineage = self._tables.lineage(indicator.inputs)
        return {
            area: Observation(
                indicator.name, area, as_of, value, indicator.unit, indicator.method, lineage,
                reason if value is None else "",
            )
            for area, value in values.items()
        }

    def _empty(self, indicator: Indicator) -> str:
        """Why nothing can be said: an input without a single row; blank where all have rows."""
        empty = [name for name, columns in indicator.inputs.items() if not self._tables.arrow(name, columns).num_rows]
        labels = {name: table.zh for name, table in TABLES.items()} | {one.name: one.zh for one in self.declared.datasets}
        said = "、".join(f"“{labels.get(name, name)}”" for name in empty)
        return f"数据集{said}还没有任何记录：没有数据不等于零。" if empty else ""

    def _run(self, indicator: Indicator, sql: str, as_of: date, **more: str | None) -> Iterator[dict[str, Any]]:
        tables = {name: self._tables.arrow(name, columns) for name, columns in indicator.inputs.items()}
        place = f"{indicator.name}/method_{indicator.method}.sql"
        params = {**indicator.params, "as_of": as_of, **more}
        answer = run(sql, {**tables, "areas": self._areas}, params, place=place)
        for batch in answer.to_batches():
            yield from batch.to_pylist()

    def _known(self, area: str) -> None:
        if area not in self.areas:
            raise NotFound(f"没有代码为“{area}”的地区。可用：{'、'.join(a or '（本市未分县）' for a in self.areas)}。")


def _number(indicator: Indicator, value: Any) -> int | Decimal:
    """A value as its unit has it: whole, or with the unit's decimal places."""
    measure = indicator.measure
    return measure.rounded(Decimal(value)) if measure.places else int(value)
