"""Who stands in a patent document: applicants or owners, inventors, agents, agency, examiners; and where they are."""

import re
from dataclasses import dataclass
from functools import lru_cache

from yuzhi.engines.formats.patent_xml import Paths
from yuzhi.engines.reading.patents.page import Page, below
from yuzhi.engines.reading.patents.parts import Element, Found, preferred
from yuzhi.kernel.areas import AreaBook, Placement
from yuzhi.kernel.credit_code import CreditCode
from yuzhi.kernel.errors import BadValue

_AGENCY = re.compile(r"(?P<name>.*\S)[\s\u3000]+(?P<code>[0-9]{5})")
_MARKS = frozenset({"", "0", "1", "yes", "no", "true", "false"})
"""What a representative attribute says when it is a mark and not an address."""


def read_parties(page: Page) -> None:
    """Put all people, bodies and the address of the first applicant into the page.

    Where the document names owners, they are the applicants of the lake's field `applicants` (申请（专利权）人):
    a grant is published for its owner.
    """
    form = page.form
    owners = _parties(page, form.owners)
    applicants = _parties(page, form.applicants)
    holders = owners if any(party.name for party in owners) else applicants
    named = [party for party in holders if party.name]
    if named:
        page.put("applicants", [party.name for party in named], named[0].name_path, "names")
        _codes(page, named)
    _address(page, [*holders, *applicants])
    _inventors(page)
    _names(page, "agents", form.agents, form.person_name)
    _names(page, "examiners", form.examiners, form.examiner_name)
    _agency(page)


@dataclass(frozen=True, slots=True)
class Party:
    """One applicant or owner: the element, its path, the name in it and the name's path."""

    element: Element
    path: str
    name: str
    name_path: str


def _parties(page: Page, paths: Paths) -> list[Party]:
    found = preferred(page.all_in(paths), page.form.format_attribute)
    return [Party(element, path, *_named(page, element, path, page.form.party_name)) for element, path in found]


def _named(page: Page, element: Element, path: str, names: Paths) -> tuple[str, str]:
    """The name in one piece where it is written so, else put together from its parts; and its path."""
    name, found = page.text(element, path, names)
    if name or not page.form.name_parts:
        return name, found
    told = [page.text(element, path, (part,)) for part in page.form.name_parts]
    parts = [part for part in told if part[0]]
    return " ".join(part for part, _ in parts), parts[-1][1] if parts else found


def _names(page: Page, field: str, paths: Paths, names: Paths) -> None:
    _put_names(page, field, preferred(page.all_in(paths), page.form.format_attribute), names)


def _inventors(page: Page) -> None:
    """The inventors; in some offices' documents an applicant is marked as one instead of being named twice."""
    form = page.form
    marked = [
        one for one in page.all_in(form.applicants)
        if form.inventing_attribute and "inventor" in (one[0].get(form.inventing_attribute) or "")
    ]
    found = preferred(page.all_in(form.inventors), form.format_attribute)
    _put_names(page, "inventors", [*preferred(marked, form.format_attribute), *found], form.person_name)


def _put_names(page: Page, field: str, found: list[Found], names: Paths) -> None:
    told = [_named(page, element, path, names) for element, path in found]
    kept = [(name, path) for name, path in told if name]
    if kept:
        page.put(field, list(dict.fromkeys(name for name, _ in kept)), kept[0][1], "names")


def _codes(page: Page, named: list[Party]) -> None:
    """Codes in the order of the applicants, blank for one without; nothing where no code is valid."""
    codes: list[str] = []
    path = ""
    for party in named:
        text, code_path = page.text(party.element, party.path, page.form.code)
        try:
            codes.append(str(CreditCode.parse(text)) if text else "")
            path = path or (code_path if text else "")
        except BadValue:
            # The same element also carries the older 9-digit organisation codes, which name nobody reliably.
            codes.append("")
    if path and any(codes):
        page.put("applicant_codes", codes, path, "credit_code")


def _address(page: Page, holders: list[Party]) -> None:
    """The first address that somebody has, in the order of the holders, and the county that it lies in."""
    places = [(party.element, party.path) for party in holders] + page.all_in(page.form.correspondence)
    for element, base in places:
        for address, step in page.every(element, page.form.address):
            path = below(base, step)
            text, text_path = page.text(address, path, page.form.address_text)
            if text:
                return _placed(page, text, text_path, "text", address)
            if composed := _composed(page, address):
                return _placed(page, composed, path, "address_of_parts")
    return _representative(page)


def _composed(page: Page, address: Element) -> str:
    parts = [page.text(address, "", (step,))[0] for step in page.form.address_parts]
    return page.form.between_parts.join(dict.fromkeys(part for part in parts if part and part != "市辖区"))


def _representative(page: Page) -> None:
    """Some old files write the first applicant's address into an attribute of the list of applicants."""
    attribute = page.form.representative_attribute
    for element, path in page.all_in(tuple(path.rpartition("/")[0] for path in page.form.applicants)):
        text = (element.get(attribute) or "").strip()
        if text.lower() not in _MARKS:
            return _placed(page, text, f"{path}/@{attribute}", "text")
    return None


def _placed(page: Page, text: str, path: str, rule: str, parts: Element | None = None) -> None:
    """Put the address and its county into the page; where the text names none, its parts are asked too."""
    text, rule = page.repaired(path, text, rule)
    page.put("address", text, path, rule)
    if not page.practice.places:
        return
    placement = _placement(page.context.areas, text)
    by = "county_of_address"
    if placement.area is None and parts is not None and (composed := _composed(page, parts)):
        other = _placement(page.context.areas, composed)
        if other.area is not None:
            placement, by = other, "county_of_address_parts"
    if placement.area is not None:
        page.put("county", placement.area.code, path, by)
    elif placement.inside_city:
        page.put("county", page.context.areas.city.code, path, by)
    page.put("county_reason", placement.reason, path, by)


@lru_cache(maxsize=65536)
def _placement(areas: AreaBook, address: str) -> Placement:
    """The county of an address; a firm's patents repeat it by the hundred."""
    return areas.of_address(address)


def _agency(page: Page) -> None:
    """The first agency, its number split from its name; the number told apart goes before it."""
    number: tuple[str, str] = ("", "")
    for element, path in page.all_in(page.form.agency_number):
        number = page.text(element, path, ("",))
    for element, path in page.all_in(page.form.agents):
        text, found = page.text(element, path, page.form.agency)
        if text:
            split = _AGENCY.fullmatch(text)
            page.put("agency", split["name"] if split else text, found, "agency")
            if split and not number[0]:
                number = (split["code"], found)
            break
    page.put("agency_code", number[0], number[1], "agency_code")
