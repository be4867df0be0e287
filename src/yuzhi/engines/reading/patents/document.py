"""A patent document as records: the patent, its full text, and what its publication announces.

Four values decide whether a document can be kept: its application number, its publication number, and the days of both.
A document without any number, or in which one of these four is wrong, becomes faults and no records. Any other
value that cannot be read is left out of the record and reported as a fault beside it, so that it can be repaired and
the document read again; a patent is not lost for a misprinted priority date.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from lxml import etree

from yuzhi.engines.formats.patent_xml import PatentXml
from yuzhi.engines.reading.patents.classes import read_classes
from yuzhi.engines.reading.patents.cnipa_practice import CHINESE
from yuzhi.engines.reading.patents.contents import Texts, read_contents
from yuzhi.engines.reading.patents.numbers import Reference, day, first_reference, references
from yuzhi.engines.reading.patents.page import Page, field_origin
from yuzhi.engines.reading.patents.parties import read_parties
from yuzhi.engines.reading.patents.parts import Element, preferred, unswept
from yuzhi.engines.reading.patents.practice import Application, Practice
from yuzhi.engines.reading.patents.relations import read_relations
from yuzhi.engines.reading.patents.texts import in_line
from yuzhi.engines.reading.patents.unread import unread
from yuzhi.engines.reading.records import Record, Value
from yuzhi.engines.reading.sources import Context, Outcome
from yuzhi.kernel.origin import Origin
from yuzhi.kernel.publications import PublicationNumber

MADE_UP = ("yuzhi", "made-up")
"""The processing instruction `<?yuzhi made-up?>` in the prolog marks the documents of a sample city."""


@dataclass(frozen=True, slots=True)
class Identity:
    """Which patent a document is about, and which publication of it the document is."""

    key: str
    record: str
    application: Application | None
    publication: PublicationNumber | None
    published_on: date | None

    @property
    def named_by(self) -> str:
        """The field that the record is named by."""
        return "publication" if self.publication else "number"


def read_document(
    root: Element, form: PatentXml, origin: Origin, context: Context, practice: Practice = CHINESE
) -> Iterator[Outcome]:
    """Everything that one document says; faults where it cannot be kept, or not whole."""
    with unswept():
        return iter(list(_read_document(root, form, origin, context, practice)))


def _read_document(
    root: Element, form: PatentXml, origin: Origin, context: Context, practice: Practice
) -> Iterator[Outcome]:
    page = Page(root, form, origin, context, practice)
    identity = _identity(page)
    if identity is None:
        yield from page.faults
        return
    texts, text_origins = _read(page, identity)
    made_up = _made_up(root)
    yield Record("patents", identity.key, identity.record, page.values, origin, page.origins,
                 true_from=identity.published_on, made_up=made_up)
    if texts:
        texts["publication"], text_origins["publication"] = identity.record, page.origins[identity.named_by]
        yield Record("patent_texts", identity.key, identity.record, texts, origin, text_origins,
                     true_from=identity.published_on, made_up=made_up)
    yield from _events(page, identity, made_up)
    yield from page.faults
    yield from unread(page)


def _identity(page: Page) -> Identity | None:
    form = page.form
    filed = first_reference(page, page.all_in(form.applications))
    shown = first_reference(page, page.all_in(form.publications))
    application, path, rule = _application(page, filed)
    published_on = _publication_day(page, shown)
    publication = _publication(page, shown)
    if dated := filed or _dated(page):
        filed_on, day_rule = page.parsed(dated.day_path, dated.day, day, "day")
        page.put("filed_on", filed_on, dated.day_path, day_rule)
    if page.faults:
        return None
    if application is None and publication is None:
        page.fault(path, "", "文献中既没有申请号也没有公开（公告）号，不能确定是哪一件专利：请补上号码后重新读取。")
        return None
    if application is not None:
        page.put("number", str(application), path, rule)
    key = application.key if application else publication.key if publication else ""
    return Identity(key, str(publication or application), application, publication, published_on)


def _dated(page: Page) -> Reference | None:
    """An application that is told by its day alone."""
    told = [Reference(page, element, path) for element, path in page.all_in(page.form.applications)]
    return next((reference for reference in told if reference.day), None)


def _application(page: Page, filed: Reference | None) -> tuple[Application | None, str, str]:
    """The application number, its path and rule; a design may say it as its patent number."""
    form = page.form
    if filed is not None:
        path, text = filed.number_path, filed.number
    else:
        path = "/".join(part for part in (page.base, form.applications[0], form.document, form.number[0]) if part)
        text = ""
        for element, found in page.all_in(form.granted_number):
            text, path = page.text(element, found, ("",))
    office, letter = (filed.office, filed.kind) if filed is not None else ("", "")
    value, rule = page.parsed(
        path, text, lambda told: page.practice.application(told, office, letter), "application_number")
    return value, path, rule


def _publication(page: Page, shown: Reference | None) -> PublicationNumber | None:
    form, root = page.form, page.root
    if shown is not None:
        path, text = shown.number_path, shown.publication
        kind = shown.kind or (root.get("kind") or "")
        text = text if not kind or text.endswith(kind) else f"{text}{kind}"
    else:
        path = "/".join(part for part in (page.base, form.publications[0], form.document, form.number[0]) if part)
        text = ""
        if number := (root.get("docNumber") or root.get("doc-number") or ""):
            path, text = "@docNumber", f"{root.get('country') or ''}{number}{root.get('kind') or ''}"
    value, rule = page.parsed(path, text, PublicationNumber.parse, "publication_number")
    page.put("publication", str(value) if value else None, path, rule)
    return value


def _publication_day(page: Page, shown: Reference | None) -> date | None:
    path, text = (shown.day_path, shown.day) if shown is not None else ("", "")
    if not text:
        path, text = "@datePublication", page.root.get("datePublication") or page.root.get("date-publ") or ""
        text = "" if text in page.form.blanks else text
    value, rule = page.parsed(path, text, day, "day")
    page.put("published_on", value, path, rule)
    return value


def _read(page: Page, identity: Identity) -> Texts:
    """Fill the page; the full text comes back."""
    form = page.form
    _office(page, identity)
    _titles(page)
    _right_kind(page, identity)
    if identity.publication and page.practice.announced(identity.publication, identity.published_on).grants:
        page.put("granted_on", identity.published_on, _path(page, "published_on"), "day_of_grant")
    for element, path in page.all_in(form.gazette):
        text, found = page.text(element, path, ("",))
        page.put("gazette", text, found, "text")
        break
    read_classes(page)
    read_parties(page)
    read_relations(page)
    if told := page.first(page.root, form.languages):
        page.put("language", (told[0].get("lang") or "").lower(), "/".join(filter(None, (told[1], "@lang"))), "text")
    return read_contents(page)


def _office(page: Page, identity: Identity) -> None:
    office = identity.publication.office if identity.publication else page.root.get("country") or ""
    page.put("office", office or page.form.home, _path(page, "publication") or "@country", "office")


def _path(page: Page, field: str) -> str:
    origin = page.origins.get(field)
    return origin.path if origin else ""


def _titles(page: Page) -> None:
    """The title, and the English one beside it; a document of elsewhere may have only the English one."""
    titles = page.all_in(page.form.titles)
    written = (page.root.get("lang") or "").lower()
    english = [one for one in titles if (one[0].get("lang") or written).lower() == "en"]
    own = titles if page.practice.places else [one for one in titles if one not in english]
    for element, path in preferred(own, page.form.format_attribute):
        page.put("title", in_line(element), path, "text")
        break
    for element, path in english:
        page.put("title_en", in_line(element), path, "text")


def _right_kind(page: Page, identity: Identity) -> None:
    form = page.form
    for element, path in page.all_in(form.applications):
        kind = form.application_types.get((element.get(form.kind_attribute) or "").strip())
        if kind:
            page.put("right_kind", kind, f"{path}/@{form.kind_attribute}", "right_kind")
            return
    if identity.application is not None:
        page.put("right_kind", identity.application.kind, _path(page, "number"), "kind_of_number")
    elif identity.publication is not None:
        page.put("right_kind", identity.publication.right_kind, _path(page, "publication"), "kind_of_number")


def _events(page: Page, identity: Identity, made_up: bool) -> Iterator[Record]:
    """What this publication announces, and the earlier publication that it names."""
    if identity.publication is not None and identity.published_on is not None:
        told = page.practice.announced(identity.publication, identity.published_on)
        yield _event(page, identity.key, told.event, identity.published_on, identity.publication.kind,
                     told.detail or str(identity.publication), _path(page, "published_on"), made_up)
    for reference in references(page, page.all_in(page.form.earlier_publications)):
        on = reference.day_value(page)
        if on is not None:
            yield _event(page, identity.key, "published", on, reference.kind or reference.publication[-1:],
                         reference.publication, reference.day_path, made_up)


def _event(page: Page, key: str, event: str, on: date, code: str, detail: str, path: str, made_up: bool) -> Record:
    values: dict[str, Value] = {
        "event": event, "effective_on": on, "announced_on": on, "code": code, "detail": detail,
    }
    origin = field_origin(path, "publication_event")
    return Record("patent_events", key, f"{key}|{event}|{on.isoformat()}|{code}", values, page.origin,
                  dict.fromkeys(values, origin), true_from=on, made_up=made_up)


def _made_up(root: Element) -> bool:
    return any(
        isinstance(before, etree._ProcessingInstruction)
        and (before.target, (before.text or "").strip()) == MADE_UP
        for before in root.itersiblings(preceding=True)
    )
