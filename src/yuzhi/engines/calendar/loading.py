"""From a folder of yearly notices in YAML to a calendar; an unknown word in a file stops the load."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from yuzhi.engines.calendar.days import Calendar, CalendarFault, Notice

YEAR_FIELDS = {"year", "notices", "holidays"}
HOLIDAY_FIELDS = {"name", "first", "last", "make_up"}


def load(folder: Path) -> Calendar:
    """The calendar of a folder with one file per year: the notices' addresses, each holiday and its make-up days.

    Raises: CalendarFault with file and field for anything that is missing, unknown or contradictory.
    """
    return Calendar([_notice(path) for path in sorted(folder.glob("*.yml"))])


def _notice(path: Path) -> Notice:
    written = yaml.safe_load(path.read_text(encoding="utf-8"))
    _known(written, YEAR_FIELDS, path)
    year, notices = written.get("year"), written.get("notices") or []
    if str(year) != path.stem:
        raise _fault(path, "year", year, "应与文件名相同")
    if not notices:
        raise _fault(path, "notices", notices, "要写明通知的网址")
    holidays: set[date] = set()
    make_up: set[date] = set()
    for one in written.get("holidays") or []:
        _known(one, HOLIDAY_FIELDS, path)
        first, last = _day(one.get("first"), path), _day(one.get("last"), path)
        if last < first:
            raise _fault(path, "last", last, f"不应早于 {first}")
        holidays |= {first + timedelta(days=n) for n in range((last - first).days + 1)}
        make_up |= {_day(day, path) for day in one.get("make_up") or []}
    return Notice(year, frozenset(holidays), frozenset(make_up), tuple(notices))


def _known(written: Any, fields: set[str], path: Path) -> None:
    if not isinstance(written, Mapping):
        raise _fault(path, "/", written, "应为键值对")
    if unknown := sorted(set(written) - fields):
        raise _fault(path, unknown[0], written[unknown[0]], "没有这个字段")


def _day(written: Any, path: Path) -> date:
    if not isinstance(written, date) or isinstance(written, datetime):
        raise _fault(path, "first/last/make_up", written, "应为日期，如 2026-10-01")
    return written


def _fault(path: Path, field: str, written: Any, why: str) -> CalendarFault:
    return CalendarFault(f"workdays/{path.name} 的 {field} 写作“{written}”：{why}。")
