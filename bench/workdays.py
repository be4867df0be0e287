"""How fast a day is told from a working day, beside chinesecalendar over the same days in the same run.

    python bench/workdays.py [--rounds 20]

Prints one JSON object, in microseconds of CPU time per question: `is_workday` over every day of 2007–2026, the tenth
working day after each, and the last day of a limit of ten working days. Days on which the two differ are counted.
Bars: under 1 µs per question whether a day is a working day, and at least 50 times chinesecalendar.
"""

import argparse
import json
import time
from collections.abc import Callable
from datetime import date, timedelta

from chinese_calendar import is_workday
from machine import machine

from yuzhi.engines.calendar import due
from yuzhi.packs.cn.declarations import calendar

BAR, RATIO = 1.0, 50
DAYS = [date(2007, 1, 1) + timedelta(days=n) for n in range(7305)]


def microseconds(ask: Callable[[date], object], days: list[date], rounds: int) -> float:
    """CPU time per question, the best of the rounds: the others were disturbed."""
    best = float("inf")
    for _ in range(rounds):
        began = time.process_time()
        for day in days:
            ask(day)
        best = min(best, time.process_time() - began)
    return round(best / len(days) * 1e6, 3)


def main() -> int:
    """Prints the figures; exit code 1 when a bar is missed."""
    asked = argparse.ArgumentParser()
    asked.add_argument("--rounds", type=int, default=20)
    rounds = asked.parse_args().rounds
    ours = calendar()
    took = {
        "is_workday": microseconds(ours.is_workday, DAYS, rounds),
        "tenth_workday_after": microseconds(lambda day: ours.workdays_after(day, 10), DAYS[:-30], rounds),
        "due_in_ten_workdays": microseconds(lambda day: due(day, 10, "workday", ours), DAYS[:-30], rounds),
    }
    theirs = microseconds(is_workday, DAYS, max(1, rounds // 10))
    ratio, equal = round(theirs / took["is_workday"], 1), sum(ours.is_workday(day) == is_workday(day) for day in DAYS)
    told = {
        "microseconds": took, "bar": BAR,
        "chinesecalendar": {"microseconds": theirs, "ratio": ratio, "bar": RATIO, "days": len(DAYS), "equal": equal},
        "machine": machine(),
    }
    print(json.dumps(told, indent=1))
    return 0 if took["is_workday"] < BAR and ratio >= RATIO and equal == len(DAYS) else 1


if __name__ == "__main__":
    raise SystemExit(main())
