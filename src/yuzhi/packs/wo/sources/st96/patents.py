"""A patent document in ST.96, settled so that the engine of patent documents reads it, and what stands beside its paths."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from lxml import etree

from yuzhi.engines.formats.st96 import COMMON, PATENT_EVENTS, ST96_PATENT
from yuzhi.engines.reading.patents.document import read_document
from yuzhi.engines.reading.patents.numbers import day
from yuzhi.engines.reading.patents.parts import Element
from yuzhi.engines.reading.records import Fault, Record, Skipped, Value
from yuzhi.engines.reading.sources import Context, Outcome
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.origin import FieldOrigin, Origin
from yuzhi.packs.wo.publishing import ABROAD, AT_HOME
from yuzhi.packs.wo.sources.st96.rest import local

_ZONE = re.compile(r"(?P<day>[0-9]{4}(?:-[0-9]{2}){0,2})(?:Z|[+-][0-9]{2}:[0-9]{2})")
_GRANTS = ("GrantPublicationDate", "PatentGrantIdentification/GrantDate")
_OF_A_CLAIM = ("ClaimNumber", "ClaimNumberRange", "ClaimTypeCategory", "ClaimStatusCategory")
_FORMULAS = ("ChemicalFormulae", "InlineFormula")
_ONE_LANGUAGE = ("Abstract", "Description")
_WANTED = ("zh", "en")


def read_patent(root: Element, origin: Origin, context: Context, made_up: bool) -> Iterator[Outcome]:
    """Everything that the document says; it says itself whether it is made up."""
    for left in settle(root):
        yield Skipped(origin, f"另有{left}，不读取；已读取的是中文、英文或第一种文本。")
    bibliography = root if local(root) == "BibliographicData" else root.find("{*}BibliographicData")
    office = _office(bibliography)
    if office:
        root.set("country", office)
    practice = AT_HOME if office == "CN" else ABROAD
    for outcome in read_document(root, ST96_PATENT, origin, context, practice):
        if isinstance(outcome, Record) and outcome.table == "patents" and bibliography is not None:
            alone = root is bibliography
            record = _counted(_granted(outcome, bibliography, alone), bibliography, alone)
            yield record
            yield from _events(record, bibliography, alone)
        else:
            yield outcome


def _office(bibliography: Element | None) -> str:
    """The office whose document it is, "" where the document does not say."""
    if bibliography is None:
        return ""
    told = (bibliography.findtext(f"{{*}}{one}/{{*}}IPOfficeCode")
            for one in ("PatentPublicationIdentification", "ApplicationIdentification"))
    return next(filter(None, told), "")


def settle(root: Element) -> list[str]:
    """Plain attributes for languages and sequence numbers, and each thing in one language; the tree loses the others.

    What comes back names the texts in other languages.
    """
    for element in root.iter(etree.Element):
        _plain(element)
    for number in root.iter("{*}ApplicationIdentification"):
        category = number.findtext("{*}InventionSubjectMatterCategory")
        if category and number.findtext("{*}IPOfficeCode") != "CN":     # China's numbers tell the kind themselves
            number.set(ST96_PATENT.kind_attribute, category)
    for name, plain in (("CPCSection", "Section"), *((formula, "formula") for formula in _FORMULAS)):
        for element in root.iter(f"{{*}}{name}"):
            element.tag = plain
    for claim in root.iter("{*}Claim"):
        for part in [part for part in claim if local(part) in _OF_A_CLAIM]:
            claim.remove(part)
    return [f"{name} 的 {lang} 文本" for name in _ONE_LANGUAGE for lang in _settle_languages(root, name)]


def _plain(element: Element) -> None:
    """The element with its language and number in plain attributes, and a day without its time zone."""
    for name, plain in (("languageCode", "lang"), ("sequenceNumber", "sequence")):
        if value := element.get(f"{{{COMMON}}}{name}"):
            element.set(plain, value)
    if local(element).endswith("Date") and (zoned := _ZONE.fullmatch((element.text or "").strip())):
        element.text = zoned["day"]


def _settle_languages(root: Element, name: str) -> list[str]:
    told = list(root.iterchildren(f"{{*}}{name}"))
    if len(told) < 2:
        return []
    known = [one for one in told if (one.get("lang") or "").lower() in _WANTED]
    known.sort(key=lambda one: _WANTED.index((one.get("lang") or "").lower()))
    kept = (known or told)[0]
    others = [one for one in told if one is not kept]
    for one in others:
        root.remove(one)
    return [one.get("lang") or "其他语言" for one in others]


def _granted(record: Record, bibliography: Element, alone: bool) -> Record:
    """The record with the day of its grant, where the document says one apart from its publication."""
    if "granted_on" in record.values:
        return record
    for path in _GRANTS:
        text = (bibliography.findtext("/".join(f"{{*}}{step}" for step in path.split("/"))) or "").strip()
        if on := _day(text):
            origin = FieldOrigin(path if alone else f"BibliographicData/{path}", "day")
            return replace(record, values={**record.values, "granted_on": on},
                           origins={**record.origins, "granted_on": origin})
    return record


def _counted(record: Record, bibliography: Element, alone: bool) -> Record:
    """The record with the number of claims as the office counts them, which may be more than the document quotes."""
    text = (bibliography.findtext("{*}ClaimTotalQuantity") or "").strip()
    if not text.isdecimal() or int(text) == 0:
        return record
    origin = FieldOrigin("ClaimTotalQuantity" if alone else "BibliographicData/ClaimTotalQuantity", "number")
    return replace(record, values={**record.values, "claim_count": int(text)},
                   origins={**record.origins, "claim_count": origin})


def _events(record: Record, bibliography: Element, alone: bool) -> Iterator[Outcome]:
    """What the bibliography dates of the end or the return of the right; a fault for a day that is none."""
    for name, event in PATENT_EVENTS.items():
        path = name if alone else f"BibliographicData/{name}"
        text = (bibliography.findtext(f"{{*}}{name}") or "").strip()
        on = _day(text)
        if on is not None:
            values: dict[str, Value] = {"event": event, "effective_on": on, "announced_on": on, "code": "", "detail": ""}
            told = {field: value for field, value in values.items() if value}
            yield Record("patent_events", record.key, f"{record.key}|{event}|{on.isoformat()}|", told, record.origin,
                         dict.fromkeys(told, FieldOrigin(path, "day")), true_from=on, made_up=record.made_up)
        elif text:
            yield Fault(record.origin, path, text, f"“{text}”不是一个日期，这件事没有记入：请对照原件改正。", {path: text})


def _day(text: str) -> date | None:
    try:
        return day(text) if text else None
    except BadValue:
        return None             # a month or a year alone: such a day is told by the publication, or not at all
