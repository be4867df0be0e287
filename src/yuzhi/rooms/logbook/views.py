"""Pages of this room, and the log's files at their addresses."""

from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from yuzhi.kernel.errors import NotFound
from yuzhi.records.accounts.permissions import require
from yuzhi.rooms.logbook import queries

TEXT, BYTES = "text/plain; charset=utf-8", "application/octet-stream"


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where the log stands; a leaf can be asked for."""
    if asked := request.GET.get("leaf", "").strip():
        return redirect("logbook:leaf", name=asked.removeprefix("leaf/").replace("/", "")[:80] or "0")
    try:
        state = queries.state(request.tools)
    except NotFound:
        state = None
    return render(request, "logbook/home.html", {"state": state, "published": queries.figures_are_out(request.tools)})


@require_safe
def leaf(request: HttpRequest, name: str) -> HttpResponse:
    """One leaf and its place in the log."""
    return render(request, "logbook/leaf.html", {"placed": queries.placed(name, request.user, request.tools)})


@require_safe
def proof(request: HttpRequest, name: str) -> HttpResponse:
    """The proof file of one leaf."""
    number, found = queries.proof(name, request.user, request.tools)
    response = HttpResponse(found.written, content_type=TEXT)
    response.headers["Content-Disposition"] = f'attachment; filename="{number}.tlog-proof"'
    return response


@require_safe
def published(request: HttpRequest) -> HttpResponseBase:
    """The package of the figures that the city has published, for anybody to check without the city."""
    return FileResponse(queries.published(request.tools), as_attachment=True, filename="published.zip", content_type="application/zip")


@require_safe
def policy(request: HttpRequest) -> HttpResponse:
    """The log's and its witnesses' keys, for whoever checks proofs."""
    return HttpResponse(request.tools.log.written_policy(), content_type=TEXT)


@require_safe
def newest(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file that changes."""
    response = FileResponse(queries.file(path, request.tools).open("rb"), content_type=TEXT)
    response.headers["Cache-Control"] = "no-cache"
    return response


@require_safe
def tile(request: HttpRequest, path: str) -> HttpResponseBase:
    """A file of hashes, or a time-stamp: it never changes."""
    return _for_ever(request, path)


@require_safe
def bundle(request: HttpRequest, path: str) -> HttpResponseBase:
    """Bodies of leaves, for those who may read the audit."""
    require(request.user, "read_audit", queries.AUDIT)
    response = _for_ever(request, path)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _for_ever(request: HttpRequest, path: str) -> HttpResponseBase:
    response = FileResponse(queries.file(path, request.tools).open("rb"), content_type=TEXT if path.endswith("checkpoint") else BYTES)
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
