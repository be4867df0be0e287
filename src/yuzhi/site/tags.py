"""Template tags of every page: icons, figures as people read them, and the words of closed lists.

Registered as a built-in library in settings, so that templates of all rooms use them without `{% load %}`.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

from django import template
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yuzhi.engines.formats.tables import CHOICES, TABLES
from yuzhi.engines.indicators.declared import UNITS
from yuzhi.engines.reading.mapping import SheetMapping
from yuzhi.engines.reading.mapping.fields import UNITS as UNITS_OF_SHEETS
from yuzhi.engines.reading.mapping.fields import offer
from yuzhi.kernel.cite import Cite
from yuzhi.kernel.standing import STATES
from yuzhi.kernel.unplaced import word_of
from yuzhi.records.accounts.reasons import PURPOSES

register = template.Library()

MOODS = {"valid": "done", "pending": "ontime", "grace": "soon", "unfiled": "unknown", "unknown": "unknown"}
"""State of a right → mood; all others have ended."""

ICONS = {
    "patents": "patent", "trademarks": "trademark", "works": "work", "indications": "indication",
    "varieties": "variety",
    "pledges": "pledge", "licences": "licence", "companies": "company", "talents": "user", "awards": "award",
    "indication_users": "company", "centres": "award", "outlets": "info", "agencies": "company",
}
"""Lake table → drawing of the sprite."""


@register.simple_tag
def icon(name: str, title: str = "") -> SafeString:
    """A drawing of the sprite; silent for screen readers unless it has a title."""
    href = f"{static('icons.svg')}#{name}"
    if title:
        return format_html(
            '<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', title, href
        )
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', href)


@register.inclusion_tag("components/purpose.html", takes_context=True)
def purpose_form(context: Mapping[str, Any], key: str) -> dict[str, Any]:
    """The form that opens the sealed fields of one thing after its purpose is stated."""
    return {"key": key, "purposes": PURPOSES, "here": context.get("here", "/"), "request": context["request"], "csrf_token": context.get("csrf_token")}


@register.filter
def figure(value: Any, places: int | None = None) -> str:
    """A number with thousands separators and no needless zeros; a dash for what is missing.

    >>> figure(45000), figure(Decimal("2.0")), figure(None)
    ('45,000', '2', '—')
    >>> figure(Decimal("4.745"))
    '4.75'
    """
    if value is None or value == "":
        return "—"
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return str(value)
    if places is not None:
        return f"{number.quantize(Decimal(1).scaleb(-int(places)), ROUND_HALF_UP):,f}"
    text = f"{number.quantize(Decimal('0.01'), ROUND_HALF_UP):,f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@register.filter
def yuan(value: Any) -> str:
    """Money in the unit people say: 元 below ten thousand, then 万元, then 亿元.

    >>> yuan("3000000000.00"), yuan("52000.00")
    ('30 亿元', '5.2 万元')
    """
    if value in {None, ""}:
        return "—"
    amount = Decimal(str(value))
    for size, unit in ((Decimal(100_000_000), _("亿元")), (Decimal(10_000), _("万元"))):
        if abs(amount) >= size:
            return f"{figure(amount / size)} {unit}"
    return f"{figure(amount)} {_('元')}"


@register.simple_tag
def scaled(value: Any, unit: str) -> tuple[str, str]:
    """A value as people say it, and the unit it is then in: 2860000000 CNY → ("28.6", "亿元")."""
    measure = UNITS[unit]
    if value is None:
        return "—", ""
    if unit == "CNY":
        number, _space, word = yuan(value).partition(" ")
        return number, word
    return figure(value, measure.places or None), both({"zh": measure.zh, "en": measure.en})


@register.simple_tag(takes_context=True)
def cited(context: Mapping[str, Any], cite: Cite | dict[str, str] | None) -> dict[str, str] | None:
    """A cite as `components/cite.html` shows it: the paper's title instead of its key; what is so already stays."""
    if not isinstance(cite, Cite):
        return cite
    paper = context["request"].tools.law.instruments.get(cite.instrument)
    title = both({"zh": paper.zh, "en": paper.en}) if paper else cite.instrument
    return {"title": title, "article": article(cite.article), "confidence": cite.confidence}


