"""The key of each row: which thing in the world it is about, and which statement about it."""

from collections.abc import Callable, Mapping
from typing import Any

from yuzhi.kernel.chinese import fold

Values = Mapping[str, Any]


def _numbered(room: str) -> Callable[[Values], str]:
    return lambda values: f"cn/{room}/{fold(values['number'])}"


_KEYS: dict[str, Callable[[Values], str]] = {
    "patents": lambda values: str(values["number"].key),
    "patent_events": lambda values: str(values["patent"].key),
    "trademarks": lambda values: f"cn/t/{values['number']}/{values['nice_class']}",
    "works": lambda values: str(values["number"].key),
    "indications": lambda values: f"cn/gi/{values['system']}/{fold(values['number']).upper()}",
    "indication_users": lambda values: (
        f"cn/giu/{fold(values['indication']).upper()}/{values.get('user_code') or fold(values['user'])}"
    ),
    "varieties": _numbered("v"),
    "pledges": _numbered("pledge"),
    "licences": _numbered("deal"),
    "companies": lambda values: f"uscc/{values['code']}",
    "agencies": _numbered("agency"),
    "talents": _numbered("talent"),
    "populations": lambda values: f"cn/pop/{values['area']}/{values['year']}/{values['basis']}",
    "centres": _numbered("centre"),
    "outlets": _numbered("outlet"),
    "awards": _numbered("award"),
}


def key_of(table: str, values: Values) -> str:
    """The lake's key of a row of that table."""
    return _KEYS[table](values)


def record_of(table: str, key: str, values: Values) -> str:
    """What tells the statement apart from others about the same key."""
    if table != "patent_events":
        return key
    return f"{key}|{values['event']}|{values['effective_on'].isoformat()}|{values.get('code', '')}"
