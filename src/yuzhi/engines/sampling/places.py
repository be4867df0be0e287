"""Where made-up bodies sit: addresses as offices write them, with the county they really lie in."""

from yuzhi.engines.sampling.chance import Chance, Weights
from yuzhi.engines.sampling.items import Place
from yuzhi.engines.sampling.plan import CityPlan, PlanArea

_CITY_ONLY, _PARK, _FORMER, _ALONE = 0.025, 0.12, 0.25, 0.06
"""Shares of addresses that name the city only, a park, a former name (where there is one), or a town without its county."""


def inside(plan: CityPlan, chance: Chance, counties: Weights[PlanArea]) -> Place:
    """A place in the city, in one of the counties or (rarely) with an address that names none."""
    if chance.happens(_CITY_ONLY):
        return Place(_numbered(chance, chance.pick(plan.city_only)), plan.postcode, None, True)
    return within(plan, chance, chance.weighted(counties))


def within(plan: CityPlan, chance: Chance, area: PlanArea) -> Place:
    """A place in the county, spelled in one of the ways in use."""
    parks = [park for park in plan.parks if park.county == area.code]
    name = chance.pick(area.was) if area.was and chance.happens(_FORMER) else area.zh
    if parks and chance.happens(_PARK):
        park = chance.pick(parks)
        name = "" if park.alone and chance.happens(0.4) else name
        spot = f"{park.text}{chance.number(1, 99)}号"
    elif chance.happens(0.55):
        spot = f"{chance.pick(area.streets)}{chance.number(1, 320)}号"
    else:
        spot = f"{chance.pick(area.towns)}{_village(chance)}"
        name = "" if chance.happens(_ALONE) else name
    front = chance.pick(_fronts(plan))
    return Place(f"{front}{name}{spot}", area.postcode, area.code, True)


def elsewhere(plan: CityPlan, chance: Chance) -> tuple[str, Place]:
    """A place outside the city, and the place name that its bodies carry."""
    spot = chance.pick(plan.elsewhere)
    return spot.name, Place(_numbered(chance, spot.address), spot.postcode, None, False)


def county_weights(plan: CityPlan, favours: tuple[str, ...] = ()) -> Weights[PlanArea]:
    """The counties by weight; those that a topic favours weigh five times as much."""
    return Weights([(area, area.weight * (5.0 if area.code in favours else 1.0)) for area in plan.areas])


def with_postcode(place: Place, address: str) -> str:
    """The address as gazettes print it, with the postcode before it."""
    return f"{place.postcode} {address}"


def _fronts(plan: CityPlan) -> tuple[str, ...]:
    whole = f"{plan.province}{plan.zh}"
    return (whole, whole, whole, whole, plan.zh, f"{plan.province} {plan.zh} ")


def _village(chance: Chance) -> str:
    name = chance.pick(("东", "西", "前", "后", "上", "下")) + chance.pick(("沟", "塬", "梁", "湾", "圪", "坪"))
    return f"{name}村{chance.number(1, 160)}号"


def _numbered(chance: Chance, address: str) -> str:
    return address if address.endswith(("市", "镇")) else f"{address}{chance.number(1, 199)}号"
