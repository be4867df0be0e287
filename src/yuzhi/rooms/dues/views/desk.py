"""The desk of a county: six things, twenty minutes. Tasks in a batch, and the letters that go with them."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from yuzhi.kernel.errors import YuzhiError
from yuzhi.records.accounts.masks import masked
from yuzhi.records.accounts.permissions import may
from yuzhi.records.accounts.seeing import note_personal_read
from yuzhi.records.accounts.things import Thing
from yuzhi.records.messages.models import Contact
from yuzhi.records.parties.models import Party
from yuzhi.rooms.dues import actions, queries
from yuzhi.rooms.dues.forms import CloseForm
from yuzhi.rooms.dues.models import Task
from yuzhi.rooms.dues.rules import minutes

SIX, ALL = 6, 50
"""Six things, twenty minutes: what the desk is shown at once, and how much at most where it asks for all."""


@dataclass(frozen=True, slots=True)
class Job:
    """A task as the desk sees it: whom, about what, and how that party can be reached."""

    task: Task
    party: Party | None
    phones: tuple[str, ...]
    address: str
    count: int


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: HttpRequest) -> HttpResponse:
    """The open tasks, the most urgent first; those that are ticked are closed together."""
    reach = queries.reach_of(request.user, "close_task")
    found = queries.tasks(reach)
    total, whole = found.count(), request.GET.get("all") == "1"
    listed = list(found[: ALL if whole else SIX])
    form = CloseForm(request.POST or None, tasks=[one.pk for one in listed])
    if request.method == "POST" and form.is_valid():
        chosen = [one for one in listed if one.pk in form.cleaned_data["task"]]
        try:
            done = actions.close_tasks(
                chosen, form.cleaned_data["outcome"], form.cleaned_data["note"], by=request.user.actor_key, tools=request.tools
            )
        except YuzhiError as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, _("已办结 %(n)s 件。") % {"n": done})
            return redirect("dues:desk")
    jobs = _jobs(request, listed)
    return render(request, "dues/desk.html", {
        "jobs": jobs, "total": total, "whole": whole, "form": form, "minutes": sum(minutes(one.count) for one in jobs),
        "closed": queries.closed_by(request.user.actor_key), "on": request.tools.today(),
    }, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def letters(request: HttpRequest) -> HttpResponse:
    """The letters of the ticked tasks, or of all that are open where none is named, one to a page, to be printed and posted."""
    found = queries.tasks(queries.reach_of(request.user, "close_task"))
    ticked = [int(one) for one in request.POST.getlist("task") if one.isascii() and one.isdecimal()][:ALL]
    listed = list((found.filter(pk__in=ticked) if ticked else found)[:ALL])
    return render(request, "dues/letters.html", {
        "jobs": _jobs(request, listed), "on": request.tools.today(), "ticked": bool(ticked), "total": found.count(),
    })


def _jobs(request: HttpRequest, tasks: list[Task]) -> list[Job]:
    parties = Party.objects.in_bulk([one.party_key for one in tasks if one.party_key])
    contacts: dict[str, list[Contact]] = {}
    for one in Contact.objects.filter(party_key__in=list(parties), dead_at=None):
        contacts.setdefault(one.party_key, []).append(one)
    jobs, seen = [], []
    for task in tasks:
        party = parties.get(task.party_key)
        known = contacts.get(task.party_key, [])
        decision = may(request.user, "read_personal", Thing("party", task.county, (task.party_key,)))
        numbers = [one.address for one in known if one.channel in ("call", "sms")]
        numbers += [party.phone] if party and party.phone else []
        letter = next((one.address for one in known if one.channel == "letter"), party.address if party else "")
        jobs.append(Job(
            task, party, tuple(dict.fromkeys(masked(one, "phone", decision) for one in numbers)),
            masked(letter, "address", decision), task.message.told.count(),
        ))
        if decision.allowed and (numbers or letter) and party:
            seen.append(party.key)
    for key in dict.fromkeys(seen):
        note_personal_read(request.user, key, ("phone", "address"), at=request.tools.now(), purpose="联系权利人：期限提醒")
    return jobs


