"""WIPO ST.96 V6.0: namespaces, the elements that hold one right each, and where a patent document says what.

The names come from WIPO's own schemas and instances of version 6.0. A document may stand alone or inside a wrapper
(a transaction, a bag): what counts is the element that holds one right. Languages and sequence numbers are attributes
of the standard's own namespace; `yuzhi.engines.reading.patents` finds them once they have their plain names.
"""

from types import MappingProxyType

from yuzhi.engines.formats.patent_xml import PatentXml

_BASE = "http://www.wipo.int/standards/XMLSchema/ST96/"
COMMON, PATENT, TRADEMARK, INDICATION = f"{_BASE}Common", f"{_BASE}Patent", f"{_BASE}Trademark", f"{_BASE}GeographicalIndication"
DESIGN = f"{_BASE}Design"
NAMESPACES = MappingProxyType({"com": COMMON, "pat": PATENT, "tmk": TRADEMARK, "gin": INDICATION})
MARK_OF_ALL = _BASE.encode()
"""What stands in the head of every file in ST.96, whatever its root."""
VERSION = "V6_0"
SYSTEM_WORD = "保护体系："
"""How our own documents say, as a comment, under which of China's systems an indication is protected."""
FIGURE = "[图] "
"""What a mark without words is called: by the file that shows it."""

RIGHTS = MappingProxyType({
    f"{{{PATENT}}}PatentPublication": "patent",
    f"{{{PATENT}}}BibliographicData": "patent",
    f"{{{TRADEMARK}}}Trademark": "trademark",
    f"{{{INDICATION}}}GIApplication": "indication",
    f"{{{INDICATION}}}GIData": "indication",
})
"""The elements that hold one right each, by what they hold; the outermost one counts."""
LEFT = MappingProxyType({
    f"{{{DESIGN}}}DesignApplication": "工业品外观设计申请",
    f"{{{DESIGN}}}Design": "工业品外观设计",
    f"{{{PATENT}}}ApplicationBody": "没有著录项目的申请文本",
    f"{{{PATENT}}}PatentLegalStatusData": "专利法律状态数据",
})
"""Documents of the standard that are named and not read."""

COLLECTIVE, CERTIFICATION = "Collective", "Certification"
MARK_CATEGORIES = MappingProxyType({
    "ordinary": "Individual mark", "collective": "Collective mark", "certification": "Certification mark",
})
"""The kinds of marks as we write them; others write more kinds, which are told by the words above."""

PATENT_EVENTS = MappingProxyType({
    "ApplicationWithdrawnDate": "withdrawn", "ApplicationDeemedWithdrawnDate": "deemed_withdrawn",
    "PatentRevocationDate": "invalidated", "RightsReestablishedDate": "restored",
})
"""Days in the bibliography that are events in the life of a patent, in the lake's words."""

_RELATED = "RelatedDocumentBag"
_PARENT = "ParentDocument/PatentDocumentIdentification/ApplicationIdentification"
_CLAIMED = (
    "Continuation", "PartialContinuation", "ContinuingReissue", "Substitution", "DivisionalReissue", "Reissue",
    "ReexaminationReissueMerger", "Reexamination",
)
_NAMES = (
    "OrganizationName/OrganizationStandardName", "EntityName", "PersonName/PersonFullName",
)
CONTACTS = ("Contact", "PublicationContact")
"""Where the name and the address of a party stand, below the party."""
PERSON_PARTS = ("NamePrefix", "FirstName", "MiddleName", "LastName", "FirstLastName", "SecondLastName", "NameSuffix")
"""A person's name in parts, in the order in which they are said."""
ADDRESS_PARTS = ("AddressLineText", "CityName", "GeographicRegionName", "CountryCode")


