"""Where a Chinese right stands on a day, from its dates, its events and the terms of the law in force.

What is handed over is what is known on a day: an event learned of later changes the answer for the days that it
reaches back to, and never what was answered before it was known.
"""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, cast

from yuzhi.engines.lawbook.book import LawBook, LawGap
from yuzhi.kernel.periods import add_months
from yuzhi.kernel.standing import Standing
from yuzhi.packs.cn.terms import PatentKind, patent_term

Get = Callable[[str], Any]
_ENDS = {
    "fee_lapsed": ("lapsed", "未缴年费终止"),
    "expired": ("expired", "期满终止"),
    "abandoned": ("abandoned", "放弃专利权"),
}
_NEVER = {
    "refused": ("refused", "申请被驳回"),
    "withdrawn": ("withdrawn", "申请已撤回"),
    "deemed_withdrawn": ("withdrawn", "申请视为撤回"),
}


def standing(kind: str, get: Get, events: Iterable[Mapping[str, Any]], on: date, law: LawBook) -> Standing:
    """The standing of a right of one kind on a day; what the sources leave open is said to be open."""
    if kind == "patents":
        return _patent(get, [event for event in events if event["effective_on"]], on, law)
    if kind == "trademarks":
        return _mark(get, on, law)
    if kind == "works":
        return _recorded(get, on, "registered_on", "cancelled_on", begun="completed_on")
    if kind == "indications":
        return _recorded(get, on, "recognised_on", "ended_on", begun="recognised_on", expires="expires_on")
    return _recorded(get, on, "granted_on", "ended_on", begun="applied_on")


def _patent(get: Get, events: list[Mapping[str, Any]], on: date, law: LawBook) -> Standing:
    filed = get("filed_on")
    happened = sorted((event for event in events if event["effective_on"] <= on), key=_in_order)
    grants = [event["effective_on"] for event in events if event["event"] == "granted"]
    granted = min(filter(None, [get("granted_on"), *grants]), default=None)
    void = min((event for event in events if event["event"] == "invalidated"), key=_in_order, default=None)
    term_end = _term_end(get("right_kind"), filed, law)
    if void is not None:
        state, ends = "invalidated", void["effective_on"]
        reason = f"{ends} 宣告全部无效，视为自始即不存在（专利法第47条）"
    elif filed is not None and on < filed:
        state, reason, ends = "unfiled", f"申请日是 {filed}", None
    elif granted is None or granted > on:
        state, reason, ends = _before_grant(get, happened, granted, term_end)
    else:
        state, reason, ends = _after_grant(filed, granted, _end(events, on), term_end, on)
        reason += _undone(events, on) if state == "valid" else ""
    return Standing(state, reason, filed, granted, ends)


def _in_order(event: Mapping[str, Any]) -> tuple[date, str]:
    """Events of one day have an order of their own, not that in which they became known."""
    return event["effective_on"], event["event"]


_Said = tuple[str, str, date | None]
"""State, reason, and the day on which the right ends or ended."""


def _before_grant(
    get: Get, happened: list[Mapping[str, Any]], granted: date | None, term_end: date | None
) -> _Said:
    if never := next((event for event in happened if event["event"] in _NEVER), None):
        state, words = _NEVER[never["event"]]
        return state, f"{never['effective_on']} {words}", never["effective_on"]
    if granted is not None:
        return "pending", f"{granted} 才授权", term_end
    if get("filed_on") is None and get("published_on") is None:
        return "unknown", "来源没有载明申请日、公告日或法律事件", term_end
    if _is_application(get):
        return "pending", "尚无授权公告", term_end
    return "unknown", "来源没有载明授权情况", term_end


def _after_grant(
    filed: date | None, granted: date, end: Mapping[str, Any] | None, term_end: date | None, on: date
) -> _Said:
    if end is not None and (term_end is None or end["effective_on"] <= term_end):      # what came first ended it
        state, words = _ENDS[end["event"]]
        return state, f"{end['effective_on']} {words}", end["effective_on"]
    if term_end is None:
        return "unknown", f"{granted} 授权；来源没有载明申请日，不能算出期满日", None
    if on >= term_end:
        return "expired", f"保护期自申请日 {filed} 起算，{term_end} 期满（专利法第42条）", term_end
    return "valid", f"{granted} 授权，{term_end} 期满前未见终止、放弃或无效的记载", term_end


