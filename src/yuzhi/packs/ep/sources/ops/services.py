"""Which service of the EPO an answer comes from: told by its root element, its namespace and its first elements."""

import re

from yuzhi.engines.formats.ops import BULK_ROOT, EXCHANGE, OPS, ROOT
from yuzhi.engines.reading.prolog import look
from yuzhi.engines.reading.sources import Glimpse

_FIRST = re.compile(rb"<(?:[\w.-]+:)?(exchange-documents|fulltext-documents|patent-family|biblio-search|document-inquiry|"
                    rb"register-documents|cpc|mappings|standardization|meta)[\s/>]")
_CLAIMS = re.compile(rb"<(?:[\w.-]+:)?claims[\s/>]")
_APPLIED = re.compile(rb"<(?:[\w.-]+:)?application-reference[\s/>]")

_OF_FIRST = {
    b"patent-family": "family", b"biblio-search": "search", b"document-inquiry": "images",
}


def service(glimpse: Glimpse) -> str:
    """The service: biblio · abstract · claims · description · family · search · images · other; "" for another's file."""
    return service_of(glimpse.head) if glimpse.kind in {"xml", "zip"} else ""


def service_of(head: bytes) -> str:
    """The service whose answer begins with these bytes.

    The abstract service answers with an exchange document that lacks its application.
    """
    root = look(head).root
    if root == BULK_ROOT and EXCHANGE.encode() in head:
        return "biblio"
    if root != ROOT or OPS.encode() not in head:
        return ""
    first = _FIRST.search(head)
    if first is None:
        return "other"
    if first[1] == b"exchange-documents":
        return "biblio" if _APPLIED.search(head) else "abstract"
    if first[1] == b"fulltext-documents":
        return "claims" if _CLAIMS.search(head) else "description"
    return _OF_FIRST.get(first[1], "other")
