"""One's own exhibits, one of them with its package, and the public list of traditional knowledge."""

from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yuzhi.engines.exhibits.exhibit import KINDS
from yuzhi.records.accounts.permissions import may
from yuzhi.records.accounts.seeing import note_download
from yuzhi.records.evidence.exhibits import HIDDEN, SERIES, STATES, versions
from yuzhi.rooms.openlog import queries

SIZE = 20


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """What depositing is, and one's own exhibits with their states."""
    able = may(request.user, "deposit", queries.own_thing(request.user)).allowed
    listed = Paginator(queries.own(request.user), SIZE) if able else None
    page = listed.get_page(request.GET.get("page")) if listed else None
    rows = [(row, STATES[state], queries.MOODS[state], KINDS[row.kind]) for row, state in queries.told(list(page), request.tools)] if page else []
    return render(request, "openlog/home.html", {
        "able": able, "rows": rows, "page": page, "total": listed.count if listed else 0, "size": SIZE,
    })


@require_safe
def one(request: HttpRequest, exhibit: str) -> HttpResponse:
    """One exhibit: how far it has come, its files with their digests, what was said of them."""
    kept = queries.opened(exhibit, request.user, request.tools)
    row, mine = kept.row, queries.owned_by(request.user)(kept.row)
    reached = list(STATES).index(kept.state)
    return render(request, "openlog/exhibit.html", {
        "row": row, "said": kept.exhibit.said, "mine": mine, "kind": KINDS[row.kind], "hidden": row.kind in HIDDEN,
        "mood": queries.MOODS[kept.state], "state": STATES[kept.state], "proven": reached >= list(STATES).index("anchored"),
        "life": [(word, number <= reached) for number, word in enumerate(STATES.values())],
        "versions": versions(row) if mine and row.kind in SERIES else (),
        "custody": [one for one in kept.exhibit.said["custody"] if one["value"]],
        "unsaid": sum(not one["value"] for one in kept.exhibit.said["custody"]),
        "may_publish": may(request.user, "publish_exhibit", queries.thing_of(row)).allowed,
    })


@require_safe
def package(request: HttpRequest, exhibit: str) -> HttpResponse:
    """The package of an exhibit; who took one of somebody's own is in the access log."""
    kept = queries.opened(exhibit, request.user, request.tools)
    if request.user.is_authenticated:
        note_download(request.user, kept.row.key, at=request.tools.now(), purpose="证据包")
    made = queries.package(kept, request.user, request.tools)
    return FileResponse(made, as_attachment=True, filename=f"evidence-{kept.row.short}.zip", content_type="application/zip")


@require_safe
def knowledge(request: HttpRequest) -> HttpResponse:
    """Entries of traditional knowledge: digest, number and day, nothing else."""
    listed = Paginator(queries.knowledge().values("digest", "received_at", "leaf__number", "made_up"), 50)
    page = listed.get_page(request.GET.get("page"))
    return render(request, "openlog/knowledge.html", {"page": page, "total": listed.count, "size": 50})
