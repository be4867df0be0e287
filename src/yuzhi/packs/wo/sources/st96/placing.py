"""The address of a holder, or the area of an indication, and the county that it lies in."""

from yuzhi.engines.reading.patents.page import Page


def place(page: Page, text: str, path: str, *, at_home: bool, field: str = "address") -> None:
    """Put the text into the field, "" for none, and the county of a place in China, which is found by its words."""
    if not text:
        return
    text, rule = page.repaired(path, text, "text")
    if field:
        page.put(field, text, path, rule)
    if not at_home:
        return
    placement = page.context.areas.of_address(text)
    if placement.area is not None:
        page.put("county", placement.area.code, path, "county_of_address")
    elif placement.inside_city:
        page.put("county", page.context.areas.city.code, path, "county_of_address")
    page.put("county_reason", placement.reason, path, "county_of_address")
