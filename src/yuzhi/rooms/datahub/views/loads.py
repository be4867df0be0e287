"""Loads: their list, one of them with its progress, sending a file, and getting one back."""

from pathlib import Path

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from yuzhi.kernel.errors import BadFile, UnknownFormat
from yuzhi.records.accounts.permissions import may, require
from yuzhi.records.accounts.queries import said_of
from yuzhi.records.accounts.seeing import note_download
from yuzhi.records.accounts.things import Thing
from yuzhi.records.datasets.models import Load
from yuzhi.rooms.datahub import actions, queries
from yuzhi.rooms.datahub.actions.arriving import arrive
from yuzhi.rooms.datahub.forms import IgnoreForm, UploadForm
from yuzhi.rooms.datahub.queries.mapping import looks
from yuzhi.rooms.datahub.rules import said_of_refusal
from yuzhi.rooms.datahub.views.telling import told

SIZE = 25
_REFUSALS = (gettext_lazy("文件已拒收，没有入库；原因只给工作人员看。"), gettext_lazy("没有来源认得它，没有入库。"))
"""What the public reads of a refused file; `said_of_refusal` chooses."""


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
    context = _context(request, number)
    response = render(request, "datahub/progress.html", context)
    if request.headers.get("HX-Request") and not context["told"].running:
        response.headers["HX-Refresh"] = "true"      # the files below the bar have their results now
    return response


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """A file is received and waits to be read; or it is refused with the reason, and nothing of it is kept."""
    require(request.user, "ingest", Thing("load", _own_county(request)))
    form = UploadForm(request.POST or None, request.FILES or None, sources=request.tools.sources)
    status, draft = 200, ""
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = _received(request, form)
            except BadFile as refused:
                draft = _put_aside(request, form) if isinstance(refused, UnknownFormat) else ""
                form.add_error("file", refused.sentence)
            else:
                return redirect("datahub:load", made.pk)
    return render(request, "datahub/upload.html", {"form": form, "draft": draft}, status=status)


@login_required
@require_safe
def file(request: HttpRequest, digest: str) -> HttpResponse:
    """The bytes as they were received, under the name they came with; always as a download, and in the access log.

    Raises: NotPermitted for whoever neither sent them nor may have every file.
    """
    if not _sent(request, [digest]):
        require(request.user, "export", Thing("load"))
    found = get_object_or_404(queries.deliveries(digest)[:1])
    kept = request.tools.archive.path(found.digest)
    note_download(request.user, f"file/{found.digest}", at=request.tools.now(), purpose=found.name)
    return FileResponse(kept.open("rb"), as_attachment=True, filename=Path(found.name).name, content_type="application/octet-stream")


def _received(request: HttpRequest, form: UploadForm) -> Load:
    sent = form.cleaned_data["file"]
    came = arrive(
        Path(sent.temporary_file_path()), sent.name, by=request.user.actor_key, tools=request.tools,
        source_name=form.cleaned_data["source"],
    )
    if came.read_before:
        messages.info(request, _("这个文件以前读过，内容完全相同，没有再读。下面是那一次的结果。"))
    return came.load


def _put_aside(request: HttpRequest, form: UploadForm) -> str:
    """The token under which an unknown sheet waits to be mapped; "" where it is no sheet, or this person may not map."""
    if not may(request.user, "map_sheet", Thing("source")).allowed:
        return ""
    sent = form.cleaned_data["file"]
    try:
        made = actions.draft(Path(sent.temporary_file_path()), sent.name, by=request.user.actor_key, tools=request.tools)
        found = looks(made.document)
    except BadFile:
        return ""
    return made.token if any(len(one.titles(one.header)) > 1 for one in found) else ""


def _sent(request: HttpRequest, digests: list[str]) -> set[str]:
    """Those of the files that this person sent, and still may work with."""
    if not may(request.user, "read_loads", Thing("load")).allowed:
        return set()
    mine = queries.deliveries(*digests).filter(load__requested_by=request.user.actor_key)
    return set(mine.values_list("digest", flat=True))


def _own_county(request: HttpRequest) -> str:
    return next(iter(getattr(request.user, "counties", ())), "")


def _context(request: HttpRequest, number: int) -> dict[str, object]:
    found = get_object_or_404(Load.objects.select_related("edition"), pk=number)
    source = request.tools.source(found.source)
    may_see = may(request.user, "read_loads", Thing("load")).allowed
    unread = [titles for item, titles in queries.stopped_by_columns(found.source) if item.load_id == found.pk]
    may_ignore = bool(unread and source) and may(request.user, "ignore_column", Thing("load")).allowed
    titles = dict.fromkeys(title for named in unread for title in named)
    exporting = may(request.user, "export", Thing("load")).allowed
    files = list(found.files.all()[:200])
    sent = set() if exporting else _sent(request, [item.digest for item in files])
    may_map = may(request.user, "map_sheet", Thing("source")).allowed
    return {
        "to_map": [item for item in files if may_map and item.digest and item.state == Load.State.REFUSED][:5],
        "told": told(found, request.tools.now()), "silent_since": queries.silent_since(request.tools), "load": found,
        "source": source, "files": [
            (item, _said(item.message, found, in_full=may_see), exporting or item.digest in sent) for item in files
        ],
        "more_files": max(0, found.files.count() - 200), "may_see": may_see, "sender": said_of(found.requested_by) if may_see else "",
        "message": _said(found.message, found, in_full=may_see), "may_export": exporting or bool(sent),
        "ignore_form": IgnoreForm(initial={"source": found.source}, titles=titles) if may_ignore else None,
    }


def _said(message: str, load: Load, *, in_full: bool) -> str:
    return _(said_of_refusal(message, load.source, in_full=in_full)) if message else ""
