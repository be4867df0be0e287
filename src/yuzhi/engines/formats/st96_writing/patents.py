"""A patent in ST.96: PatentPublication where there is any text, BibliographicData where there is none."""

import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from lxml import etree

from yuzhi.engines.formats.st96_writing.document import Draft, Written, office_of, paragraphs, party, script_of
from yuzhi.engines.formats.st96_writing.relations import citations, international, parent_of, priorities
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.publications import PublicationNumber, split

_NUMBERED = re.compile(r"(?P<number>[0-9]{1,4})\s*[.．、]")
_PCT = re.compile(r"(?P<office>[A-Z]{2})(?P<year>(?:19|20)[0-9]{2})(?P<serial>[0-9]{6})")
LANGUAGES = frozenset({
    "aa", "ab", "ae", "af", "ak", "am", "an", "ar", "as", "av", "ay", "az", "ba", "be", "bg", "bh", "bi", "bm",
    "bn", "bo", "br", "bs", "ca", "ce", "ch", "co", "cr", "cs", "cu", "cv", "cy", "da", "de", "dv", "dz", "ee",
    "el", "en", "eo", "es", "et", "eu", "fa", "ff", "fi", "fj", "fo", "fr", "fy", "ga", "gd", "gl", "gn", "gu",
    "gv", "ha", "he", "hi", "ho", "hr", "ht", "hu", "hy", "hz", "ia", "id", "ie", "ig", "ii", "ik", "io", "is",
    "it", "iu", "ja", "jv", "ka", "kg", "ki", "kj", "kk", "kl", "km", "kn", "ko", "kr", "ks", "ku", "kv", "kw",
    "ky", "la", "lb", "lg", "li", "ln", "lo", "lt", "lu", "lv", "mg", "mh", "mi", "mk", "ml", "mn", "mo", "mr",
    "ms", "mt", "my", "na", "nb", "nd", "ne", "ng", "nl", "nn", "no", "nr", "nv", "ny", "oc", "oj", "om", "or",
    "os", "pa", "pi", "pl", "ps", "pt", "qu", "rm", "rn", "ro", "ru", "rw", "sa", "sc", "sd", "se", "sg", "si",
    "sk", "sl", "sm", "sn", "so", "sq", "sr", "ss", "st", "su", "sv", "sw", "ta", "te", "tg", "th", "ti", "tk",
    "tl", "tn", "to", "tr", "ts", "tt", "tw", "ty", "ug", "uk", "ur", "uz", "ve", "vi", "vo", "wa", "wo", "xh",
    "yi", "yo", "za", "zh", "zu", "jw", "sh",
})
"""The codes of languages that the standard knows. Source: WIPO ST.96 V6.0, ISOLanguageCodeType and ISOFormerLanguageCodeType."""
_PERSON = "PersonName/PersonFullName"
_DATED_EVENTS = {
    "restored": "RightsReestablishedDate", "withdrawn": "ApplicationWithdrawnDate",
    "deemed_withdrawn": "ApplicationDeemedWithdrawnDate",
}
"""In the order of the schema."""
_PLACEHOLDERS = ("[图]", "[公式]")


def patent(
    values: Mapping[str, Any], texts: Mapping[str, Any] | None = None, *, made_up: bool = False,
    events: Sequence[Mapping[str, Any]] = (), hidden: Collection[str] = (),
) -> Written:
    """The document of a patent, given its fields, its full text where there is one, and the events of its life.

    `hidden` are fields that the asker may not see.
    """
    texts = texts or {}
    read = bool(texts.get("claims") or texts.get("description") or values.get("first_claim") or values.get("abstract"))
    draft = Draft("pat:PatentPublication" if read else "pat:BibliographicData", "patents", values, hidden)
    language = _language(draft, texts) if read else str(draft.get("language") or "")
    office = str(draft.get("office") or "CN")
    bibliography = draft.root
    if read:
        draft.set(draft.root, languageCode=language, documentPublicationDate=draft.day("published_on"))
        draft.add(draft.root, "com:IPOfficeCode", office)
        bibliography = draft.add(draft.root, "pat:BibliographicData")
        draft.set(bibliography, st96Version="V6_0")
    _bibliography(draft, bibliography, office, events)
    if read:
        _contents(draft, texts)
    return draft.finished(made_up=made_up)


def _language(draft: Draft, texts: Mapping[str, Any]) -> str:
    """The language of the text: as the source says, else as the writing tells; the standard demands one."""
    told = str(draft.get("language") or "").lower()
    if told in LANGUAGES:
        return told
    sample = "".join(str(one or "")[:400] for one in (
        draft.values.get("abstract"), draft.values.get("first_claim"), texts.get("claims"), texts.get("description"),
        draft.values.get("title")))
    home = (draft.values.get("office") or "CN") == "CN"        # China publishes in Chinese, whatever the signs
    found = script_of(sample) or ("zh" if home else "")
    if not found:
        found = "en"
        draft.miss("来源没有载明文本的语言，标准必填：按拉丁文字写作 en，请核对")
    else:
        draft.miss(f"来源没有载明文本的语言，按文字写作 {found}")
    return found


