"""Made-up members of patent families abroad: some granted, some only applied for, some lapsed."""

import json
from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from yuzhi.engines.formats.templates import MADE_UP
from yuzhi.engines.sampling.chance import Chance
from yuzhi.engines.sampling.items import Patent, Relative
from yuzhi.engines.sampling.months import plus_months
from yuzhi.engines.sampling.plan import CityPlan

_OFFICES = (("US", "US9{:07d}", "B2", "A1"), ("EP", "EP9{:06d}", "B1", "A1"), ("JP", "JP9{:06d}", "B2", "A"))


def relatives(plan: CityPlan, granted: Sequence[Patent], seed: int, scale: float, today: date) -> Iterator[Relative]:
    """Members abroad of the families of the city's inventions; one in five was never granted, one in four lapsed."""
    chance = Chance(seed, "abroad")
    inventions = [p for p in granted if p.right_kind == "invention" and p.owner and p.place.inside]
    inventions = [p for p in inventions if plus_months(p.filed_on, 60) < today]
    for nth, patent in enumerate(chance.some(inventions, *[min(plan.size("abroad", scale, 8), len(inventions))] * 2)):
        office, stem, right, application = _OFFICES[nth % len(_OFFICES)]
        filed = plus_months(patent.filed_on, 11)
        shown = plus_months(patent.filed_on, chance.number(24, 44)) + timedelta(days=chance.number(0, 27))
        lapse = plus_months(shown, 12 * chance.number(1, 4))
        won = nth % 5 != 4
        yield Relative(
            publication=stem.format(nth) + (right if won else application),
            office=office,
            patent=patent.number,
            first_filed_on=patent.filed_on,
            filed_on=filed,
            published_on=shown,
            granted_on=shown if won else None,
            ended_on=lapse if won and office != "EP" and nth % 4 == 3 and lapse <= today else None,
        )


def line(it: Relative) -> str:
    """The member as a line of the collection of publications abroad."""
    events = [{"date": it.filed_on.isoformat(), "event": "Application filed by a made-up example"}]
    if it.granted_on:
        events.append({"date": it.granted_on.isoformat(), "event": "Application granted"})
    events.append({"date": it.published_on.isoformat(), "event": f"Publication of {it.publication}"})
    legal = [{"date": it.ended_on.isoformat(), "code": "LAPS", "title": "Lapse", "desc": ""}] if it.ended_on else []
    told = {
        "id": it.publication,
        "title": f"Made-up example: family member of CN{it.patent}",
        "abstract": "",
        "priority_claims": [f"CN{it.patent}A,{it.first_filed_on},Made-up example"],
        "events": events,
        "legal": legal,
        "nature": MADE_UP,
    }
    return json.dumps(told, ensure_ascii=False)
