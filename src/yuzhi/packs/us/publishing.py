"""How the patent office of the United States numbers applications, and what its kind codes announce."""

from datetime import date

from yuzhi.engines.reading.patents.events import Publication
from yuzhi.engines.reading.patents.practice import Practice
from yuzhi.kernel.office_applications import OfficeApplication
from yuzhi.kernel.publications import PublicationNumber

_SINCE_APPLICATIONS = date(2001, 1, 2)
"""Before, only grants were published, with kind A; since then A is an application and B a grant."""
_GRANTS = frozenset({"B1", "B2", "E", "E1", "S", "S1", "P", "P2", "P3"})
_APPLICATIONS = frozenset({"A1", "A2", "P1", "P4"})


def application(text: str, office: str, letter: str) -> OfficeApplication:
    """The application number that a document of the office spells. Raises BadValue."""
    return OfficeApplication.parse(text, office or "US", letter)


def announced(publication: PublicationNumber, on: date | None) -> Publication:
    """What a document of that kind announces (WIPO ST.16 as the United States use it; from memory, tried on documents).

    >>> announced(PublicationNumber.parse("US8930553B2"), date(2015, 1, 6)).event
    'granted'
    >>> announced(PublicationNumber.parse("US5793966A"), date(1998, 8, 11)).event
    'granted'
    >>> announced(PublicationNumber.parse("US20050004437A9"), date(2005, 5, 1)).detail
    '更正'
    """
    kind = publication.kind
    if kind in _GRANTS or (kind == "A" and on is not None and on < _SINCE_APPLICATIONS):
        return Publication("granted")
    if kind in _APPLICATIONS:
        return Publication("published")
    return Publication("other", "更正" if kind in ("A9", "P9") else "")


PRACTICE = Practice(application, announced, places=False)
