"""Years and days of a question: what a person writes, read into bounds."""

import re
import unicodedata
from calendar import monthrange
from datetime import date

_YEARS = re.compile(r"(\d{4})?(?:\s*(-|~|\.\.|至|到)\s*(\d{4})?)?年?")
_DAY = re.compile(r"(\d{4})(?:年|[-/.](?=\d))?(?:(\d{1,2})(?:月|[-/.](?=\d))?(?:(\d{1,2})日?)?)?")
_SHORT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_BETWEEN = re.compile(r"\s*(?:\.{2,3}|~|至|到)\s*")
_TWO_YEARS = re.compile(r"(\d{4})-(\d{4})|(\d{8})-(\d{8})")


def years(text: str) -> tuple[int | None, int | None] | None:
    """The bounds that a year or a range of years names; None where it is neither.

    >>> years("2019-2021"), years("2020"), years("2019-"), years("去年")
    ((2019, 2021), (2020, 2020), (2019, None), None)
    """
    match = _YEARS.fullmatch(unicodedata.normalize("NFKC", text).strip())
    if not match or not (match.group(1) or match.group(3)):
        return None
    low, dash, high = match.groups()
    first, last = (int(low) if low else None), (int(high) if high else None)
    if not dash:
        return first, first
    return (last, first) if first and last and first > last else (first, last)


Bounds = tuple[date | None, date | None]


def days(text: str) -> Bounds | None:
    """The first and the last day that a day, a month, a year or a range of them names; None where it is none.

    >>> days("2020-02")
    (datetime.date(2020, 2, 1), datetime.date(2020, 2, 29))
    >>> days("..2020年3月1日"), days("2020-02-30"), days("去年")
    ((None, datetime.date(2020, 3, 1)), None, None)
    """
    told = unicodedata.normalize("NFKC", text).strip()
    if match := _TWO_YEARS.fullmatch(told):
        told = "..".join(filter(None, match.groups()))
    pieces = _BETWEEN.split(told)
    if len(pieces) > 2 or not any(pieces):
        return None
    spans = [_span(piece) if piece else None for piece in pieces]
    if any(piece and span is None for piece, span in zip(pieces, spans, strict=True)):
        return None
    first, last = spans[0], spans[-1]
    if first and last and first[0] > last[1]:
        first, last = last, first
    return first and first[0], last and last[1]


def written_days(bounds: Bounds) -> str:
    """The bounds as the language writes them.

    >>> written_days((date(2020, 1, 1), None)), written_days((date(2020, 1, 1), date(2020, 1, 1)))
    ('2020-01-01..', '2020-01-01')
    """
    first, last = bounds
    return first.isoformat() if first and first == last else f"{first or ''}..{last or ''}"


def _span(text: str) -> tuple[date, date] | None:
    match = _SHORT_DAY.fullmatch(text) or _DAY.fullmatch(text)
    if not match:
        return None
    year, month, day = (int(part) if part else None for part in match.groups())
    try:
        first = date(year or 0, month or 1, day or 1)
    except ValueError:
        return None
    if day:
        return first, first
    last_month = month or 12
    return first, date(first.year, last_month, monthrange(first.year, last_month)[1])
