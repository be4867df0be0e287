"""Pages of targets and indicators; the same figures as CSV."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from yuzhi.engines.charts import Line, bars, lines
from yuzhi.engines.formats.csvs import csv_lines
from yuzhi.engines.indicators.declared import Indicator, Plan, Target
from yuzhi.kernel.areas import Area
from yuzhi.kernel.chinese import parse_day
from yuzhi.kernel.unplaced import UNPLACED, WHOLE
from yuzhi.records.observations.figures import Figures
from yuzhi.rooms.scoreboard import queries

SIZE = 50
CNY_IN_CHARTS = 10_000
"""Charts and tables of money are in 万元; pages say 亿元 where that reads better."""


@dataclass(frozen=True, slots=True)
class Asked:
    """The day and the area that a page is about; `area` is a county's code, the city's, or "" for no known county."""

    on: date
    area: str
    name: str
    city: bool
    future: bool = False


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """All targets of a plan on a day, for the city or one county."""
    found, asked = queries.city_figures(request.tools, request.user), asked_of(request)
    listed = queries.plans(found)
    plan = _plan(request, found, asked.on)
    return render(request, "scoreboard/home.html", {
        "cards": queries.board(found, plan, asked.area, asked.on), "asked": asked, "plan": plan, "plans": listed,
        "areas": request.tools.areas, "today": request.tools.today(),
    })


@require_safe
def home_csv(request: HttpRequest) -> HttpResponse:
    """The board as CSV."""
    found, asked = queries.city_figures(request.tools, request.user), asked_of(request)
    rows = [
        (card.target.id, card.target.zh, card.figure.value if card.figure else None, card.target.value,
         card.indicator.measure.zh if card.indicator else "", card.share, _(card.light.word),
         card.judged.value if card.judged else None, card.judged.as_of if card.judged else None, asked.name, asked.on,
         card.target.by, card.target.pending)
        for plan in queries.plans(found) for card in queries.board(found, plan, asked.area, asked.on)
    ]
    header = [
        _("编号"), _("目标"), _("值"), _("目标值"), _("单位"), _("完成比例"), _("判断"), _("判断用的数"), _("判断用的日期"), _("地区"),
        _("截止"), _("目标日"), _("说明"),
    ]
    return as_csv("targets", header, rows)


@require_safe
def target(request: HttpRequest, id: str) -> HttpResponse:
    """One target with all that stands behind it."""
    found, asked = queries.city_figures(request.tools, request.user), asked_of(request)
    card = queries.target(found, id, asked.area, asked.on)
    return _shown(request, found, asked, card.indicator, card)


@require_safe
def indicator(request: HttpRequest, name: str) -> HttpResponse:
    """One indicator: its definition, its counties, its years."""
    found, asked = queries.city_figures(request.tools, request.user), asked_of(request)
    return _shown(request, found, asked, found.runner.declared.indicator(name), None)


@require_safe
def explain(request: HttpRequest, name: str) -> HttpResponse:
    """The records behind a value, in pages."""
    found, asked = queries.city_figures(request.tools, request.user), asked_of(request)
    figure = found.at(name, asked.on)[asked.area]
    listed = Paginator(queries.behind(found, name, asked.area, figure.as_of), SIZE)
    page = listed.get_page(request.GET.get("page"))
    declared = found.runner.declared.indicator(name)
    rows = queries.told(found, declared, page.object_list, request.user)
    return render(request, "scoreboard/explain.html", {
        "indicator": declared, "asked": asked, "figure": figure, "page": page, "merges": queries.merges_used(found, declared),
        "total": listed.count, "size": SIZE, "rows": rows, "hidden": len(page.object_list) - len(rows),
        "areas": area_names(request), "parts": queries.divided(found, name, asked.area, asked.on),
    })


@require_safe
def explain_csv(request: HttpRequest, name: str) -> HttpResponse:
    """All records behind a value as CSV."""
    found, asked = queries.city_figures(request.tools, request.user), asked_of(request)
    names, on = area_names(request), found.at(name, asked.on)[asked.area].as_of
    rows = (
        (one.key, one.name, "；".join(names.get(area, area) for area in one.areas),
         one.value, on)
        for one in queries.told(
            found, found.runner.declared.indicator(name), queries.behind(found, name, asked.area, on), request.user
        )
    )
    return as_csv(f"{name}-records", ["key", _("名称"), _("县（市、区）"), _("计入的数"), _("截止")], rows)


@require_safe
def counties_csv(request: HttpRequest, name: str) -> HttpResponse:
    """The counties' figures as CSV."""
    found, asked = queries.city_figures(request.tools, request.user), asked_of(request)
    rows = [
        (one.code, one.area.zh if one.area else _(UNPLACED), one.figure.value, one.figure.reason, one.figure.as_of)
        for one in queries.places(found, name, asked.on)
    ]
    header = [_("代码"), _("县（市、区）"), _stored_unit(found.runner.declared.indicator(name)), _("缺值原因"), _("截止")]
    return as_csv(f"{name}-counties", header, rows)


