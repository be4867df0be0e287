"""Targets beside their figures: one judgement for every page, command and answer that shows a target."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from yuzhi.engines.indicators.declared import Indicator, Plan, Target
from yuzhi.records.observations.figures import Figure, Figures
from yuzhi.records.observations.freezing import Closed, closed
from yuzhi.records.observations.lights import Light, judged_on, light
from yuzhi.records.observations.models import Freezing


@dataclass(frozen=True, slots=True)
class Card:
    """One target with its figure on the day that was asked for, and the figure that it is judged by.

    `judged` is `figure` while the plan runs; once it has ended, `final` is the figure of its last day, and judged. Where
    an act has frozen the plan, `final` is the frozen figure, and `recount` what the newest data give for that day.
    `estimate` is true where the target itself cannot be computed and a neighbouring figure stands in, said so.
    """

    target: Target
    indicator: Indicator | None
    figure: Figure | None
    final: Figure | None
    share: Decimal | None
    light: Light
    estimate: bool
    beside: tuple[Figure, ...]
    frozen: Freezing | None = None
    recount: Figure | None = None

    @property
    def judged(self) -> Figure | None:
        """The figure that the verdict and the share speak of."""
        return self.final or self.figure

    @property
    def moved(self) -> bool:
        """Whether later data would give another closing figure than the frozen one."""
        return self.recount is not None and self.final is not None and self.recount.value != self.final.value


def plans(found: Figures) -> list[Plan]:
    """The plan periods that have targets, the latest first."""
    return list(reversed(found.runner.declared.plans))


def plan_on(found: Figures, on: date) -> Plan | None:
    """The plan of a day: the one it lies in, else the last that began before it, else the first; None without plans."""
    listed = plans(found)
    return next((one for one in listed if one.first <= on), listed[-1] if listed else None)


def board(found: Figures, plan: Plan | None, area: str, on: date) -> list[Card]:
    """The targets of a plan on a day, in the plan's order, with the figures of the city or of one county."""
    targets = found.runner.targets(plan.name) if plan else ()
    names = {name for target in targets for name in (target.indicator, *target.beside) if name}
    found.fetch(sorted(names), sorted({on, *(judged_on(on, target.by) for target in targets)}))
    closing = closed(plan, found.viewer) if plan and any(on >= target.by for target in targets) else None
    return [card(found, target, area, on, closing) for target in targets]


def latest(found: Figures, area: str, on: date) -> list[Card]:
    """The targets of the day's plan."""
    return board(found, plan_on(found, on), area, on)


def card(found: Figures, target: Target, area: str, on: date, closing: Closed | None = None) -> Card:
    """One target on a day; judged for the city only, because the plans promise nothing for counties.

    `closing` are the plan's frozen figures, where it is frozen.
    """
    name = target.indicator or (target.beside[0] if target.beside else None)
    indicator = found.runner.declared.indicator(name) if name else None
    figure = found.at(name, on)[area] if name else None
    counted = found.at(name, target.by)[area] if name and on >= target.by else None
    kept = closing.at(indicator, target.by, area) if closing and indicator and counted else None
    final = kept or (counted if on > target.by else None)
    judged = final or figure
    exact = target.indicator is not None and area == found.tools.areas.city.code and judged is not None
    share = target.share(judged.value) if exact and judged else None
    others = tuple(found.at(other, on)[area] for other in target.beside if other != name)
    return Card(
        target, indicator, figure, final, share, _light(target, indicator, share, on),
        target.indicator is None, others, closing.freezing if closing and kept else None, counted if kept else None,
    )


def _light(target: Target, indicator: Indicator | None, share: Decimal | None, on: date) -> Light:
    bound = bool(indicator and indicator.upper_bound)
    return light(share, on, target.by, began=target.plan.first, upper_bound=bound)