def _bibliography(draft: Draft, into: etree._Element, office: str, events: Sequence[Mapping[str, Any]]) -> None:
    _publication(draft, into)
    application = _application(draft, into, office)
    priorities(draft, into)
    _classes(draft, into)
    _titles(draft, into)
    citations(draft, into)
    count = draft.get("claim_count")
    draft.filled(into, "pat:ClaimTotalQuantity", str(count) if count and int(count) >= 0 else "")
    if figures := draft.get("figure_count"):
        draft.path(into, "pat:FigureBag/pat:FigureTotalQuantity", str(figures))
    parent_of(draft, into, application)
    draft.filled(into, "pat:GrantPublicationDate", draft.day("granted_on"))
    _parties(draft, into, office)
    international(draft, into)
    _events(draft, into, events)
    draft.filled(into, "pat:PCTNationalPhaseEntryDate", draft.day("entered_on"))


def _events(draft: Draft, into: etree._Element, events: Sequence[Mapping[str, Any]]) -> None:
    """The events that the bibliography has a place for, each with its latest day; how many others there are is told."""
    said = {("published", draft.values.get("published_on")), ("granted", draft.values.get("granted_on"))}
    for word, name in _DATED_EVENTS.items():
        days = [event["effective_on"] for event in events if event["event"] == word and event["effective_on"]]
        if days:
            draft.add(into, f"pat:{name}", max(days).isoformat())
            said.add((word, max(days)))
    rest = sum(1 for event in events if (event["event"], event["effective_on"]) not in said)
    if rest:
        draft.miss(f"法律事件 {rest} 条没有写入：著录文件没有它们的位置")


def _publication(draft: Draft, into: etree._Element) -> None:
    told, on = str(draft.get("publication") or ""), draft.day("published_on")
    if not told:
        if on:
            draft.miss(f"来源没有公开（公告）号，公开日 {on} 没有写入")
        return
    try:
        number = PublicationNumber.parse(told)
        office, digits, kind = number.office, number.number, number.kind
    except BadValue:
        try:
            office, digits, kind = split(told)
        except BadValue:
            draft.miss(f"公开（公告）号“{told}”没有已知的局代码，没有写入")
            return
    if office_of(digits)[0]:                # JPWO2020203247A1: the number itself begins like an office
        digits = f"{office}{digits}"
    shown = draft.add(into, "pat:PatentPublicationIdentification")
    draft.add(shown, "com:IPOfficeCode", office)
    draft.add(shown, "pat:PublicationNumber", digits)
    draft.filled(shown, "com:PatentDocumentKindCode", kind)
    draft.filled(shown, "com:PublicationDate", on)


def _application(draft: Draft, into: etree._Element, office: str) -> tuple[str, str]:
    """The application's element; office and number come back."""
    at, number = office_of(str(draft.get("number") or ""))
    if pct := _PCT.fullmatch(number) if at == "WO" else None:
        number = f"PCT/{pct['office']}{pct['year']}/{pct['serial']}"
    at = at or ("CN" if number else office)
    filed = draft.add(into, "pat:ApplicationIdentification")
    draft.add(filed, "com:IPOfficeCode", at)
    draft.path(filed, "com:ApplicationNumber/com:ApplicationNumberText", number)
    if not number:
        draft.needs("申请号")
    kind = draft.values.get("right_kind")
    if at == "CN" and number:
        draft.said.add("right_kind")        # the number's own digit says it
    elif kind in ("invention", "design"):
        draft.said.add("right_kind")
        draft.add(filed, "pat:InventionSubjectMatterCategory", "Design" if kind == "design" else "Utility")
    draft.filled(filed, "pat:FilingDate", draft.day("filed_on"))
    return at, number


def _classes(draft: Draft, into: etree._Element) -> None:
    symbols, locarno = draft.texts("ipc"), draft.texts("locarno")
    first = draft.get("main_ipc")
    if first:
        symbols = [str(first), *(symbol for symbol in symbols if symbol != first)]
    if not symbols and not locarno:
        return
    bag = draft.add(into, "pat:PatentClassificationBag")
    if symbols:
        inner = draft.add(bag, "pat:IPCRClassificationBag")
        for place, symbol in enumerate(symbols, start=1):
            one = draft.add(inner, "pat:IPCRClassification", sequenceNumber=str(place))
            draft.add(one, "pat:PatentClassificationText", symbol)
    if locarno:
        inner = draft.add(bag, "com:LocarnoClassificationBag")
        draft.add(inner, "com:LocarnoClassificationEdition")
        draft.needs("洛迦诺分类的版次")
        for symbol in locarno:
            draft.add(inner, "com:LocarnoClassificationText", symbol)


