"""What keeping one right costs: the page behind the number that somebody types."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe
from pydantic import ValidationError

from yuzhi.kernel.errors import YuzhiError
from yuzhi.records.datasets.shapes import complaints
from yuzhi.rooms.lookup.api.fees import AskedFees, charged

_ASKED = ("as_of", "holders")


@require_safe
def fees(request: HttpRequest) -> HttpResponse:
    """The payments that keep a right, each with its days and its articles; or why there are none."""
    number, answer, why = request.GET.get("number", "").strip(), None, ""
    given = {name: request.GET[name] for name in _ASKED if request.GET.get(name)}
    try:
        asked = AskedFees(**given, open_licence=request.GET.get("open_licence") == "1")
        answer = charged(number, asked, request.user, request.tools) if number else None
    except ValidationError as error:
        why = "；".join(complaints(error.errors())) + "。"
    except YuzhiError as error:
        why = error.sentence
    return render(request, "lookup/fees.html", {
        "number": number, "answer": answer, "why": why, "asked": given, "open_licence": request.GET.get("open_licence") == "1",
    }, status=422 if why else 200)
