"""What differs from office to office in a document of the same build: numbers, what kind codes announce, and places."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from yuzhi.engines.reading.patents.events import Publication
from yuzhi.kernel.applications import PatentKind
from yuzhi.kernel.publications import PublicationNumber


class Application(Protocol):
    """An application number of any office."""

    @property
    def key(self) -> str:
        """The key of the patent in the lake."""
        ...

    @property
    def kind(self) -> PatentKind | None:
        """What is applied for, where the number tells."""
        ...


@dataclass(frozen=True, slots=True)
class Practice:
    """How an office numbers and announces.

    `application` parses a number, given its text, its office and its kind letter, and raises BadValue. `announced`
    tells what a publication says on its day. `places` is true where addresses lie in the areas of the city's state.
    """

    application: Callable[[str, str, str], Application]
    announced: Callable[[PublicationNumber, date | None], Publication]
    places: bool
