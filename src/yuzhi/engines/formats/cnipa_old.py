"""CNIPA XML before about 2012–2015: root `cn-patent-document`, a national branch of WIPO ST.36."""

from types import MappingProxyType

from yuzhi.engines.formats.patent_xml import PatentXml

STYLESHEET = '<?xml-stylesheet type="text/xsl" href="/showxml/xsl/XSL0117new.xsl"?>'
MADE_UP = "<?yuzhi made-up?>"
"""Stands in the prolog of every document of the sample city."""

APPLICATION_TYPES = MappingProxyType({"发明专利": "invention", "实用新型": "utility", "外观设计": "design"})

CNIPA_OLD = PatentXml(
    name="cnipa_old",
    roots=("cn-patent-document",),
    other_roots=MappingProxyType({}),
    bibliography=("cn-bibliographic-data",),
    abstract=("cn-bibliographic-data/abstract", "abstract", "cn-brief-explanation"),
    claims=("application-body/claims", "claims"),
    description=("application-body/description", "description"),
    drawings=("application-body/drawings", "drawings", "cn-design-drawings"),
    titles=("invention-title", "cn-design-title"),
    publications=("cn-publication-reference", "publication-reference"),
    applications=("application-reference", "cn-application-reference"),
    granted_number=("cn-patent-number",),
    gazette=(
        "cn-publication-reference/gazette-reference/gazette-num", "publication-reference/gazette-reference/gazette-num",
        "dates-of-public-availability/gazette-reference/gazette-num",
    ),
    ipc=(
        "classifications-ipcr/classification-ipcr",
        "classification-ipc/main-classification",
        "classification-ipc/further-classification",
        "classification-ipcr",
    ),
    cpc=("classifications-cpc/classification-cpc",),
    locarno=(
        "classification-locarno/main-classification",
        "classification-locarno/further-classification",
        "classification-locarno/text",
    ),
    priorities=("priority-claims/priority-claim",),
    home_priorities=(
        "cn-related-documents/cn-domestic-priority-claim/substitution/relation/parent-doc",
        "cn-related-documents/cn-domestic-priority-claim/relation/parent-doc",
        "cn-related-documents/substitution/relation/parent-doc",
        "cn-domestic-priority-claim/substitution/relation/parent-doc",
    ),
    parents=("cn-related-documents/division/relation/parent-doc", "cn-related-documents/division/parent-doc"),
    earlier_publications=("cn-related-publication", "cn-related-documents/related-publication"),
    pct_applications=("pct-or-regional-filing-data",),
    pct_publications=("pct-or-regional-publishing-data",),
    entries=("date-pct-article-22-39-fulfilled",),
    applicants=("cn-parties/cn-applicants/cn-applicant", "cn-parties/applicants/applicant"),
    owners=(
        "cn-parties/assignees/assignee", "assignees/assignee", "cn-parties/cn-assignees/cn-assignee",
        "cn-assignees/cn-assignee",
    ),
    correspondence=("cn-parties/correspondence-address", "correspondence-address"),
    inventors=(
        "cn-parties/cn-inventors/cn-inventor", "cn-parties/inventors/inventor", "cn-parties/cn-designers/cn-designer",
    ),
    agents=("cn-parties/cn-agents/cn-agent", "cn-parties/agents/agent"),
    agency_number=("cn-parties/cn-agents/customer-number",),
    examiners=(
        "examiners/examiner", "examiners/primary-examiner", "examiners/assistant-examiner", "cn-examiners/cn-examiner",
        "examiners/cn-examiner",
    ),
    citations=("references-cited/citation",),
    document="document-id",
    office=("country",),
    number=("doc-number",),
    kind=("kind",),
    day=("date",),
    party_name=(
        "addressbook/name", "name", "addressbook/orgname", "addressbook/last-name",
    ),
    person_name=("name", "addressbook/name", "addressbook/last-name"),
    examiner_name=("name", "addressbook/name", "last-name", ""),
    address=("addressbook/address", "address"),
    address_text=("text",),
    address_parts=("state", "city", "county", "street", "address-1", "address-2", "address-3"),
    code=("registered-number", "organization-code"),
    agency=("cn-agency/name", "cn-agency/addressbook/orgname", "cn-agency/addressbook/name"),
    symbol=("text", ""),
    symbol_parts=("section", "class", "subclass", "main-group", "subgroup"),
    cited_patents=("patcit",),
    cited_texts=("nplcit", "text"),
    claim=("claim",),
    figure=("figure",),
    kind_attribute="appl-type",
    format_attribute="data-format",
    representative_attribute="cn-representative-is",
    application_types=APPLICATION_TYPES,
    blanks=frozenset({"", "00000000"}),
    passed_over=frozenset({
        "ipc-version-indicator", "ipc-version", "edition", "classification-level", "symbol-position",
        "classification-value", "action-date", "generating-office", "classification-status",
        "classification-data-source", "postcode", "pobox", "phone", "fax", "email", "url", "first-name", "middle-name",
        "prefix", "suffix", "department", "role", "nationality", "residence", "designated-states", "child-doc",
        "parent-status", "parent-grant-document", "category", "rel-claims", "rel-passage", "passage", "srchphase",
        "classification-national", "field-of-search", "figures", "number-of-claims",
        "term-of-grant", "language-of-filing", "language-of-publication", "patent-family", "priority-doc-requested",
        "priority-doc-attached", "date-of-earliest-priority", "cn-abstract-drawing",
        "doc-page", "search-report-data", "sequence-list", "sequence-list-doc",
    }),
)