@require_safe
def trend_csv(request: HttpRequest, name: str) -> HttpResponse:
    """One area's figures over the years as CSV."""
    found, asked = queries.city_figures(request.tools, request.user), asked_of(request)
    rows = [(one.as_of, asked.name, one.value, one.reason) for one in queries.trend(found, name, asked.area, asked.on)]
    unit = _stored_unit(found.runner.declared.indicator(name))
    return as_csv(f"{name}-trend", [_("截止"), _("地区"), unit, _("缺值原因")], rows)


def _shown(
    request: HttpRequest, found: Figures, asked: Asked, declared: Indicator | None, card: queries.Card | None
) -> HttpResponse:
    context: dict[str, Any] = {
        "asked": asked, "card": card, "indicator": declared, "areas": request.tools.areas, "today": request.tools.today(),
    }
    if declared is not None:
        placed = queries.places(found, declared.name, asked.on)
        goal = card.target if card and asked.city and not card.estimate else None
        figure = found.at(declared.name, asked.on)[asked.area]
        told = replace(asked, on=figure.as_of)
        context |= {
            "figure": figure, "judged": (card.judged if card else None) or figure, "inputs": queries.inputs(found, declared), "places": placed,
            "merges": queries.merges_used(found, declared),
            "trend": _trend_chart(found, declared, told, goal), "bars": _bar_chart(declared, placed, told),
        }
    return render(request, "scoreboard/indicator.html", context)


def _trend_chart(found: Figures, declared: Indicator, asked: Asked, goal: Target | None) -> dict[str, Any]:
    seen = queries.trend(found, declared.name, asked.area, asked.on)
    values = [_drawn(declared, one.value) for one in seen]
    unit = _unit(declared)
    address = reverse("scoreboard:trend_csv", args=[declared.name])
    return {
        "id": "trend", "title": _("历年变化"), "subtitle": f"{asked.name} · {unit}",
        "option": lines(
            [_year_end(one.as_of) for one in seen], [Line(_said(declared), values)], unit=unit,
            goal=_drawn(declared, goal.value) if goal else None, goal_word=_("目标"),
        ),
        "csv_href": f"{address}?area={asked.area}&as_of={asked.on}", "note": _note(declared, asked),
        "table": {
            "caption": f"{_said(declared)}（{asked.name}）",
            "columns": [{"label": _("截止")}, {"label": _("值"), "unit": unit, "num": True}, {"label": _("缺值原因")}],
            "rows": [
                {"cells": [{"text": one.as_of.isoformat()}, {"text": _written(value), "num": True}, {"text": one.reason}]}
                for one, value in zip(reversed(seen), reversed(values), strict=True)
            ],
        },
    }


