"""The page that shows every component once, with invented values: for designers, and for the browser tests."""

from pathlib import Path
from typing import Any

import yaml
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from yuzhi.engines.charts import Line, lines

INVENTED = Path(__file__).with_name("styleguide.yml")


@require_safe
def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component once."""
    invented = yaml.safe_load(INVENTED.read_text("utf-8"))
    table = _table(invented["years"], invented["values"])
    context = {
        **invented, "made_up": True, "table": table, "chart": _chart(invented, table),
        "tilemap": _tilemap(invented["tiles"]),
    }
    return render(request, "styleguide.html", context)


def _table(years: list[str], values: list[float]) -> dict[str, Any]:
    return {
        "caption": "质押登记金额累计",
        "columns": [
            {"label": "年份", "sort_href": "#", "sorted": "ascending"},
            {"label": "累计金额", "unit": "亿元", "num": True},
        ],
        "rows": [
            {"cells": [{"text": year}, {"text": value, "num": True, "href": "#"}]}
            for year, value in zip(years, values, strict=True)
        ],
    }


def _chart(invented: dict[str, Any], table: dict[str, Any]) -> dict[str, Any]:
    option = lines(invented["years"], [Line("累计", invented["values"])], unit="亿元", goal=30, goal_word="目标 30")
    return {
        "id": "styleguide-trend", "title": "质押融资登记金额五年增加了八倍", "subtitle": "2019–2024 年累计",
        "csv_href": "#", "table": table, "note": invented["note"], "option": option,
    }


def _tilemap(tiles: list[list[Any]]) -> dict[str, Any]:
    return {
        "title": "各县（市、区）有效发明专利", "unit": "件", "low": 9, "high": 402,
        "tiles": [
            {"name": name, "x": x, "y": y, "value": value, "word": "缺" if value is None else value, "href": "#",
             "reason": "" if value else "来源没有给出", "step": min(5, 1 + (value or 0) // 70)}
            for name, x, y, value in tiles
        ],
    }
