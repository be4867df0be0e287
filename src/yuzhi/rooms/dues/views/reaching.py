"""Messages of a party as its people read them, and the contacts that they keep."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from yuzhi.kernel.errors import YuzhiError
from yuzhi.records.accounts.masks import masked
from yuzhi.records.accounts.permissions import require
from yuzhi.records.accounts.seeing import SEALED, opened
from yuzhi.records.accounts.things import Thing
from yuzhi.records.messages.models import Contact
from yuzhi.records.messages.outbox import read
from yuzhi.records.parties.models import Party
from yuzhi.rooms.dues import actions, queries
from yuzhi.rooms.dues.forms import ContactForm

SIZE = 20


@login_required
@require_safe
def notices(request: HttpRequest) -> HttpResponse:
    """The messages of the own party, the newest first."""
    listed = Paginator(queries.messages_of(_own(request)), SIZE)
    page = listed.get_page(request.GET.get("page"))
    return render(request, "dues/notices.html", {"page": page, "total": listed.count, "size": SIZE})


@login_required
@require_safe
def notice(request: HttpRequest, number: int) -> HttpResponse:
    """One message. That somebody of the party opened it is proof that it arrived."""
    found = get_object_or_404(queries.messages_of(_own(request)), pk=number)
    if request.method == "GET":
        read(found, by=request.user.actor_key, at=request.tools.now())
    return render(request, "dues/notice.html", {"message": found, "told": found.told.order_by("id")})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def contacts(request: HttpRequest, key: str) -> HttpResponse:
    """The contacts of a holder; a new one is added with consent."""
    party = get_object_or_404(Party, key=key)
    thing = Thing("contact", party.county, (party.key,))
    allowed = require(request.user, "read_personal", thing)
    form = ContactForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        require(request.user, "keep_contact", thing)
        try:
            actions.add_contact(
                party.key, form.cleaned_data["channel"], form.cleaned_data["address"],
                source="officer" if request.user.is_staff_of_city else "owner", by=request.user.actor_key, tools=request.tools,
            )
        except YuzhiError as refused:
            form.add_error("address", refused.sentence)
        else:
            messages.success(request, _("已登记联系方式。"))
            return redirect("dues:contacts", party.key)
    found = list(Contact.objects.filter(party_key=party.key).order_by("channel", "id"))
    key = f"contacts/{party.key}"
    shown = opened(request.user, key, allowed, ("address",) if found else (), at=request.tools.now(), context="联系方式")
    if shown is SEALED:
        for one in found:
            one.address = masked(one.address, "phone", shown)
    return render(request, "dues/contacts.html", {
        "party": party, "contacts": found, "sealed": key if shown is SEALED else "", "form": form, "open": set(request.tools.channels().ports),
    }, status=422 if form.errors else 200)


@login_required
@require_POST
def remove(request: HttpRequest, number: int) -> HttpResponse:
    """The contact is deleted."""
    made = get_object_or_404(Contact, pk=number)
    party = get_object_or_404(Party, key=made.party_key)
    require(request.user, "keep_contact", Thing("contact", party.county, (party.key,)))
    actions.remove_contact(made, by=request.user.actor_key, tools=request.tools)
    messages.success(request, _("已删除联系方式。"))
    return redirect("dues:contacts", party.key)


def _own(request: HttpRequest) -> str:
    key: str = request.user.party_key
    if not key:
        raise Http404
    require(request.user, "read", Thing("due", "", (key,)))
    return key