def _is_application(get: Get) -> bool:
    kind = (get("publication") or "")[-1:]
    return kind in ("A", "") or not kind.isalpha()


def _end(events: list[Mapping[str, Any]], on: date) -> Mapping[str, Any] | None:
    """The event that ended the right by that day, None where it goes on.

    A restoration that is known undoes every lapse before it, for every day (专利法实施细则 6): the right is then
    held never to have lapsed. Other ends are not undone.
    """
    restored = max((event["effective_on"] for event in events if event["event"] == "restored"), default=date.min)
    ends = [
        event for event in events
        if event["event"] in _ENDS and event["effective_on"] <= on
        and not (event["event"] == "fee_lapsed" and event["effective_on"] <= restored)
    ]
    return min(ends, key=_in_order, default=None)


def _undone(events: list[Mapping[str, Any]], on: date) -> str:
    """What is said of a lapse before that day which a restoration undid."""
    restored = max((event["effective_on"] for event in events if event["event"] == "restored"), default=date.min)
    lapses = [event["effective_on"] for event in events if event["event"] == "fee_lapsed" and event["effective_on"] <= min(on, restored)]
    if not lapses:
        return ""
    return f"；{max(lapses)} 曾因未缴年费终止，{restored} 恢复权利，视为没有终止过（专利法实施细则第6条）"


def _term_end(kind: str | None, filed: date | None, law: LawBook) -> date | None:
    if filed is None or kind not in ("invention", "utility", "design"):
        return None
    try:
        return patent_term(cast(PatentKind, kind), filed, law).ends_on
    except LawGap:      # a source may state a day before the law existed
        return None


def _in_force(law: LawBook, name: str, on: date) -> int | None:
    """The value in force on a day, None where the book has none: a source may state a day before the law existed."""
    try:
        return int(law.at(name, on=on).value)
    except LawGap:
        return None


def _mark(get: Get, on: date, law: LawBook) -> Standing:
    registered, expires, ended = get("registered_on"), get("expires_on"), get("ended_on")

    def stands(state: str, reason: str, ends: date | None = expires) -> Standing:
        return Standing(state, reason, get("applied_on"), registered, ends)

    if _declared_invalid(get("end_reason")):
        said = "经宣告无效" if ended is None else f"{ended} 宣告无效"
        return stands("invalidated", f"{said}，专用权视为自始即不存在（商标法 2019 年文本第47条）", ended)
    if registered is None or registered > on:
        return stands("pending", "尚未核准注册")
    if ended is not None and ended <= on:
        return stands("ended", f"{ended} {get('end_reason') or '权利终止'}", ended)
    if expires is None:
        return stands("unknown", "来源没有载明专用期止日")
    if on <= expires:
        return stands("valid", f"{registered} 核准注册，专用期至 {expires}")
    return stands(*_past_term(expires, on, law))


def _past_term(expires: date, on: date, law: LawBook) -> tuple[str, str]:
    """State and reason of a mark whose term is over."""
    months = _in_force(law, "trademark_law.grace", expires)
    last = expires if months is None else add_months(expires, months)
    if on <= last:
        return "grace", f"专用期已于 {expires} 届满，可在 {last} 前办理宽展续展"
    return "expired", f"专用期已于 {expires} 届满，未见续展记载"


def _declared_invalid(end_reason: str | None) -> bool:
    """Whether the words say that a whole mark was declared invalid; what is invalid for some goods goes on."""
    words = end_reason or ""
    return "无效" in words and "部分" not in words


def _recorded(get: Get, on: date, since: str, until: str, *, begun: str, expires: str = "") -> Standing:
    start, end, last = get(since), get(until), get(expires) if expires else None

    def stands(state: str, reason: str, ends: date | None = None) -> Standing:
        return Standing(state, reason, get(begun), start, ends)

    if start is None or start > on:
        return stands("pending", "尚未登记、认定或授权")
    if end is not None and end <= on:
        return stands("ended", f"{end} 失效", end)
    if last is not None and last < on:
        return stands("expired", f"专用期已于 {last} 届满", last)
    return stands("valid", f"{start} 起有效，未见失效记载", last)
