"""Which rights any spelling of a number may mean, and the kinds of numbers behind them."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from yuzhi.kernel.applications import ApplicationNumber, PatentKind
from yuzhi.kernel.chinese import fold, tidy
from yuzhi.kernel.credit_code import CreditCode
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.publications import PublicationNumber, is_chinese_stem, split
from yuzhi.kernel.registrations import (
    RegistrationNumber,
    TrademarkNumber,
    VarietyNumber,
    agricultural_indication_key,
)

__all__ = [
    "ApplicationNumber", "Candidate", "PatentKind", "PublicationNumber", "RegistrationNumber",
    "TrademarkNumber", "VarietyNumber", "candidates", "complaint",
]  # fmt: skip

_CHECKED = re.compile(r"(?P<body>(?:ZL|CN)*(?:[0-9]{12}|[0-9]{8}))\.?[0-9X]")
_LABEL = re.compile(
    r"^(?:专利申请号|专利号|申请号|公开号|公告号|公开\(公告\)号|授权公告号|商标注册号|注册号|登记号|品种权号"
    r"|统一社会信用代码)[:：]?"
)
_KEY = re.compile(
    r"(?:cn/(?:w|v|pledge|deal|agency|talent|pop|centre|outlet|award)|[a-z]{2}/(?:p|pub|t|gi|giu)|uscc)/[^\s]+"
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """One reading of a text: a key of the lake, or the beginning that several keys share.

    `exact` tells which of the two `key` is. Where the text names a publication, `publication` holds its
    canonical number (its beginning where not exact): a patent filed under its application number carries
    the publication as a field, so that a search must look at both. `doubt` is the sentence to show beside
    what is found where the check digit as written does not fit.
    """

    key: str
    exact: bool
    publication: str = ""
    doubt: str = ""


def candidates(text: str) -> tuple[Candidate, ...]:
    """Every reading of the text, the likeliest first; empty where it is no number at all.

    It only parses: whether anything is known under a key is for the lake to say.

    >>> [c.key for c in candidates("ZL202111286633.X")]
    ['cn/p/202111286633']
    >>> [(c.key, c.exact, c.publication) for c in candidates("113781974")]
    [('cn/pub/113781974', False, 'CN113781974')]
    >>> [(c.key, c.exact) for c in candidates("12345678")]
    [('cn/t/12345678/', False)]
    """
    if _KEY.fullmatch(whole := tidy(text)):
        return tuple(_as_key(whole))
    bare = _LABEL.sub("", fold(text))
    return tuple(dict.fromkeys(found for reading in _READINGS for found in reading(bare)))


def complaint(text: str) -> str | None:
    """The sentence to show for a text that looks like an application number or a credit code and is neither.

    None where the text has a reading, or resembles neither.

    >>> complaint("202141286633")[:27]
    '“202141286633”中的种类号“4”不对：应为'
    """
    bare = _LABEL.sub("", fold(text)).upper()
    if candidates(text):
        return None
    looks = ((r"(?:ZL|CN)?[0-9]{12}\.?[0-9X]?|(?:ZL|CN)?[0-9]{8}\.[0-9X]|ZL.*", ApplicationNumber.parse),
             (r"[0-9A-Z]{18}", CreditCode.parse))  # fmt: skip
    for shape, parse in looks:
        if re.fullmatch(shape, bare):
            try:
                parse(bare)
            except BadValue as bad:
                return bad.sentence
    return None


def _as_key(text: str) -> Iterator[Candidate]:
    """A key as the lake writes it, given whole; a mark's key without a class is the beginning of several."""
    if text.startswith("cn/p/"):
        yield from _as_application(text.removeprefix("cn/p/"))
    elif text.startswith("cn/t/"):
        yield from _as_mark(text.removeprefix("cn/t/").rstrip("/"))
    elif "/pub/" in text:
        office, _, number = text.partition("/pub/")
        yield from _as_publication(office + number)
    else:
        yield Candidate(text, exact=True)


def _as_application(text: str) -> Iterator[Candidate]:
    try:
        yield Candidate(ApplicationNumber.parse(text).key, exact=True)
    except BadValue as bad:
        if shape := _CHECKED.fullmatch(text.upper()):
            for found in _as_application(shape["body"]):
                yield replace(found, doubt=bad.sentence)


def _as_publication(text: str) -> Iterator[Candidate]:
    spelled = text.upper()
    if agricultural_indication_key(spelled):  # AG would be Antigua
        return
    if re.fullmatch(r"[0-9]{7,9}[A-Z]?[0-9]?", spelled):  # Chinese numbers are often written without CN
        spelled = f"CN{spelled}"
    try:
        office, number, kind = split(spelled)
        if kind:
            whole = PublicationNumber.parse(spelled)
            yield Candidate(whole.key, exact=True, publication=str(whole))
        elif office != "CN" or is_chinese_stem(number):
            yield Candidate(f"{office.lower()}/pub/{number}", exact=False, publication=office + number)
    except BadValue:
        return


def _as_mark(text: str) -> Iterator[Candidate]:
    try:
        mark = TrademarkNumber.parse(text)
    except BadValue:
        return
    if mark.nice_class is None:
        yield Candidate(mark.prefix, exact=False)
    else:
        yield Candidate(mark.key, exact=True)


def _as_registration(text: str) -> Iterator[Candidate]:
    parsers: tuple[Callable[[str], RegistrationNumber | VarietyNumber | CreditCode], ...] = (
        RegistrationNumber.parse, VarietyNumber.parse, CreditCode.parse,
    )  # fmt: skip
    for parse in parsers:
        try:
            yield Candidate(parse(text).key, exact=True)
        except BadValue:
            continue
    if key := agricultural_indication_key(text):
        yield Candidate(key, exact=True)


_READINGS = (_as_application, _as_publication, _as_mark, _as_registration)
