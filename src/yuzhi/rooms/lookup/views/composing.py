"""The form for those who do not write the query language: it writes it for them and shows what it wrote."""

from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.search import Ask
from yuzhi.engines.search.composing import Wishes, composed, wishes_of
from yuzhi.engines.search.describing import describe
from yuzhi.engines.search.language import LONGEST
from yuzhi.engines.search.vocabulary import USUAL
from yuzhi.engines.search.writing import written
from yuzhi.kernel.areas import AreaBook
from yuzhi.kernel.standing import STATES
from yuzhi.records.accounts.permissions import require
from yuzhi.records.accounts.things import Thing
from yuzhi.rooms.lookup.forms import WishForm


@require_safe
def form(request: HttpRequest) -> HttpResponse:
    """The form, and once it is filled in the question that it writes, with its count; with `go` its results."""
    require(request.user, "search", Thing("right"))
    choices = _choices(request.tools.areas, english=request.LANGUAGE_CODE == "en")
    if not set(request.GET) & set(WishForm.base_fields):
        start = wishes_of(request.GET.get("q", ""))
        return _shown(request, WishForm(initial={"every": start.every, "far": USUAL}, choices=choices))
    filled = WishForm(request.GET, choices=choices)
    if not filled.is_valid():
        return _shown(request, filled, status=422)
    tree = composed(_wishes(filled.cleaned_data))
    query = written(tree)
    if len(query) > LONGEST:
        filled.add_error(None, _("写成的检索式有 %(n)s 个字，超过 %(most)s 个，没有检索。请少写几个条件。") % {"n": len(query), "most": LONGEST})
        return _shown(request, filled, status=422)
    address = f"{reverse('lookup:search')}?{urlencode({'q': query})}"
    if "go" in request.GET:
        return redirect(address)
    total = request.tools.index.find(Ask(query, top=0)).total
    return _shown(request, filled, written={"query": query, "said": describe(tree), "address": address, "total": total})


def _wishes(given: dict[str, Any]) -> Wishes:
    texts = {name: str(value) for name, value in given.items() if isinstance(value, str)}
    far = given["far"]
    return Wishes(
        **{**texts, "day": given["day"] or "filed"}, far=USUAL if far is None else far, ordered=given["ordered"],
        since=given["since"].isoformat() if given["since"] else "", until=given["until"].isoformat() if given["until"] else "",
    )


def _choices(areas: AreaBook, *, english: bool) -> dict[str, list[tuple[str, str]]]:
    """For each list of the form what it offers: the word that the question will have, and the word that is shown."""
    return {
        "kind": [(table.zh, table.en.capitalize() if english else table.zh) for table in TABLES.values() if table.right],
        "state": [(word, _(word)) for word in STATES.values()],
        "county": [(area.zh, area.en if english else area.zh) for area in areas.counties],
    }


def _shown(request: HttpRequest, wishes: WishForm, *, written: dict[str, object] | None = None, status: int = 200) -> HttpResponse:
    return render(request, "lookup/compose.html", {"form": wishes, "written": written}, status=status)
