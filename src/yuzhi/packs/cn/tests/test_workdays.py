"""The national calendar equals the published arrangements day by day."""

import json
import random
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pytest

from yuzhi.engines.calendar import due
from yuzhi.packs.cn import declarations

CALENDAR = declarations.calendar()


@pytest.fixture(scope="module")
def works(shared: Path) -> Callable[[date], bool]:
    """Whether a day is a working day, from the published arrangements and nothing else."""
    told: dict[date, bool] = {}
    for path in sorted((shared / "vectors" / "holidays").glob("2*.json")):
        for one in json.loads(path.read_text(encoding="utf-8"))["days"]:
            told[date.fromisoformat(one["date"])] = not one["isOffDay"]
    return lambda day: told.get(day, day.isoweekday() < 6)


def test_every_day_of_twenty_years_is_what_the_arrangements_say(works: Callable[[date], bool]) -> None:
    days = [date(2007, 1, 1) + timedelta(days=n) for n in range(7305)]
    assert days[-1] == date(2026, 12, 31) == CALENDAR.last and days[0] == CALENDAR.first
    same = [CALENDAR.is_workday(day) == works(day) for day in days]
    assert (sum(same), len(same)) == (7305, 7305)


def test_ten_thousand_limits_in_working_days_end_where_a_walk_ends(works: Callable[[date], bool]) -> None:
    chance = random.Random(7305)
    for _ in range(10_000):
        start, n = date(2007, 1, 1) + timedelta(days=chance.randrange(7200)), chance.randint(1, 60)
        day, left = start, n
        while left:
            day += timedelta(days=1)
            left -= works(day)
        assert due(start, n, "workday", CALENDAR) == day, (start, n)


def test_no_notice_reaches_further_back_than_the_calendar_allows_for() -> None:
    for notice in CALENDAR.notices:
        earliest = min(notice.holidays | notice.make_up)
        assert earliest.year == notice.year or (earliest.month, earliest.day) >= (12, CALENDAR.provisional_from.day)


def test_every_year_names_its_notice() -> None:
    assert [notice.year for notice in CALENDAR.notices] == list(range(2007, 2027))
    assert all("gov.cn/" in address for notice in CALENDAR.notices for address in notice.addresses)


def test_the_year_whose_spring_festival_was_lengthened() -> None:
    assert not CALENDAR.is_workday(date(2020, 1, 31)) and CALENDAR.is_workday(date(2020, 2, 3))
    assert CALENDAR.workdays_after(date(2026, 9, 30), 3) == date(2026, 10, 10)
