"""The city at a glance: its targets' figures and one figure by county."""

from dataclasses import dataclass
from datetime import date

from yuzhi.engines.indicators.declared import Indicator
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.areas import Area
from yuzhi.records.accounts.permissions import Viewer
from yuzhi.records.observations.boards import Card, latest
from yuzhi.records.observations.figures import Figure, Figures, figures


@dataclass(frozen=True, slots=True)
class ByCounty:
    """One indicator in every county on a day."""

    indicator: Indicator
    on: date
    figures: tuple[tuple[Area, Figure], ...]


def at_a_glance(found: Figures, on: date) -> list[Card]:
    """Every declared target once, judged as on the board of targets."""
    return latest(found, found.tools.areas.city.code, on)


def by_county(found: Figures, name: str, on: date) -> ByCounty | None:
    """The counties' figures of the named indicator; of the first that has counties where the name is unknown.

    None where no declared indicator has counties.
    """
    offered = mappable(found)
    if not offered:
        return None
    chosen = next((one for one in offered if one.name == name), offered[0])
    values = found.at(chosen.name, on)
    told = values[found.tools.areas.city.code].as_of
    return ByCounty(chosen, told, tuple((area, values[area.code]) for area in found.tools.areas.counties))


def mappable(found: Figures) -> list[Indicator]:
    """Indicators that have a value per county."""
    return [one for one in found.runner.declared.indicators if "county" in one.grain]


def city_figures(tools: Toolbox, viewer: Viewer | None) -> Figures:
    """The figures of the newest edition as this viewer may see them."""
    return figures(tools, viewer)
