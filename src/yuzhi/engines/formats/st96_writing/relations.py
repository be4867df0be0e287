"""What a patent refers to, from the lake's one-line spellings to ST.96: priorities, citations, parent, international stage."""

import re

from lxml import etree

from yuzhi.engines.formats.st96_writing.document import Draft, office_of
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.publications import PublicationNumber

_SPELLED = re.compile(r"(?:(?P<office>[A-Z]{2}) )?(?P<number>\S.*?)(?: (?P<day>[12][0-9]{3}(?:-[0-9]{2}){0,2}))?")
_PCT = "PCT"


def _parts(text: str) -> tuple[str, str, str]:
    """Office, number and day of `KR 10-2016-0063019 2016-05-23`; "" for what is not told."""
    shape = _SPELLED.fullmatch(text.strip())
    if shape is None:
        return "", text.strip(), ""
    office, number = shape["office"] or "", shape["number"]
    if office and not office_of(office)[0]:
        return "", f"{office} {number}", shape["day"] or ""
    if not office:
        office = "WO" if number.upper().startswith(_PCT) else office_of(number)[0]
    return office, number, shape["day"] or ""


def priorities(draft: Draft, into: etree._Element) -> None:
    """Each priority with office and day; one without is told, since the standard demands both."""
    told = [(text, *_parts(text)) for text in draft.texts("priorities")]
    kept = [one for one in told if one[1] and one[3]]
    for text, office, _, day in told:
        if not (office and day):
            draft.miss(f"优先权“{text}”缺少{'局代码' if not office else '日期'}，标准必填，没有写入")
    if not kept:
        return
    bag = draft.add(into, "pat:PriorityClaimBag")
    for place, (_, office, number, day) in enumerate(kept, start=1):
        one = draft.add(bag, "pat:PriorityClaim", sequenceNumber=str(place))
        draft.add(one, "com:IPOfficeCode", office)
        draft.path(one, "com:ApplicationNumber/com:ApplicationNumberText", number)
        draft.add(one, "pat:FilingDate", day)


def citations(draft: Draft, into: etree._Element) -> None:
    """Cited patents by office, number, kind and day; everything else as the text that it is."""
    told = draft.texts("citations")
    if not told:
        return
    bag = draft.add(into, "pat:ReferenceCitationBag")
    for text in told:
        one = draft.add(bag, "pat:ReferenceCitation")
        if not _cited(draft, one, text):
            draft.path(one, "com:NPLCitation/com:NPLCitationText", text)


def _cited(draft: Draft, into: etree._Element, text: str) -> bool:
    _, number, day = _parts(text)
    try:
        cited = PublicationNumber.parse(number)
    except BadValue:
        return False
    if str(cited) != number or " ".join(filter(None, (number, day))) != text:
        return False
    inner = draft.path(into, "com:PatentCitation/com:CitedPatentDocumentIdentification")
    digits = f"{cited.office}{cited.number}" if office_of(cited.number)[0] else cited.number
    draft.add(inner, "com:IPOfficeCode", cited.office)
    draft.add(inner, "com:DocumentNumber", digits)
    draft.add(inner, "com:PatentDocumentKindCode", cited.kind)
    draft.filled(inner, "com:PatentDocumentDate", day)
    return True


def parent_of(draft: Draft, into: etree._Element, application: tuple[str, str]) -> None:
    """The application that this one was divided from."""
    office, number = office_of(str(draft.get("parent") or ""))
    if not number:
        return
    division = draft.path(into, "pat:RelatedDocumentBag/pat:Division")
    for outer, (at, told) in (("pat:ParentDocument", (office or "CN", number)), ("pat:ChildDocument", application)):
        inner = draft.path(division, f"{outer}/pat:PatentDocumentIdentification/pat:ApplicationIdentification")
        draft.add(inner, "com:IPOfficeCode", at)
        draft.path(inner, "com:ApplicationNumber/com:ApplicationNumberText", told)


def international(draft: Draft, into: etree._Element) -> None:
    """The international application and its publication."""
    if text := str(draft.get("pct_application") or ""):
        office, number, day = _international(text)
        inner = draft.path(into, "pat:InternationalFilingData/pat:ApplicationIdentification")
        draft.add(inner, "com:IPOfficeCode", office)
        draft.path(inner, "com:ApplicationNumber/com:ApplicationNumberText", number)
        draft.filled(inner, "pat:FilingDate", day)
    if text := str(draft.get("pct_publication") or ""):
        office, number, day = _international(text)
        inner = draft.path(
            into, "pat:InternationalPublishingData/pat:PatentDocumentIdentification/pat:PatentPublicationIdentification")
        draft.add(inner, "com:IPOfficeCode", office)
        draft.add(inner, "pat:PublicationNumber", number)
        draft.filled(inner, "com:PublicationDate", day)


def _international(text: str) -> tuple[str, str, str]:
    _, number, day = _parts(text)
    office, rest = office_of(number)
    if office and rest[:1].isdigit():
        return office, rest, day
    return "WO", number, day
