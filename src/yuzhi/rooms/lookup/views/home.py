"""The first page a citizen sees, and the page that says what this is."""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yuzhi.rooms.lookup.queries import city, covering

FIRST_MAPPED = "valid_inventions"


@dataclass(frozen=True, slots=True)
class Tile:
    """One county's tile: its place in the drawing, its value, and how dark it is (1–5)."""

    code: str
    name: str
    en: str
    x: int
    y: int
    value: object
    step: int
    reason: str


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """One search box, the city at a glance, the counties, and what can be done here."""
    tools = request.tools
    on = tools.today()
    found = city.city_figures(tools, request.user)
    mapped = city.by_county(found, request.GET.get("map", FIRST_MAPPED), on)
    return render(request, "lookup/home.html", {
        "glances": city.at_a_glance(found, on), "on": on, "mapped": mapped, "offered": city.mappable(found),
        "tiles": tiles(mapped) if mapped else [], "covered": covering.covered(tools)[:3],
    })


@require_safe
def about(request: HttpRequest) -> HttpResponse:
    """What the platform is, where its data come from, and how to report an error."""
    return render(request, "lookup/about.html", {"covered": covering.covered(request.tools)})


def tiles(mapped: city.ByCounty) -> list[Tile]:
    """The counties' tiles, shaded by rank so that one large county does not make all others pale."""
    ranked = sorted({one.value for _, one in mapped.figures if one.value})
    shades = {value: 1 + place * 5 // len(ranked) for place, value in enumerate(ranked)}
    return [
        Tile(
            area.code, area.stem, area.en, *(area.tile or (0, 0)), value=one.value,
            step=shades.get(one.value, 0) if one.value else 0, reason=one.reason,
        )
        for area, one in mapped.figures
    ]
