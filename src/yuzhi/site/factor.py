"""The pages of the second factor: set up, asked for at sign-in; and who must have one before anything else.

Addresses are given to `urls.py` as `FACTOR_URLS`.
"""

import io
from collections.abc import Callable
from datetime import timedelta

import segno
from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from yuzhi.kernel.errors import YuzhiError
from yuzhi.records.accounts.models import User
from yuzhi.records.accounts.second_factor import address_of, confirm, has, needed, offered
from yuzhi.records.accounts.signing_in import SignInRefused, admit_second
from yuzhi.site.signin import PENDING, address, enter

PATIENCE = timedelta(minutes=5)
"""How long the password stays right while the code is looked up."""
_OPEN = ("/me/", "/sign-out/", "/sign-in/", "/language/", "/look/", "/static/")
_CODE = {"required": gettext_lazy("请填写验证码。")}


class CodeForm(forms.Form):
    """Six digits of the app, or a recovery code."""

    code = forms.CharField(
        label=gettext_lazy("验证码"), max_length=20, error_messages=_CODE,
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "text", "autocapitalize": "none", "spellcheck": "false"}),
    )


@sensitive_post_parameters()
@csrf_protect
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_code(request: HttpRequest) -> HttpResponse:
    """Asks for the code after a right password; on success the person is where they wanted to go."""
    user, goal = _pending(request)
    if user is None:
        return redirect("sign_in")
    form, status = CodeForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                admit_second(user, form.cleaned_data["code"], ip=address(request), at=request.tools.now())
            except SignInRefused as refused:
                form.add_error("code", refused.sentence)
                status = refused.status
            else:
                request.session.flush()
                enter(request, user)
                return HttpResponseRedirect(goal)
    return render(request, "registration/code.html", {"form": form}, status=status)


@sensitive_post_parameters()
@csrf_protect
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def set_factor(request: HttpRequest) -> HttpResponse:
    """Shows the secret to the person's app; a right code confirms it, and the recovery codes are shown once."""
    if has(request.user):
        return redirect("profile")
    secret = offered(request.user, at=request.tools.now())
    form, status = CodeForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                codes = confirm(request.user, form.cleaned_data["code"], at=request.tools.now())
            except YuzhiError as refused:
                form.add_error("code", refused.sentence)
            else:
                return render(request, "registration/recovery.html", {"codes": codes})
    spaced = " ".join(secret[at:at + 4] for at in range(0, len(secret), 4))
    return render(request, "registration/factor.html", {"form": form, "secret": spaced}, status=status)


@never_cache
@login_required
@require_safe
def factor_image(request: HttpRequest) -> HttpResponse:
    """The secret as a QR code, drawn here: it goes to no other server."""
    if has(request.user):
        return redirect("profile")
    text = address_of(request.user, offered(request.user, at=request.tools.now()), "榆知")
    drawn = io.BytesIO()
    segno.make(text, micro=False).save(drawn, kind="svg", scale=5, border=4, light="white")
    return HttpResponse(drawn.getvalue(), content_type="image/svg+xml")


def second_factor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: whoever must have a second factor and has none sets it up before anything else."""

    def with_factor(request: HttpRequest) -> HttpResponse:
        user = request.user
        if user.is_authenticated and needed(user) and not request.path.startswith(_OPEN) and not has(user):
            if request.path.startswith("/api/"):
                sentence = _("工作人员要先启用第二因素，才能办理业务。请在网页“我的账号”里设立。")
                return JsonResponse({"error": {"status": 403, "sentence": sentence}}, status=403)
            return redirect("set_factor")
        return get_response(request)

    return with_factor


def _pending(request: HttpRequest) -> tuple[User | None, str]:
    """Whose password was right a moment ago, and where they wanted to go."""
    held = request.session.get(PENDING)
    if not held:
        return None, "/"
    number, began, goal = held
    if request.tools.now().timestamp() - began > PATIENCE.total_seconds():
        request.session.flush()
        return None, "/"
    return User.objects.filter(pk=number, is_active=True).first(), goal


FACTOR_URLS = [
    path("sign-in/code/", sign_in_code, name="sign_in_code"),
    path("me/second-factor/", set_factor, name="set_factor"),
    path("me/second-factor.svg", factor_image, name="factor_image"),
]