def _below(contacts: tuple[str, ...], steps: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{contact}/{step}" for contact in contacts for step in steps)


_NAMED = tuple(f"Name/{name}" for name in _NAMES)
_PERSON = "Name/PersonName/PersonFullName"
_PARTS = tuple(f"Name/PersonName/PersonStructuredName/{part}" for part in PERSON_PARTS[1:])

ST96_PATENT = PatentXml(
    name="st96",
    roots=("PatentPublication",),
    other_roots=MappingProxyType({}),
    bibliography=("BibliographicData",),
    abstract=("Abstract",),
    claims=("Claims",),
    description=("Description",),
    drawings=(),
    titles=("InventionTitleBag/InventionTitle",),
    publications=("PatentPublicationIdentification",),
    applications=("ApplicationIdentification",),
    granted_number=(),
    gazette=(),
    ipc=(
        "PatentClassificationBag/IPCRClassificationBag/IPCRClassification",
        "PatentClassificationBag/IPCClassification/MainClassification",
        "PatentClassificationBag/IPCClassification/FurtherClassification",
    ),
    cpc=(
        "PatentClassificationBag/CPCClassificationBag/MainCPC/CPCClassification",
        "PatentClassificationBag/CPCClassificationBag/FurtherCPC/CPCClassification",
        "PatentClassificationBag/CPCClassificationBag/FurtherCPC/CPCCombinationSet/CPCCombinationRank/CPCClassification",
    ),
    locarno=(
        "PatentClassificationBag/LocarnoClassificationBag/LocarnoClassificationText",
        "PatentClassificationBag/LocarnoClassificationBag/LocarnoClassification/LocarnoClass",
    ),
    priorities=("PriorityClaimBag/PriorityClaim",),
    home_priorities=(
        f"{_RELATED}/ProvisionalApplication/PatentDocumentIdentification/ApplicationIdentification",
        *(f"{_RELATED}/{claimed}/{_PARENT}" for claimed in _CLAIMED),
    ),
    parents=(f"{_RELATED}/Division/{_PARENT}",),
    earlier_publications=(f"{_RELATED}/RelatedPublication/PatentDocumentIdentification/PatentPublicationIdentification",),
    pct_applications=("InternationalFilingData/ApplicationIdentification",),
    pct_publications=("InternationalPublishingData/PatentDocumentIdentification/PatentPublicationIdentification",),
    entries=("PCTNationalPhaseEntryDate", "InternationalFilingData/NationalStageFilingDate"),
    applicants=("PartyBag/ApplicantBag/Applicant",),
    owners=("PartyBag/OwnerBag/Owner", "PartyBag/AssigneeBag/Assignee"),
    correspondence=(),
    inventors=("PartyBag/InventorBag/Inventor", "PartyBag/InventorBag/DeceasedInventor"),
    agents=("PartyBag/RegisteredPractitionerBag/RegisteredPractitioner",),
    agency_number=("PartyBag/RegisteredPractitionerBag/RegisteredPractitioner/RegisteredPractitionerRegistrationNumber",),
    examiners=("PartyBag/ExaminerBag/PrimaryExaminer", "PartyBag/ExaminerBag/AssistantExaminer"),
    citations=("ReferenceCitationBag/ReferenceCitation", "ReferenceCitationBag/ReferenceCitationFreeFormat"),
    document="",
    office=("IPOfficeCode", "ApplicationNumber/IPOfficeCode"),
    number=(
        "PublicationNumber", "ApplicationNumber/ApplicationNumberText", "ApplicationNumber/ST13ApplicationNumber",
        "DocumentNumber", "PatentNumber",
    ),
    kind=("PatentDocumentKindCode",),
    day=("PublicationDate", "FilingDate", "PatentDocumentDate", "GrantDate"),
    party_name=(*_below(CONTACTS, _NAMED), *_below(CONTACTS, ("ContactText",))),
    person_name=_below(CONTACTS, (_PERSON,)),
    examiner_name=(_PERSON, "Name/EntityName"),
    address=(*_below(CONTACTS, ("PostalAddressBag/PostalAddress",)), "PublicationContact"),
    address_text=("PostalAddressText",),
    address_parts=(
        *(f"PostalStructuredAddress/{part}" for part in ADDRESS_PARTS), "CityName", "GeographicRegionName", "CountryCode",
    ),
    code=("PartyIdentifier",),
    agency=_below(CONTACTS, _NAMED[:2]),
    symbol=("PatentClassificationText", "PatentClassificationSymbolText", ""),
    symbol_parts=("Section", "Class", "Subclass", "MainGroup", "Subgroup"),
    cited_patents=("PatentCitation/CitedPatentDocumentIdentification",),
    cited_texts=("NPLCitation/NPLCitationText", "NPLCitation", "PatentCitation/PatentCitationText"),
    claim=("Claim",),
    figure=("Figure",),
    kind_attribute="kind",
    format_attribute="data-format",
    representative_attribute="representative",
    application_types=MappingProxyType({"Design": "design", "Utility": "invention"}),
    blanks=frozenset({""}),
    passed_over=frozenset({
        # Where and how a value was classified or sent; the value itself is read.
        "ClassificationVersionDate", "PatentClassificationLevelCode", "SymbolPositionCode", "IPCClassificationValueCode",
        "ActionDate", "IPCClassificationStatusCode", "PatentClassificationDataSourceCode", "GeneratingOfficeCode",
        "CPCClassificationValueCode", "CPCClassificationStatusCode", "CPCGroupNumber", "CPCRankNumber", "Edition",
        "LocarnoClassificationEdition", "LocarnoClassificationDate",
        # The office's own classes, and where it searched.
        "NationalClassification", "SearchField",
        # Parts of an address that name no place, ways to reach a party, and what kind of party it is.
        "PostalCode", "FaxNumberBag", "EmailAddressBag", "WebAddressBag", "PhoneNumberBag", "OtherElectronicAddressBag",
        "NationalityCode", "ResidenceCountryCode", "ApplicantCategory", "DesignationCategory", "EntityCategory",
        "FullAssignmentIndicator", "RegisteredPractitionerCategory", "NamePrefix",
        # Relations that point back to this very document, and what became of the earlier ones.
        "ChildDocument", "ParentDocumentStatusCode", "PCTDocumentParent", "ApplicationFilingCategory",
        "ProvisionalApplicationStatusCode", "IndicatedIPOfficeCode",
        # The frame of the document, said again below, and counts that have no field; drawings are pages, not figures.
        "IPOfficeCode", "ClaimStatement", "Drawings", "ExternalDocumentBag", "DrawingSheetTotalQuantity",
        "ClaimTotalQuantity", "ExemplaryClaimBag", "PublishFigure", "FilingLanguageCode", "PublicationLanguageCode",
        # Read beside the paths.
        "GrantPublicationDate", "PatentGrantIdentification", "InventionSubjectMatterCategory", *PATENT_EVENTS,
    }),
    languages=("",),
    home="WO",
    name_parts=(*_below(CONTACTS, _PARTS), *_PARTS),
    between_parts=", ",
    figure_number=("FigureBag/FigureTotalQuantity",),
)
"""A patent document, its languages and sequence numbers in plain attributes and each thing said in one language."""
