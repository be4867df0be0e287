"""The pages of signing in: in, out, one's own account; and how long a session lives.

Addresses are given to `urls.py` as `SIGN_IN_URLS`; the names are `sign_in`, `sign_out`, `profile`.
"""

from collections.abc import Callable
from datetime import timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from yuzhi.kernel.errors import YuzhiError
from yuzhi.records.accounts import sessions
from yuzhi.records.accounts.actions import change_password
from yuzhi.records.accounts.models import AccessLog, User
from yuzhi.records.accounts.queries import accesses_by
from yuzhi.records.accounts.second_factor import has, needed, recovery_left
from yuzhi.records.accounts.signing_in import SignInRefused, admit, leave

NOTED_EVERY = timedelta(minutes=1)
BEGAN, SEEN, PENDING = "signed_in_at", "seen_at", "password_was_right"

BACKEND = "django.contrib.auth.backends.ModelBackend"


class SignInForm(forms.Form):
    """A name and a password, each with a sentence when it is missing."""

    username = forms.CharField(
        label=gettext_lazy("用户名"), max_length=64, error_messages={"required": gettext_lazy("请填写用户名。")},
        widget=forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}),
    )
    password = forms.CharField(
        label=gettext_lazy("密码"), max_length=256, strip=False,
        error_messages={"required": gettext_lazy("请填写密码。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PasswordForm(forms.Form):
    """The old password once, the new one twice."""

    old = forms.CharField(
        label=gettext_lazy("原密码"), max_length=256, strip=False,
        error_messages={"required": gettext_lazy("请填写原密码。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    new = forms.CharField(
        label=gettext_lazy("新密码"), max_length=256, strip=False,
        help_text=gettext_lazy("至少 10 位，不要用常见的密码。"),
        error_messages={"required": gettext_lazy("请填写新密码。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    again = forms.CharField(
        label=gettext_lazy("再输一次新密码"), max_length=256, strip=False,
        error_messages={"required": gettext_lazy("请再输一次新密码。")},
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean_again(self) -> str:
        """The second spelling of the new password, when it is the first one."""
        again: str = self.cleaned_data["again"]
        if again != self.cleaned_data.get("new", again):
            raise forms.ValidationError(_("两次输入的新密码不同，请重新输入。"))
        return again


@sensitive_post_parameters()
@csrf_protect
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """The page that asks for name and password; on success the person is where they wanted to go."""
    goal = safe_next(request)
    if request.user.is_authenticated:
        return HttpResponseRedirect(goal)
    form = SignInForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                user = admit(
                    form.cleaned_data["username"], form.cleaned_data["password"],
                    ip=address(request), at=request.tools.now(),
                )
            except SignInRefused as refused:
                form.add_error(None, refused.sentence)
                status = refused.status
            else:
                if has(user):
                    return asked_for_code(request, user, goal)
                enter(request, user)
                return HttpResponseRedirect(goal)
    return render(request, "registration/login.html", {"form": form, "next": goal}, status=status)


def enter(request: HttpRequest, user: User) -> None:
    """The person is signed in, in a session of its own."""
    login(request, user, backend=BACKEND)
    now = request.tools.now()
    request.session[BEGAN] = request.session[SEEN] = now.timestamp()
    request.session.set_expiry(int(sessions.limits_of(user)[1].total_seconds()))
    request.session.save()
    sessions.begin(user, request.session.session_key or "", ip=address(request), browser=request.headers.get("user-agent", ""), at=now)


def asked_for_code(request: HttpRequest, user: User, goal: str) -> HttpResponse:
    """The password was right: the next page asks for the code, within minutes."""
    request.session.flush()
    request.session[PENDING] = [user.pk, request.tools.now().timestamp(), goal]
    return redirect("sign_in_code")


@csrf_protect
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """The session is over; only a form can do this, so that no link signs anybody out."""
    if request.user.is_authenticated:
        leave(request.user, ip=address(request), at=request.tools.now())
        sessions.forget(request.session.session_key or "")
    logout(request)
    messages.success(request, _("您已退出登录。"))
    return redirect("/")


@sensitive_post_parameters()
@csrf_protect
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """One's own account: role, remit, latest sign-ins, personal data seen, and a new password."""
    form = PasswordForm(request.POST or None)
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                user = change_password(
                    request.user, form.cleaned_data["old"], form.cleaned_data["new"], at=request.tools.now()
                )
            except YuzhiError as refused:
                form.add_error(None, refused.sentence)
                status = refused.status
            else:
                before = request.session.session_key or ""
                update_session_auth_hash(request, user)
                sessions.rename(before, request.session.session_key or "")
                messages.success(request, _("密码已更改；在其他设备上的登录已失效。"))
                return redirect("profile")
    latest = [(entry, AccessLog.DEEDS[entry.deed]) for entry in accesses_by(request.user)[:20]]
    known = {area.code: area.zh for area in request.tools.areas.counties}
    counties = [known.get(code, code) for code in request.user.counties]
    shown = {
        "form": form, "latest": latest, "counties": counties, "has_factor": has(request.user), "needs_factor": needed(request.user),
        "recovery_left": recovery_left(request.user),
    }
    return render(request, "registration/profile.html", shown, status=status)


def session_limits(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, after the wiring's tools: a session ends when it lay unused, and after some hours anyway (`limits_of`)."""

    def within_limits(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            moment = request.tools.now()
            now, (idle, longest) = moment.timestamp(), sessions.limits_of(request.user)
            began, seen = (request.session.get(name, 0.0) for name in (BEGAN, SEEN))
            if now - seen > idle.total_seconds() or now - began > longest.total_seconds():
                sessions.forget(request.session.session_key or "")
                logout(request)
                messages.info(request, _("您的登录已过期，请重新登录；此前保存的内容都在。"))
            elif now - seen > NOTED_EVERY.total_seconds():
                request.session[SEEN] = now
                sessions.note_seen(request.session.session_key or "", moment)
        return get_response(request)

    return within_limits


def safe_next(request: HttpRequest) -> str:
    """The page to go to afterwards: `next` when it lies on this site, else the home page."""
    goal = request.POST.get("next") or request.GET.get("next") or "/"
    here = url_has_allowed_host_and_scheme(goal, allowed_hosts={request.get_host()}, require_https=request.is_secure())
    return goal if here else "/"


def address(request: HttpRequest) -> str:
    """The address that the request came from, as the server saw it; a socket without address counts as 0.0.0.0."""
    return request.META.get("REMOTE_ADDR") or "0.0.0.0"  # noqa: S104 – a value in a log, nothing listens on it


SIGN_IN_URLS = [
    path("sign-in/", sign_in, name="sign_in"),
    path("sign-out/", sign_out, name="sign_out"),
    path("me/", profile, name="profile"),
]
