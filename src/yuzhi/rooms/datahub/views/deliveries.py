"""The delivery calendar: late files first, then what is expected, and what each source covers; also as a calendar file."""

from datetime import UTC, date, timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yuzhi.records.accounts.permissions import may
from yuzhi.records.accounts.things import Thing
from yuzhi.rooms.datahub.queries import calendar as queries

MOODS = {"late": "overdue", "waiting": "soon", "coming": "ontime", "came": "done", "came_late": "done", "backfilled": "ended"}


@require_safe
def deliveries(request: HttpRequest) -> HttpResponse:
    """Which sheet comes from whom on which day, what has come, what is late, and whom to call."""
    found = queries.deliveries(request.tools)
    agreed = [one for one in found if one.delivery and one.delivery.rhythm]
    return render(request, "datahub/deliveries.html", {
        "late": [one for one in agreed if one.late], "agreed": [(one, [(each, MOODS[each.state]) for each in reversed(one.periods)]) for one in agreed],
        "all": found, "states": queries.STATES, "made_up_agreements": any(one.delivery.made_up for one in agreed),
        "may_see": may(request.user, "read_loads", Thing("load")).allowed, "may_map": may(request.user, "map_sheet", Thing("source")).allowed,
        "today": request.tools.today(),
    })


@require_safe
def calendar(request: HttpRequest) -> HttpResponse:
    """The expected deliveries of about a year as iCalendar; contacts only for staff."""
    may_see = may(request.user, "read_loads", Thing("load")).allowed
    stamp = request.tools.now().astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//yuzhi//deliveries//ZH", "CALSCALE:GREGORIAN"]
    for source, due in queries.expected(request.tools):
        agreed = source.delivery
        assert agreed is not None
        told = [f"由{agreed.deliverer}送来", *([agreed.contact] if may_see and agreed.contact else []), *([agreed.note] if agreed.note else [])]
        told += ["示例约定，非真实"] if agreed.made_up else []
        lines += [
            "BEGIN:VEVENT", f"UID:{source.name}-{due.first:%Y%m%d}@yuzhi", f"DTSTAMP:{stamp}", f"DTSTART;VALUE=DATE:{due.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{_after(due.on):%Y%m%d}", f"SUMMARY:{_escaped(f'{source.zh}：{due.zh}应送到')}",
            f"DESCRIPTION:{_escaped('；'.join(told))}", "TRANSP:TRANSPARENT", "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    response = HttpResponse("".join(_folded(line) for line in lines), content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="deliveries.ics"'
    return response


def _after(day: date) -> date:
    return day + timedelta(days=1)


def _escaped(text: str) -> str:
    r"""A text as a calendar carries it.

    >>> _escaped("甲,乙;丙")
    '甲\\,乙\\;丙'
    """
    return text.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;").replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line of at most 75 bytes, continued on the next ones behind a blank; no character is cut."""
    pieces, piece = [], ""
    for one in line:
        if len((piece + one).encode()) > 73:
            pieces.append(piece)
            piece = ""
        piece += one
    return "\r\n ".join([*pieces, piece]) + "\r\n"
