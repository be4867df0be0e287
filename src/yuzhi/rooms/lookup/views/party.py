"""The page of one company, body or person."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yuzhi.engines.charts import Line, columns
from yuzhi.engines.formats.tables import TABLES
from yuzhi.rooms.lookup.queries import parties
from yuzhi.rooms.lookup.queries.known import known_of

SIZE = 25
LATEST_YEARS = 15


@require_safe
def party(request: HttpRequest, key: str) -> HttpResponse:
    """Who it is, what it holds, since when, and what it uses."""
    page = parties.party(key, request.user, request.tools)
    kind, state = request.GET.get("kind", ""), request.GET.get("state", "")
    listed = Paginator(parties.rights_of(page.party, kind, state), SIZE)
    shown = listed.get_page(request.GET.get("page"))
    return render(request, "lookup/party.html", {
        "page": page, "kind": kind, "state": state, "listed": shown, "total": listed.count, "size": SIZE,
        "known": known_of(page.party, request.tools), "years": page.years[-LATEST_YEARS:], "chart": _chart(page),
    })


def _chart(page: parties.PartyPage) -> dict[str, object] | None:
    years = page.years[-LATEST_YEARS:]
    if len(years) < 2:
        return None
    kinds = [kind for kind, _count, _states in page.kinds]
    words = {kind: TABLES[kind].zh for kind in kinds}
    series = [Line(words[kind], [counts.get(kind, 0) for _, counts in years]) for kind in kinds]
    return {
        "id": "party-years", "title": _("每年新增权利"), "subtitle": _("按申请、完成或认定的年份，件"),
        "option": columns([str(year) for year, _ in years], series, unit=_("件")),
        "table": {
            "caption": _("每年新增权利"),
            "columns": [
                {"label": _("年份")}, *({"label": words[kind], "unit": _("件"), "num": True} for kind in kinds),
            ],
            "rows": [
                {"cells": [{"text": year}, *({"text": counts.get(kind, 0), "num": True} for kind in kinds)]}
                for year, counts in reversed(years)
            ],
        },
    }
