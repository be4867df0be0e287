"""The city at a glance: its targets' figures and one figure by county."""

from dataclasses import dataclass
from datetime import date

from yuzhi.engines.indicators.declared import Indicator, Target
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.areas import Area
from yuzhi.records.observations.figures import Figure, Figures, figures


@dataclass(frozen=True, slots=True)
class AtAGlance:
    """A target, where its figure stands today, and how much of it is reached.

    `estimate` is true where the target itself cannot be computed and a neighbouring figure stands in, said so.
    """

    target: Target
    figure: Figure | None
    share: float | None
    estimate: bool


@dataclass(frozen=True, slots=True)
class ByCounty:
    """One indicator in every county on a day."""

    indicator: Indicator
    on: date
    figures: tuple[tuple[Area, Figure], ...]


def at_a_glance(found: Figures, on: date) -> list[AtAGlance]:
    """Every declared target once, the latest plan period's where one is promised twice, in the plan's order."""
    targets = {target.id: target for target in found.runner.declared.targets}.values()
    shown = {target.id: target.indicator or next(iter(target.beside), None) for target in targets}
    found.fetch(sorted({name for name in shown.values() if name}), [on])
    glances = []
    for target in targets:
        name = shown[target.id]
        figure = found.at(name, on)[found.tools.areas.city.code] if name else None
        share = target.share(figure.value) if figure and target.indicator else None
        glances.append(AtAGlance(target, figure, float(share) if share is not None else None, target.indicator is None))
    return glances


def by_county(found: Figures, name: str, on: date) -> ByCounty | None:
    """The counties' figures of the named indicator; of the first that has counties where the name is unknown.

    None where no declared indicator has counties.
    """
    offered = mappable(found)
    if not offered:
        return None
    chosen = next((one for one in offered if one.name == name), offered[0])
    values = found.at(chosen.name, on)
    return ByCounty(chosen, on, tuple((area, values[area.code]) for area in found.tools.areas.counties))


def mappable(found: Figures) -> list[Indicator]:
    """Indicators that have a value per county."""
    return [one for one in found.runner.declared.indicators if "county" in one.grain]


def city_figures(tools: Toolbox) -> Figures:
    """The figures of the newest edition."""
    return figures(tools)
