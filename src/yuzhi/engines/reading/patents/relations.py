"""What a patent document refers to: priorities, parent, international application, cited documents."""

from yuzhi.engines.reading.patents.numbers import day, first_reference, preferred_reference, references
from yuzhi.engines.reading.patents.page import Page
from yuzhi.engines.reading.patents.parts import Index
from yuzhi.engines.reading.patents.texts import in_line


def read_relations(page: Page) -> None:
    """Put priorities, parent, international application and citations into the page."""
    form = page.form
    priorities = references(page, page.all_in(form.priorities)) + references(page, page.all_in(form.home_priorities))
    if priorities:
        told = [one.spelled(page) for one in priorities]
        page.put("priorities", list(dict.fromkeys(told)), priorities[0].number_path, "references")
    if parent := first_reference(page, page.all_in(form.parents)):
        number, rule = page.parsed(
            parent.number_path, parent.number,
            lambda told: page.practice.application(told, parent.office, parent.kind), "application_number")
        page.put("parent", str(number) if number else None, parent.number_path, rule)
    for field, paths in (("pct_application", form.pct_applications), ("pct_publication", form.pct_publications)):
        if reference := first_reference(page, page.all_in(paths)):
            page.put(field, reference.international(page), reference.number_path, "reference")
    for element, path in page.all_in(form.entries):
        text, found = page.text(element, path, (*form.day, ""))
        entered_on, rule = page.parsed(found, text, day, "day")
        page.put("entered_on", entered_on, found, rule)
    if form.family_attribute:
        page.put("family", page.root.get(form.family_attribute), f"@{form.family_attribute}", "text")
    _citations(page)


def _citations(page: Page) -> None:
    told: list[str] = []
    found = page.all_in(page.form.citations)
    kept = page.index
    for element, _ in found:
        page.index = Index()        # nobody comes back to a citation: its elements are let go at once
        patents = page.every(element, page.form.cited_patents)
        if cited := preferred_reference(page, patents):
            told.append(cited.cited(page))
            continue
        inner = patents[0] if patents else page.first(element, page.form.cited_texts)
        text = in_line(inner[0] if inner else element)
        if text and text not in page.form.blanks:
            told.append(text)
    page.index = kept
    if told:
        page.put("citations", list(dict.fromkeys(told)), found[0][1], "citations")
