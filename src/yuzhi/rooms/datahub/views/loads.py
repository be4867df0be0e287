"""Loads: their list, one of them with its progress, sending a file, and getting one back."""

from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from yuzhi.kernel.errors import BadFile
from yuzhi.records.accounts.permissions import may, require
from yuzhi.records.accounts.things import Thing
from yuzhi.records.datasets.models import Load, LoadFile
from yuzhi.rooms.datahub import queries
from yuzhi.rooms.datahub.actions.arriving import arrive
from yuzhi.rooms.datahub.forms import IgnoreForm, UploadForm
from yuzhi.rooms.datahub.views.telling import told

SIZE = 25


@require_safe
def loads(request: HttpRequest) -> HttpResponse:
    """All loads, newest first, by source and state."""
    source, state = request.GET.get("source", ""), request.GET.get("state", "")
    listed = Paginator(queries.loads(source, state), SIZE)
    page = listed.get_page(request.GET.get("page"))
    return render(request, "datahub/loads.html", {
        "page": page, "total": listed.count, "size": SIZE, "source": source, "state": state, "states": Load.State.choices,
        "sources": request.tools.sources, "told": [told(one, request.tools.now()) for one in page.object_list],
    })


@require_safe
def load(request: HttpRequest, number: int) -> HttpResponse:
    """One load: its files, its numbers, what it could not read; while it is read, its progress."""
    return render(request, "datahub/load.html", _context(request, number))


@require_safe
def progress(request: HttpRequest, number: int) -> HttpResponse:
    """The part of the page that changes while a load is read."""
    return render(request, "datahub/progress.html", _context(request, number))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """A file is received and waits to be read; or it is refused with the reason, and nothing of it is kept."""
    require(request.user, "ingest", Thing("load", _own_county(request)))
    form = UploadForm(request.POST or None, request.FILES or None, sources=request.tools.sources)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = _received(request, form)
            except BadFile as refused:
                form.add_error("file", refused.sentence)
            else:
                return redirect("datahub:load", made.pk)
    return render(request, "datahub/upload.html", {"form": form}, status=status)


@login_required
@require_safe
def file(request: HttpRequest, digest: str) -> HttpResponse:
    """The bytes as they were received, under the name they came with; always as a download."""
    require(request.user, "export", Thing("load"))
    found = get_object_or_404(LoadFile.objects.filter(digest=digest).order_by("id")[:1])
    kept = request.tools.archive.path(found.digest).open("rb")
    return FileResponse(kept, as_attachment=True, filename=Path(found.name).name, content_type="application/octet-stream")


def _received(request: HttpRequest, form: UploadForm) -> Load:
    sent = form.cleaned_data["file"]
    came = arrive(
        Path(sent.temporary_file_path()), sent.name, by=request.user.actor_key, tools=request.tools,
        source_name=form.cleaned_data["source"],
    )
    if came.read_before:
        messages.info(request, _("这个文件以前读过，内容完全相同，没有再读。下面是那一次的结果。"))
    return came.load


def _own_county(request: HttpRequest) -> str:
    return next(iter(getattr(request.user, "counties", ())), "")


def _context(request: HttpRequest, number: int) -> dict[str, object]:
    found = get_object_or_404(Load.objects.select_related("edition"), pk=number)
    source = request.tools.source(found.source)
    may_ignore = found.state == Load.State.REFUSED and may(request.user, "ignore_column", Thing("load")).allowed
    return {
        "told": told(found, request.tools.now()), "silent_since": queries.silent_since(request.tools), "load": found,
        "source": source, "files": found.files.all()[:200],
        "more_files": max(0, found.files.count() - 200), "may_see": may(request.user, "read_loads", Thing("load")).allowed,
        "may_export": may(request.user, "export", Thing("load")).allowed,
        "ignore_form": IgnoreForm(initial={"source": found.source}) if may_ignore else None,
    }
