"""EPO Open Patent Services and DOCDB: exchange documents, full texts and families in the EPO's exchange XML.

One build of parts, a national branch of WIPO ST.36, in three frames: `exchange-document` with bibliography and
abstract, `fulltext-document` with claims or description, `family-member` with numbers and the register's events.
Numbers and parties are repeated in several data formats; these paths are for a document in which each thing is said
once. What the services answer besides is named by the element that their answers begin with.
"""

from dataclasses import replace
from types import MappingProxyType

from yuzhi.engines.formats.patent_xml import PatentXml

OPS = "http://ops.epo.org"
EXCHANGE = "http://www.epo.org/exchange"
ROOT = "world-patent-data"
BULK_ROOT = "exchange-documents"
DOCUMENT, FULLTEXT, MEMBER, LEGAL = "exchange-document", "fulltext-document", "family-member", "legal"

ORIGINAL, DOCDB, EPODOC = "original", "docdb", "epodoc"
"""Data formats: as the office wrote it, the EPO's master data base, and the EPO's older spelling in one piece."""

LEGAL_TABLE = ("Authority", "Event-code", "Date Created")
"""Titles with which the EPO's table of legal event codes begins."""

_PASSED = frozenset({
    "ipc-version-indicator", "edition", "classification-level", "symbol-position", "classification-value",
    "action-date", "generating-office", "classification-status", "classification-data-source", "classification-scheme",
    "group-number", "rank-number", "classification-national", "classifications-ecla", "category", "rel-claims",
    "rel-passage", "srchphase", "residence", "nationality", "priority-active-indicator", "priority-linkage-type",
    "office-of-filing", "dates-of-public-availability", "language-of-publication", "language-of-filing",
    "designation-of-states", "previously-filed-app", "extended-kind-code", "legal",
})

EXCHANGE_DOCUMENT = PatentXml(
    name="ops_exchange",
    roots=(DOCUMENT,),
    other_roots=MappingProxyType({}),
    bibliography=("bibliographic-data",),
    abstract=("abstract",),
    claims=(),
    description=(),
    drawings=(),
    titles=("invention-title",),
    publications=("publication-reference",),
    applications=("application-reference",),
    granted_number=(),
    gazette=(),
    ipc=("classifications-ipcr/classification-ipcr", "classification-ipc/text", "classification-ipc/main-classification"),
    cpc=(
        "patent-classifications/patent-classification",
        "patent-classifications/combination-set/combination-rank/patent-classification",
    ),
    locarno=(),
    priorities=("priority-claims/priority-claim",),
    home_priorities=(),
    parents=(),
    earlier_publications=(),
    pct_applications=(),
    pct_publications=(),
    entries=(),
    applicants=("parties/applicants/applicant",),
    owners=(),
    correspondence=(),
    inventors=("parties/inventors/inventor",),
    agents=("parties/agents/agent",),
    agency_number=(),
    examiners=(),
    citations=("references-cited/citation",),
    document="document-id",
    office=("country",),
    number=("doc-number",),
    kind=("kind",),
    day=("date",),
    party_name=("applicant-name/name", "name"),
    person_name=("inventor-name/name", "agent-name/name", "name"),
    examiner_name=("name",),
    address=("address",),
    address_text=("text",),
    address_parts=(),
    code=(),
    agency=(),
    symbol=("classification-symbol", "text", ""),
    symbol_parts=("section", "class", "subclass", "main-group", "subgroup"),
    cited_patents=("patcit",),
    cited_texts=("nplcit", "text"),
    claim=("claim",),
    figure=("figure",),
    kind_attribute="appl-type",
    format_attribute="data-format",
    representative_attribute="representative",
    application_types=MappingProxyType({}),
    blanks=frozenset({"", "00000000"}),
    passed_over=_PASSED,
    home="EP",
    family_attribute="family-id",
)
"""Bibliography and abstract of one publication."""

FULLTEXT_DOCUMENT = replace(
    EXCHANGE_DOCUMENT, name="ops_fulltext", roots=(FULLTEXT,), claims=("claims",), description=("description",),
    languages=("claims", "description"),
)
"""Claims or description of one publication."""

FAMILY_MEMBER = replace(
    EXCHANGE_DOCUMENT, name="ops_family", roots=(MEMBER,), bibliography=(), priorities=("priority-claim",),
)
"""One publication of a family, told by its numbers and days."""
