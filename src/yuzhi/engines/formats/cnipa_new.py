"""CNIPA bulk XML since about 2012: root `business:PatentDocumentAndRelated`, schema V2.2.1.

The names come from the office's files and from what public readers of them look for; where the spelling of an optional
element is known from one side only, every spelling met is listed and the first is written.
"""

from types import MappingProxyType

from yuzhi.engines.formats.patent_xml import PatentXml

BUSINESS = "http://www.sipo.gov.cn/XMLSchema/business"
BASE = "http://www.sipo.gov.cn/XMLSchema/base"
NAMESPACES = MappingProxyType({
    "base": BASE,
    "business": BUSINESS,
    "m": "http://www.w3.org/1998/Math/MathML",
    "tbl": "http://oasis-open.org/specs/soextblx",
    "xsi": "http://www.w3.org/2001/XMLSchema-instance",
})
SCHEMA_LOCATION = "http://www.sipo.gov.cn/XMLSchema/business /DTDS/PatentDocument/Elements/OtherElements.xsd"
SCHEMA_VERSION = "V2.2.1"
DOCTYPE = (
    "<!DOCTYPE business:PatentDocumentAndRelated SYSTEM "
    '"/DTDS/ExternalStandards/ipphdb-entities.dtd"[]>'
)
MADE_UP = '<?yuzhi made-up?>'
"""Stands in the prolog of every document of the sample city."""

BASE_NAMES = frozenset({
    "DocumentID", "WIPOST3Code", "DocNumber", "Kind", "Date", "Text", "AddressBook", "Name", "OrganizationName",
    "Address", "AddressLine", "AddressMailCode", "PostBox", "AddressRoom", "AddressFloor", "AddressBuilding", "Street",
    "AddressCity", "County", "City", "Province", "PostCode", "Paragraphs", "Figure", "Image", "Sub", "Sup",
})
"""Elements in the namespace `base`; all others of ours are in `business`."""

APPLICATION_TYPES = MappingProxyType({"10": "invention", "20": "utility", "30": "design"})
BLANKS = frozenset({"", "0", "00", "000000", "00000000", "0000000000"})
"""What the office writes where it has nothing to say."""


def qualified(name: str) -> str:
    """The element name with its prefix, as it is written.

    >>> qualified("DocNumber"), qualified("Claim")
    ('base:DocNumber', 'business:Claim')
    """
    return f"{'base' if name in BASE_NAMES else 'business'}:{name}"


