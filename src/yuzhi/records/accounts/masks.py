"""Personal data as the public may see them; pure functions, and the output never depends on what is hidden.

Source: 个人信息保护法 25, 28; masks by the platform's own rule: name 张*, phone 138****1234, address to the county,
account last four, identity number never in public and 3 + 4 for those who may see personal data.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from functools import partial
from typing import Literal, Protocol

from yuzhi.engines.formats.tables import Table

Personal = Literal["", "name", "phone", "address", "id_number", "account"]

STAR = "*"
HIDDEN = "****"
ADDRESS_HIDDEN = "（住址不公开）"
NUMBER_HIDDEN = "（证件号码不公开）"

_PROVINCES = (
    "北京市", "天津市", "上海市", "重庆市", "河北省", "山西省", "辽宁省", "吉林省", "黑龙江省", "江苏省",
    "浙江省", "安徽省", "福建省", "江西省", "山东省", "河南省", "湖北省", "湖南省", "广东省", "海南省",
    "四川省", "贵州省", "云南省", "陕西省", "甘肃省", "青海省", "台湾省", "内蒙古自治区", "广西壮族自治区",
    "西藏自治区", "宁夏回族自治区", "新疆维吾尔自治区", "香港特别行政区", "澳门特别行政区",
)
_CITY = "(?<!超)市(?![场政医委局区])"
_PLAIN = "[^路街道镇乡村巷号弄室楼栋单元园0-9\\s]"
_REGION = re.compile(
    rf"(?:\d{{6}}\s*)?(?P<shown>(?:{'|'.join(_PROVINCES)}|(?=.{{1,5}}市))(?:{_PLAIN}{{1,5}}?(?:自治州|地区|盟|{_CITY}))?"
    rf"(?:{_PLAIN}{{1,4}}?(?:自治县|自治旗|县(?![城医政委局道])|(?<![小社校厂活宅院属])区(?![政委医])|{_CITY}|旗))?)"
)
_SEPARATORS = re.compile("[、,;/]")
_BIRTHDAY = "(?:19|20)[0-9]{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])"
_ID_NUMBER = re.compile(f"(?<![0-9A-Za-z])([1-9][0-9]{{5}}{_BIRTHDAY}[0-9]{{3}}[0-9Xx])(?![0-9A-Za-z])")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)


class Allowing(Protocol):
    """A permission's answer."""

    @property
    def allowed(self) -> bool:
        """Whether the viewer may see personal data of this thing."""


def masked(value: str, kind: Personal, decision: Allowing, *, area: str = "") -> str:
    """The value as this viewer may see it; what is not personal, and what is empty, comes back as it is.

    `area` is the name of the county where it is known: then an address becomes exactly that.
    An identity number is shortened even for those who may see personal data.
    """
    if not kind or not value:
        return value
    if kind == "id_number":
        return _ends(value, 3, 4) if decision.allowed else NUMBER_HIDDEN
    if decision.allowed:
        return value
    if kind == "address":
        return area or _region(value)
    return _MASKS[kind](value)


def masked_row(
    table: Table, row: Mapping[str, object], decision: Allowing, *, natural: bool | None = None, area: str = ""
) -> dict[str, object]:
    """The row with its personal fields masked, as the table marks them, and identity numbers taken out of every text.

    `natural` says whether the holder is a natural person: a body's address is public. Where it is not said, the row
    says it (`registrant_kind`, `owner_kind`), else a holder without a credit code counts as a person.
    """
    person = holder_is_person(row) if natural is None else natural
    shown = dict(row)
    for field in table.fields:
        value = row.get(field.name)
        if not value:
            continue
        if field.personal and (person or field.personal != "address"):
            shown[field.name] = _each(value, partial(masked, kind=field.personal, decision=decision, area=area))
        elif field.type in {"str", "text", "list"} and not decision.allowed:
            shown[field.name] = _each(value, without_id_numbers)
    return shown


def personal_fields(table: Table, row: Mapping[str, object], *, natural: bool | None = None) -> tuple[str, ...]:
    """Names of the fields of this row that hold personal data: what a log entry names when they are seen."""
    person = holder_is_person(row) if natural is None else natural
    return tuple(
        field.name
        for field in table.fields
        if field.personal and row.get(field.name) and (person or field.personal != "address")
    )


def holder_is_person(row: Mapping[str, object]) -> bool:
    """Whether the row's holder is, or may be, a natural person; when in doubt, yes."""
    said = row.get("registrant_kind") or row.get("owner_kind")
    if said:
        return said == "person"
    codes = row.get("applicant_codes")
    if isinstance(codes, list | tuple) and codes:
        return not codes[0]
    return not any(row.get(name) for name in ("code", "holder_code", "owner_code", "registrant_code"))


def without_id_numbers(text: str) -> str:
    """The text without identity numbers: 18 digits with a birthday and a right check digit.

    Source: GB 11643 (check digit mod 11-2).

    >>> without_id_numbers("申请人证件 11010519491231002X。")
    '申请人证件 （证件号码不公开）。'
    """
    return _ID_NUMBER.sub(lambda found: NUMBER_HIDDEN if _is_id_number(found[1]) else found[1], text)


def _name(value: str) -> str:
    """The first character and one star, whatever the length; a name of one character is only a star."""
    name = value.strip()
    return name[0] + STAR if len(name) > 1 and name[0] != STAR else STAR


def _phone(value: str) -> str:
    parts = [part for part in _SEPARATORS.split(unicodedata.normalize("NFKC", value)) if part]
    return "、".join(_one_phone(part) for part in parts) or HIDDEN


def _one_phone(value: str) -> str:
    digits = "".join(char for char in value if char in "0123456789")
    if len(digits) == 13 and digits.startswith("86"):
        digits = digits[2:]
    return _ends(digits, 3, 4) if len(digits) >= 11 else HIDDEN + digits[-2:] if len(digits) >= 7 else HIDDEN


def _account(value: str) -> str:
    digits = "".join(char for char in unicodedata.normalize("NFKC", value) if char.isalnum())
    return HIDDEN + digits[-4:] if len(digits) > 8 else HIDDEN


def _ends(value: str, head: int, tail: int) -> str:
    """The first and the last characters around four stars; nothing of a value too short to hide anything."""
    text = value.strip()
    return text[:head] + HIDDEN + text[-tail:] if len(text) >= head + tail + 4 else HIDDEN


def _region(address: str) -> str:
    """The address up to its county, when it begins like one; else nothing of it."""
    found = _REGION.match(unicodedata.normalize("NFKC", address).strip())
    return (found["shown"] if found else "") or ADDRESS_HIDDEN


def _each(value: object, change: Callable[[str], str]) -> object:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list | tuple):
        return [change(item) if isinstance(item, str) else item for item in value]
    return value


def _is_id_number(number: str) -> bool:
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, number[:17], strict=True))
    return "10X98765432"[total % 11] == number[17].upper()


_MASKS: Mapping[str, Callable[[str], str]] = {"name": _name, "phone": _phone, "account": _account}
