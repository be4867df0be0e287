"""Patent documents in both generations of the office's bulk XML, one text each."""

from collections.abc import Iterator
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from yuzhi.engines.formats import cnipa_new, cnipa_old
from yuzhi.engines.sampling import numbers
from yuzhi.engines.sampling.items import Patent
from yuzhi.engines.sampling.places import with_postcode
from yuzhi.engines.sampling.texts import SECTIONS

_NOTE = "<!-- 示例数据：本文献为虚构 -->"
_TYPE = {"invention": "10", "utility": "20", "design": "30"}
_OLD_TYPE = {kind: text for text, kind in cnipa_old.APPLICATION_TYPES.items()}
_SECTION_NAMES = (
    ("TechnicalField", "technical-field"),
    ("BackgroundArt", "background-art"),
    ("Disclosure", "disclosure"),
    ("DrawingsDescription", "description-of-drawings"),
    ("InventionMode", "mode-for-invention"),
)
_NATIONAL = ' sourceDB="national office"'
_ORIGINAL = f'dataFormat="original"{_NATIONAL}'


def documents(patent: Patent, both: bool) -> Iterator[tuple[date, bool]]:
    """The publications that a bulk delivery has of a patent: day, and whether it is the grant."""
    if patent.granted_on is None or (both and patent.granted_on != patent.published_on):
        yield patent.published_on, False
    if patent.granted_on is not None:
        yield patent.granted_on, True


def new_xml(patent: Patent, on: date, granted: bool) -> str:
    """The document of one publication in the new generation."""
    kind = numbers.kind_code(patent.right_kind, granted, on)
    number, day = patent.stem[2:], f"{on:%Y%m%d}"
    spaces = " ".join(f"xmlns:{prefix}={quoteattr(uri)}" for prefix, uri in cnipa_new.NAMESPACES.items())
    root = (
        f"<business:PatentDocumentAndRelated {spaces} xsi:schemaLocation={quoteattr(cnipa_new.SCHEMA_LOCATION)} "
        f'xsdVersion="{cnipa_new.SCHEMA_VERSION}" file="CN{number}{kind}.XML" dateProduced="{day}" status="C" lang="zh" '
        f'country="CN" docNumber="{number}" kind="{kind}" datePublication="{day}">'
    )
    return "".join(
        (
            f'<?xml version="1.0" encoding="utf-8" standalone="no"?>\n{cnipa_new.MADE_UP}\n{_NOTE}\n',
            root,
            "<business:BibliographicData>",
            _publication(number, kind, day),
            _application(patent),
            _classes(patent),
            f'<business:InventionTitle lang="zh" {_ORIGINAL}>{escape(patent.title)}</business:InventionTitle>',
            _parties(patent, granted),
            "</business:BibliographicData>",
            f'<business:Abstract {_ORIGINAL} lang="zh"><base:Paragraphs num="0001">{escape(patent.abstract)}</base:Paragraphs>'
            "</business:Abstract>",
            _description(patent),
            _claims(patent),
            "</business:PatentDocumentAndRelated>\n",
        )
    )


