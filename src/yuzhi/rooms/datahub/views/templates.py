"""The platform's own spreadsheets, to be filled in."""

from urllib.parse import quote

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yuzhi.engines.formats.templates import TEMPLATES
from yuzhi.engines.reading.blanks import csv_template, workbook

KINDS = {
    "xlsx": (workbook, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (csv_template, "text/csv; charset=utf-8"),
}


@require_safe
def templates(request: HttpRequest) -> HttpResponse:
    """All templates with what they ask for."""
    return render(request, "datahub/templates.html", {"templates": TEMPLATES.values()})


@require_safe
def template(request: HttpRequest, name: str, form: str) -> HttpResponse:
    """One empty spreadsheet."""
    asked = TEMPLATES.get(name)
    if asked is None or form not in KINDS:
        raise Http404
    write, kind = KINDS[form]
    response = HttpResponse(write(asked), content_type=kind)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(asked.zh)}.{form}"
    return response
