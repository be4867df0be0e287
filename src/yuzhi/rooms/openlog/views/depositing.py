"""Files are deposited, and an exhibit is opened to everybody or closed again."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from yuzhi.engines.exhibits.exhibit import Held
from yuzhi.kernel.errors import YuzhiError
from yuzhi.records.accounts.permissions import require
from yuzhi.records.evidence.exhibits import SERIES, Told, deposit_named, versions
from yuzhi.records.evidence.models import Deposit
from yuzhi.rooms.openlog import actions, queries
from yuzhi.rooms.openlog.forms import DepositForm


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    """Files become an exhibit; with `after` they are the next version of a work."""
    require(request.user, "deposit", queries.own_thing(request.user))
    after = _before(request)
    start = {"kind": after.kind if after else request.GET.get("kind", "file"), "title": after.title if after else ""}
    form = DepositForm(*((request.POST, request.FILES) if request.method == "POST" else ()), initial=start)
    if after:
        del form.fields["kind"]
    if request.method == "POST" and form.is_valid():
        try:
            made = _deposited(request, form, after)
        except YuzhiError as refused:
            form.add_error("files", refused.sentence)
        else:
            messages.success(request, _("已收下，并存了一条存证。通常几秒后进入日志，一小时内盖时间戳。"))
            return redirect("openlog:exhibit", made.digest)
    return render(request, "openlog/add.html", {"form": form, "after": after}, status=422 if form.errors else 200)


@login_required
@require_POST
def publish(request: HttpRequest, exhibit: str) -> HttpResponse:
    """Everybody may take the package from now on, or nobody but its giver."""
    row = deposit_named(exhibit, queries.owned_by(request.user))
    require(request.user, "publish_exhibit", queries.thing_of(row))
    closing = request.POST.get("closing") == "1"
    actions.publish(row, by=request.user.actor_key, tools=request.tools, closing=closing)
    messages.success(request, _("不再公开了。已经拿走的证据包收不回来。") if closing else _("已公开：任何人可以在这个页面取证据包。"))
    return redirect("openlog:exhibit", row.digest)


def _before(request: HttpRequest) -> Deposit | None:
    """The newest version of the work that the new one continues, None where it is the first."""
    named = request.GET.get("after", "")
    if not named:
        return None
    row = deposit_named(named, queries.owned_by(request.user))
    return versions(row).last() if row.kind in SERIES else None


def _deposited(request: HttpRequest, form: DepositForm, after: Deposit | None) -> Deposit:
    given = form.cleaned_data
    told = Told(given["title"], after.kind if after else given["kind"], {"keeper": given["keeper"]}, form.said(), after)
    return actions.deposit([Held(one.name, one.file) for one in given["files"]], told, by=queries.giver(request.user), tools=request.tools)