def old_xml(patent: Patent, on: date, granted: bool) -> str:
    """The document of one publication in the old generation."""
    kind, day, number = numbers.kind_code(patent.right_kind, granted, on), f"{on:%Y%m%d}", patent.stem[2:]
    address = escape(with_postcode(patent.place, patent.address))
    applicants = "".join(
        f'<cn-applicant sequence="{n}"><addressbook lang="ZH"><name>{escape(name)}</name><address><text>'
        f"{address if n == 1 else ''}</text></address></addressbook></cn-applicant>"
        for n, name in enumerate(patent.applicants, 1)
    )
    inventors = "".join(
        f'<cn-inventor sequence="{n}" cn-not-to-be-published-request-by-inventor="no"><name>{escape(name)}</name>'
        "</cn-inventor>"
        for n, name in enumerate(patent.inventors, 1)
    )
    agents = "".join(
        f'<cn-agent sequence="{n}" rep-type="agent"><cn-agency><name>{escape(patent.agency)} {patent.agency_code}</name>'
        f"</cn-agency><name>{escape(name)}</name></cn-agent>"
        for n, name in enumerate(patent.agents, 1)
    )
    classes = "".join(f"<classification-ipcr><text>{_spread(ipc)}</text></classification-ipcr>" for ipc in patent.ipc)
    return "".join(
        (
            f'<?xml version="1.0" encoding="UTF-8"?>\n{cnipa_old.STYLESHEET}\n{cnipa_old.MADE_UP}\n{_NOTE}\n',
            '<cn-patent-document lang="ZH" country="CN"><cn-bibliographic-data><cn-publication-reference><document-id>',
            f"<country>CN</country><doc-number>{number}</doc-number><kind>{kind}</kind><date>{day}</date></document-id>",
            f"<gazette-reference><gazette-num>{on.year - 1984}-{on.isocalendar().week:02d}</gazette-num><date>{day}</date>",
            "</gazette-reference></cn-publication-reference>",
            f'<application-reference appl-type="{_OLD_TYPE[patent.right_kind]}"><document-id><country>CN</country>'
            f"<doc-number>{patent.number}</doc-number><date>{patent.filed_on:%Y%m%d}</date></document-id></application-reference>",
            f"<classifications-ipcr>{classes}</classifications-ipcr><invention-title>{escape(patent.title)}</invention-title>",
            f'<abstract><p num="1">{escape(patent.abstract)}</p></abstract><cn-related-publication /><cn-related-documents />',
            f'<cn-parties><cn-applicants cn-representative-is="{address}">{applicants}</cn-applicants>',
            f"<cn-inventors>{inventors}</cn-inventors>",
            f"<cn-agents>{agents}</cn-agents>" if agents else "",
            "</cn-parties></cn-bibliographic-data>",
            _old_body(patent),
            "</cn-patent-document>\n",
        )
    )


def _publication(number: str, kind: str, day: str) -> str:
    identity = (
        f"<base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>{number}</base:DocNumber><base:Kind>{kind}</base:Kind>"
    )
    return "".join(
        f'<business:PublicationReference dataFormat="{form}" sequence="1"{source}><base:DocumentID>{identity}'
        f"<base:Date>{day}</base:Date></base:DocumentID></business:PublicationReference>"
        for form, source in (("original", ' sourceDB="national office"'), ("standard", ""))
    ) + (
        "<business:PublicAvailabilityDate><business:GazetteReference><business:GazetteNumber>"
        f"{int(day[:4]) - 1984}-{int(day[4:6]) * 4:02d}01</business:GazetteNumber><base:Date>{day}</base:Date>"
        "</business:GazetteReference></business:PublicAvailabilityDate>"
    )


def _application(patent: Patent) -> str:
    digits, kind = patent.number.replace(".", "")[:-1], numbers.KIND_DIGIT[patent.right_kind]
    spellings = {"original": patent.number, "standard": f"{kind}0{digits[:4]}00{digits[5:]}"}
    return "".join(
        f'<business:ApplicationReference applType="{_TYPE[patent.right_kind]}" dataFormat="{form}" sequence="1"'
        f"{_NATIONAL if form == 'original' else ''}><base:DocumentID>"
        f"<base:WIPOST3Code>CN</base:WIPOST3Code><base:DocNumber>{number}</base:DocNumber>"
        f"<base:Date>{patent.filed_on:%Y%m%d}</base:Date></base:DocumentID></business:ApplicationReference>"
        for form, number in spellings.items()
    )


def _classes(patent: Patent) -> str:
    told = []
    for n, ipc in enumerate(patent.ipc, 1):
        main, sub = ipc[5:].split("/")
        told.append(
            f'<business:ClassificationIPCR sequence="{n}"><business:IPCVersionDate>20060101</business:IPCVersionDate>'
            f"<business:Section>{ipc[0]}</business:Section><business:MainClass>{ipc[1:3]}</business:MainClass>"
            f"<business:Subclass>{ipc[3]}</business:Subclass><business:MainGroup>{main}</business:MainGroup>"
            f"<business:Subgroup>{sub}</business:Subgroup><base:Text>{_spread(ipc)}</base:Text></business:ClassificationIPCR>"
        )
    return f"<business:ClassificationIPCRDetails>{''.join(told)}</business:ClassificationIPCRDetails>"


