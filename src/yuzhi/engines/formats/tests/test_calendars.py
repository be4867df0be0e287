"""Calendars that another program reads."""

from datetime import UTC, date, datetime, timedelta

from icalendar import Calendar

from yuzhi.engines.formats.calendars import Event, calendar_text

NOW = datetime(2026, 3, 2, tzinfo=UTC)
LONG = "一种低糖的、可折叠；带有“反斜线\\”和\n换行的红枣烘干房" * 5


def test_another_program_reads_what_was_written():
    text = calendar_text("期限", [Event("a", date(2026, 4, 10), LONG, "今天缴纳 2,000.00元", "https://x.example/a", timedelta(days=30))], NOW)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert (event["SUMMARY"], event["DESCRIPTION"]) == (LONG, "今天缴纳 2,000.00元")
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2026, 4, 10), date(2026, 4, 11))
    assert event.walk("VALARM")[0]["TRIGGER"].dt == timedelta(days=-30)


def test_an_event_keeps_its_identity_when_its_day_moves():
    first, second = (
        Calendar.from_ical(calendar_text("期限", [Event("a", day, "x", "y", "z", timedelta(days=1))], NOW)).walk("VEVENT")[0]["UID"]
        for day in (date(2026, 4, 10), date(2026, 4, 13))
    )
    assert first == second