@register.filter
def article(number: str) -> str:
    """An article as people cite it: `42` → 第42条, `5(2)` → 第5条第2款, `二` → 第二部分."""
    if not number:
        return ""
    if number[0].isdigit() and number[0].isascii():
        main, _paren, rest = number.partition("(")
        return f"第{main}条" + (f"第{rest.rstrip(')')}款" if rest else "")
    return f"第{number}部分" if len(number) <= 2 else number


@register.filter
def percent(value: Any) -> str:
    """A share (0.873) as people read it (87.3%)."""
    return "—" if value is None else f"{figure(Decimal(str(value)) * 100, 1)}%"


@register.filter
def day(value: date | str | None) -> str:
    """A legal day as its page shows it: 2024-03-05; a dash where there is none."""
    return value.isoformat()[:10] if isinstance(value, date) else (value or "—")


@register.filter
def choice(value: str | None, field: str) -> str:
    """The word people read for a stored value of a closed list, in the language of the page."""
    if not value:
        return "—"
    word = CHOICES.get(field, {}).get(value, value)
    return _(word)


@register.filter
def said(declared: Any) -> str:
    """The name of anything declared with `zh` and `en`, in the language of the page."""
    return both({"zh": declared.zh, "en": declared.en})


@register.filter
def told(text: str | None) -> str:
    """A text that a pack declares, in the language of the page, clause by clause; a clause without English stays as declared."""
    if not text or (get_language() or "zh").startswith("zh"):
        return text or ""
    return "; ".join(_(clause) for clause in text.split("；"))


@register.filter
def both(label: Mapping[str, str] | str) -> str:
    """The text of a `{zh, en}` label in the language of the page."""
    if isinstance(label, str):
        return label
    language = (get_language() or "zh")[:2]
    return label.get(language) or label.get("zh", "")


@register.filter
def item(mapping: Mapping[str, Any] | Sequence[Any] | None, key: Any) -> Any:
    """What a mapping holds under a key, or a sequence at a place; None where it holds nothing."""
    if mapping is None:
        return None
    if isinstance(mapping, Mapping):
        return mapping.get(key)
    return mapping[key] if isinstance(key, int) and -len(mapping) <= key < len(mapping) else None


@register.filter
def times(value: Any, factor: Any) -> float:
    """The product of two numbers: widths of drawn bars."""
    return round(float(value or 0) * float(factor), 2)


@register.filter
def is_here(room: Any, request: HttpRequest | None) -> bool:
    """Whether the page that is shown lies in this room."""
    match = getattr(request, "resolver_match", None)
    return match is not None and match.app_name == room.name


@register.filter
def state_word(state: str) -> str:
    """The word for a right's stored state, in the language of the page."""
    return _(STATES.get(state, state) or STATES["unknown"])


@register.filter
def state_mood(state: str) -> str:
    """The mood (colour and icon) of a right's state, whether stored or already a word."""
    stored = state if state in STATES else next((name for name, word in STATES.items() if word == state), "unknown")
    return MOODS.get(stored, "ended")


@register.simple_tag(takes_context=True)
def source_name(context: Mapping[str, Any], name: str) -> str:
    """What people call a source; its own name where no pack declares it."""
    source = context["request"].tools.source(name)
    return said(source) if source else name.replace("yuzhi.acts", _("本平台的行为记录"))


@register.simple_tag(takes_context=True)
def place(context: Mapping[str, Any], code: str) -> str:
    """What people call the place of a stored county code; the code itself where it is of no place of this city."""
    return _(word_of(code, context["request"].tools.areas, english=(get_language() or "zh").startswith("en")))


@register.filter
def load_mood(state: str) -> str:
    """The mood of a load, a file of it, or a row that it could not read."""
    return {
        "queued": "ontime", "running": "ontime", "published": "done", "unchanged": "done", "refused": "overdue",
        "open": "soon", "repaired": "done", "dismissed": "ended",
    }.get(state, "unknown")


