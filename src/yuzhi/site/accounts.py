"""The pages of two administrators, kept apart: one opens and closes accounts, the other gives roles and lifts locks.

Addresses are given to `urls.py` as `ACCOUNT_URLS`; the actions refuse what is the other's, whatever a page offers.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuzhi.kernel.areas import AreaBook
from yuzhi.kernel.errors import NotPermitted, YuzhiError
from yuzhi.records.accounts import actions
from yuzhi.records.accounts.demo import readable_password
from yuzhi.records.accounts.models import User, WideFailures
from yuzhi.records.accounts.permissions import may, require
from yuzhi.records.accounts.remits import Remit
from yuzhi.records.accounts.roles import ADMINS, ROLES
from yuzhi.records.accounts.second_factor import has, reset
from yuzhi.records.accounts.things import Thing

SIZE = 50
ACCOUNT, GRANT = Thing("account"), Thing("grant")


class NewForm(forms.Form):
    """A user name and a person's name; the role comes later, from somebody else."""

    username = forms.CharField(label=gettext_lazy("用户名"), max_length=64, error_messages={"required": gettext_lazy("请填写用户名。")})
    display_name = forms.CharField(label=gettext_lazy("姓名或名称"), max_length=64, error_messages={"required": gettext_lazy("请填写姓名或名称。")})


