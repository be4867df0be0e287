"""Which area a record belongs to, by the address that it carries."""

from functools import lru_cache

from yuzhi.kernel.areas import AreaBook

COUNTY_RULE = "county_of_address"
REPORTED_RULE = "area"
REPORTED, UNREPORTED = "来源填报", "来源没有填报县（市、区）"


@lru_cache(maxsize=50_000)
def placed(areas: AreaBook, address: str) -> tuple[str | None, str]:
    """The code of the county that an address lies in, and the reason in Chinese.

    An address that lies in the city without naming its county is the city's: it gets the city's own code.
    """
    found = areas.of_address(address)
    if found.area is not None:
        return found.area.code, found.reason
    return (areas.city.code if found.inside_city else None), found.reason
