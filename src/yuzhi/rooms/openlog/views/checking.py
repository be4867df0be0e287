"""Anybody drops a package and reads what holds, without script; nothing of it is kept."""

from threading import BoundedSemaphore

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yuzhi.engines.exhibits import verify as checker
from yuzhi.rooms.openlog.forms import CheckForm
from yuzhi.rooms.openlog.rules import Read, read

_AT_ONCE = BoundedSemaphore(2)
"""A check holds a package in memory and runs openssl: not more of them at a time."""
MOODS = {"match": "done", "mismatch": "overdue", "absent": "soon"}


@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Each part of a package: match, mismatch or absent, with one sentence."""
    form, found, status = CheckForm(*((request.POST, request.FILES) if request.method == "POST" else ())), None, 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            if _AT_ONCE.acquire(timeout=20):
                try:
                    found, status = _checked(request, form), 200
                finally:
                    _AT_ONCE.release()
            else:
                form.add_error("package", _("正在核对的人多，这一份没有核对。请过一会儿再试，或打开包里的 verify.html 自己核对。"))
                status = 503
    parts = [(one, MOODS[one.verdict], checker.WORDS[one.verdict]) for one in found.parts] if found else []
    whole = parts[-1] if parts else None
    said = whole[0].sentence.removeprefix(f"{whole[2]}：") if whole else ""      # the word stands before it already
    return render(request, "openlog/verify.html", {"form": form, "found": found, "parts": parts[:-1], "whole": whole, "said": said}, status=status)


def _checked(request: HttpRequest, form: CheckForm) -> Read:
    raw, given = form.cleaned_data["package"].read(), form.cleaned_data["policy"]
    city = request.tools.log
    ours = city.written_policy().encode() if city.begun else None
    return read(raw, given.read() if given else None, ours)
