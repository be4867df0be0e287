"""Where a right of another office stands on a day: by what its register says, never by a term that this platform computes.

The events of all offices' registers come with INPADOC's codes; the declared table says what each does. Whoever has no
register in the lake is unknown, and the reason says so.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from yuzhi.kernel.periods import add_months
from yuzhi.kernel.registrations import office_of_mark
from yuzhi.kernel.standing import Standing
from yuzhi.packs.ep.legal_codes import EFFECTS, LegalCodes, legal_codes

Get = Callable[[str], Any]
_LONGEST = 20 * 12
"""Months from filing after which hardly any patent is in force; whether one is, nobody but its office can say."""
_ENDS = {
    "fee_lapsed": "lapsed", "expired": "expired", "abandoned": "abandoned", "ended": "ended",
    "refused": "refused", "withdrawn": "withdrawn", "deemed_withdrawn": "withdrawn", "discontinued": "ended",
}
_BEFORE_GRANT = frozenset({"refused", "withdrawn", "deemed_withdrawn", "discontinued"})
_WORDS = frozenset(EFFECTS) - {"none"}
_KIND = re.compile(r"[A-Z][0-9]?")
"""Codes of publications, which stand beside the register's."""
_LAW = "期限依该局法律，本平台不计算"


@dataclass(frozen=True, slots=True)
class Step:
    """One event that changes the state: its day, what it does, and the code behind it ("" where the source used words)."""

    on: date
    effect: str
    code: str

    def told(self, codes: LegalCodes, office: str) -> str:
        """The step in words, with the code that it was concluded from."""
        by = f"（{office} 登记簿代码 {self.code}，按 INPADOC 代码表 {codes.version}）" if self.code else ""
        return f"{self.on} {EFFECTS[self.effect]}{by}"


def abroad(kind: str, get: Get, events: Iterable[Mapping[str, Any]], on: date) -> Standing | None:
    """The standing of a right of another office; None for China's own, and for kinds that only China has here."""
    if kind == "patents" and (get("office") or "CN") != "CN":
        return _patent(get, [event for event in events if event["effective_on"]], on)
    if kind == "trademarks" and office_of_mark(str(get("number") or "")) != "CN":
        return _mark(get, on)
    return None


def _patent(get: Get, events: Sequence[Mapping[str, Any]], on: date) -> Standing:
    office, filed, codes = str(get("office")), get("filed_on"), legal_codes()
    steps = sorted((step for event in events if (step := _step(event, office, codes))), key=lambda step: step.on)
    grants = [step.on for step in steps if step.effect == "granted"]
    granted = get("granted_on") or min(grants, default=None)
    void = next((step for step in steps if step.effect == "invalidated"), None)
    notes = _notes(events, steps, office, codes)
    if void is not None:
        return Standing("invalidated", void.told(codes, office) + notes, filed, granted, void.on)
    if filed is not None and on < filed:
        return Standing("unfiled", f"申请日是 {filed}", filed, granted)
    happened = [step for step in steps if step.on <= on]
    end = _end(happened, steps)
    if end is not None:
        return Standing(_ENDS[end.effect], end.told(codes, office) + notes, filed, granted, end.on)
    state, reason = _going(happened, granted if granted and granted <= on else None, filed, on, office, codes)
    return Standing(state, reason + notes, filed, granted)


def _step(event: Mapping[str, Any], office: str, codes: LegalCodes) -> Step | None:
    """What the event does, by the word of its source where that is certain, else by its code."""
    word, code = event["event"], str(event.get("code") or "")
    effect = codes.effect(office, code) if code else None
    if word in _WORDS:
        return Step(event["effective_on"], word, code if effect == word else "")
    if word != "other":
        return None
    return Step(event["effective_on"], effect, code) if effect in _WORDS and effect is not None else None


def _end(happened: Sequence[Step], steps: Sequence[Step]) -> Step | None:
    """The first end that nothing undid: a restoration undoes lapses before it, a revival the ends of applications."""
    restored = max((step.on for step in steps if step.effect == "restored"), default=date.min)
    revived = max((step.on for step in steps if step.effect in ("revived", "granted")), default=date.min)
    for step in happened:
        undone = (step.effect in ("fee_lapsed", "ended") and step.on <= restored) or (
            step.effect in _BEFORE_GRANT and step.on <= max(revived, restored))
        if step.effect in _ENDS and not undone:
            return step
    return None


def _going(
    happened: Sequence[Step], granted: date | None, filed: date | None, on: date, office: str, codes: LegalCodes
) -> tuple[str, str]:
    """State and reason of what has not ended by the sources."""
    registered = [step for step in happened if step.code]
    last = max((step for step in registered if step.effect in ("granted", "maintained", "restored")),
               key=lambda step: step.on, default=None)
    old = filed is not None and on >= add_months(filed, _LONGEST)
    if granted is not None and last is not None and not old:
        return "valid", f"{last.told(codes, office)}，登记簿此后未见终止；{_LAW}"
    if granted is not None and old and registered:
        return "unknown", f"{granted} 授权，自申请日 {filed} 起已满 20 年，来源没有载明终止或延长；{_LAW}"
    if granted is not None:
        return "unknown", f"{granted} 授权；外国专利的{_LAW}，登记簿没有维持或终止的记载"
    if office == "WO":
        return "unknown", "国际申请本身不授予专利权，进入各国后另成申请"
    return "unknown", "来源没有载明授权情况"


def _notes(events: Sequence[Mapping[str, Any]], steps: Sequence[Step], office: str, codes: LegalCodes) -> str:
    """What the reason adds: ends in single states, and codes that the table does not have."""
    parts = sum(1 for step in steps if step.effect == "ended_in_part")
    told = {str(event.get("code") or "") for event in events if event["event"] == "other"}
    unknown = sorted(code for code in told if code and not _KIND.fullmatch(code) and codes.effect(office, code) is None)
    said = f"；另有 {parts} 次登记在个别缔约国终止" if parts else ""
    return said + (f"；代码 {'、'.join(unknown[:6])} 不在代码表里，没有据以判断" if unknown else "")


def _mark(get: Get, on: date) -> Standing:
    applied, registered = get("applied_on"), get("registered_on")
    expires, ended = get("expires_on"), get("ended_on")
    if registered is None or registered > on:
        state, reason = "pending", "尚未注册"
    elif ended is not None and ended <= on:
        state, reason = "ended", f"{ended} {get('end_reason') or '权利终止'}"
    elif expires is None:
        state, reason = "unknown", f"{registered} 注册；来源没有载明专用期止日，{_LAW}"
    elif on <= expires:
        state, reason = "valid", f"{registered} 注册，专用期至 {expires}"
    else:
        state, reason = "unknown", f"专用期已于 {expires} 届满；宽展和续展依该局法律，来源没有载明"
    return Standing(state, reason, applied, registered, ended or expires)
