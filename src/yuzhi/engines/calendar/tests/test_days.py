"""A calendar answers from its notices alone, and never guesses."""

import doctest
from datetime import date, timedelta
from types import ModuleType

import pytest

from yuzhi.engines.calendar import Calendar, CalendarFault, CalendarGap, Notice, days, limits, load

D = date
OCTOBER = Notice(2025, frozenset(D(2025, 10, n) for n in range(1, 9)), frozenset({D(2025, 9, 28), D(2025, 10, 11)}))
CN_2025 = Calendar([OCTOBER])


def strip(start: date, limit: int, calendar: Calendar) -> str:
    """The days of a limit in a row, with the number of each working day."""
    said, counted, day = [f"{start:%m-%d} filed"], 0, start
    while counted < limit:
        day += timedelta(days=1)
        works = calendar.is_workday(day)
        counted += works
        said.append(f"{day:%m-%d} {counted if works else '·'}")
    assert day == calendar.workdays_after(start, limit)
    return " | ".join(said)


def test_three_workdays_jump_over_national_day() -> None:
    assert strip(D(2025, 9, 30), 3, CN_2025) == (
        "09-30 filed | 10-01 · | 10-02 · | 10-03 · | 10-04 · | 10-05 · | 10-06 · | 10-07 · | 10-08 · "
        "| 10-09 1 | 10-10 2 | 10-11 3"                       # the 11th is a Saturday, and a make-up workday
    )


@pytest.mark.parametrize("day", [D(2024, 12, 31), D(2026, 1, 1)])
def test_a_year_without_a_notice_is_refused(day: date) -> None:
    with pytest.raises(CalendarGap, match=f"{day.year} 年的节假日安排没有录入（已录入 2025 至 2025 年）"):
        CN_2025.is_workday(day)
    with pytest.raises(CalendarGap):
        CN_2025.workday_on_or_after(day)


def test_a_limit_that_runs_out_of_the_calendar_is_refused() -> None:
    assert CN_2025.workdays_after(D(2025, 12, 30), 1) == D(2025, 12, 31)
    with pytest.raises(CalendarGap, match="2026 年"):
        CN_2025.workdays_after(D(2025, 12, 30), 2)
    with pytest.raises(CalendarGap, match="2026 年"):
        CN_2025.workdays_after(D(2025, 12, 31), 1)


def test_the_days_of_the_year_before_belong_to_the_notice_that_names_them() -> None:
    years = Calendar([Notice(2008, frozenset({D(2007, 12, 31)}), frozenset({D(2007, 12, 29)})), Notice(2007, frozenset(), frozenset())])
    assert years.is_workday(D(2007, 12, 29)) and not years.is_workday(D(2007, 12, 31))


def test_the_last_days_of_the_last_year_may_still_change() -> None:
    assert CN_2025.provisional_from == D(2025, 12, 25)


def test_working_days_within_leave_out_the_second_day() -> None:
    assert CN_2025.workdays_within(D(2025, 9, 28), D(2025, 10, 11)) == 5
    assert CN_2025.workdays_within(D(2025, 12, 31), D(2026, 1, 1)) == 1
    assert CN_2025.workdays_within(D(2025, 10, 9), D(2025, 10, 9)) == 0


@pytest.mark.parametrize("notices", [
    [],
    [OCTOBER, OCTOBER],
    [OCTOBER, Notice(2027, frozenset(), frozenset())],
    [OCTOBER, Notice(2026, frozenset({D(2025, 9, 28)}), frozenset())],
])
def test_notices_that_do_not_fit_together_make_no_calendar(notices: list[Notice]) -> None:
    with pytest.raises(CalendarFault):
        Calendar(notices)


@pytest.mark.parametrize("text, told", [
    ("year: 2024\nnotices: [a]\n", "应与文件名相同"),
    ("year: 2025\n", "要写明通知的网址"),
    ("year: 2025\nnotices: [a]\nrest: []\n", "rest"),
    ("year: 2025\nnotices: [a]\nholidays:\n  - {name: 元旦, first: 2025-01-02, last: 2025-01-01}\n", "不应早于"),
    ("year: 2025\nnotices: [a]\nholidays:\n  - {name: 元旦, first: 一月一日, last: 2025-01-01}\n", "应为日期"),
    ("- 2025\n", "应为键值对"),
])
def test_a_file_with_a_fault_is_named(tmp_path, text: str, told: str) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "2025.yml").write_text(text, encoding="utf-8")
    with pytest.raises(CalendarFault, match=told):
        load(tmp_path)


@pytest.mark.parametrize("module", [days, limits])
def test_the_examples_come_out(module: ModuleType) -> None:
    told = doctest.testmod(module)
    assert told.attempted and told.failed == 0
