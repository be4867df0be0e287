"""iCalendar text: days that a telephone's calendar shows and reminds of.

Source: RFC 5545.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

_LINE = 75


@dataclass(frozen=True, slots=True)
class Event:
    """A whole day with a name; `identity` stays the same when the event is written again. `before` is when it reminds."""

    identity: str
    on: date
    title: str
    text: str
    address: str
    before: timedelta


def calendar_text(name: str, events: Iterable[Event], now: datetime) -> str:
    """A calendar with these days, in lines that end and fold as the standard wants."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//yuzhi//dues//ZH", "CALSCALE:GREGORIAN", f"X-WR-CALNAME:{_escaped(name)}"]
    for event in events:
        lines += _event(event, now)
    return "".join(f"{part}\r\n" for line in [*lines, "END:VCALENDAR"] for part in _folded(line))


def _event(event: Event, now: datetime) -> list[str]:
    identity = hashlib.sha256(event.identity.encode()).hexdigest()[:40]
    return [
        "BEGIN:VEVENT", f"UID:{identity}@yuzhi", f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}",
        f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}", f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}",
        f"SUMMARY:{_escaped(event.title)}", f"DESCRIPTION:{_escaped(event.text)}", f"URL:{event.address}", "TRANSP:TRANSPARENT",
        "BEGIN:VALARM", "ACTION:DISPLAY", f"DESCRIPTION:{_escaped(event.title)}", f"TRIGGER:-P{event.before.days}D", "END:VALARM",
        "END:VEVENT",
    ]


def _escaped(text: str) -> str:
    plain = "".join(char for char in text.replace("\r\n", "\n").replace("\r", "\n") if char == "\n" or char >= " ")
    for char, written in (("\\", "\\\\"), (";", "\\;"), (",", "\\,"), ("\n", "\\n")):
        plain = plain.replace(char, written)
    return plain


def _folded(line: str) -> Iterator[str]:
    """Parts of at most 75 bytes, each further one behind a space; no character is cut in two."""
    part = b""
    for char in line:
        written = char.encode()
        if len(part) + len(written) > _LINE:
            yield part.decode()
            part = b" "
        part += written
    yield part.decode()
