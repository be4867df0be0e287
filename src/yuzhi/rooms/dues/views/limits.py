"""One limit of the law, counted from a day: the page of `yuzhi clock` and `yuzhi workdays`."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yuzhi.kernel.errors import BadValue, YuzhiError
from yuzhi.records.datasets.shapes import asked_day
from yuzhi.rooms.dues.api.limits import UNITS_ZH, counted, limits_of, timed

_MOST = 5000


@require_safe
def limits(request: HttpRequest) -> HttpResponse:
    """The last day of a limit, or the n-th working day after a day, with what it rests on; or what is wrong with the question."""
    asked = {name: request.GET.get(name, "").strip() for name in ("rule", "start", "count", "extend", "suspended", "resumed")}
    found, workday, why = None, None, ""
    try:
        if asked["start"] and asked["rule"]:
            found = timed(asked["rule"], asked_day(asked["start"]), _events(asked), request.tools, asked["extend"])
        elif asked["start"] and asked["count"]:
            workday = counted(asked_day(asked["start"]), _number(asked["count"]), request.tools)
    except YuzhiError as error:
        why = error.sentence
    return render(request, "dues/limits.html", {
        "asked": asked, "rules": limits_of(request.tools), "found": found, "workday": workday, "why": why,
        "unit": UNITS_ZH.get(found.unit, "") if found else "",
    }, status=422 if why else 200)


def _events(asked: dict[str, str]) -> list[str]:
    return [f"{name}={asked[name]}" for name in ("suspended", "resumed") if asked[name]]


def _number(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= _MOST):
        raise BadValue(f"“{text}”不是工作日数：请写 1 至 {_MOST} 的整数。")
    return int(text)
