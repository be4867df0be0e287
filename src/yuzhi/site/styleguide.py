"""The page that shows every component once, with invented values: for designers, and for the browser tests."""

from datetime import date, datetime, timezone
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

PLACES = (
    ("神木", 4, 1, 214), ("府谷", 5, 1, 96), ("榆阳", 3, 2, 402), ("佳县", 4, 2, 21), ("定边", 1, 3, 77), ("靖边", 2, 3, 118),
    ("横山", 3, 3, 64), ("米脂", 4, 3, 33), ("子洲", 3, 4, None), ("绥德", 4, 4, 41), ("吴堡", 5, 4, 9), ("清涧", 4, 5, 17),
)
ORIGIN = {
    "label": "申请日", "source_name": "国家知识产权局专利数据（新版 XML）", "source_href": "#", "file_name": "20240305-1-001.zip",
    "file": "ab" * 32, "place": "CN202410123456.7.xml", "path": "BibliographicData/ApplicationReference/Date", "rule": "day",
    "load": "L0000012", "load_href": "#", "true_from": date(2024, 3, 5), "known_from": datetime(2024, 3, 9, 2, 14, tzinfo=timezone.utc),
}
CITE = {"title": "榆林市知识产权强市建设实施意见", "article": "第二部分", "confidence": "verified"}
NOTE = {
    "source": "质押登记簿", "until": date(2024, 12, 31), "method": "登记金额按合同计一次", "cite": CITE, "proof": {"number": 1042},
    "made_up": True,
}
YEARS = ("2019", "2020", "2021", "2022", "2023", "2024")
VALUES = (3.1, 5.8, 9.4, 15.2, 21.7, 28.6)


def _table() -> dict[str, Any]:
    return {
        "caption": "质押登记金额累计", "csv_href": "#",
        "columns": [{"label": "年份", "sort_href": "#", "sorted": "ascending"}, {"label": "累计金额", "unit": "亿元", "num": True}],
        "rows": [
            {"cells": [{"text": year}, {"text": value, "num": True, "href": "#"}]}
            for year, value in zip(YEARS, VALUES, strict=True)
        ],
    }


def _chart() -> dict[str, Any]:
    return {
        "id": "styleguide-trend", "title": "质押融资登记金额五年增加了八倍", "subtitle": "2019–2024 年累计，亿元", "csv_href": "#",
        "table": _table(), "note": NOTE,
        "option": {
            "xAxis": {"type": "category", "data": list(YEARS)}, "yAxis": {"type": "value", "name": "亿元", "min": 0},
            "series": [{"type": "line", "name": "累计", "data": list(VALUES), "symbolSize": 7,
                        "markLine": {"symbol": "none", "data": [{"yAxis": 30, "name": "目标 30"}]}}],
        },
    }


def _tilemap() -> dict[str, Any]:
    tiles = [
        {"name": name, "x": x, "y": y, "value": value, "word": "缺" if value is None else value, "href": "#",
         "reason": "来源没有给出" if value is None else "", "step": 1 if value is None else min(5, 1 + value // 70)}
        for name, x, y, value in PLACES
    ]
    return {"title": "各县（市、区）有效发明专利", "unit": "件", "tiles": tiles, "low": 9, "high": 402}


def styleguide(request: HttpRequest) -> HttpResponse:
    """Every component once."""
    context = {
        "made_up": True, "origin": ORIGIN, "cite": CITE, "note": NOTE, "chart": _chart(), "table": _table(), "tilemap": _tilemap(),
        "facts": [
            {"label": "申请日", "lines": [{"text": "2024-03-05"}], "origin": ORIGIN},
            {"label": "申请人", "lines": [{"text": "榆林某某煤化工有限公司", "href": "#"}, {"text": "某某大学"}], "origin": ORIGIN},
            {"label": "发明人", "lines": ["张*、李**"], "masked": True, "origin": ORIGIN},
        ],
        "clock": {"label": "续展期满", "due": date(2026, 1, 5), "mood": "soon", "word": "还有 45 天", "cite": CITE},
        "moods": (("done", "已达成"), ("ontime", "进度正常"), ("soon", "需要关注"), ("overdue", "已经落后"), ("ended", "已终止"), ("unknown", "无法判断")),
        "pager": {"first": 26, "last": 50, "total": 1280, "previous_href": "#", "next_href": "#",
                  "pages": [{"number": 1, "href": "#"}, {"number": 2, "here": True}, {"number": 3, "href": "#"}, {}, {"number": 52, "href": "#"}]},
        "facets": [{"label": "类型", "open": True, "choices": [
            {"label": "发明专利", "count": 812, "href": "#", "chosen": True}, {"label": "实用新型", "count": 468, "href": "#"}]},
            {"label": "申请年", "choices": [{"label": "2024", "count": 120, "href": "#"}]}],
        "colours": ("brand", "accent", "done", "ontime", "soon", "overdue", "ended"),
    }
    return render(request, "styleguide.html", context)
