"""The made-up city's things as values; field names are those of the lake's tables.

A thing knows more than any file says of it: `place` tells where it really lies, `channel` which file carries it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from yuzhi.engines.formats.templates import CellValue
from yuzhi.engines.sampling.numbers import kind_code


@dataclass(frozen=True, slots=True)
class Place:
    """Where a body sits: `county` is None outside the city, and where the address names only the city."""

    address: str
    postcode: str
    county: str | None
    inside: bool


@dataclass(frozen=True, slots=True)
class Company:
    """A company or another body. `sort` is market or other; `rank` 0 is the most active."""

    code: str
    name: str
    body_kind: str
    industry: str
    size: str
    representative: str
    phone: str
    founded_on: date
    ended_on: date | None
    place: Place
    topic: str
    sort: str
    former_names: list[str] = field(default_factory=list)

    @property
    def address(self) -> str:
        """The registered address."""
        return self.place.address


@dataclass(frozen=True, slots=True)
class Event:
    """A legal event of a patent."""

    patent: str
    event: str
    effective_on: date
    announced_on: date
    code: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Patent:
    """A patent application that at least one office file shows.

    `stem` is the publication number without its kind; `ended_on` the day on which a granted right stopped (lapse,
    giving up, invalidation), None where it did not; its term ends by itself. A void right is held never to have been.
    """

    number: str
    right_kind: str
    title: str
    abstract: str
    first_claim: str
    claims: tuple[str, ...]
    description: tuple[tuple[str, ...], ...]
    owner: Company | None
    applicants: list[str]
    applicant_codes: list[str]
    address: str
    inventors: list[str]
    agency: str
    agency_code: str
    agents: list[str]
    filed_on: date
    stem: str
    published_on: date
    granted_on: date | None
    expires_on: date
    ended_on: date | None
    main_ipc: str
    ipc: list[str]
    locarno: list[str]
    channel: str
    place: Place
    events: tuple[Event, ...] = ()

    @property
    def void(self) -> bool:
        """Whether it was declared wholly invalid."""
        return any(event.event == "invalidated" for event in self.events)

    @property
    def shown_on(self) -> date:
        """The day of its latest publication: the grant's where it was granted."""
        return self.granted_on or self.published_on

    @property
    def publication(self) -> str:
        """The number of its latest publication, with the kind."""
        return f"{self.stem}{kind_code(self.right_kind, self.granted_on is not None, self.shown_on)}"

    @property
    def claim_count(self) -> int | None:
        """How many claims it has; designs have none."""
        return len(self.claims) or None


@dataclass(frozen=True, slots=True)
class Relative:
    """A publication abroad that claims the priority of one of the city's applications; `patent` is its number.

    `granted_on` is None where it is only an application.
    """

    publication: str
    office: str
    patent: str
    first_filed_on: date
    filed_on: date
    published_on: date
    granted_on: date | None
    ended_on: date | None


@dataclass(frozen=True, slots=True)
class Mark:
    """One registration of a mark in one class."""

    number: str
    nice_class: int
    name: str
    mark_kind: str
    geographic: bool
    registrant: str
    registrant_code: str | None
    registrant_kind: str | None
    address: str
    goods: str
    agency: str
    applied_on: date
    registered_on: date
    expires_on: date
    ended_on: date | None
    end_reason: str
    place: Place

    @property
    def commercial(self) -> bool | None:
        """Whether the registrant is a market entity, by what is written of it; None where nobody can tell."""
        if not self.registrant_kind:
            return True if (self.registrant_code or "").startswith("9") else None
        return self.registrant_kind == "market"

    @property
    def void(self) -> bool:
        """Whether it was declared invalid, so that it is held never to have been."""
        return self.end_reason == "无效宣告"


@dataclass(frozen=True, slots=True)
class Work:
    """One registration of a work or of software."""

    number: str
    work_kind: str
    name: str
    category: str
    owner: str
    owner_code: str | None
    owner_kind: str
    address: str
    completed_on: date
    registered_on: date
    cancelled_on: date | None
    place: Place


@dataclass(frozen=True, slots=True)
class Indication:
    """One geographical indication in one system of protection."""

    system: str
    number: str
    name: str
    nice_class: int | None
    holder: str
    holder_code: str
    product_kind: str
    announcement: str
    recognised_on: date
    expires_on: date | None
    ended_on: date | None
    converted_from: str
    county: str | None


@dataclass(frozen=True, slots=True)
class IndicationUser:
    """One user's right to the symbol of one indication."""

    indication: str
    indication_name: str
    user: str
    user_code: str
    route: str
    announcement: str
    approved_on: date
    ended_on: date | None
    county: str | None
    inside: bool


@dataclass(frozen=True, slots=True)
class Pledge:
    """One registration in one register; a contract in two registers has two of them."""

    number: str
    contract: str
    loan: str
    pledgor: str
    pledgor_code: str
    pledgee: str
    rights: list[str]
    rights_kind: str
    amount: str
    term_from: date
    term_to: date
    renewal: bool
    registered_on: date
    lent_amount: str
    lent_on: date
    cancelled_on: date | None
    county: str | None
    inside: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a sheet about something that has no class of its own here: its table's fields by name."""

    table: str
    values: Mapping[str, CellValue]
    county: str | None = None
    inside: bool = True