@register.filter
def clock_mood(state: str) -> str:
    """The mood of a stored legal day."""
    return {"open": "ontime", "met": "done", "missed": "overdue", "passed": "unknown"}.get(state, "ended")


@register.filter
def message_mood(state: str) -> str:
    """The mood of a message to an owner."""
    return {"delivered": "done", "answered": "done", "waiting": "ontime", "escalated": "soon", "failed": "overdue"}.get(state, "ended")


@register.filter
def paper(key: str, request: HttpRequest) -> str:
    """The title of a law's instrument; its key where the book does not have it."""
    found = request.tools.law.instruments.get(key)
    return both({"zh": found.zh, "en": found.en}) if found else key


@register.filter
def kind_icon(kind: str) -> str:
    """The drawing for a kind of record (a lake table)."""
    return ICONS.get(kind, "source")


@register.filter
def kind_word(kind: str) -> str:
    """What people call a lake table."""
    return both({"zh": TABLES[kind].zh, "en": TABLES[kind].en}) if kind in TABLES else kind


@register.filter
def understood(value: Any, name: str = "") -> str:
    """A value as it was read from a cell, for people: lists with semicolons, closed lists by their labels.

    >>> understood(["甲", "乙"]), understood("utility", "right_kind"), understood(True), understood(None)
    ('甲；乙', '实用新型', '是', '')
    """
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(_("是")) if value else str(_("否"))
    if isinstance(value, list | tuple):
        return "；".join(str(one) for one in value)
    word = CHOICES.get(name, {}).get(str(value))
    return _(word) if word else str(value)


@register.filter
def opening(text: str) -> str:
    """The first sentence: a summary names what stands in full beside its field.

    >>> opening("没有读取：表头不认得。请核对。"), opening("请选择一个文件。")
    ('没有读取：表头不认得。', '请选择一个文件。')
    """
    first, stop, _ = str(text).partition("。")
    return first + stop


@register.filter
def field_label(mapping: SheetMapping, name: str) -> str:
    """What people call a field of the mapping's table, with the unit of a sum."""
    found, column = offer(mapping.table, name), mapping.column_of(name)
    unit = UNITS_OF_SHEETS[column.unit] if column and found and found.rule == "money_yuan" else ""
    return f"{field_word(mapping, name)}（{_(unit)}）" if unit else field_word(mapping, name)


@register.filter
def field_word(mapping: SheetMapping, name: str) -> str:
    """What people call a field of the mapping's table, in the language of the page."""
    found, table = offer(mapping.table, name), TABLES[mapping.table]
    en = table.field(name).en.removesuffix(", CNY") if name in table.names else "application number"
    return both({"zh": found.zh, "en": en}) if found else name


@register.filter
def load_id(name: str) -> int | None:
    """The number inside a load's name (L0000012 → 12); None for what is no load."""
    return int(name[1:]) if name[:1] == "L" and name[1:].isascii() and name[1:].isdecimal() else None


@register.inclusion_tag("components/pager.html", takes_context=True)
def pages(context: Mapping[str, Any], page: int, size: int, total: int) -> dict[str, Any]:
    """Where the reader is among `total` rows; the links keep the whole question in the address."""
    last = max(1, -(-total // size))
    shown = sorted({1, last, *(n for n in range(page - 1, page + 2) if 1 <= n <= last)})
    listed: list[dict[str, Any]] = []
    for place, number in enumerate(shown):
        if place and number > shown[place - 1] + 1:
            listed.append({})
        listed.append({"number": number, "href": _at(context, number), "here": number == page})
    return {"pager": {
        "first": min(total, (page - 1) * size + 1), "last": min(total, page * size), "total": total, "pages": listed,
        "previous_href": _at(context, page - 1) if page > 1 else "",
        "next_href": _at(context, page + 1) if page < last else "",
    }}


def _at(context: Mapping[str, Any], page: int) -> str:
    asked = context["request"].GET.copy()
    asked["page"] = str(page)
    return "?" + asked.urlencode()
