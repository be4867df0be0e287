"""What cannot be true together within one row."""

from collections.abc import Iterator, Mapping
from typing import Any

from yuzhi.engines.formats.tables import TABLES

_ORDERS: dict[str, tuple[tuple[str, str], ...]] = {
    "patents": (("filed_on", "published_on"), ("filed_on", "granted_on")),
    "patent_events": (),
    "trademarks": (("applied_on", "registered_on"), ("registered_on", "expires_on"), ("registered_on", "ended_on")),
    "works": (("completed_on", "registered_on"), ("registered_on", "cancelled_on")),
    "indications": (("recognised_on", "expires_on"), ("recognised_on", "ended_on")),
    "indication_users": (("approved_on", "ended_on"),),
    "varieties": (("applied_on", "granted_on"), ("granted_on", "ended_on")),
    "pledges": (("term_from", "term_to"), ("registered_on", "cancelled_on")),
    "licences": (("recorded_on", "ends_on"),),
    "companies": (("founded_on", "ended_on"),),
    "agencies": (("approved_on", "ended_on"),),
    "talents": (("entered_on", "valid_to"),),
    "populations": (),
    "centres": (("recognised_on", "revoked_on"),),
    "outlets": (("recognised_on", "revoked_on"),),
    "awards": (),
}
"""Pairs of days of which the first cannot come after the second."""


def contradictions(table: str, values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each field that contradicts another one of its row, with the reason in Chinese."""
    for first, second in _ORDERS[table]:
        begin, end = values.get(first), values.get(second)
        if begin and end and end < begin:
            labels = TABLES[table].field(second).zh, TABLES[table].field(first).zh
            yield second, f"“{labels[0]}”（{end}）早于“{labels[1]}”（{begin}）：请对照原件改正。"
    if table == "patents":
        yield from _patent(values)
    if table == "works" and values["number"].work_kind != values.get("work_kind"):
        yield "work_kind", "登记类型与登记号不符：登记号含 SR 的是计算机软件，含“作登字”的是作品。请核对。"
    if table == "populations" and values.get("residents") == 0:
        yield "residents", "常住人口为 0：请核对，未公布时请不要填报。"


def _patent(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    number, publication, filed = values["number"], values.get("publication"), values.get("filed_on")
    if publication is not None and publication.right_kind not in (None, number.kind):
        yield "publication", f"公开（公告）号 {publication} 与申请号 {number} 的专利类型不同：请核对两个号码。"
    if filed is not None and filed.year > number.year + 1:  # a division carries the earlier day of its parent
        yield "filed_on", f"申请日（{filed}）晚于申请号中的年份（{number.year}）：请核对。"
    codes, applicants = values.get("applicant_codes") or [], values.get("applicants") or []
    if len(codes) > len(applicants):
        yield "applicant_codes", f"统一社会信用代码有 {len(codes)} 个，申请人只有 {len(applicants)} 个：请逐一对应。"
