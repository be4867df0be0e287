"""The data hub's first page, one source, and how complete the tables are."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yuzhi.kernel.errors import NotFound
from yuzhi.records.accounts.permissions import may
from yuzhi.records.accounts.things import Thing
from yuzhi.rooms.datahub import queries
from yuzhi.rooms.datahub.forms import RetireForm, WithdrawForm
from yuzhi.rooms.datahub.queries.calendar import agreed_sources
from yuzhi.rooms.datahub.queries.mapping import mapped
from yuzhi.rooms.datahub.views.telling import Told, told

LATEST = 10
STALE_DAYS = 31


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Where the data come from, up to which day, what is being read, and what can be done here."""
    tools, today = request.tools, request.tools.today()
    found = queries.sources(tools)
    delivering = [one for one in found if one["came"]]
    for one in delivering:
        last = one["came"]["last_load"]
        one["days"] = (today - last.date()).days if last else None
        one["stale"] = one["days"] is not None and one["days"] > STALE_DAYS
    return render(request, "datahub/home.html", {
        "covered": queries.coverage(tools), "delivering": delivering,
        "silent": [one for one in found if not one["came"]], "running": _running(request),
        "silent_since": queries.silent_since(tools),
        "latest": queries.loads()[:LATEST], **_allowed(request),
    })


@require_safe
def running(request: HttpRequest) -> HttpResponse:
    """The part of the page that tells of running loads; it asks for itself again while there are any."""
    return render(request, "datahub/running.html", {
        "running": _running(request), "silent_since": queries.silent_since(request.tools),
    })


@require_safe
def source(request: HttpRequest, name: str) -> HttpResponse:
    """One source: who publishes it, what it covers, its loads.

    Raises: NotFound for a source that nobody declares.
    """
    found = next((one for one in queries.sources(request.tools) if one["source"].name == name), None)
    if found is None and name != "yuzhi.acts":
        raise NotFound(_("没有名为“%(name)s”的来源。请从数据中心重新进入。") % {"name": name})
    return render(request, "datahub/source.html", {
        "one": found, "name": name, "loads": queries.loads(source=name)[:LATEST], **_allowed(request),
        "lookups": queries.lookups(name) if may(request.user, "read_loads", Thing("load")).allowed else (),
        "agreed": next((one.delivery for one in agreed_sources(request.tools) if one.name == name), None),
        "versions": mapped(name), "may_map": may(request.user, "map_sheet", Thing("source")).allowed, "retire_form": RetireForm(),
        "withdraw_form": WithdrawForm() if may(request.user, "withdraw_repair", Thing("quarantine")).allowed else None,
    })


@require_safe
def completeness(request: HttpRequest) -> HttpResponse:
    """Per table and field, the share of rows that say something."""
    return render(request, "datahub/completeness.html", {"tables": queries.completeness(request.tools)})


def _running(request: HttpRequest) -> list[Told]:
    return [told(load, request.tools.now()) for load in queries.running()]


def _allowed(request: HttpRequest) -> dict[str, bool]:
    """What this viewer may do here: pages show a door only where it opens."""
    return {
        "may_ingest": may(request.user, "ingest", Thing("load")).allowed or bool(getattr(request.user, "counties", ())),
        "may_map": may(request.user, "map_sheet", Thing("source")).allowed,
        "may_quarantine": getattr(request.user, "role", "") in ("city_officer", "county_officer"),
    }