CNIPA_NEW = PatentXml(
    name="cnipa_new",
    roots=("PatentDocumentAndRelated",),
    other_roots=MappingProxyType({
        "PatentVerdict": "这是复审或无效决定书（PatentVerdict），不是专利文献，本来源不读取。",
        "PRSRecord": "这是法律状态数据（PRSRecord），不是专利文献，本来源不读取。",
        "PRSRecords": "这是法律状态数据（PRSRecords），不是专利文献，本来源不读取。",
    }),
    bibliography=("BibliographicData", "DesignBibliographicData"),
    abstract=("Abstract", "DesignBriefExplanation", "BibliographicData/Abstract"),
    claims=("Claims",),
    description=("Description",),
    drawings=("Drawings", "DesignPictures", "DesignFigures", "DesignDrawings"),
    titles=("InventionTitle", "DesignTitle"),
    publications=("PublicationReference",),
    applications=("ApplicationReference",),
    granted_number=("PatentNumber",),
    gazette=(
        "PublicAvailabilityDate/GazetteReference/GazetteNumber",
        "PublicationReference/GazetteReference/GazetteNumber",
        "GazetteReference/GazetteNumber",
    ),
    ipc=(
        "ClassificationIPCRDetails/ClassificationIPCR",
        "ClassificationIPC/MainClassification",
        "ClassificationIPC/FurtherClassification",
    ),
    cpc=(
        "ClassificationCPCDetails/ClassificationCPC",
        "ClassificationsCPC/ClassificationCPC",
        "ClassificationsCPC/MainCPC/ClassificationCPC",
        "ClassificationsCPC/FurtherCPC/ClassificationCPC",
        "ClassificationCPC",
    ),
    locarno=(
        "ClassificationLocarno/MainClassification",
        "ClassificationLocarno/FurtherClassification",
        "ClassificationLocarnoDetails/ClassificationLocarno/MainClassification",
        "ClassificationLocarnoDetails/ClassificationLocarno/FurtherClassification",
        "ClassificationLocarno/Text",
    ),
    priorities=(
        "PriorityDetails/Priority", "PriorityClaims/PriorityClaim", "PriorityDetails/PriorityClaim", "PriorityClaim",
    ),
    home_priorities=(
        "RelatedDocuments/DomesticPriorityClaim/DocumentsRelation/ParentDocument",
        "RelatedDocuments/Substitution/DocumentsRelation/ParentDocument",
    ),
    parents=("RelatedDocuments/Division/DocumentsRelation/ParentDocument",),
    earlier_publications=("RelatedDocuments/RelatedPublicationDoc", "RelatedDocuments/RelatedPublication"),
    pct_applications=(
        "PCTOrRegionalFilingData", "PCTFilingData", "InternationalFilingData", "InternationalApplicationReference",
        "PCTApplicationReference",
    ),
    pct_publications=(
        "PCTOrRegionalPublishingData", "PCTPublishingData", "InternationalPublishingData",
        "InternationalPublicationReference", "PCTPublicationReference",
    ),
    entries=(
        "DatePCTArticle2239Fulfilled", "PCTArticle2239FulfilledDate", "PCTNationalPhaseEntry", "NationalPhaseEntry",
        "NationalPhaseEntryDate", "PCTOrRegionalFilingData/NationalPhaseEntryDate",
    ),
    applicants=("Parties/ApplicantDetails/Applicant", "ApplicantDetails/Applicant"),
    owners=(
        "Parties/AssigneeDetails/Assignee", "AssigneeDetails/Assignee", "Parties/PatenteeDetails/Patentee",
    ),
    correspondence=("CorrespondenceAddress", "Parties/CorrespondenceAddress"),
    inventors=(
        "Parties/InventorDetails/Inventor", "InventorDetails/Inventor", "DesignerDetails/Designer",
        "Parties/DesignerDetails/Designer",
    ),
    agents=("Parties/AgentDetails/Agent", "AgentDetails/Agent"),
    agency_number=("Parties/AgentDetails/CustomerNumber", "AgentDetails/CustomerNumber"),
    examiners=(
        "Parties/ExaminerDetails/Examiner", "ExaminerDetails/Examiner", "ExaminerDetails/PrimaryExaminer",
        "ExaminerDetails/AssistantExaminer",
    ),
    citations=("ReferencesCited/Citation",),
    document="DocumentID",
    office=("WIPOST3Code", "CountryCode", "OfficeCode"),
    number=("DocNumber", "DocumentNumber"),
    kind=("Kind",),
    day=("Date",),
    party_name=("AddressBook/Name", "AddressBook/OrganizationName", "AddressBook/LastName", "Name"),
    person_name=("AddressBook/Name", "Name", "AddressBook/LastName"),
    examiner_name=("Name", "AddressBook/Name", "LastName", ""),
    address=("AddressBook/Address", "Address"),
    address_text=("Text",),
    address_parts=(
        "Province", "City", "AddressCity", "County", "Street", "AddressLine", "AddressBuilding", "AddressFloor",
        "AddressRoom",
    ),
    code=("OrganizationCode", "UnifiedSocialCreditCode"),
    agency=("Agency/AddressBook/OrganizationName", "Agency/AddressBook/Name", "Agency/Name"),
    symbol=("Text", ""),
    symbol_parts=("Section", "MainClass", "Subclass", "MainGroup", "Subgroup"),
    cited_patents=("ApplicationCitation/PublicationReference", "PatentCitation/PublicationReference", "PatentCitation"),
    cited_texts=("NPLCitation", "NonPatentCitation", "NonPatentLiteratureCitation", "OtherCitation"),
    claim=("Claim",),
    figure=("Figure",),
    kind_attribute="applType",
    format_attribute="dataFormat",
    representative_attribute="representative",
    application_types=APPLICATION_TYPES,
    blanks=BLANKS,
    passed_over=frozenset({
        # Where and how a value was classified or sent; the value itself is read.
        "IPCVersionDate", "GeneratingOffice", "ClassificationDataSource", "ClassificationLevel", "SymbolPosition",
        "ClassificationValue", "ActionDate", "ClassificationStatus", "EditionStatement", "Edition", "Scheme",
        "CPCVersionDate", "VersionDate", "Country", "Region",
        # Parts of a postal address that carry no place name, and ways to reach a party.
        "AddressMailCode", "PostBox", "PostCode", "Phone", "Telephone", "Fax", "Email", "URL", "FirstName",
        "MiddleName", "Prefix", "Suffix", "Department", "Role", "RegisteredNumber", "Nationality", "Residence",
        "ResidenceCountry", "Sex", "BirthDate",
        # Relations that point from a parent back to this very document.
        "ChildDocument", "DocumentsRelation", "ParentStatus", "ParentGrantDocument",
        # How a citation was found; the citation itself is read.
        "Category", "RelevantClaims", "RelevantPassage", "SearchPhase", "CitationPhase", "CitedPhase", "Corresponding",
        # Counts and dates of the office's own work that have no field.
        "FieldOfSearch", "NumberOfClaims", "NumberOfFigures", "Figures", "TermOfGrant", "LanguageOfFiling",
        "LanguageOfPublication", "UnexaminedPrintedWithoutGrant", "ExaminedPrintedWithoutGrant", "PrintedWithGrant",
        "UnexaminedNotPrintedWithoutGrant", "ClaimsOnlyAvailable", "DesignatedState", "DesignatedStates",
        "PriorityDocRequested", "PriorityDocAttached", "PriorityDocFromLibrary", "SpecificBibliographicData",
        "OriginalKindCode", "ClassificationNational", "ClassificationDomestic", "PatentFamily", "SimilarDesign", "SetDesign",
        # Parts of the document beside the bibliography.
        "FullDocImage", "FullDocImages", "SearchReport", "SequenceList", "SequenceListing", "PageImage",
    }),
)
