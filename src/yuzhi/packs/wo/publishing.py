"""How documents in WIPO's standards number applications, of whatever office, and what their kind codes announce."""

import re

from yuzhi.engines.reading.patents.practice import Application, Practice
from yuzhi.kernel.office_applications import OfficeApplication
from yuzhi.packs.ep import publishing as ep

_INTERNATIONAL = re.compile(r"PCT/?(?P<office>[A-Z]{2})/?(?P<number>[0-9]{2,4}/?[0-9]{5,6})", re.IGNORECASE)


def application(text: str, office: str, letter: str) -> Application:
    """The application number that a document writes for an office. Raises BadValue.

    >>> application("PCT/JP2008/068544", "WO", "").key, application("13797521", "US", "").key
    ('wo/p/JP2008068544', 'us/p/13797521')
    >>> application("202111286633.X", "CN", "").key
    'cn/p/202111286633'
    """
    if international := _INTERNATIONAL.fullmatch(text.strip()):
        return OfficeApplication.parse(international["number"], international["office"], "W")
    return ep.application(text, office or "WO", letter)


ABROAD = Practice(application, ep.announced, places=False)
"""For the documents of all offices but China's."""
AT_HOME = Practice(application, ep.announced, places=True)
"""For China's: their addresses lie in counties."""
