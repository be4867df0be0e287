"""The made-up city as one value: everything that exists in it, before any file is written."""

from dataclasses import dataclass
from datetime import date

from yuzhi.engines.sampling import abroad, geomarks, services
from yuzhi.engines.sampling.companies import Companies, companies
from yuzhi.engines.sampling.items import Event, Indication, IndicationUser, Mark, Patent, Pledge, Relative, Row, Work
from yuzhi.engines.sampling.marks import marks
from yuzhi.engines.sampling.patents import SHEETS, patents
from yuzhi.engines.sampling.plan import CityPlan
from yuzhi.engines.sampling.pledges import pledges, rights_of
from yuzhi.engines.sampling.works import works


@dataclass(frozen=True, slots=True)
class City:
    """What is true of the made-up city; files are written from it, and so is the truth."""

    bodies: Companies
    patents: tuple[Patent, ...]
    events: tuple[Event, ...]
    marks: tuple[Mark, ...]
    works: tuple[Work, ...]
    indications: tuple[Indication, ...]
    users: tuple[IndicationUser, ...]
    pledges: tuple[Pledge, ...]
    relatives: tuple[Relative, ...]
    rows: tuple[Row, ...]


def make_city(plan: CityPlan, *, scale: float, seed: int, today: date) -> City:
    """The city that a plan, a scale and a seed make; the same three make the same city."""
    bodies = companies(plan, seed, scale, today)
    found = geomarks.indications(plan, bodies, seed)
    own_patents = patents(plan, bodies, seed, scale, today)
    own_marks = marks(plan, bodies, found, seed, scale, today)
    loans, told = pledges(plan, bodies, rights_of(own_patents, own_marks), seed, scale, today)
    granted = [patent for patent in own_patents if patent.granted_on]
    rows = (
        *services.populations(plan),
        *services.agencies(plan, seed, scale),
        *services.talents(plan, bodies, seed, scale, today),
        *services.centres(plan, bodies, seed),
        *services.outlets(plan, bodies, seed),
        *services.awards(plan, granted, seed, scale, today),
        *services.varieties(plan, bodies, seed, scale, today),
        *services.deals(plan, bodies, granted, seed, scale, today),
    )
    return City(
        bodies=bodies,
        patents=own_patents,
        marks=own_marks,
        works=works(plan, bodies, seed, scale, today),
        events=tuple(_events(own_patents, told)),
        indications=found,
        users=geomarks.users(plan, bodies, found, seed, scale, today),
        pledges=loans,
        relatives=tuple(abroad.relatives(plan, granted, seed, scale, today)),
        rows=rows,
    )


def _events(own_patents: tuple[Patent, ...], told: tuple[Event, ...]) -> list[Event]:
    """The events that are delivered, each once (a patent can be pledged twice on one day).

    Documents of grant are events themselves, so only patents known from plain sheets need theirs told.
    """
    own = [
        event
        for patent in own_patents
        for event in patent.events
        if event.event != "granted" or patent.channel == SHEETS
    ]
    all_events = [*own, *told]
    return list({(e.patent, e.event, e.effective_on, e.code): e for e in all_events}.values())
