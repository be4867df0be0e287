"""Numbers of patent documents as the offices' XML writes them: application, publication, priority, citation."""

import re
from datetime import date
from functools import lru_cache

from yuzhi.engines.reading.patents.page import Page, below
from yuzhi.engines.reading.patents.parts import Element, Found, preferred
from yuzhi.kernel.applications import ApplicationNumber
from yuzhi.kernel.chinese import fold, parse_day
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.offices import OFFICES
from yuzhi.kernel.publications import PublicationNumber

day = lru_cache(maxsize=8192)(parse_day)
"""`parse_day`, remembering: the documents of one delivery share their days."""

_STANDARD = re.compile(r"[123]0(?P<year>20[0-9]{2})0(?P<series>[089])(?P<serial>[0-9]{7})")


def application_number(text: str) -> ApplicationNumber:
    """The application number in the office's own spelling or in its 15-digit standard form.

    Raises: BadValue for a wrong number, and for a standard form from the years of short numbers, which does not say
    how it was shortened.

    >>> str(application_number("102021001286633")), str(application_number("102014080000986"))
    ('202111286633.X', '201480000986.0')
    """
    digits = fold(text)
    if len(digits) != 15 or not digits.isdigit():
        return ApplicationNumber.parse(text)
    standard = _STANDARD.fullmatch(digits)
    if standard is None or int(standard["year"]) < 2004:
        raise BadValue(f"“{text}”是标准化格式的申请号，不能唯一还原成原申请号：请填写原申请号，例如 202111286633.X。")
    series = digits[0] if standard["series"] == "0" else standard["series"]
    return ApplicationNumber.parse(f"{standard['year']}{series}{standard['serial']}")
_MONTH = re.compile(r"(?P<year>[12][0-9]{3})(?:(?P<month>0[0-9]|1[0-2])00|-(?P<told>0[1-9]|1[0-2])|)")


class Reference:
    """A reference to a document: office, number, kind and day, each with its path."""

    def __init__(self, page: Page, element: Element, path: str) -> None:
        form = page.form
        self.element, self.path = element, path
        self.office = self.number = self.kind = self.day = ""
        inner = preferred(page.every(element, (form.document,)), form.format_attribute)
        for document, step in inner:
            if self._takes(page, document, below(path, step)):
                return
        self._takes(page, element, path)

    def _takes(self, page: Page, document: Element, base: str) -> bool:
        """Whether a number stands here; the first day is taken in any case."""
        form = page.form
        self.number, self.number_path = page.text(document, base, form.number)
        if self.number:
            self.office = page.text(document, "", form.office)[0]
            self.kind = page.text(document, "", form.kind)[0]
        if self.number or not self.day:
            self.day, self.day_path = page.text(document, base, form.day)
        return bool(self.number)

    def day_value(self, page: Page) -> date | None:
        """The day, or None where there is none or where it is impossible (which is a fault)."""
        return page.parsed(self.day_path, self.day, day, "day")[0]

    @property
    def publication(self) -> str:
        """Office, number and kind in one piece; a number that already says them is not given them twice."""
        number = fold(self.number).upper()
        spelled = number if number[:2] in OFFICES or number.startswith("PCT") else f"{self.office}{number}"
        return spelled if not self.kind or spelled.endswith(self.kind) else f"{spelled}{self.kind}"

    def spelled(self, page: Page) -> str:
        """Office, number and day as one line: `KR 10-2016-0063019 2016-05-23`."""
        office = "" if self.number.upper().startswith((self.office.upper(), "PCT/")) else self.office
        return " ".join(part for part in (office, self.number, self._told_day(page)) if part)

    def international(self, page: Page) -> str:
        """An international number and its day: `PCT/KR2014/002669 2014-03-28`, `WO2014/157990 2014-10-02`."""
        number = self.number if self.number[:1].isalpha() else f"{self.office}{self.number}"
        return " ".join(part for part in (number, self._told_day(page)) if part)

    def cited(self, page: Page) -> str:
        """A cited publication and its day: `CN203232659U 2013-10-09`."""
        try:
            number = str(PublicationNumber.parse(self.publication))
        except BadValue:
            # Citations of a hundred years and all offices: what is no known number is kept as it is written.
            number = self.publication
        return " ".join(part for part in (number, self._told_day(page)) if part)

    def _told_day(self, page: Page) -> str:
        """The day, or only its month or year, which is all that some offices tell of what they cite."""
        if month := _MONTH.fullmatch(self.day):
            told = month["told"] or month["month"] or "00"
            return month["year"] if told == "00" else f"{month['year']}-{told}"
        found = self.day_value(page)
        return found.isoformat() if found else ""


def references(page: Page, found: list[Found]) -> list[Reference]:
    """The references that have a number, in the office's own spelling, in order."""
    read = [Reference(page, element, path) for element, path in preferred(found, page.form.format_attribute)]
    return [reference for reference in read if reference.number]


def first_reference(page: Page, found: list[Found]) -> Reference | None:
    """The first reference with a number: the original spelling where it has one, else any other."""
    return preferred_reference(page, found) or _numbered(page, found)


def preferred_reference(page: Page, found: list[Found]) -> Reference | None:
    """The first reference with a number in the office's own spelling."""
    return _numbered(page, preferred(found, page.form.format_attribute))


def _numbered(page: Page, found: list[Found]) -> Reference | None:
    for element, path in found:
        reference = Reference(page, element, path)
        if reference.number:
            return reference
    return None
