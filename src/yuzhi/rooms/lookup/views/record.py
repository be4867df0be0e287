"""The page of one record: a right, or anything else that has a key in the lake."""

from datetime import date, datetime, time
from urllib.parse import quote
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yuzhi.kernel.chinese import parse_day
from yuzhi.records.accounts.permissions import may
from yuzhi.records.accounts.things import Thing
from yuzhi.rooms.lookup.forms import CountyForm, ReverseForm
from yuzhi.rooms.lookup.queries import exporting, records

SHANGHAI = ZoneInfo("Asia/Shanghai")


@require_safe
def record(request: HttpRequest, key: str) -> HttpResponse:
    """A right's page, or the plain page of another record; `?known_on=` shows it with the knowledge of that day."""
    return shown(request, key)


@require_safe
def st96(request: HttpRequest, key: str) -> HttpResponse:
    """The right as a document of WIPO ST.96, with what this viewer may see of it."""
    document = exporting.document(key, request.user, request.tools)
    response = HttpResponse(document.written.xml, content_type="application/xml; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{quote(document.name, safe="")}"'
    return response


def shown(
    request: HttpRequest, key: str, form: CountyForm | None = None, reverse: ReverseForm | None = None
) -> HttpResponse:
    """The page, with the form as it was filled in where an act was refused."""
    known_on = _day(request.GET.get("known_on", ""))
    instant = datetime.combine(known_on, time.max, SHANGHAI) if known_on else None
    page = records.record(key, request.user, request.tools, instant)
    allowed = page.right is not None and may(
        request.user, "correct_county", Thing("right", page.right.county)
    ).allowed
    return render(request, "lookup/right.html" if page.face else "lookup/record.html", {
        "page": page, "known_on": known_on, "today": request.tools.today(), "may_correct": allowed,
        "form": form or (CountyForm(areas=request.tools.areas) if allowed else None), "reverse_form": reverse,
    }, status=422 if form or reverse else 200)


def _day(text: str) -> date | None:
    return parse_day(text) if text else None