def _bar_chart(declared: Indicator, placed: Sequence[queries.Place], asked: Asked) -> dict[str, Any] | None:
    if not placed:
        return None
    unit, explain_at = _unit(declared), reverse("scoreboard:explain", args=[declared.name])
    hrefs = [f"{explain_at}?area={one.code}&as_of={asked.on}" for one in placed]
    values = [_drawn(declared, one.figure.value) for one in placed]
    names = [_area_name(one.area) if one.area else _(UNPLACED) for one in placed]
    return {
        "id": "counties", "title": _("各县（市、区）"), "subtitle": f"{asked.on} · {unit}",
        "option": bars(names, values, unit=unit, hrefs=hrefs),
        "csv_href": f"{reverse('scoreboard:counties_csv', args=[declared.name])}?as_of={asked.on}",
        "note": _note(declared, asked),
        "table": {
            "caption": f"{_said(declared)}（{asked.on}）",
            "columns": [
                {"label": _("县（市、区）")}, {"label": _("值"), "unit": unit, "num": True},
                {"label": _("占全市"), "num": True}, {"label": _("缺值原因")},
            ],
            "rows": [
                {"cells": [
                    {"text": name}, {"text": _written(value), "num": True, "href": href},
                    {"text": f"{one.part:.1%}" if one.part is not None else "", "num": True}, {"text": one.figure.reason},
                ]}
                for one, name, value, href in zip(placed, names, values, hrefs, strict=True)
            ],
        },
    }


def asked_of(request: HttpRequest) -> Asked:
    """The day and area in the address; today and the city where it names none.

    Raises: BadValue for a day or an area that is none.
    """
    areas, today = request.tools.areas, request.tools.today()
    text, code = request.GET.get("as_of", ""), request.GET.get("area", areas.city.code)
    on = queries.counted_day(parse_day(text)) if text else today
    area = areas.by_code(code) if code else None
    city = area is not None and area.code == areas.city.code
    name = _(WHOLE) if city else _area_name(area) if area else _(UNPLACED)
    return Asked(on, area.code if area else "", name, city, on > today)


def _plan(request: HttpRequest, found: Figures, on: date) -> Plan | None:
    """The plan that the address names, else the day's.

    Raises: NotFound for a name that no plan has.
    """
    name = request.GET.get("plan", "")
    return found.runner.declared.plan(name) if name else queries.plan_on(found, on)


def _note(declared: Indicator, asked: Asked) -> dict[str, Any]:
    return {
        "source": _("数据中心"), "source_href": reverse("datahub:home"), "until": asked.on,
        "method": _("第 %(n)s 版") % {"n": declared.method}, "cite": declared.cite, "missing": declared.missing,
    }


def _year_end(on: date) -> str:
    return f"{on.year}" if (on.month, on.day) == (12, 31) else on.isoformat()


def _unit(declared: Indicator) -> str:
    """The unit that charts draw in: sums of money in ten thousands."""
    return _("万元") if declared.unit == "CNY" else _stored_unit(declared)


def _stored_unit(declared: Indicator) -> str:
    """The unit of the value itself, which files give whole."""
    return declared.measure.en if english() else declared.measure.zh


def _drawn(declared: Indicator, value: Any) -> Any:
    return value / CNY_IN_CHARTS if declared.unit == "CNY" and value is not None else value


def _written(value: Any) -> str:
    if value is None:
        return "—"
    return f"{value:,.2f}".rstrip("0").rstrip(".") if value != int(value) else f"{int(value):,}"


def area_names(request: HttpRequest) -> dict[str, str]:
    """Code → the area's name in the reader's language; the city's code is all of it, "" what lies in no known county."""
    areas = request.tools.areas
    return {"": _(UNPLACED), areas.city.code: _(WHOLE)} | {area.code: _area_name(area) for area in areas.counties}


def _area_name(area: Area) -> str:
    return area.en if english() else area.zh


def _said(declared: Indicator) -> str:
    return declared.en if english() else declared.zh


def english() -> bool:
    """Whether the reader reads English."""
    return (get_language() or "zh").startswith("en")


def as_csv(name: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> StreamingHttpResponse:
    """The rows as a file that spreadsheet programs open; texts that they would run are quoted."""
    response = StreamingHttpResponse(csv_lines(header, rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="yuzhi-{name}.csv"'
    return response
