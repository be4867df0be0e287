"""Which made-up inventions are of high value on a day, told from what was planted."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal

from yuzhi.engines.sampling.city import City
from yuzhi.engines.sampling.items import Patent
from yuzhi.engines.sampling.months import plus_months
from yuzhi.engines.sampling.plan import CityPlan

Lasts = Callable[[date | None, date | None], bool]
Told = Mapping[str, Callable[[Patent], bool]]

_OF_THE_STATE = ("中国专利", "国家")
_YEARS = 10


def situations(plan: CityPlan, city: City, day: date, lasts: Lasts) -> Told:
    """For each situation whether a patent is in it on the day; `lasts` tells whether a span covers the day."""
    abroad = {it.patent for it in city.relatives if lasts(it.granted_on, it.ended_on)}
    pledged = {
        number
        for it in city.pledges
        if it.rights_kind == "patent" and Decimal(it.amount) >= plan.high_value_yuan
        if lasts(it.registered_on, it.cancelled_on)
        for number in it.rights
    }
    awarded = {
        str(row.values["right_number"])
        for row in city.rows
        if row.table == "awards" and str(row.values["award"]).startswith(_OF_THE_STATE)
        if isinstance(on := row.values["awarded_on"], date) and lasts(on, None)
    }
    return {
        "hv_strategic": lambda patent: not plan.strategic.isdisjoint(patent.ipc),
        "hv_family_abroad": lambda patent: patent.number in abroad,
        "hv_over_ten_years": lambda patent: day > plus_months(patent.filed_on, 12 * _YEARS),
        "hv_pledged": lambda patent: patent.number in pledged,
        "hv_awarded": lambda patent: patent.number in awarded,
    }
