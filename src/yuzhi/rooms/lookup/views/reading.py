"""The page on which a right is read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yuzhi.rooms.lookup.queries.reading import reading


@require_safe
def read(request: HttpRequest, key: str) -> HttpResponse:
    """A right's texts with the words of a question marked, and its claims as a tree."""
    question = request.GET.get("q", "").strip()[:400]
    shown = reading(key, question, request.user, request.tools)
    return render(request, "lookup/reading.html", {"reading": shown, "page": shown.page, "query": question})
