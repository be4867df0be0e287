"""What a patent document contains: abstract, claims, description and drawings."""

import re

from lxml import etree

from yuzhi.engines.reading.patents.page import Page, field_origin
from yuzhi.engines.reading.patents.parts import Element, folded, name_of
from yuzhi.engines.reading.patents.texts import melt, text_of, texts_of
from yuzhi.engines.reading.records import Value
from yuzhi.kernel.origin import FieldOrigin

_CANCELLED = re.compile(r"[0-9]+(?:\s*[-–,]\s*[0-9]+)*\.?\s*\(cancell?ed\)\.?", re.IGNORECASE)
"""All that is left of claims which were given up before publication."""

Texts = tuple[dict[str, Value], dict[str, FieldOrigin]]
"""Values and origins of a record of full text."""


def read_contents(page: Page) -> Texts:
    """Put the abstract, the first claim and the counts into the page; the full text is what comes back.

    Claims stand a blank line apart; the description is a line for each paragraph.
    """
    texts: Texts = ({}, {})
    if abstract := page.first(page.root, page.form.abstract):
        page.put("abstract", _without_figures(abstract[0]), abstract[1], "text")
    _claims(page, texts)
    _description(page, texts)
    _figures(page)
    return texts


def _claims(page: Page, texts: Texts) -> None:
    found = page.first(page.root, page.form.claims)
    if found is None:
        return
    claims, path = found
    melt(claims)
    listed = page.every(claims, page.form.claim)
    told = texts_of([claim for claim, _ in listed] or [claims])
    standing = [text for text in told if not _CANCELLED.fullmatch(text)] if listed else []
    page.put("claim_count", len(standing) or None, path, "count")
    if standing:
        page.put("first_claim", standing[0], f"{path}/{listed[0][1]}", "text")
    if text := "\n\n".join(filter(None, told)):
        texts[0]["claims"], texts[1]["claims"] = text, field_origin(path, "text")


def _description(page: Page, texts: Texts) -> None:
    found = page.first(page.root, page.form.description)
    if found is None:
        return
    melt(found[0])
    if text := text_of(found[0]):
        texts[0]["description"], texts[1]["description"] = text, field_origin(found[1], "text")


def _figures(page: Page) -> None:
    """The number of figures; unknown where the document has no drawings: they may lie in files of their own."""
    for told, path in page.all_in(page.form.figure_number):
        if (text := page.text(told, path, ("",))[0]).isdigit():
            page.put("figure_count", int(text), path, "number")
            return
    drawings = page.first(page.root, page.form.drawings)
    if drawings:
        wanted = set(map(folded, page.form.figure))
        count = sum(1 for element in drawings[0].iter(etree.Element) if name_of(element) in wanted)
        page.put("figure_count", count, drawings[1], "count")


def _without_figures(abstract: Element) -> str:
    """The abstract's paragraphs; the drawing that stands beside them is not part of its text."""
    parts = [text_of(part) for part in abstract if name_of(part) and "figure" not in name_of(part)]
    own = (abstract.text or "").strip()
    return "\n".join(part for part in (own, *parts) if part)
