"""The rule that reads the cells of one mapped column: our own rule, behind what its sender writes differently."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from yuzhi.engines.formats.tables import CHOICES
from yuzhi.engines.formats.titles import plain_title, words_of
from yuzhi.engines.reading.mapping.declared import MappedColumn
from yuzhi.engines.reading.placing import REPORTED_RULE
from yuzhi.engines.reading.rows import Rule
from yuzhi.engines.reading.rules import RULES, area_code, choice, day, yes_or_no
from yuzhi.kernel.areas import AreaBook
from yuzhi.kernel.chinese import fold
from yuzhi.kernel.errors import BadValue

_PARTS = re.compile(r"(\d{1,2})[./-](\d{1,2})[./-](\d{4})(?:T|\s|$).*")
_EXCHANGED = re.compile(r"((?:CN)?\s*(?:\d{12}|\d{8}))\s*[ABUYSZ]\d?", re.IGNORECASE)
_INSIDE = {",": "[,，]", "/": "[/／]", "|": r"\|", "、": "、"}


def cell_rule(column: MappedColumn, rule: str, areas: AreaBook) -> Rule[Any]:
    """The rule of a mapped column whose field is read by the template's rule of that name."""
    made: dict[str, Callable[[], Rule[Any]]] = {
        "application_number": lambda: _without_kind(RULES[rule]),
        "area": lambda: Rule(REPORTED_RULE, any_area(areas)),
        "area_code": lambda: Rule("area_code", area_code(areas), exact=True),
        "choice": lambda: Rule("choice", _choice(column.field, column.words)),
        "bool_shi_fou": lambda: Rule(rule, _yes_or_no(column.words)),
        "money_yuan": lambda: RULES[f"money_{column.unit}" if column.unit else rule],
        "day": lambda: Rule("day", ordered_day(column.order)) if column.order else RULES["day"],
    }
    if rule in made:
        return made[rule]()
    return _split(RULES[rule], column.split) if column.split else RULES[rule]


def _without_kind(rule: Rule[Any]) -> Rule[Any]:
    """The rule for numbers that databases write as the offices exchange them, with a kind behind: CN 202010001000 A."""
    def parse(text: str) -> Any:
        found = _EXCHANGED.fullmatch(fold(text).strip())
        return rule.parse(found[1] if found else text)
    return Rule(rule.name, parse, rule.exact)


def any_area(areas: AreaBook) -> Callable[[str], str]:
    """A parser of one of the city's areas, by its name, its code or an address within it."""
    def parse(text: str) -> str:
        plain = fold(text)
        if plain.isdecimal():
            return areas.by_code(plain).code
        try:
            return areas.named(text).code
        except BadValue:
            placed = areas.of_address(text)
            if placed.area is None:
                raise
            return placed.area.code
    return parse


def ordered_day(order: str) -> Callable[[str], date]:
    """A parser of days written day or month first; a day written year first is read too.

    >>> ordered_day("dmy")("31/12/2024"), ordered_day("mdy")("12-31-2024"), ordered_day("dmy")("2024-12-31")
    (datetime.date(2024, 12, 31), datetime.date(2024, 12, 31), datetime.date(2024, 12, 31))
    """
    def parse(text: str) -> date:
        if (found := _PARTS.fullmatch(text.strip())) is None:
            return day(text)
        first, second, year = found.groups()
        month, number = (second, first) if order == "dmy" else (first, second)
        try:
            return date(int(year), int(month), int(number))
        except ValueError:
            raise BadValue(f"“{text}”按所选的次序读不成真实的日期：请核对这一列的日期次序。") from None
    return parse


def _choice(name: str, words: Mapping[str, str]) -> Callable[[str], str]:
    """One of a closed list: by the mapping's own words, by the list's labels, or by words that are used elsewhere."""
    own, usual, strict = {fold(word): stored for word, stored in words.items()}, words_of(name), choice(CHOICES[name])

    def parse(text: str) -> str:
        found = own.get(fold(text)) or usual.get(plain_title(text))
        return found or strict(text)

    return parse


def _yes_or_no(words: Mapping[str, str]) -> Callable[[str], bool]:
    own = {fold(word): stored == "是" for word, stored in words.items()}
    return lambda text: own[fold(text)] if fold(text) in own else yes_or_no(text)


def _split(rule: Rule[Any], split: str) -> Rule[Any]:
    between = re.compile(rf"\s*{_INSIDE[split]}\s*")
    return Rule(f"{rule.name}:{split}", lambda text: rule.parse(between.sub(";", text)), rule.exact)
