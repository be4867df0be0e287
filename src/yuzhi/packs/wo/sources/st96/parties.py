"""Who stands in a trade mark or an indication: names, codes and addresses of applicants, holders and representatives."""

from dataclasses import dataclass

from yuzhi.engines.formats.st96 import ADDRESS_PARTS, CONTACTS, PERSON_PARTS
from yuzhi.engines.reading.patents.page import Page
from yuzhi.engines.reading.patents.parts import Element
from yuzhi.kernel.credit_code import CreditCode
from yuzhi.kernel.errors import BadValue
from yuzhi.packs.wo.sources.st96.rest import below, text_at

_WHOLE = (
    "Name/OrganizationName/OrganizationStandardName", "Name/EntityName", "Name/PersonName/PersonFullName", "ContactText",
)
_STRUCTURED = "Name/PersonName/PersonStructuredName"
_ADDRESS = "PostalAddressBag/PostalAddress"


@dataclass(frozen=True, slots=True)
class Party:
    """One party: its name and where it stands; whether it is written as a natural person; code and address or ""."""

    name: str
    name_path: str
    person: bool
    code: str
    code_path: str
    address: str
    address_path: str


def parties(page: Page, element: Element, paths: tuple[str, ...]) -> list[Party]:
    """The parties at the paths that have a name, each name once, in order."""
    met: dict[str, Party] = {}
    for found, path in page.every(element, paths):
        party = _party(page, found, path)
        if party.name and not (party.name in met and (met[party.name].address or not party.address)):
            met[party.name] = party
    return list(met.values())


def _party(page: Page, element: Element, base: str) -> Party:
    name = name_path = address = address_path = ""
    person = False
    for contact, step in page.every(element, CONTACTS):
        path = below(base, step)
        if not name:
            name, name_path, person = _name(page, contact, path)
        if not address:
            address, address_path = _placed(page, contact, path)
    code, code_path = text_at(page, element, base, ("PartyIdentifier",))
    try:
        code = str(CreditCode.parse(code)) if code else ""
    except BadValue:
        code = ""       # offices number parties as they like; only a credit code names one here
    return Party(name, name_path, person, code, code_path, address, address_path)


def _name(page: Page, contact: Element, base: str) -> tuple[str, str, bool]:
    name, path = text_at(page, contact, base, _WHOLE)
    if name:
        return name, path, path.endswith("PersonFullName")
    told = [text_at(page, contact, base, (f"{_STRUCTURED}/{part}",))[0] for part in PERSON_PARTS[1:]]
    return " ".join(filter(None, told)), f"{base}/{_STRUCTURED}", True


def _placed(page: Page, contact: Element, base: str) -> tuple[str, str]:
    text, path = text_at(page, contact, base, (f"{_ADDRESS}/PostalAddressText",))
    if text:
        return text, path
    for structured, step in page.every(contact, (f"{_ADDRESS}/PostalStructuredAddress",)):
        told = [text_at(page, line, "", ("",))[0] for part in ADDRESS_PARTS for line, _ in page.every(structured, (part,))]
        return ", ".join(filter(None, told)), below(base, step)
    return "", path