class RemitForm(forms.Form):
    """A role with the counties or the party that belong to it; the three administrators are set up on the server alone."""

    role = forms.ChoiceField(label=gettext_lazy("角色"), choices=[(role, names["zh"]) for role, names in ROLES.items() if role not in ADMINS])
    counties = forms.MultipleChoiceField(
        label=gettext_lazy("服务的县（市、区）"), required=False, help_text=gettext_lazy("只有县（市、区）工作人员要选。"), widget=forms.CheckboxSelectMultiple,
    )
    party_key = forms.CharField(
        label=gettext_lazy("所属主体"), required=False, max_length=80, help_text=gettext_lazy("企业、代理机构、银行的编号，如 uscc/ 加统一社会信用代码。"),
    )

    def __init__(self, *args: Any, areas: AreaBook, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["counties"].choices = [(area.code, area.zh) for area in areas.counties]


class ReasonForm(forms.Form):
    """Why an account is closed, opened again, or loses its second factor."""

    reason = forms.CharField(label=gettext_lazy("理由"), max_length=200, error_messages={"required": gettext_lazy("请写明理由。")})


@csrf_protect
@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def accounts(request: HttpRequest) -> HttpResponse:
    """The accounts, found by name; the system administrator opens a new one, whose first password is shown once."""
    opens, grants = _either(request)
    form, password, made = NewForm(request.POST or None), "", None
    if request.method == "POST":
        require(request.user, "manage_accounts", ACCOUNT)
        if form.is_valid():
            password = readable_password()
            try:
                made = actions.create_account(**form.cleaned_data, password=password, by=request.user, at=request.tools.now())
                form = NewForm()
            except YuzhiError as refused:
                form.add_error("username", refused.sentence)
    text = request.GET.get("q", "").strip()[:64]
    found = User.objects.filter(Q(username__contains=text) | Q(display_name__contains=text)).order_by("username")
    listed = Paginator(found, SIZE)
    page = listed.get_page(request.GET.get("page"))
    return render(request, "registration/accounts.html", {
        "form": form if opens else None, "made": made, "password": password, "page": page, "total": listed.count, "size": SIZE, "text": text,
        "grants": grants, "addresses": WideFailures.objects.filter(scope="address", locked_until__gt=request.tools.now()) if grants else (),
    }, status=422 if request.method == "POST" and made is None else 200)


@never_cache
@login_required
@require_safe
def account(request: HttpRequest, account: str) -> HttpResponse:
    """One account, with what this administrator may do to it."""
    return _shown(request, _named(request, account))


@csrf_protect
@never_cache
@login_required
@require_POST
def deed(request: HttpRequest, account: str, name: str) -> HttpResponse:
    """One act on an account: the action says whether this administrator may; a refusal stands on the page."""
    user = _named(request, account)
    if name not in _DEEDS:
        raise Http404
    form = _form(name, request)
    if form is not None and not form.is_valid():
        return _shown(request, user, name, form)
    try:
        said = _DEEDS[name](request, user, form.cleaned_data if form else {})
    except NotPermitted:
        raise
    except YuzhiError as refused:
        messages.error(request, refused.sentence)
    else:
        if name == "password":
            return _shown(request, user, password=said)
        messages.success(request, said)
    return redirect("account", user.username)


@csrf_protect
@login_required
@require_POST
def unlock_address(request: HttpRequest) -> HttpResponse:
    """An address may try again."""
    require(request.user, "manage_accounts", GRANT)
    try:
        actions.unlock_address(request.POST.get("ip", "")[:64], by=request.user, at=request.tools.now())
    except YuzhiError as refused:
        messages.error(request, refused.sentence)
    else:
        messages.success(request, _("已解除这个地址的锁定。"))
    return redirect("accounts")


def _remit(request: HttpRequest, user: User, given: Mapping[str, Any]) -> str:
    remit = Remit(given["role"], tuple(given["counties"]), given["party_key"].strip())
    actions.change_role(user, remit, by=request.user, at=request.tools.now())
    return _("已授予角色，立即生效。")


def _close(request: HttpRequest, user: User, given: Mapping[str, Any]) -> str:
    actions.deactivate(user, by=request.user, reason=given["reason"], at=request.tools.now())
    return _("已停用，打开的登录随下一次请求结束。")


def _reopen(request: HttpRequest, user: User, given: Mapping[str, Any]) -> str:
    actions.reactivate(user, by=request.user, reason=given["reason"], at=request.tools.now())
    return _("已恢复。")


def _password(request: HttpRequest, user: User, _given: Mapping[str, Any]) -> str:
    password = readable_password()
    actions.reset_password(user, password, by=request.user, at=request.tools.now())
    return password


def _unlock(request: HttpRequest, user: User, _given: Mapping[str, Any]) -> str:
    actions.unlock(user, by=request.user, at=request.tools.now())
    return _("已解除登录锁定。")


def _factor(request: HttpRequest, user: User, given: Mapping[str, Any]) -> str:
    reset(user, by=request.user, reason=given["reason"], at=request.tools.now())
    return _("已解除第二因素，本人下次登录后重新设立。")


_DEEDS: Mapping[str, Callable[[HttpRequest, User, Mapping[str, Any]], str]] = {
    "role": _remit, "close": _close, "reopen": _reopen, "password": _password, "unlock": _unlock, "factor": _factor,
}


def _form(name: str, request: HttpRequest) -> forms.Form | None:
    if name == "role":
        return RemitForm(request.POST, areas=request.tools.areas)
    return ReasonForm(request.POST) if name in ("close", "reopen", "factor") else None


def _either(request: HttpRequest) -> tuple[bool, bool]:
    """Whether this person opens accounts, and whether this person grants roles.

    Raises: NotPermitted for whoever does neither.
    """
    grants = may(request.user, "manage_accounts", GRANT).allowed
    opens = grants or require(request.user, "manage_accounts", ACCOUNT).allowed
    return opens and not grants, grants


def _named(request: HttpRequest, username: str) -> User:
    _either(request)
    found = User.objects.filter(username=username).first()
    if found is None:
        raise Http404
    return found


def _shown(request: HttpRequest, user: User, name: str = "", form: forms.Form | None = None, password: str = "") -> HttpResponse:
    user.refresh_from_db()
    opens, grants = _either(request)
    remit = {"role": user.role, "counties": user.counties, "party_key": user.party_key}
    blank = RemitForm(initial=remit, areas=request.tools.areas)
    return render(request, "registration/account.html", {
        "one": user, "opens": opens, "grants": grants, "password": password, "own": user.pk == request.user.pk, "is_admin": user.role in ADMINS,
        "role_form": form if name == "role" and form else blank, "reason_form": form if name != "role" and form else ReasonForm(), "has_factor": has(user),
    }, status=422 if form else 200)


ACCOUNT_URLS = [
    path("accounts/", accounts, name="accounts"),
    path("accounts/unlock-address", unlock_address, name="unlock_address"),
    path("accounts/<str:account>/", account, name="account"),
    path("accounts/<str:account>/<str:name>", deed, name="account_deed"),
]
