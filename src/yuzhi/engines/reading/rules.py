"""The named rules by which cells are read: what a text must be, and what is stored for it."""

import re
from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache
from typing import Any

from yuzhi.engines.reading.rows import Rule
from yuzhi.kernel.areas import AreaBook
from yuzhi.kernel.chinese import fold, parse_day
from yuzhi.kernel.classes import Cpc, Ipc, Locarno, Nice
from yuzhi.kernel.credit_code import CreditCode
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.money import Money
from yuzhi.kernel.numbers import (
    ApplicationNumber,
    PublicationNumber,
    RegistrationNumber,
    TrademarkNumber,
    VarietyNumber,
)

_SEMICOLON = re.compile("[;；\n]")
_WHOLE = re.compile(r"\d{1,15}")
_GROUPED = re.compile(r"\d{1,3}(?:,\d{3})+")
_PHONE = re.compile(r"\+?[\d*][\d*\-]{5,18}(?:(?:转|-|x)\d{1,6})?")
_YES, _NO = frozenset({"是", "true", "yes", "y", "1"}), frozenset({"否", "false", "no", "n", "0"})
_KEPT = 20_000
"""Days, classes and names repeat a lot within a file; this many are remembered."""


def listed(text: str) -> list[str]:
    """The parts of a cell that holds several, in order, without blank ones.

    >>> listed("甲公司; 乙公司；")
    ['甲公司', '乙公司']
    """
    return [part.strip() for part in _SEMICOLON.split(text) if part.strip()]


def whole(text: str) -> int:
    """The whole number that a cell spells, with or without thousands' commas. Raises BadValue."""
    plain = fold(text)
    if _GROUPED.fullmatch(plain):
        plain = plain.replace(",", "")
    if not _WHOLE.fullmatch(plain):
        raise BadValue(f"“{text}”不是整数：请只写数字，例如 12，不带单位和小数。")
    return int(plain)


def year(text: str) -> int:
    """A year of four digits. Raises BadValue."""
    plain = fold(text).removesuffix("年")
    if not re.fullmatch(r"(?:19|20)\d\d", plain):
        raise BadValue(f"“{text}”不是年份：请写四位数字，例如 2024。")
    return int(plain)


def yes_or_no(text: str) -> bool:
    """Whether a cell says yes. Raises BadValue for anything but 是 and 否."""
    plain = fold(text).lower()
    if plain not in _YES | _NO:
        raise BadValue(f"“{text}”既不是“是”也不是“否”：请填“是”或“否”，不知道时留空。")
    return plain in _YES


def phone(text: str) -> str:
    """A telephone number, masked ones included, in half width. Raises BadValue."""
    plain = fold(text).replace("(", "").replace(")", "-").replace("—", "-")
    if not _PHONE.fullmatch(plain):
        raise BadValue(f"“{text}”不是电话号码：请写成 0912-3525000 或 13800000000，多个号码只填一个。")
    return plain


@lru_cache(maxsize=_KEPT)
def credit_code(text: str) -> str:
    """A party's code, both of its check characters verified. Raises BadValue."""
    return CreditCode.parse(text).text


def credit_codes(text: str) -> list[str]:
    """The codes of several parties in their order; a blank part stays blank. Raises BadValue."""
    parts = [part.strip() for part in _SEMICOLON.split(text)]
    return [credit_code(part) if part else "" for part in parts]


def nice_classes(text: str) -> list[int]:
    """The Nice classes of a cell, in order and each once. Raises BadValue."""
    parts = [part for part in re.split("[;；,，、\n]", text) if part.strip()]
    if not parts:
        raise BadValue(f"“{text}”没有写国际分类：请填 1 至 45 的类别，多个用分号隔开。")
    return list(dict.fromkeys(Nice.parse(part).number for part in parts))


def choice(labels: Mapping[str, str]) -> Callable[[str], str]:
    """A parser of one of a closed list's labels into what is stored for it; the stored word is accepted too."""
    stored = {fold(label): word for word, label in labels.items()} | {word: word for word in labels}
    shown = "、".join(labels.values())

    def parse(text: str) -> str:
        word = stored.get(fold(text))
        if word is None:
            raise BadValue(f"“{text}”不在可选项中：应为 {shown} 之一。")
        return word

    return parse


def only(word: str) -> Callable[[str], bool]:
    """A parser of a mark that is either blank or this word."""

    def parse(text: str) -> bool:
        if fold(text) != word:
            raise BadValue(f"“{text}”不能识别：此列留空，或填“{word}”。")
        return True

    return parse


def area_code(areas: AreaBook) -> Callable[[str], str]:
    """A parser of the code of one of the city's areas."""
    return lambda text: areas.by_code(text).code


def area(areas: AreaBook) -> Callable[[str], str]:
    """A parser of the name of one of the city's areas, into its code."""
    return lambda text: areas.named(text).code


@lru_cache(maxsize=_KEPT)
def day(text: str) -> date:
    """The day that a cell names, not before the first patent office. Raises BadValue."""
    found = parse_day(text)
    if not 1850 <= found.year <= 2150:
        raise BadValue(f"“{text}”的年份不合理：请核对日期。")
    return found


@lru_cache(maxsize=_KEPT)
def _ipc(text: str) -> tuple[str, ...]:
    return tuple(str(symbol) for symbol in Ipc.parse_all(text))


@lru_cache(maxsize=_KEPT)
def _cpc(text: str) -> tuple[str, ...]:
    return tuple(str(symbol) for symbol in Cpc.parse_all(text))


def _first_ipc(text: str) -> str:
    symbols = _ipc(text)
    if len(symbols) != 1:
        raise BadValue(f"“{text}”应为一个主分类号，这里有 {len(symbols)} 个：其余的请写在“IPC 分类号”列。")
    return symbols[0]


RULES: dict[str, Rule[Any]] = {
    rule.name: rule
    for rule in (
        Rule("text", str),
        Rule("identifier", lambda text: text, exact=True),
        Rule("day", day),
        Rule("int", whole, exact=True),
        Rule("year", year),
        Rule("money_yuan", lambda text: Money.parse(text).text, exact=True),
        Rule("money_wan", lambda text: Money.from_wan(text).text, exact=True),
        Rule("money_yi", lambda text: Money.from_yi(text).text, exact=True),
        Rule("application_number", ApplicationNumber.parse, exact=True),
        Rule("publication_number", PublicationNumber.parse, exact=True),
        Rule("trademark_number", lambda text: TrademarkNumber.parse(text).number, exact=True),
        Rule("registration_number", RegistrationNumber.parse, exact=True),
        Rule("variety_number", lambda text: VarietyNumber.parse(text).text, exact=True),
        Rule("credit_code", credit_code, exact=True),
        Rule("credit_codes", credit_codes, exact=True),
        Rule("ipc", _first_ipc),
        Rule("ipc_list", lambda text: list(_ipc(text))),
        Rule("cpc_list", lambda text: list(_cpc(text))),
        Rule("locarno_list", lambda text: [str(Locarno.parse(part)) for part in listed(text)]),
        Rule("list_semicolon", listed),
        Rule("nice_classes", nice_classes),
        Rule("bool_shi_fou", yes_or_no),
        Rule("phone", phone, exact=True),
    )
}
"""The rules that need nothing but the text; `choice`, `area`, `area_code` and marks are made for their column."""
