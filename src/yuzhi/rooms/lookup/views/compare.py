"""The page on which rights stand side by side."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yuzhi.kernel.errors import BadValue, NotFound
from yuzhi.rooms.lookup.queries.comparing import LEAST, MOST, compared, keys_of


@require_safe
def compare(request: HttpRequest) -> HttpResponse:
    """Two to four rights, ticked on a page of results or typed here; without any, the form alone."""
    typed = request.GET.getlist("key")
    asked = [text for text in typed if text.strip()]
    comparison, complaint = None, ""
    if asked:
        try:
            keys = keys_of(asked, request.tools)
            comparison = compared(keys, request.user, request.tools) if len(keys) >= LEAST else None
        except (BadValue, NotFound) as refused:
            complaint = refused.sentence
    only = request.GET.get("only") == "differing"
    return render(request, "lookup/compare.html", {
        "comparison": comparison, "complaint": complaint, "only": only, "query": request.GET.get("q", "")[:400],
        "alone": bool(asked) and not comparison and not complaint, "fields": [*asked, *[""] * MOST][:MOST],
    }, status=422 if complaint else 200)