def _titles(draft: Draft, into: etree._Element) -> None:
    bag = draft.add(into, "pat:InventionTitleBag")
    title, english = str(draft.get("title") or ""), str(draft.get("title_en") or "")
    told = str(draft.values.get("language") or "")
    if title:
        home = (draft.values.get("office") or "CN") == "CN"
        written = script_of(title) or (told if told in LANGUAGES and told != "en" else "zh" if home else "")
        draft.add(bag, "pat:InventionTitle", title, languageCode=told if told in ("zh", "ja", "ko") else written)
    if english:
        draft.add(bag, "pat:InventionTitle", english, languageCode="en")
    if not title and not english:
        draft.add(bag, "pat:InventionTitle")
        draft.needs("发明名称")


def _parties(draft: Draft, into: etree._Element, office: str) -> None:
    bag = draft.add(into, "pat:PartyBag")
    inventors, examiners, practitioners = draft.texts("inventors"), draft.texts("examiners"), _practitioners(draft, office)
    if draft.values.get("applicants") or draft.values.get("address") or not (inventors or examiners or practitioners):
        _applicants(draft, bag)
    if inventors:
        inner = draft.add(bag, "pat:InventorBag")
        for place, name in enumerate(inventors, start=1):
            party(draft, draft.add(inner, "pat:Inventor", sequenceNumber=str(place)), name, kind=_PERSON)
    if practitioners:
        inner = draft.add(bag, "pat:RegisteredPractitionerBag")
        for place, (number, kind, name) in enumerate(practitioners, start=1):
            one = draft.add(inner, "pat:RegisteredPractitioner", sequenceNumber=str(place))
            draft.filled(one, "pat:RegisteredPractitionerRegistrationNumber", number)
            draft.add(one, "pat:RegisteredPractitionerCategory", "Agent")
            party(draft, one, name, kind=kind)
    if examiners:
        inner = draft.add(bag, "pat:ExaminerBag")
        for name in examiners:
            draft.path(inner, "pat:PrimaryExaminer/com:Name/com:PersonName/com:PersonFullName", name)


def _applicants(draft: Draft, bag: etree._Element) -> None:
    names, codes = ([str(one) for one in draft.get(field) or ()] for field in ("applicants", "applicant_codes"))
    address = str(draft.get("address") or "")
    if not names:
        draft.needs("申请人")
    inner = draft.add(bag, "pat:ApplicantBag")
    for place, name in enumerate(names or [""]):
        one = draft.add(inner, "pat:Applicant", sequenceNumber=str(place + 1))
        draft.filled(one, "com:PartyIdentifier", codes[place] if place < len(codes) else "")
        party(draft, one, name, address=address if place == 0 else "")


def _practitioners(draft: Draft, office: str) -> list[tuple[str, str, str]]:
    """(number, kind of name, name) of China's agency and agents; elsewhere they may be attorneys, which no source says."""
    if office != "CN":
        return []
    agency, code = str(draft.get("agency") or ""), str(draft.get("agency_code") or "")
    found = [(code, "OrganizationName/OrganizationStandardName", agency)] if agency or code else []
    return found + [("", _PERSON, name) for name in draft.texts("agents")]


def _contents(draft: Draft, texts: Mapping[str, Any]) -> None:
    description, claims = str(texts.get("description") or ""), str(texts.get("claims") or "")
    first = str(draft.get("first_claim") or "")
    abstract = str(draft.get("abstract") or "")
    lines = list(paragraphs(description))
    if lines:
        inner = draft.add(draft.root, "pat:Description")
        for line in lines:
            draft.add(inner, "com:P", line)
    inner = draft.add(draft.root, "pat:Claims")
    if not claims and first:
        draft.miss("来源只有主权项，权利要求书只写入这一项")
    for place, claim in enumerate(filter(str.strip, (claims or first).split("\n\n")), start=1):
        one = draft.add(inner, "pat:Claim")
        numbered = _NUMBERED.match(claim)
        draft.add(one, "pat:ClaimNumber", numbered["number"] if numbered else str(place))
        for line in paragraphs(claim):
            draft.add(one, "pat:ClaimText", line)
    if not len(inner):
        draft.add(inner, "com:P")
        draft.needs("权利要求书")
    if abstract.strip():
        inner = draft.add(draft.root, "pat:Abstract")
        for line in paragraphs(abstract):
            draft.add(inner, "com:P", line)
    if any(mark in text for mark in _PLACEHOLDERS for text in (description, claims, first, abstract)):
        draft.miss("图和公式只有占位文字，原图在原文件里")
