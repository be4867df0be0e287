"""Each thing of an exchange document once.

The EPO repeats numbers as its data base (docdb), its older systems (epodoc) and the office itself (original) write
them, and parties likewise. What is left here: numbers of the data base, which name one thing world-wide; names as
the office wrote them, where it wrote down as many as the EPO has found.
"""

import re
from collections.abc import Sequence

from yuzhi.engines.formats.ops import DOCDB, EPODOC, ORIGINAL
from yuzhi.engines.reading.patents.parts import Element, name_of
from yuzhi.packs.ep.publishing import AMERICAN

_COUNTRY = re.compile(r"\s*\[[A-Z]{2}\]$")
_WANTED = ("zh", "en")
_NUMBERED = re.compile(r"\s*(?P<number>[0-9]{1,4})\s*\.\s+\S")


_TEXTS = {"claims": "权利要求书", "description": "说明书"}
_REPEATED = (
    "publication-reference", "priority-claim", "patcit", "application-reference", "applicants", "inventors",
    "patent-classification", "invention-title", "abstract", *_TEXTS,
)
_REPEATED_TAGS = tuple(f"{{*}}{name}" for name in _REPEATED)


def settle(document: Element) -> tuple[str, ...]:
    """Leave each number, party, title, class and text of the document once; the tree loses the repetitions.

    What comes back names full texts in other languages: they are no repetitions, but only one of them is read.
    """
    met: dict[str, list[Element]] = {name: [] for name in _REPEATED}
    for element in document.iter(*_REPEATED_TAGS):       # one walk for all of them: a walk for each is a tenth of the time
        met[str(element.tag).rpartition("}")[2]].append(element)
    for name in ("publication-reference", "priority-claim", "patcit"):
        for element in met[name]:
            _keep_number(element, (DOCDB, EPODOC, ORIGINAL))
    for element in met["application-reference"]:
        _settle_application(element)
    for parties in (*met["applicants"], *met["inventors"]):
        _settle_parties(parties)
    for classes in met["patent-classification"]:
        scheme = _child(classes, "classification-scheme")
        if scheme is not None and not (scheme.get("scheme") or "").startswith("CPC"):
            _remove(classes)
    _settle_languages(met["invention-title"], most=2)
    _settle_languages(met["abstract"], most=1)
    left = tuple(
        f"{zh}的 {lang} 文本" for name, zh in _TEXTS.items() for lang in _settle_languages(met[name], most=1))
    for claims in met["claims"]:                         # those that were just removed are changed to no effect
        _settle_claims(claims)
    return left


def _keep_number(reference: Element, order: Sequence[str]) -> Element | None:
    """The one number that stays, by the order of data formats; a day that only another has is taken over."""
    told = list(reference.iterchildren("{*}document-id"))
    if not told:
        return None
    if len(told) > 1:
        forms = {form: rank for rank, form in enumerate(order)}
        told.sort(key=lambda one: forms.get(one.get("document-id-type") or "", len(forms)))
    kept, others = told[0], told[1:]
    if others and _child(kept, "date") is None:
        day = next((day for one in others if (day := _child(one, "date")) is not None), None)
        if day is not None:
            kept.append(day)
    for other in others:
        reference.remove(other)
    return kept


def _settle_application(reference: Element) -> None:
    """The data base's number; an American one of before 2004 only as the office wrote it, since the data base leaves out
    its series: then the application is known by its day alone."""
    told = {one.get("document-id-type"): one for one in reference.iterchildren("{*}document-id")}
    docdb, original = told.get(DOCDB), told.get(ORIGINAL)
    if docdb is None or _text(docdb, "country") != "US" or _text(docdb, "kind") == "W":
        _keep_number(reference, (DOCDB, ORIGINAL, EPODOC))
        return
    number = _text(original, "doc-number") if original is not None else ""
    found = _child(docdb, "doc-number")
    if found is not None and len(found.text or "") != len("YYYY00000000"):
        if AMERICAN.fullmatch(number):
            found.text = number
        else:
            _remove(found)
    _keep_number(reference, (DOCDB,))


def _settle_parties(parties: Element) -> None:
    by_form: dict[str, list[Element]] = {}
    for party in parties:
        if name_of(party):
            by_form.setdefault(party.get("data-format") or "", []).append(party)
    for name in parties.iter("{*}name"):
        name.text = _COUNTRY.sub("", (name.text or "").strip()).strip(" ,;")
    known = max((len(group) for form, group in by_form.items() if form in (DOCDB, EPODOC)), default=0)
    good = len(by_form.get(ORIGINAL, ())) >= known
    order = (ORIGINAL, DOCDB, EPODOC) if good else (DOCDB, EPODOC, ORIGINAL)
    kept = next((form for form in order if form in by_form), "")
    met: set[str] = set()
    for form, group in by_form.items():
        for party in group:
            said = "".join(filter(str.isalnum, "".join(map(str, party.itertext())).casefold()))
            if form != kept or said in met:
                _remove(party)
            met.add(said if form == kept else "")


def _settle_languages(told: Sequence[Element], *, most: int) -> list[str]:
    """The texts in Chinese and English stay, as many as wanted; the first one where there is none of them.

    The languages of the others come back.
    """
    known = [one for one in told if _language(one) in _WANTED]
    known.sort(key=lambda one: _WANTED.index(_language(one)))
    kept = known[:most] or told[:1]
    others = [one for one in told if one not in kept]
    for one in others:
        _remove(one)
    return [_language(one) or "其他语言" for one in others]


def _language(element: Element) -> str:
    return (element.get("lang") or "").lower()


def _settle_claims(claims: Element) -> None:
    """Claims as elements of their own: the services put all of them into one, a line or a text each."""
    lines = [line.strip() for text in claims.iter("{*}claim-text") for line in "".join(map(str, text.itertext())).split("\n")]
    split: list[list[str]] = []
    for line in filter(None, lines):
        numbered = _NUMBERED.match(line)
        if numbered and int(numbered["number"]) == len(split) + 1:
            split.append([line])
        elif split:
            split[-1].append(line)
    if len(split) <= len(claims):
        return
    space = str(claims.tag).rpartition("}")[0]
    prefix = f"{space}}}" if space else ""
    for old in list(claims):
        claims.remove(old)
    for part in split:
        claim = claims.makeelement(f"{prefix}claim", {})
        for line in part:
            text = claims.makeelement(f"{prefix}claim-text", {})
            text.text = line
            claim.append(text)
        claims.append(claim)


def _text(element: Element, name: str) -> str:
    found = _child(element, name)
    return (found.text or "").strip() if found is not None else ""


def _child(element: Element, name: str) -> Element | None:
    """The first child of that name, whatever its namespace."""
    return next(element.iterchildren(f"{{*}}{name}"), None)


def _remove(element: Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)
