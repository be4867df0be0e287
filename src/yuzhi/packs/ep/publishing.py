"""How the EPO's data base numbers the applications of all offices, and what kind codes announce, office by office."""

import re
from datetime import date

from yuzhi.engines.reading.patents import events
from yuzhi.engines.reading.patents.events import Publication
from yuzhi.engines.reading.patents.numbers import application_number
from yuzhi.engines.reading.patents.practice import Application, Practice
from yuzhi.kernel.office_applications import OfficeApplication
from yuzhi.kernel.publications import PublicationNumber
from yuzhi.packs.us import publishing as us

AMERICAN = re.compile(r"(?:(?:19|20)[0-9]{2})?(?P<number>[0-9]{8})")
"""An American application as the office writes it, or behind its year as the data base does since 2004 or so."""
_EP = {
    "A1": Publication("published"), "A2": Publication("published"), "A3": Publication("other", "单独公布的检索报告"),
    "A8": Publication("other", "更正"), "A9": Publication("other", "更正"), "B1": Publication("granted"),
    "B2": Publication("other", "异议后修改"), "B3": Publication("other", "限制后修改"),
    "B8": Publication("other", "更正"), "B9": Publication("other", "更正"),
}


def application(text: str, office: str, letter: str) -> Application:
    """The application number that the data base writes for an office. Raises BadValue.

    >>> application("201815919370", "US", "A").key, application("99203729", "EP", "A").key
    ('us/p/15919370', 'ep/p/99203729')
    >>> application("202111286633", "CN", "A").key
    'cn/p/202111286633'
    """
    if office == "CN" and letter != "W":
        return application_number(text)
    if office == "US" and letter != "W":
        american = AMERICAN.fullmatch(text)
        return us.application(american["number"] if american else text, office, "")
    return OfficeApplication.parse(text, office, letter, "invention" if office == "EP" else None)


def announced(publication: PublicationNumber, on: date | None) -> Publication:
    """What a document announces, where that is certain: for China, the United States and the EPO by their own rules,
    for all others only that kind A is a publication.

    >>> announced(PublicationNumber.parse("EP1000000B1"), date(2003, 2, 12)).event
    'granted'
    >>> announced(PublicationNumber.parse("AT232441T"), date(2003, 2, 15)).event
    'other'
    """
    if publication.office == "CN":
        return events.announced(publication.kind, on)
    if publication.office == "US":
        return us.announced(publication, on)
    if publication.office == "EP":
        return _EP.get(publication.kind, Publication("other"))
    return Publication("published" if publication.kind[:1] == "A" else "other")


PRACTICE = Practice(application, announced, places=False)
