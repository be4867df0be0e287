"""What an office's patent XML is made of: element names and paths as values, for readers and writers alike."""

from collections.abc import Mapping
from dataclasses import dataclass

Paths = tuple[str, ...]
"""Where one thing may stand, below a given element: the first path is what we write, the others are what
offices have also written. Prefixes are left out; letter case and hyphens do not matter when reading."""


@dataclass(frozen=True, slots=True, eq=False)
class PatentXml:
    """One generation of patent documents of an office.

    Paths under *in the document* start below the root, those under *in the bibliography* below the bibliographic
    part, those under *in a part* below one of its elements. `passed_over` names the elements that are known
    and deliberately not read, with all that is in them.
    """

    name: str
    roots: Paths
    other_roots: Mapping[str, str]
    """Root elements of neighbouring documents that are named and not read, with the reason."""

    # In the document.
    bibliography: Paths
    abstract: Paths
    claims: Paths
    description: Paths
    drawings: Paths

    # In the bibliography.
    titles: Paths
    publications: Paths
    applications: Paths
    granted_number: Paths
    gazette: Paths
    ipc: Paths
    cpc: Paths
    locarno: Paths
    priorities: Paths
    home_priorities: Paths
    parents: Paths
    earlier_publications: Paths
    pct_applications: Paths
    pct_publications: Paths
    entries: Paths
    applicants: Paths
    owners: Paths
    correspondence: Paths
    inventors: Paths
    agents: Paths
    agency_number: Paths
    examiners: Paths
    citations: Paths

    # In a part.
    document: str
    """The element that holds office, number, kind and day together; they may also stand without it."""
    office: Paths
    number: Paths
    kind: Paths
    day: Paths
    party_name: Paths
    person_name: Paths
    examiner_name: Paths
    address: Paths
    address_text: Paths
    address_parts: Paths
    code: Paths
    agency: Paths
    symbol: Paths
    symbol_parts: Paths
    cited_patents: Paths
    cited_texts: Paths
    claim: Paths
    figure: Paths

    # Attributes.
    kind_attribute: str
    format_attribute: str
    representative_attribute: str

    application_types: Mapping[str, str]
    """What the kind attribute of an application says, in the lake's words."""
    blanks: frozenset[str]
    """What the office writes where it has nothing to say."""
    passed_over: frozenset[str]

    # What only some offices have.
    several: bool = False
    """True where one file may hold several documents, one behind the other."""
    languages: Paths = ("",)
    """In the document: the elements whose attribute `lang` tells the language; the root where nothing is said."""
    home: str = "CN"
    """The office that publishes where a document does not say."""
    name_parts: Paths = ()
    """Parts of a name in the order in which people say it, where it is not written in one piece."""
    between_parts: str = ""
    """What stands between the parts of an address that is not written in one piece."""
    figure_number: Paths = ()
    """In the bibliography: the number of figures, as the office counts them."""
    family_attribute: str = ""
    """The attribute of the root that numbers the family of the document."""
    inventing_attribute: str = ""
    """The attribute of an applicant that says, with the word inventor, that the applicant is one."""
