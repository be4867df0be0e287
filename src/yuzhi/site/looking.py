"""Why somebody opens sealed fields, and who has opened one's own.

Addresses are given to `urls.py` as `LOOKING_URLS`; the names are `state_purpose`, `looked`.
"""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST, require_safe

from yuzhi.kernel.errors import BadValue
from yuzhi.records.accounts.purposes import OPEN_FOR, state_purpose
from yuzhi.records.accounts.queries import looks_at, names_of
from yuzhi.records.rights.models import Right
from yuzhi.site.signin import safe_next

SIZE = 50


@csrf_protect
@login_required
@require_POST
def purpose(request: HttpRequest) -> HttpResponse:
    """The purpose is in the access log, and the page shows for a while what it had sealed."""
    given = {name: request.POST.get(name, "") for name in ("key", "purpose", "more")}
    try:
        state_purpose(request.user, given["key"], given["purpose"], given["more"], at=request.tools.now())
    except BadValue as refused:
        messages.error(request, refused.sentence)
    else:
        minutes = int(OPEN_FOR.total_seconds() // 60)
        messages.success(request, _("已记下目的，%(n)s 分钟内可以查看；当事人能看到这条记录。") % {"n": minutes})
    return HttpResponseRedirect(safe_next(request))


@never_cache
@login_required
@require_safe
def looked(request: HttpRequest) -> HttpResponse:
    """Who else has opened sealed fields of one's own party, rights and contacts: who, when, what, for what purpose."""
    own = request.user.party_key
    rights = Right.objects.filter(parties__key=own) if own else Right.objects.none()
    listed = Paginator(looks_at(request.user, rights.values("key")), SIZE)
    page = listed.get_page(request.GET.get("page"))
    names = names_of(entry.actor_key for entry in page)
    return render(request, "registration/looked.html", {
        "looks": [(entry, names[entry.actor_key]) for entry in page], "page": page, "total": listed.count, "size": SIZE,
    })


LOOKING_URLS = [
    path("purpose/", purpose, name="state_purpose"),
    path("me/looked/", looked, name="looked"),
]
