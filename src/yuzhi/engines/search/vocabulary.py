"""The words of the query language: names of fields, and what joins words."""

from typing import Literal

FieldWord = Literal[
    "", "title", "name", "abstract", "claims", "inventor", "class", "number", "county", "year", "filed", "published", "granted",
    "state", "kind",
]

FIELDS: dict[str, str] = {
    "名称": "title", "标题": "title", "发明名称": "title", "title": "title", "ti": "title",
    "pa": "name", "申请人": "name", "权利人": "name", "专利权人": "name", "注册人": "name", "applicant": "name", "holder": "name",
    "摘要": "abstract", "abstract": "abstract", "ab": "abstract",
    "权利要求": "claims", "权要": "claims", "主权项": "claims", "claims": "claims", "claim": "claims", "cl": "claims",
    "发明人": "inventor", "设计人": "inventor", "育种人": "inventor", "inventor": "inventor", "in": "inventor",
    "分类号": "class", "分类": "class", "class": "class", "ipc": "class", "cpc": "class", "ic": "class",
    "号": "number", "号码": "number", "申请号": "number", "公开号": "number", "注册号": "number", "number": "number", "no": "number",
    "县": "county", "区县": "county", "地区": "county", "county": "county", "area": "county",
    "年": "year", "年份": "year", "year": "year",
    "申请日": "filed", "申请日期": "filed", "filed": "filed", "ad": "filed",
    "公开日": "published", "公布日": "published", "公告日": "published", "公开公告日": "published", "published": "published", "pd": "published",
    "授权日": "granted", "授权公告日": "granted", "注册日": "granted", "granted": "granted", "gd": "granted",
    "状态": "state", "state": "state", "st": "state",
    "类型": "kind", "kind": "kind",
}
"""Field prefixes, folded, and the field they mean."""

ABSENT: dict[str, str] = dict.fromkeys(("说明书", "description", "de", "desc"), "说明书全文没有编入检索")
"""Fields that searchers know and this index does not hold, and why."""

WORDS: dict[str, str] = {
    "title": "标题", "name": "申请人", "abstract": "摘要", "claims": "权利要求", "inventor": "发明人", "class": "分类", "number": "号码",
    "county": "地区", "year": "年", "filed": "申请日", "published": "公开日", "granted": "授权日", "state": "状态", "kind": "类型",
}
"""The field as it is written."""

TEXTS = ("", "title", "name", "abstract", "claims", "inventor")
"""Fields in which words are looked for: only these know nearness and truncation."""

DAYS = ("filed", "published", "granted")
"""Fields that hold a day."""

OPERATORS: dict[str, str] = {
    "OR": "pipe", "或": "pipe", "AND": "blank", "与": "blank", "和": "blank", "NOT": "minus", "非": "minus",
}
"""Words that join others when they stand alone, and the sign that each stands for."""

FARTHEST = 30
"""Characters that `NEAR` reaches at most; texts of one record stand farther apart than this in the index."""

USUAL = 5
"""The reach of a `NEAR` without a number."""
