"""The pages of this room: pairs to decide, merges that stand, and every decision."""

from collections.abc import Callable, Mapping

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from yuzhi.engines.matching import weights
from yuzhi.kernel.errors import YuzhiError
from yuzhi.records.accounts.permissions import may, require
from yuzhi.records.accounts.things import Thing
from yuzhi.records.parties.models import Identity
from yuzhi.rooms.identity import actions, queries
from yuzhi.rooms.identity.forms import DecisionForm, TakeBackForm

SIZE = 10
_VERBS: Mapping[str, Callable[..., Identity]] = {
    "same": actions.merge, "different": actions.keep_apart, "later": actions.put_off,
}


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """The merges that stand; for city officers the pairs that wait."""
    officer = may(request.user, "review_identity", Thing("party"))
    merges = Paginator(queries.decisions(standing=True), SIZE)
    listed = Paginator(queries.leads(request.tools) if officer.allowed else [], SIZE)
    return render(request, "identity/home.html", {
        "officer": officer, "leads": listed.get_page(request.GET.get("page")), "waiting": listed.count, "size": SIZE,
        "merges": merges.get_page(1), "merged": merges.count, "behind": queries.behind(), "said": weights(),
    })


@require_safe
def decided(request: HttpRequest) -> HttpResponse:
    """Every decision with its reason, those taken back too."""
    listed = Paginator(queries.decisions(), SIZE)
    return render(request, "identity/decided.html", {
        "decisions": listed.get_page(request.GET.get("page")), "total": listed.count, "size": SIZE,
        "officer": may(request.user, "decide_identity", Thing("party")),
    })


@login_required
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """The pair is decided, or the page says what is missing."""
    require(request.user, "decide_identity", Thing("party"))
    form = DecisionForm(request.POST)
    if not form.is_valid():
        messages.error(request, "；".join(fault for faults in form.errors.values() for fault in faults))
        return redirect("identity:home")
    given = form.cleaned_data
    try:
        lead = queries.lead(given["left"], given["right"], request.tools)
        _VERBS[given["verdict"]](lead, given["reason"], by=request.user.actor_key, tools=request.tools)
    except YuzhiError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("已记下判定，并留下存证。归并的，指标会在下一次发布数据时随之变化。"))
    return redirect("identity:home")


@login_required
@require_POST
def take_back(request: HttpRequest, number: int) -> HttpResponse:
    """The decision no longer stands, or the page says why it does."""
    made = get_object_or_404(Identity, pk=number)
    require(request.user, "decide_identity", Thing("party"))
    form = TakeBackForm(request.POST)
    try:
        actions.take_back(made, form.data.get("reason", ""), by=request.user.actor_key, tools=request.tools)
    except YuzhiError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("已撤回判定。归并的，指标会在下一次发布数据时恢复。"))
    return redirect("identity:decided")
