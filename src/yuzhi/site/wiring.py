"""The one place that opens packs and builds engines; middleware hands them to every request."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime
from functools import lru_cache, partial
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import SimpleLazyObject

from yuzhi.engines.archive import Archive
from yuzhi.engines.calendar import Calendar
from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.indicators import Declarations
from yuzhi.engines.indicators.computing import Indicators
from yuzhi.engines.indicators.datasets import Given, source_ranks
from yuzhi.engines.lake import Lake, Snapshot
from yuzhi.engines.lawbook import LawBook
from yuzhi.engines.messaging import channels
from yuzhi.engines.reading.sources import Source
from yuzhi.engines.search.index import SearchIndex
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import YuzhiError
from yuzhi.kernel.standing import STATES, Standing
from yuzhi.kernel.unplaced import WHOLE, word_of
from yuzhi.packs.cn import declarations as cn
from yuzhi.packs.cn.keeping import keeping
from yuzhi.packs.cn.limits import limits
from yuzhi.packs.cn.sources import SOURCES as CN
from yuzhi.packs.cn.sources.mapped import source_of
from yuzhi.packs.cn.spells import life
from yuzhi.packs.cn.standing import standing
from yuzhi.packs.cn_shaanxi_yulin import declarations as yulin
from yuzhi.packs.cn_shaanxi_yulin.areas import area_book
from yuzhi.packs.cn_shaanxi_yulin.sampling import city_plan
from yuzhi.packs.ep.sources import SOURCES as EP
from yuzhi.packs.us.sources import SOURCES as US
from yuzhi.packs.wo.sources import SOURCES as WO
from yuzhi.packs.wo.standing import abroad
from yuzhi.records.datasets import editions
from yuzhi.records.datasets.mappings import mapped_sources
from yuzhi.records.datasets.models import Load
from yuzhi.records.parties.roster import Roster
from yuzhi.rooms.lookup.queries.saved import unseen
from yuzhi.site.camera import camera
from yuzhi.site.rooms import ROOMS

SHANGHAI = ZoneInfo("Asia/Shanghai")
Answer = Callable[[HttpRequest], HttpResponse]

SOURCES = (*CN, *US, *EP, *WO)
"""Every source of every pack, China's first; those that officers mapped join them from the database."""

CITY_PLAN = city_plan
"""Parameters of the made-up city, for the command that writes it."""


LAW_FOLDERS = (cn.HERE / "law", yulin.HERE / "law")
"""The law of the packs, from the highest jurisdiction to the lowest."""


@lru_cache(maxsize=1)
def workday_calendar() -> Calendar:
    """The working days of the country."""
    return cn.calendar()


@lru_cache(maxsize=1)
def law_in_force() -> LawBook:
    """The law in force in the city: the nation's, with what the city adds."""
    return cn.law_book().joined(yulin.law_book())


def now() -> datetime:
    """This instant, in UTC."""
    return datetime.now(UTC)


def today() -> date:
    """The legal day: the date in Shanghai."""
    return now().astimezone(SHANGHAI).date()


def stands(
    kind: str, get: Callable[[str], Any], events: Iterable[Mapping[str, Any]], on: date, law: LawBook
) -> Standing:
    """Where a right stands on a day: one of another office by its register, one of China by its law."""
    told = list(events)
    return abroad(kind, get, told, on) or standing(kind, get, told, on, law)


@lru_cache(maxsize=4)
def toolbox(home: Path) -> Toolbox:
    """The engines over one data folder."""
    areas, law = area_book(), law_in_force()
    agreed = yulin.deliveries()
    packed = tuple(replace(one, delivery=agreed.get(one.name, one.delivery)) for one in SOURCES)
    declared = Declarations(cn.datasets(), yulin.indicators(), yulin.targets())
    given = cn.law_tables(law)

    def indicators(snapshot: Snapshot) -> Indicators:
        ranks = source_ranks({"yuzhi.acts": 0, **{one.name: one.rank for one in (*packed, *(delivered() if snapshot.tables else ()))}}.items())
        return Indicators(declared, Given({"source_ranks": ranks, **given}, behind=snapshot), areas)

    def delivered() -> tuple[Source, ...]:
        """Mapped sources that have come: one that brought nothing yet changes no figure, nor what a figure was read from."""
        came = set(Load.objects.exclude(edition=None).values_list("source", flat=True))
        return tuple(one for one in mapped_sources(source_of) if one.name in came)

    labels = {
        "kind": {table.name: table.zh for table in TABLES.values() if table.right},
        "county": {code: word_of(code, areas) for code in (*(area.code for area in areas.counties), areas.city.code, "")},
        "city": {areas.city.code: areas.city.zh, "": WHOLE},
        "state": STATES,
    }
    return Toolbox(
        home=home, archive=Archive(home / "archive"), lake=Lake(home / "lake"),
        index=SearchIndex(home / "index", labels, _newest_edition, Roster(_newest_edition).names), pack_sources=packed, areas=areas, law=law,
        standing=partial(stands, law=law), life=partial(life, law=law, stood=stands), indicators=indicators, today=today, now=now,
        workdays=workday_calendar, mapped=source_of, mapped_sources=partial(mapped_sources, source_of),
        limits=partial(limits, law=law, calendar=workday_calendar()), keeping=partial(keeping, law=law), channels=partial(channels, home),
        custody=cn.custody, camera=camera,
    )


def _newest_edition() -> int | None:
    edition = editions.current()
    return edition.number if edition else None


def tools(get_response: Answer) -> Answer:
    """Puts the toolbox on every request."""
    def middleware(request: HttpRequest) -> HttpResponse:
        request.tools = toolbox(settings.HOME)  # type: ignore[attr-defined]
        return get_response(request)
    return middleware


def headers(get_response: Answer) -> Answer:
    """Sets the security headers that Django does not set by itself; no inline script or style is allowed."""
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Content-Security-Policy", _POLICY)
        response.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
        response.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response
    return middleware


_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; manifest-src 'self'"
)


class _PlainErrors:
    """Turns the project's errors into pages that say what happened and what to do."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """A page for a YuzhiError; other errors stay Django's."""
        if not isinstance(exception, YuzhiError) or exception.status >= 500:
            return None
        template = f"{exception.status}.html" if exception.status in (403, 404) else "refused.html"
        return render(request, template, {"sentence": exception.sentence}, status=exception.status)


plain_errors = _PlainErrors


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """What every page shows: the open rooms, whether anything is made up, and the newest edition."""
    edition = editions.current()
    signed_in = hasattr(request, "tools") and request.user.is_authenticated
    return {
        "rooms": ROOMS,
        "saved_news": SimpleLazyObject(lambda: unseen(request.user, request.tools) if signed_in else 0),
        "made_up": Load.objects.filter(made_up=True).exists(),
        "edition": edition,
        "city": request.tools.areas.city if hasattr(request, "tools") else None,
    }
