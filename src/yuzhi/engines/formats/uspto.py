"""USPTO Red Book since 2004: roots `us-patent-grant` and `us-patent-application`, a national branch of WIPO ST.36.

The names come from the office's own documents of versions 4.0 to 4.5 and from their document type definitions. Before
version 4.3 the applicants were the inventors, marked so by an attribute, and the owner stood outside the parties.
An earlier application at the same office, whose day an application claims (provisional, continued, in part continued),
is a priority here; only that of a division is its parent.
"""

from types import MappingProxyType

from yuzhi.engines.formats.patent_xml import PatentXml

APPLICATION_TYPES = MappingProxyType({"utility": "invention", "design": "design"})
"""Plant patents, reissues and registrations of statutory inventions have no word of ours: they stay without a kind."""

_RELATED = "us-related-documents"
_CLAIMED = (
    "continuation", "continuation-in-part", "continuing-reissue", "substitution", "us-divisional-reissue", "reissue",
    "us-reexamination-reissue-merger", "reexamination",
)

USPTO = PatentXml(
    name="uspto",
    roots=("us-patent-grant", "us-patent-application"),
    other_roots=MappingProxyType({
        "sequence-cwu": "这是序列表（sequence-cwu），不是专利文献，本来源不读取。",
    }),
    bibliography=("us-bibliographic-data-grant", "us-bibliographic-data-application"),
    abstract=("abstract",),
    claims=("claims",),
    description=("description",),
    drawings=(),
    titles=("invention-title",),
    publications=("publication-reference",),
    applications=("application-reference",),
    granted_number=(),
    gazette=(),
    ipc=(
        "classifications-ipcr/classification-ipcr",
        "classification-ipc/main-classification",
        "classification-ipc/further-classification",
    ),
    cpc=(
        "classifications-cpc/main-cpc/classification-cpc",
        "classifications-cpc/further-cpc/classification-cpc",
        "classifications-cpc/further-cpc/combination-set/combination-rank/classification-cpc",
    ),
    locarno=(
        "classification-locarno/main-classification",
        "classification-locarno/further-classification",
    ),
    priorities=("priority-claims/priority-claim",),
    home_priorities=(
        f"{_RELATED}/us-provisional-application",
        *(f"{_RELATED}/{claimed}/relation/parent-doc" for claimed in _CLAIMED),
    ),
    parents=(f"{_RELATED}/division/relation/parent-doc",),
    earlier_publications=(f"{_RELATED}/related-publication",),
    pct_applications=("pct-or-regional-filing-data",),
    pct_publications=("pct-or-regional-publishing-data",),
    entries=("pct-or-regional-filing-data/us-371c12-date", "pct-or-regional-filing-data/us-371c124-date"),
    applicants=("us-parties/us-applicants/us-applicant", "parties/applicants/applicant"),
    owners=("assignees/assignee",),
    correspondence=(),
    inventors=("us-parties/inventors/inventor", "parties/inventors/inventor"),
    agents=("us-parties/agents/agent", "parties/agents/agent"),
    agency_number=(),
    examiners=("examiners/primary-examiner", "examiners/assistant-examiner"),
    citations=("us-references-cited/us-citation", "references-cited/citation"),
    document="document-id",
    office=("country",),
    number=("doc-number",),
    kind=("kind",),
    day=("date",),
    party_name=("addressbook/orgname", "orgname", "addressbook/name"),
    person_name=("addressbook/name", "name"),
    examiner_name=("name",),
    address=("addressbook/address", "address"),
    address_text=("text",),
    address_parts=("address-1", "address-2", "address-3", "street", "city", "state", "country"),
    code=(),
    agency=("addressbook/orgname", "orgname"),
    symbol=("text", ""),
    symbol_parts=("section", "class", "subclass", "main-group", "subgroup"),
    cited_patents=("patcit",),
    cited_texts=("nplcit", "text"),
    claim=("claim",),
    figure=("figure",),
    kind_attribute="appl-type",
    format_attribute="data-format",
    representative_attribute="representative",
    application_types=APPLICATION_TYPES,
    blanks=frozenset({"", "unknown", "omitted", "00000000"}),
    passed_over=frozenset({
        # Where and how a value was classified or sent; the value itself is read.
        "ipc-version-indicator", "cpc-version-indicator", "edition", "classification-level", "symbol-position",
        "classification-value", "action-date", "generating-office", "classification-status",
        "classification-data-source", "scheme-origination-code", "group-number", "rank-number",
        "us-application-series-code", "us-publication-filing-type", "us-issued-on-continued-prosecution-application",
        # The office's own classes, and where it searched.
        "classification-national", "classification-cpc-text", "classification-cpc-combination-text", "field-of-search",
        "us-field-of-classification-search",
        # Parts of an address that name no place, and ways to reach a party.
        "postcode", "pobox", "phone", "fax", "email", "url", "prefix", "department", "role", "nationality",
        "residence", "us-rights", "correspondence-address", "us-deceased-inventor", "us-chemistry", "us-math",
        # Relations that point back to this very document, and what became of the earlier ones.
        "child-doc", "parent-status", "parent-grant-document", "parent-pct-document", "correction", "utility-model-basis",
        # How a citation was found; the citation itself is read.
        "category", "us-claim-statement",
        # Counts and terms of the office's own work that have no field; drawings are sheets, not figures.
        "number-of-claims", "us-exemplary-claim", "number-of-drawing-sheets", "us-term-of-grant", "us-botanic",
        "us-sir-flag", "hague-agreement-data", "rule-47-flag", "drawings", "us-sequence-list-doc", "sequence-list-doc",
        "us-megatable-doc", "table-external-doc", "cpc-info", "us-371c124-date-fulfilled", "figures-to-publish",
    }),
    several=True,
    home="US",
    name_parts=(
        "addressbook/first-name", "first-name", "addressbook/middle-name", "middle-name", "addressbook/last-name",
        "last-name", "addressbook/suffix", "suffix",
    ),
    between_parts=", ",
    figure_number=("figures/number-of-figures",),
    inventing_attribute="app-type",
)
