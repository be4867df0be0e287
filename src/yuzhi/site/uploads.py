"""What a visitor may send: a body is measured before anything of it is read or written to disk."""

from collections.abc import Callable

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yuzhi.engines.exhibits.exhibit import LARGEST as EXHIBIT
from yuzhi.records.accounts.permissions import scope_of
from yuzhi.rooms.datahub.api.files import LARGEST
from yuzhi.rooms.dues.forms import LARGEST as VOUCHER
from yuzhi.rooms.openlog.forms import PACKAGE
from yuzhi.site.api import answer_error

FORM = 64 * 1024
"""Units: bytes of a body with parts that somebody may send who has not signed in: a form, never a file."""
_BESIDE = 64 * 1024
"""Units: bytes that the other fields and the boundaries may add to a file."""


OPEN = {"/evidence/verify/": PACKAGE + FORM}
"""Address → bytes that anybody may send there: a package that is checked and not kept."""
BOUNDS = {"/evidence/": EXHIBIT, "/api/evidence": EXHIBIT}
"""How an address begins → bytes of the files that somebody who has signed in may send there; elsewhere what `_most` says."""


def uploads(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware, after authentication: what is too large for this person, or comes from nobody, is refused unread.

    A body without a length counts as empty for Django, so it needs no bound of its own.
    """
    def middleware(request: HttpRequest) -> HttpResponse:
        length = _length(request) if request.content_type == "multipart/form-data" else 0
        if length > FORM and request.path not in OPEN and not request.user.is_authenticated:
            return _unknown(request)
        if length > VOUCHER + _BESIDE and length > (most := _most(request)) + _BESIDE:
            return _too_large(request, length, most)
        return get_response(request)
    return middleware


def _most(request: HttpRequest) -> int:
    """Units: bytes. Where the address has no bound of its own, a file of an office for those who hand them in, else a voucher."""
    if request.path in OPEN:
        return OPEN[request.path]
    if bound := next((bound for start, bound in BOUNDS.items() if request.path.startswith(start)), 0):
        return bound
    return LARGEST if scope_of(request.user, "ingest", "load") != "none" else VOUCHER


def _length(request: HttpRequest) -> int:
    given = request.META.get("CONTENT_LENGTH") or "0"
    return int(given) if given.isascii() and given.isdecimal() else 0


def _unknown(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        return answer_error(request, "请先登录：提交文件只供登录的工作人员使用。文件没有接收。", 401)
    return redirect_to_login(request.get_full_path())


def _too_large(request: HttpRequest, length: int, most: int) -> HttpResponse:
    told = _("文件太大，没有接收：发来 %(sent)s MB，一次最多 %(most)s MB。请拆成几个文件，或请管理员在服务器上用 yuzhi 命令读入。") % {
        "sent": f"{length / 2**20:,.0f}", "most": most // 2**20,
    }
    if request.path.startswith("/api/"):
        return answer_error(request, told, 413)
    return render(request, "refused.html", {"sentence": told}, status=413)
