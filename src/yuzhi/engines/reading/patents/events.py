"""What the publication of a document says about the life of the right."""

from dataclasses import dataclass
from datetime import date
from typing import Literal

Event = Literal["published", "granted", "partly_invalidated", "other"]

SECOND_LAW = date(1993, 1, 1)
"""Before, B, U and S were published for opposition, and C, Y and D after grant (Patent Law of 1984, until amended)."""


@dataclass(frozen=True, slots=True)
class Publication:
    """What a document of that kind, published on that day, announces."""

    event: Event
    detail: str = ""

    @property
    def grants(self) -> bool:
        """True of the document with which a right begins."""
        return self.event == "granted"


def announced(kind: str, on: date | None) -> Publication:
    """What the kind code means on that day (WIPO ST.16 as China uses it, ZC 0008; read with the day, from memory
    for the years before 1993).

    >>> announced("A", date(2021, 12, 10)).event, announced("B", date(2023, 10, 3)).event
    ('published', 'granted')
    >>> announced("C1", date(2015, 1, 1)).event, announced("B8", date(2015, 1, 1)).detail
    ('partly_invalidated', '更正')
    >>> announced("B", date(1990, 5, 2)).event
    'published'
    """
    letter, number = kind[:1], kind[1:]
    if number in {"8", "9"}:
        return Publication("other", "更正")
    if number and letter in "CYS":
        return Publication("partly_invalidated")
    if letter == "A":
        return Publication("published")
    if on is not None and on < SECOND_LAW and letter in "BUS":
        return Publication("published", "审定公告" if letter == "B" else "申请公告")
    if letter in "BCUYSD" and letter:
        return Publication("granted")
    return Publication("other")
