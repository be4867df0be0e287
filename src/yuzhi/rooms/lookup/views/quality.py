"""How good the search is: measured on the city's own data, and on judged sets of others."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from yuzhi.rooms.lookup.queries import quality as measurements


@require_safe
def quality(request: HttpRequest) -> HttpResponse:
    """Both kinds of figures with their day, their set and their intervals, and what they do not say."""
    day, sets = measurements.published()
    english = (get_language() or "").startswith("en")
    return render(request, "lookup/quality.html", {
        "own": measurements.kept(request.tools), "shown": request.tools.index.edition, "day": day,
        "sets": [(one.name[english], one) for one in sets],
    })
