"""Where one is signed in, and how to end it there.

Addresses are given to `urls.py` as `SESSION_URLS`; the names are `sessions`, `end_session`, `end_others`.
"""

from importlib import import_module

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_POST, require_safe

from yuzhi.records.accounts.models import OpenSession
from yuzhi.records.accounts.sessions import end, limits_of, sessions_of
from yuzhi.site.signin import address


@never_cache
@login_required
@require_safe
def sessions(request: HttpRequest) -> HttpResponse:
    """Every place where this person is signed in, since when and when it was last used."""
    idle, longest = limits_of(request.user)
    return render(request, "registration/sessions.html", {
        "listed": sessions_of(request.user, request.tools.now()), "mine": request.session.session_key,
        "idle": int(idle.total_seconds() // 60), "longest": int(longest.total_seconds() // 3600),
    })


@csrf_protect
@login_required
@require_POST
def end_session(request: HttpRequest, number: int) -> HttpResponse:
    """One session is over, wherever it is; the own one is ended by signing out."""
    chosen = [one for one in _others(request) if one.pk == number]
    if not chosen:
        raise Http404
    return _ended(request, chosen)


@csrf_protect
@login_required
@require_POST
def end_others(request: HttpRequest) -> HttpResponse:
    """Every session of this person except this one is over."""
    return _ended(request, _others(request))


def _others(request: HttpRequest) -> list[OpenSession]:
    return [one for one in sessions_of(request.user, request.tools.now()) if one.session_key != request.session.session_key]


def _ended(request: HttpRequest, chosen: list[OpenSession]) -> HttpResponse:
    store = import_module(settings.SESSION_ENGINE).SessionStore
    count = end(chosen, erase=lambda key: store(key).delete(), ip=address(request), at=request.tools.now())
    messages.success(request, _("已结束 %(n)s 处登录。") % {"n": count})
    return redirect("sessions")


SESSION_URLS = [
    path("me/sessions/", sessions, name="sessions"),
    path("me/sessions/<int:number>/end", end_session, name="end_session"),
    path("me/sessions/end-others", end_others, name="end_others"),
]
