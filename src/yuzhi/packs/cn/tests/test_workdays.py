"""The national calendar equals the published arrangements day by day."""

import json
from datetime import date, timedelta
from pathlib import Path

from yuzhi.packs.cn import declarations

CALENDAR = declarations.calendar()


def test_every_day_of_twenty_years_is_what_the_arrangements_say(shared: Path) -> None:
    told: dict[date, bool] = {}
    for path in sorted((shared / "vectors" / "holidays").glob("2*.json")):
        for one in json.loads(path.read_text(encoding="utf-8"))["days"]:
            told[date.fromisoformat(one["date"])] = not one["isOffDay"]
    days = [date(2007, 1, 1) + timedelta(days=n) for n in range(7305)]
    assert days[-1] == date(2026, 12, 31) == CALENDAR.last and days[0] == CALENDAR.first
    same = [CALENDAR.is_workday(day) == told.get(day, day.isoweekday() < 6) for day in days]
    assert (sum(same), len(same)) == (7305, 7305)


def test_every_year_names_its_notice() -> None:
    assert [notice.year for notice in CALENDAR.notices] == list(range(2007, 2027))
    assert all("gov.cn/" in address for notice in CALENDAR.notices for address in notice.addresses)


def test_the_year_whose_spring_festival_was_lengthened() -> None:
    assert not CALENDAR.is_workday(date(2020, 1, 31)) and CALENDAR.is_workday(date(2020, 2, 3))
    assert CALENDAR.workdays_after(date(2026, 9, 30), 3) == date(2026, 10, 10)
