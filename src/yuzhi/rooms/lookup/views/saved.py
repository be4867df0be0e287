"""A person's saved searches: nobody else has a page for them."""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import YuzhiError
from yuzhi.records.accounts.models import User
from yuzhi.rooms.lookup import actions
from yuzhi.rooms.lookup.forms import ClearForm, SavedForm, SaveForm
from yuzhi.rooms.lookup.queries import saved as queries

_DEEDS: dict[str, Callable[[User, int, Toolbox], None]] = {
    "pause": actions.pause, "resume": actions.resume, "seen": actions.mark_seen, "delete": actions.delete,
}
WHAT = {"new": gettext_lazy("新增"), "gone": gettext_lazy("不再符合"), "changed": gettext_lazy("内容有变")}


@never_cache
@login_required
@require_safe
def listed(request: HttpRequest) -> HttpResponse:
    """Everything that the person saved, with what is new."""
    return _list(request, ClearForm())


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def save(request: HttpRequest) -> HttpResponse:
    """A search is saved. What is kept, and who sees it, stands above the form."""
    query = queries.cleaned(request.POST.get("query", "") if request.method == "POST" else request.GET.urlencode())
    total, _hits = queries.found_now(query, request.tools)
    form = SaveForm(request.POST if request.method == "POST" else None, initial={"query": query, "watched": total <= queries.MOST_WATCHED})
    if request.method == "POST" and form.is_valid():
        try:
            number = actions.save(
                request.user, query, form.cleaned_data["name"], watched=form.cleaned_data["watched"],
                mail=form.cleaned_data["mail"], tools=request.tools,
            )
        except YuzhiError as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("已保存。"))      # what was saved stays out of the session and its cookie
            return redirect("lookup:saved_one", number)
    return render(request, "lookup/save.html", {
        "form": form, "by_mail": "email" in request.tools.channels().ports, "query": query, "told": queries.described(query, request.tools), "total": total,
        "most": queries.MOST_WATCHED, "privacy": queries.PRIVACY,
    }, status=422 if form.is_bound and form.errors else 200)


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, number: int) -> HttpResponse:
    """One saved search with its news; it is paused, resumed, marked as seen or deleted."""
    queries.saved(request.user, number, request.tools)
    form = SavedForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        deed = form.cleaned_data["deed"]
        if deed == "mail":
            actions.send_to(request.user, number, form.cleaned_data["mail"], request.tools)
        else:
            _DEEDS[deed](request.user, number, request.tools)
        if deed == "delete":
            messages.success(request, _("已删除，文件里没有留下任何内容。"))
            return redirect("lookup:saved")
        return redirect("lookup:saved_one", number)
    return render(request, "lookup/saved_one.html", {
        "one": queries.saved(request.user, number, request.tools), "what": WHAT,
        "most": queries.MOST_WATCHED, "form": form, "by_mail": "email" in request.tools.channels().ports,
    }, status=422 if form.is_bound else 200)


@never_cache
@login_required
@require_POST
def clear(request: HttpRequest) -> HttpResponse:
    """Everything that the person saved is deleted, once the person says so."""
    form = ClearForm(request.POST)
    if not form.is_valid():
        return _list(request, form, status=422)
    actions.delete_all(request.user, request.tools)
    messages.success(request, _("已全部删除，存放它们的文件也已抹去。"))
    return redirect("lookup:saved")


@never_cache
@login_required
@require_safe
def mine(request: HttpRequest) -> HttpResponse:
    """Everything that the person saved, as JSON, to take along."""
    kept = queries.drawer_of(request.user, request.tools).all()
    response = JsonResponse({"searches": [one.content for one in kept if one.content]}, json_dumps_params={"ensure_ascii": False, "indent": 1})
    response.headers["Content-Disposition"] = 'attachment; filename="yuzhi-saved-searches.json"'
    return response


def _list(request: HttpRequest, form: ClearForm, status: int = 200) -> HttpResponse:
    return render(request, "lookup/saved.html", {
        "searches": queries.saved_of(request.user, request.tools), "privacy": queries.PRIVACY, "form": form,
        "most": queries.MOST_WATCHED,
    }, status=status)
