"""What a patent document contains: abstract, claims, description and drawings."""

from lxml import etree

from yuzhi.engines.reading.patents.page import Page, field_origin
from yuzhi.engines.reading.patents.parts import Element, folded, name_of
from yuzhi.engines.reading.patents.texts import melt, text_of
from yuzhi.engines.reading.records import Value
from yuzhi.kernel.origin import FieldOrigin


def read_contents(page: Page) -> None:
    """Put the abstract, the first claim and the counts into the page."""
    form = page.form
    for part in (*form.claims, *form.description):
        for element, _ in page.every(page.root, (part,)):
            melt(element)
    if abstract := page.first(page.root, form.abstract):
        page.put("abstract", _without_figures(abstract[0]), abstract[1], "text")
    claims = page.first(page.root, form.claims)
    if claims:
        listed = page.every(claims[0], form.claim)
        page.put("claim_count", len(listed) or None, claims[1], "count")
        if listed:
            page.put("first_claim", text_of(listed[0][0]), f"{claims[1]}/{listed[0][1]}", "text")
    drawings = page.first(page.root, form.drawings)
    if drawings:
        wanted = set(map(folded, form.figure))
        count = sum(1 for element in drawings[0].iter(etree.Element) if name_of(element) in wanted)
        page.put("figure_count", count, drawings[1], "count")
    elif claims or page.first(page.root, form.description):
        page.put("figure_count", 0, form.drawings[0], "count")


def _without_figures(abstract: Element) -> str:
    """The abstract's paragraphs; the drawing that stands beside them is not part of its text."""
    parts = [text_of(part) for part in abstract if name_of(part) and "figure" not in name_of(part)]
    own = (abstract.text or "").strip()
    return "\n".join(part for part in (own, *parts) if part)


def full_text(page: Page) -> tuple[dict[str, Value], dict[str, FieldOrigin]]:
    """The full text, as far as the document has any: claims a blank line apart, the description by paragraphs."""
    values: dict[str, Value] = {"publication": page.values.get("publication") or page.values.get("number")}
    origins = {"publication": page.origins.get("publication") or page.origins["number"]}
    form = page.form
    if claims := page.first(page.root, form.claims):
        listed = page.every(claims[0], form.claim) or [(claims[0], "")]
        text = "\n\n".join(one for one in (text_of(claim) for claim, _ in listed) if one)
        if text:
            values["claims"], origins["claims"] = text, field_origin(claims[1], "text")
    if (description := page.first(page.root, form.description)) and (text := text_of(description[0])):
        values["description"], origins["description"] = text, field_origin(description[1], "text")
    return values, origins
