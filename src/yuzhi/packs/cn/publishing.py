"""What a published Chinese patent document says by its kind code and its day."""

from datetime import date

from yuzhi.kernel.numbers import PublicationNumber

_GRANTS_SINCE_1993 = frozenset("BCUYSD")
_SINCE = date(1993, 1, 1)


def is_grant(publication: PublicationNumber, published_on: date | None) -> bool:
    """Whether the day of the publication is the day on which the right was announced as granted.

    Before 1993 examined documents (审定公告, 公告) were laid open for opposition first: B, U and S of those years
    are no grants. Kind letters changed their meaning in 2010, but B, C, U, Y, S and D all announce grants. A digit
    that is not 0 names a correction or a later part of the same right.

    >>> is_grant(PublicationNumber.parse("CN202644312U"), date(2013, 1, 2))
    True
    >>> is_grant(PublicationNumber.parse("CN1003187B"), date(1989, 2, 1))
    False
    """
    if publication.office != "CN" or published_on is None or published_on < _SINCE:
        return False
    return publication.kind[0] in _GRANTS_SINCE_1993 and len(publication.kind) == 1
