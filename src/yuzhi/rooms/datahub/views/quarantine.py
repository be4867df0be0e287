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
from yuzhi.records.accounts.permissions import may, require, scope_of
from yuzhi.records.accounts.seeing import note_personal_read
from yuzhi.records.accounts.things import Thing
from yuzhi.records.datasets.models import Load, Quarantined, Repair
from yuzhi.rooms.datahub import actions, queries
from yuzhi.rooms.datahub.forms import DismissForm, IgnoreForm, RepairForm, WithdrawForm
from yuzhi.rooms.datahub.rules import why_only_here

SIZE = 50


@login_required
@require_safe
def quarantine(request: HttpRequest) -> HttpResponse:
    """The rows that this officer may see, in the order they came."""
    state = request.GET.get("state", Quarantined.State.OPEN)
    source, text = request.GET.get("source", ""), request.GET.get("q", "").strip()[:100]
    listed = Paginator(_reachable(request, queries.quarantine(state, source, text)), SIZE)
    page = listed.get_page(request.GET.get("page"))
    if page.object_list:
        note_personal_read(request.user, "quarantine", ("value",), at=request.tools.now(), purpose="查看隔离区的列表")
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
    """The row's file waits to be read again with the entered text; or the form again, with what is missing.

    Raises: NotPermitted where the text shall hold for every file and this person may not say so.
    """
    found, everywhere = _row(request, number, "repair"), bool(request.POST.get("everywhere"))
    if everywhere:
        require(request.user, "repair_everywhere", Thing("quarantine", found.county))
    form = RepairForm(request.POST, everywhere=everywhere or _may_everywhere(request, found))
    if form.is_valid():
        try:
            load = _repaired(request, found, form, everywhere=everywhere)
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
def withdraw(request: HttpRequest, number: int) -> HttpResponse:
    """The repair holds no longer, and the files that may have been read with it wait to be read again."""
    found = get_object_or_404(Repair, pk=number)
    mended = Quarantined.objects.filter(repair=found).order_by("id").first()
    county = mended.county if mended and not found.everywhere else ""
    require(request.user, "withdraw_repair", Thing("quarantine", county))
    form = WithdrawForm(request.POST)
    back = redirect("datahub:source", found.source) if found.everywhere or mended is None else redirect("datahub:row", mended.pk)
    if not form.is_valid():
        messages.error(request, form.errors["reason"][0])
        return back
    loads = actions.withdraw_repair(found, form.cleaned_data["reason"], by=request.user.actor_key, tools=request.tools)
    messages.success(request, _("已撤回这项修复，%(n)s 个文件正在重新读。") % {"n": sum(load.files.count() for load in loads)})
    return back


@login_required
@require_POST
def ignore(request: HttpRequest) -> HttpResponse:
    """The column is passed over from now on, and the files that it stopped wait to be read again."""
    require(request.user, "ignore_column", Thing("load"))
    stopped = queries.stopped_by_columns(request.POST.get("source", ""))
    form = IgnoreForm(request.POST, titles=dict.fromkeys(title for _item, titles in stopped for title in titles))
    if not form.is_valid():
        for errors in form.errors.values():
            messages.error(request, errors[0])
        return redirect("datahub:loads")
    loads = actions.ignore_column(**form.cleaned_data, by=request.user.actor_key, tools=request.tools)
    files = sum(load.files.count() for load in loads)
    messages.success(request, _("已登记为不读的列，%(n)s 个文件正在重新读。") % {"n": files})
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


def _may_everywhere(request: HttpRequest, found: Quarantined) -> bool:
    """Whether the page offers to mend every file of the source: this person may, and the text is safe to mend so."""
    allowed = may(request.user, "repair_everywhere", Thing("quarantine", found.county)).allowed
    return allowed and not why_only_here(found.source, found.column, found.value, request.tools.areas)


def _repaired(request: HttpRequest, found: Quarantined, form: Form, *, everywhere: bool) -> Load:
    """The load that reads the row's file again; further loads may follow it where other files are concerned."""
    given, who = form.cleaned_data, {"by": request.user.actor_key, "tools": request.tools}
    if everywhere:
        return actions.repair_everywhere(found, given["after"], given["reason"], **who)[0]
    return actions.repair_row(found, given["after"], given["reason"], **who)


def _shown(
    request: HttpRequest, found: Quarantined, repair_form: Form | None = None, dismiss_form: Form | None = None
) -> HttpResponse:
    bad, tools = repair_form or dismiss_form, request.tools
    after = _reachable(request, queries.quarantine()).filter(id__gt=found.pk).first()
    blank = RepairForm(initial={"after": found.value}, everywhere=_may_everywhere(request, found))
    thing = Thing("quarantine", "" if found.repair and found.repair.everywhere else found.county)
    standing = found.repair is not None and found.repair.withdrawn_at is None
    newer = queries.deliveries_since(found)
    note_personal_read(request.user, f"quarantine/{found.pk}", ("row",), at=tools.now(), purpose="查看隔离行")
    return render(request, "datahub/row.html", {
        "row": found, "repair_form": repair_form or blank, "dismiss_form": dismiss_form or DismissForm(),
        "open": found.state == Quarantined.State.OPEN, "after": after, "source": tools.source(found.source),
        "may_export": may(request.user, "export", Thing("load")).allowed, "waits": queries.waits_again(found), "newer": newer[:3], "newer_count": newer.count(),
        "withdraw_form": WithdrawForm() if standing and may(request.user, "withdraw_repair", thing).allowed else None,
        "beside": [(title, value) for title, value in found.row.items() if value],
    }, status=422 if bad else 200)
