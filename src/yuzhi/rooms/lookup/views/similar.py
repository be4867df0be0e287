"""The page of like patents: beside a patent, or for a text that is given."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods, require_safe

from yuzhi.kernel.errors import BadValue, Refused
from yuzhi.records.accounts.permissions import require
from yuzhi.records.accounts.things import Thing
from yuzhi.rooms.lookup.forms import TextForm
from yuzhi.rooms.lookup.queries import covering, similar

FIELDS = {"title": _("名称"), "text": _("摘要或正文")}


@require_safe
def like(request: HttpRequest, key: str) -> HttpResponse:
    """The patents most like one."""
    require(request.user, "search", Thing("right"))
    return _shown(request, similar.like_key(key, request.tools), TextForm())


@require_http_methods(["GET", "HEAD", "POST"])
def like_text(request: HttpRequest) -> HttpResponse:
    """The patents most like a text; it comes in the body of a request and goes nowhere."""
    require(request.user, "search", Thing("right"))
    form = TextForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        return _shown(request, None, form, status=422 if form.is_bound else 200)
    try:
        return _shown(request, similar.like_text(form.cleaned_data["text"], request.tools), form)
    except (BadValue, Refused) as error:
        form.add_error("text", error.sentence)
        return _shown(request, None, form, status=error.status)


def _shown(request: HttpRequest, answer: similar.Similar | None, form: TextForm, status: int = 200) -> HttpResponse:
    response = render(request, "lookup/similar.html", {
        "answer": answer, "form": form, "notes": similar.notes(answer) if answer else [], "privacy": similar.PRIVACY, "fields": FIELDS,
        "covered": covering.searched(request.tools, [similar.KIND]),
    }, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response
