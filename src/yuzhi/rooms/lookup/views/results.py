"""The page of results: what was found, why, within which filters, and what the answer covers."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.search.answers import WHY, Answer, Way
from yuzhi.kernel.areas import AreaBook
from yuzhi.kernel.standing import STATES
from yuzhi.kernel.unplaced import ELSEWHERE, UNPLACED, WHOLE, word_of
from yuzhi.records.parties.models import Party
from yuzhi.rooms.lookup.queries import covering, parties
from yuzhi.rooms.lookup.queries.asking import FILTERS, ask_of, whole
from yuzhi.rooms.lookup.queries.listing import MOST_ROWS

SIZE = 20
LAST_PAGE = 500
LABELS = {
    "kind": gettext_lazy("种类"), "county": gettext_lazy("县（市、区）"), "state": gettext_lazy("状态"),
    "year": gettext_lazy("年份"), "class": gettext_lazy("分类"), "party": gettext_lazy("权利人"),
}


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a filter: its word, how many have it, and the address that adds or removes it."""

    label: str
    count: int
    href: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One filter with its values."""

    name: str
    label: str
    choices: tuple[Choice, ...]
    open: bool
    more: int


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """One page of what was found, with filters whose whole state lies in the address."""
    page = _page(request.GET)
    ask = ask_of(request.GET, request.tools.areas, top=SIZE, offset=(page - 1) * SIZE, facets=FILTERS)
    answer = request.tools.index.find(ask)
    words = _words(request, answer, request.GET)
    return render(request, "lookup/results.html", {
        "query": request.GET.get("q", ""), "answer": answer, "page": page, "size": SIZE,
        "reachable": min(answer.total, LAST_PAGE * SIZE), "sort": ask.sort, "why": WHY,
        "facets": [_facet(name, answer, request.GET, words) for name in FILTERS], "chips": _chips(request.GET, words),
        "covered": covering.searched(request.tools, ask.kinds),
        "parties": parties.named(ask.query) if page == 1 else [], "areas": words["placed"], "most_rows": MOST_ROWS,
        "export": request.GET.urlencode(), "ways": _ways(request.GET, answer),
    })


def _page(asked: QueryDict) -> int:
    given = asked.get("page", "1")
    return min(LAST_PAGE, max(1, int(given))) if whole(given) and len(given) < 6 else 1


def _words(request: HttpRequest, answer: Answer, asked: QueryDict) -> dict[str, dict[str, str]]:
    """Filter → stored value → the word people read."""
    keys = {count.value for count in answer.facets.get("party", ())} | set(asked.getlist("party"))
    areas = request.tools.areas
    english = request.LANGUAGE_CODE == "en"
    return {
        "kind": {table.name: table.en.capitalize() if english else table.zh for table in TABLES.values()},
        "county": {"": _(ELSEWHERE), UNPLACED: _(UNPLACED), areas.city.code: _(WHOLE)} | {
            area.code: area.en if english else area.zh for area in areas.counties
        },
        "placed": {code: _(word_of(code, areas, english=english)) for code in _codes(areas)},
        "state": {state: _(word) for state, word in STATES.items()},
        "party": dict(Party.objects.filter(key__in=keys).values_list("key", "name")),
        "year": {}, "class": {},
    }


def _facet(name: str, answer: Answer, asked: QueryDict, words: Mapping[str, Mapping[str, str]]) -> Facet:
    chosen = asked.getlist(name)
    counts = [(_asked_for(name, one.value, words), one.records) for one in answer.facets.get(name, ())]
    if name == "year":
        counts.sort(reverse=True)
    choices = tuple(
        Choice(words[name].get(value, value) or _("未载明"), records, _toggled(asked, name, value), value in chosen)
        for value, records in counts
    )
    return Facet(name, str(LABELS[name]), choices, name in FILTERS[:2] or bool(chosen), answer.more.get(name, 0))


def _asked_for(name: str, value: str, words: Mapping[str, Mapping[str, str]]) -> str:
    """How an address asks for a stored value: the code of the city would ask for all of it."""
    return UNPLACED if name == "county" and value and words["placed"].get(value) == _(UNPLACED) else value


def _codes(areas: AreaBook) -> tuple[str, ...]:
    return ("", areas.city.code, *(area.code for area in areas.counties))


def _chips(asked: QueryDict, words: Mapping[str, Mapping[str, str]]) -> list[tuple[str, str]]:
    """(label, address without it) of each filter that is on."""
    return [
        (f"{LABELS[name]}：{words[name].get(value, value)}", _toggled(asked, name, value))
        for name in FILTERS for value in asked.getlist(name)
    ]


def _ways(asked: QueryDict, answer: Answer) -> list[tuple[str, int, str]]:
    """(change, how much it finds, address) of each way out of an empty answer."""
    return [
        (way.said, way.records, _changed(asked, way)) for way in (answer.explain.ways if answer.explain else ())
    ]


def _changed(asked: QueryDict, way: Way) -> str:
    other = asked.copy()
    for name in ("page", *way.lifted):
        other.pop(name, None)
    other["q"] = way.query
    if way.classes is not None:
        other.setlist("class", list(way.classes))
    return "?" + other.urlencode()


def _toggled(asked: QueryDict, name: str, value: str) -> str:
    other = asked.copy()
    other.pop("page", None)
    held = other.getlist(name)
    if value in held:
        other.setlist(name, [one for one in held if one != value])
    else:
        other.setlist(name, [value] if name == "year" else [*held, value])
    return "?" + other.urlencode()