def _parties(patent: Patent, granted: bool) -> str:
    names = list(enumerate(patent.applicants, 1))
    inventors = "".join(
        f'<business:Inventor sequence="{n}" {_ORIGINAL} lang="zh" publicationMark="0"><base:AddressBook lang="zh"><base:Name>'
        f"{escape(name)}</base:Name></base:AddressBook></business:Inventor>"
        for n, name in enumerate(patent.inventors, 1)
    )
    applicants = "".join(_party(patent, "Applicant", n, name) for n, name in names)
    owners = "".join(_party(patent, "Assignee", n, name) for n, name in names) if granted else ""
    return (
        f'<business:Parties><business:ApplicantDetails representative="1">{applicants}</business:ApplicantDetails>'
        f"<business:InventorDetails>{inventors}</business:InventorDetails>"
        + (f"<business:AssigneeDetails>{owners}</business:AssigneeDetails>" if owners else "")
        + _agents(patent)
        + "</business:Parties>"
    )


def _party(patent: Patent, role: str, n: int, name: str) -> str:
    code = patent.place.postcode if n == 1 else "0"
    text = escape(patent.address) if n == 1 else "0"
    return (
        f'<business:{role} sequence="{n}" {_ORIGINAL} lang="zh"><base:AddressBook lang="zh"><base:Name>{escape(name)}'
        f"</base:Name><base:Address><base:PostCode>{code}</base:PostCode><base:WIPOST3Code>CN</base:WIPOST3Code>"
        f"<base:Text>{text}</base:Text></base:Address></base:AddressBook></business:{role}>"
    )


def _agents(patent: Patent) -> str:
    told = "".join(
        f'<business:Agent sequence="{n}" lang="zh" {_ORIGINAL} repType="agent"><business:Agency><base:AddressBook lang="zh">'
        f"<base:OrganizationName>{escape(patent.agency)} {patent.agency_code}</base:OrganizationName></base:AddressBook>"
        f'</business:Agency><base:AddressBook lang="zh"><base:Name>{escape(name)}</base:Name></base:AddressBook></business:Agent>'
        for n, name in enumerate(patent.agents, 1)
    )
    if not told:
        return ""
    number = f"<business:CustomerNumber>{patent.agency_code}</business:CustomerNumber>"
    return f"<business:AgentDetails>{number}{told}</business:AgentDetails>"


def _description(patent: Patent) -> str:
    number, told = 0, [f'<business:InventionTitle id="title1">{escape(patent.title)}</business:InventionTitle>']
    for head, (name, short), section in zip(SECTIONS, _SECTION_NAMES, patent.description, strict=True):
        told.append(f'<business:{name} id="{short}001">')
        for text in (head, *section):
            number += 1
            told.append(f'<base:Paragraphs id="p{number:04d}" num="n{number:04d}">{escape(text)}</base:Paragraphs>')
        told.append(f"</business:{name}>")
    return f'<business:Description lang="zh" {_ORIGINAL}>{"".join(told)}</business:Description>'


def _claims(patent: Patent) -> str:
    told = "".join(
        f'<business:Claim id="cl{n:04d}" num="{n:04d}"><business:ClaimText>{escape(text)}</business:ClaimText></business:Claim>'
        for n, text in enumerate(patent.claims, 1)
    )
    return f'<business:Claims lang="zh" {_ORIGINAL}>{told}</business:Claims>'


def _old_body(patent: Patent) -> str:
    texts = [text for head, section in zip(SECTIONS, patent.description, strict=True) for text in (head, *section)]
    told = "".join(f'<p id="p{n:04d}" num="{n:04d}">{escape(text)}</p>' for n, text in enumerate(texts, 1))
    claims = "".join(
        f'<claim id="cl{n:04d}" num="{n:04d}"><claim-text>{escape(text)}</claim-text></claim>'
        for n, text in enumerate(patent.claims, 1)
    )
    return (
        f'<application-body lang="CN" country="CN"><description><invention-title id="tilte1">{escape(patent.title)}'
        f"</invention-title>{told}</description><claims>{claims}</claims></application-body>"
    )


def _spread(ipc: str) -> str:
    symbol, group = ipc.split(" ")
    return f"{symbol}    {group:<8}(2006.01)"
