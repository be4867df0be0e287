"""Rows that could not be read: their list, one of them, and what officers do about it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yuzhi.kernel.errors import YuzhiError
from yuzhi.records.accounts.permissions import require, scope_of
from yuzhi.records.accounts.things import Thing
from yuzhi.records.datasets.models import Quarantined
from yuzhi.rooms.datahub import actions, queries
from yuzhi.rooms.datahub.forms import DismissForm, IgnoreForm, RepairForm

SIZE = 50


@login_required
@require_safe
def quarantine(request: HttpRequest) -> HttpResponse:
    """The rows that this officer may see, in the order they came."""
    state = request.GET.get("state", Quarantined.State.OPEN)
    source, text = request.GET.get("source", ""), request.GET.get("q", "").strip()[:100]
    listed = Paginator(_reachable(request, queries.quarantine(state, source, text)), SIZE)
    page = listed.get_page(request.GET.get("page"))
    return render(request, "datahub/quarantine.html", {
        "page": page, "total": listed.count, "size": SIZE, "state": state, "source": source, "text": text,
        "states": Quarantined.State.choices, "sources": request.tools.sources,
    })


@login_required
@require_safe
def row(request: HttpRequest, number: int) -> HttpResponse:
    """One row: where it stands in its file, what is wrong, what stands beside it, and the forms."""
    return _shown(request, _row(request, number, "read_quarantine"))


@login_required
@require_POST
def repair(request: HttpRequest, number: int) -> HttpResponse:
    """The row's file waits to be read again with the entered text; or the form again, with what is missing."""
    found, form = _row(request, number, "repair"), RepairForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            load = actions.repair_row(
                found, given["after"], given["reason"], by=request.user.actor_key, tools=request.tools,
                everywhere=given["everywhere"],
            )
        except YuzhiError as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("已记下修复，正在重新读这个文件。可以离开这一页，回来时能看到结果。"))
            return redirect("datahub:load", load.pk)
    return _shown(request, found, repair_form=form)


@login_required
@require_POST
def dismiss(request: HttpRequest, number: int) -> HttpResponse:
    """The row is set aside with a reason, and stays on record."""
    found, form = _row(request, number, "dismiss"), DismissForm(request.POST)
    if form.is_valid():
        try:
            actions.dismiss_row(found, form.cleaned_data["reason"], by=request.user.actor_key, tools=request.tools)
        except YuzhiError as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("这一行已搁置：留有记录，不计入任何指标。"))
            return redirect("datahub:quarantine")
    return _shown(request, found, dismiss_form=form)


@login_required
@require_POST
def ignore(request: HttpRequest) -> HttpResponse:
    """The column is passed over from now on, and the files that it stopped wait to be read again."""
    require(request.user, "ignore_column", Thing("load"))
    form = IgnoreForm(request.POST)
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, errors[0])
        return redirect("datahub:loads")
    loads = actions.ignore_column(**form.cleaned_data, by=request.user.actor_key, tools=request.tools)
    messages.success(request, _("已登记为不读的列，%(n)s 个文件正在重新读。") % {"n": len(loads)})
    return redirect("datahub:load", loads[0].pk) if loads else redirect("datahub:loads")


def _reachable(request: HttpRequest, rows: QuerySet[Quarantined]) -> QuerySet[Quarantined]:
    """The rows within this person's reach.

    Raises: NotPermitted where the role has none.
    """
    scope = scope_of(request.user, "read_quarantine", "quarantine")
    if scope == "all":
        return rows
    if scope == "own_county":
        return rows.filter(county__in=request.user.counties)
    require(request.user, "read_quarantine", Thing("quarantine"))
    return rows.none()


def _row(request: HttpRequest, number: int, verb: str) -> Quarantined:
    found = get_object_or_404(Quarantined.objects.select_related("load", "repair"), pk=number)
    require(request.user, verb, Thing("quarantine", found.county))
    return found


def _shown(
    request: HttpRequest, found: Quarantined, repair_form: Form | None = None, dismiss_form: Form | None = None
) -> HttpResponse:
    bad = repair_form or dismiss_form
    after = _reachable(request, queries.quarantine()).filter(id__gt=found.pk).first()
    return render(request, "datahub/row.html", {
        "row": found, "repair_form": repair_form or RepairForm(initial={"after": found.value}),
        "dismiss_form": dismiss_form or DismissForm(), "open": found.state == Quarantined.State.OPEN, "after": after,
        "source": request.tools.source(found.source),
        "beside": [(title, value) for title, value in found.row.items() if value],
    }, status=422 if bad else 200)
