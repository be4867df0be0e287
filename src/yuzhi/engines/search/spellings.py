"""Numbers and class symbols in any spelling, brought to the forms under which the index holds them."""

import re
import unicodedata
from functools import lru_cache
from typing import NamedTuple

_NOT_NUMBER = re.compile(r"[^0-9A-Z一-鿿]")
_CHECKED = re.compile(r"((?:19|20)\d{10}|(?:8[5-9]|9\d|0[0-3])\d{6})[0-9X]")
_WITH_KIND = re.compile(r"([A-Z]{0,5}?\d{6,})[A-Z]\d?")
_OFFICE = re.compile(r"(?!CN|ZL)[A-Z]{2,5}(?=\d{6})")
_SPACED_NUMBER = re.compile(r"(?:ZL|CN|US|EP|WO|JP|KR|DE|GB|FR|TW)?[\s.]*\d[\d\s./-]*[A-ZX]?\d?", re.IGNORECASE)
_IPC = re.compile(r"([A-HY])(?:(\d\d)(?:([A-Z])(?:0*(\d{1,4})(?:/(\d{2,6}))?)?)?)?")
_NICE = re.compile(r"(?:第|CLASS|NCL)?(?:0?(\d{1,2})|([一二三四]?十[一二三四五六七八九]?|[一二三四五六七八九]))(?:类|$)")
_ONES = "零一二三四五六七八九"
_LOCARNO = re.compile(r"(?:LOC)?(?:\(\d+\))?(\d\d)(?:-(\d\d))?")


class NumberForms(NamedTuple):
    """The forms of a number: `exact` as spelled, `loose` without check digit, kind code or office."""

    exact: frozenset[str]
    loose: frozenset[str]


def _compact(text: str) -> tuple[str, bool]:
    compact = _NOT_NUMBER.sub("", unicodedata.normalize("NFKC", text).upper()).removeprefix("第").removesuffix("号")
    chinese = compact.startswith(("ZL", "CN")) and compact[2:3].isdigit()
    return (compact[2:] if chinese else compact), chinese


def number_forms(text: str) -> NumberForms:
    """The forms to look for. A number with an office's code is not looked for at other offices.

    >>> sorted(number_forms("ＺＬ 2015 1 0123456.7").loose)
    ['201510123456']
    """
    compact, chinese = _compact(text)
    loose = set()
    if checked := _CHECKED.fullmatch(compact):
        loose.add(checked.group(1))
    elif kind := _WITH_KIND.fullmatch(compact):
        loose.add(kind.group(1))
    if compact and not chinese and not _OFFICE.match(compact):
        loose |= {f"~{form}" for form in (compact, *loose)}
    return NumberForms(frozenset({compact} - {""}), frozenset(loose))


def number_prefixes(text: str) -> frozenset[str]:
    """The beginnings under which numbers that begin so are held.

    >>> sorted(number_prefixes("ZL2015")), sorted(number_prefixes("2015"))
    (['2015'], ['2015', '~2015'])
    """
    compact, chinese = _compact(text)
    return frozenset({compact} if chinese or _OFFICE.match(compact + "000000") else {compact, f"~{compact}"}) - {""}


def indexed_number(text: str) -> frozenset[str]:
    """The forms under which a number is held; "~" marks a foreign number without its office."""
    compact, _ = _compact(text)
    forms = {compact, *(form for form in number_forms(text).loose if not form.startswith("~"))}
    forms |= {f"~{_OFFICE.sub('', form)}" for form in forms if _OFFICE.match(form)}
    return frozenset(forms - {""})


def is_number(text: str) -> bool:
    """Whether a word of a question looks like a number of a right: five digits at least, and mostly digits."""
    compact, _ = _compact(text)
    digits = sum(letter.isdigit() for letter in compact)
    return digits >= 5 and digits * 2 >= len(compact) and len(compact) <= 40


def is_spaced_number(query: str) -> bool:
    """Whether a whole question is one number written with blanks."""
    return len(query) <= 60 and " " in query and bool(_SPACED_NUMBER.fullmatch(query)) and is_number(query)


@lru_cache(maxsize=65_536)
def class_forms(code: str) -> tuple[str, ...]:
    """A class symbol and all that it lies in, widest first.

    >>> class_forms("b60l 7/10"), class_forms("第09类"), class_forms("LOC(14)09-01")
    (('B', 'B60', 'B60L', 'B60L7', 'B60L7/10'), ('9',), ('LOC09', 'LOC09-01'))
    """
    text = unicodedata.normalize("NFKC", code).upper().replace(" ", "")
    if match := _IPC.fullmatch(text):
        section, number, letter, group, subgroup = match.groups()
        parts, whole = [], ""
        for piece in (section, number, letter, group, subgroup and f"/{subgroup}"):
            if piece:
                whole += piece
                parts.append(whole)
        return tuple(parts)
    if match := _NICE.fullmatch(text):
        return (match.group(1) or str(_counted(match.group(2))),)
    if match := _LOCARNO.fullmatch(text):
        major, minor = match.groups()
        return (f"LOC{major}", f"LOC{major}-{minor}") if minor else (f"LOC{major}",)
    return (text,) if text else ()


def _counted(written: str) -> int:
    """The number below 50 that Chinese figures spell.

    >>> _counted("二十五"), _counted("十"), _counted("九")
    (25, 10, 9)
    """
    tens, ten, ones = written.rpartition("十")
    return (_ONES.index(tens) if tens else bool(ten)) * 10 + (_ONES.index(ones) if ones else 0)


def is_nice(text: str) -> bool:
    """Whether a word of a question says that it is a class of goods: "第25类", not a bare number."""
    folded = unicodedata.normalize("NFKC", text).upper().replace(" ", "")
    return folded.endswith("类") and bool(_NICE.fullmatch(folded))


def class_form(code: str) -> str:
    """The form under which exactly this class, and all in it, is found; "" for nothing."""
    parts = class_forms(code)
    return parts[-1] if parts else ""


def class_group(parts: tuple[str, ...]) -> str:
    """Of the forms of a class, the one that the facet counts: IPC/CPC subclass, Nice class, Locarno class."""
    if not parts:
        return ""
    return parts[min(2, len(parts) - 1)] if parts[0] in "ABCDEFGHY" else parts[0]


def is_ipc(text: str) -> bool:
    """Whether a word of a question is an IPC or CPC symbol from the subclass down."""
    match = _IPC.fullmatch(unicodedata.normalize("NFKC", text).upper().replace(" ", ""))
    return bool(match and match.group(3))
