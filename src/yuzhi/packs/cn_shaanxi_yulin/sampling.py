"""The plan of the made-up Yulin, read from `sampling.yml` beside this file."""

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from yuzhi.engines.sampling.plan import CityPlan, Elsewhere, Park, PlanArea, PlanIndication, Topic

_PLAN = Path(__file__).parent / "sampling.yml"


@cache
def city_plan() -> CityPlan:
    """The plan as a value."""
    told: dict[str, Any] = yaml.safe_load(_PLAN.read_text(encoding="utf-8"))
    city = told["city"]
    return CityPlan(
        code=city["code"],
        zh=city["zh"],
        province=city["province"],
        postcode=city["postcode"],
        province_word=city["province_word"],
        areas=tuple(PlanArea(**{**area, **_tuples(area, "was", "towns", "streets")}) for area in told["areas"]),
        parks=tuple(Park(**park) for park in told["parks"]),
        city_only=tuple(told["city_only"]),
        elsewhere=tuple(Elsewhere(**spot) for spot in told["elsewhere"]),
        topics=tuple(_topic(topic) for topic in told["topics"]),
        indications=tuple(_indication(system, line) for system, lines in told["indications"].items() for line in lines),
        banks=tuple(told["banks"]),
        patent_agencies=tuple((name, code) for name, code in (line.split("|") for line in told["patent_agencies"])),
        sizes=dict(told["sizes"]),
        truth_dates=tuple(date.fromisoformat(day) for day in told["truth_dates"]),
        pledge_baseline=_day(told["pledge_baseline"]),
        pledge_total_yuan=int(told["pledge_total_yuan"]),
        large_loan_wan=(told["large_loan_wan"]["from"], told["large_loan_wan"]["to"]),
        high_value_yuan=int(told["high_value_yuan"]),
        strategic=frozenset(told["strategic"]),
        converted_on=date.fromisoformat(told["converted_on"]),
        unpublished=frozenset(told["unpublished"]),
        populations=(told["populations"]["first"], told["populations"]["last"]),
    )


def _topic(told: dict[str, Any]) -> Topic:
    lists = _tuples(told, "favours", "suffixes", "parts", "features", "scenes", "techs", "effects")
    pairs = {
        "objects": tuple((noun, ipc) for noun, ipc in (line.split("|") for line in told["objects"])),
        "products": tuple((noun, locarno) for noun, locarno in (line.split("|") for line in told["products"])),
        "goods": tuple((int(nice), goods) for nice, goods in (line.split("|", 1) for line in told["goods"])),
    }
    return Topic(**{**told, **lists, **pairs})


def _indication(system: str, line: str) -> PlanIndication:
    name, county, kind, nice = line.split("|")
    return PlanIndication(system, name, county, kind, int(nice))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def _tuples(told: dict[str, Any], *names: str) -> dict[str, tuple[str, ...]]:
    return {name: tuple(told[name]) for name in names}
