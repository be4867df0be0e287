"""Reads the details of foreign publications: bibliography, and the register as legal events."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from yuzhi.engines.formats.energy import (
    CONVEYANCES,
    DETAILS,
    OWN_EVENTS,
    REGISTER,
    REPEATED,
    STATUS,
)
from yuzhi.engines.formats.templates import MADE_UP
from yuzhi.engines.reading.lines import first_keys, json_rows
from yuzhi.engines.reading.records import Fault, Record, Value
from yuzhi.engines.reading.rows import Row, Rule
from yuzhi.engines.reading.rules import RULES, only
from yuzhi.engines.reading.sources import Context, Document, Glimpse, Outcome
from yuzhi.kernel.chinese import parse_day
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.numbers import PublicationNumber
from yuzhi.kernel.origin import FieldOrigin
from yuzhi.packs.cn.sources.energy.publications import (
    CPC_CLASSES,
    json_list,
    outcomes,
    take_publication,
    take_title,
)
from yuzhi.packs.ep.legal_codes import legal_codes

_CLAIM = re.compile(r"(?P<number>[^\s].*?),(?P<day>\d{4}-\d\d-\d\d)(?:,|$)")

Entry = tuple[date, str, str, str]
"""Day, event in our words, the office's code, what the source says."""


def recognised(glimpse: Glimpse) -> bool:
    """Whether the first line begins with the keys of a detailed publication."""
    if glimpse.kind != "text":
        return False
    keys = first_keys(glimpse.head)
    return {"id", "title", "abstract"} <= keys and bool(keys & {"cpc", "legal", "priority_claims"})


def read(document: Document, context: Context) -> Iterator[Outcome]:
    """A patent for each line, followed by its legal events, each (event, day, code) once.

    A line may say that it is made up; then so do its records.
    """
    for row in json_rows(document, context):
        if isinstance(row, Fault):
            yield row
            continue
        values: dict[str, Any] = {}
        publication = take_publication(row, "id", values)
        take_title(row, "title", values)
        values["abstract"] = row.take("abstract", RULES["text"], field="abstract")
        values["cpc"] = row.take("cpc", CPC_CLASSES, field="cpc") or None
        values["priorities"] = row.take("priority_claims", _PRIORITIES, field="priorities") or None
        line: list[Entry] = row.take("events", _TIME_LINE) or []
        register: list[Entry] = row.take("legal", _REGISTER) or []
        nature = row.take("nature", _NATURE)
        row.finish(ignore=DETAILS)
        if publication is not None and not row.faults:
            _days(row, publication, line, values)
        found = list(outcomes(row, publication, values))
        if publication is not None and not row.faults:
            found += _events(row, publication, line, register)
        for one in found:
            yield replace(one, made_up=bool(nature)) if isinstance(one, Record) else one


def _entries(text: str, words: tuple[str, ...]) -> Iterator[Mapping[str, str]]:
    for entry in json_list(text):
        if not isinstance(entry, dict) or not all(isinstance(entry.get(word), str) for word in words):
            raise BadValue(f"“{str(entry)[:80]}”不是法律事件：应有 {'、'.join(words)}。请向来源核对。")
        if unknown := set(entry) - set(words):
            raise BadValue(f"法律事件里有没有人读的 {'、'.join(sorted(unknown))}：请告知维护者。")
        yield entry


def _time_line(text: str) -> list[Entry]:
    """The time line: facts of the application, its state, and what nobody listed. Raises BadValue."""
    found: list[Entry] = []
    for entry in _entries(text, ("date", "event")):
        said = entry["event"]
        word = next((word for start, word in OWN_EVENTS.items() if said.startswith(start)), "other")
        if entry["date"] == STATUS:
            found.append((date.max, "status", "", said))
        elif not said.startswith(REPEATED):
            found.append((parse_day(entry["date"]), word, _kind(said) if word == "published" else "", said))
    return found


def _kind(said: str) -> str:
    try:
        return PublicationNumber.parse(said.rpartition(" ")[2]).kind
    except BadValue:
        return ""


def _register(text: str) -> list[Entry]:
    """The register's entries with the office's own codes. Raises BadValue."""
    found: list[Entry] = []
    for entry in _entries(text, ("date", "code", "title", "desc")):
        said = f"{entry['title']}：{entry['desc']}" if entry["desc"] else entry["title"]
        found.append((parse_day(entry["date"]), "", entry["code"], said))
    return found


def _priorities(text: str) -> list[str]:
    """Each priority as number and day; the title behind them is not kept. Raises BadValue."""
    return [_priority(str(claim)) for claim in json_list(text)]


def _priority(claim: str) -> str:
    """Number and day of `number,day,title`; the number may hold commas of its own."""
    found = _CLAIM.match(claim)
    if found is None:
        raise BadValue(f"“{claim[:80]}”里没有优先权号和优先权日：请向来源核对。")
    return f"{found['number']} {found['day']}"


_NATURE = Rule("nature", only(MADE_UP))
_TIME_LINE = Rule("time_line", _time_line)
_REGISTER = Rule("register", _register)
_PRIORITIES = Rule("priority_claims", _priorities)


def _days(row: Row, publication: PublicationNumber, line: list[Entry], values: dict[str, Any]) -> None:
    """The days and the state that the time line tells of this publication and its application."""
    for day, word, _, said in line:
        field = {"filed": "filed_on", "granted": "granted_on", "status": "state_text"}.get(word)
        if word == "published" and said.endswith(str(publication)):
            field = "published_on"
        if field is not None:
            values[field] = said if word == "status" else day
            row.fields[field] = FieldOrigin("events", "time_line")


def _word(office: str, code: str, said: str) -> str:
    """The register's event in our words where that is certain."""
    if (office, code) == ("US", "AS"):
        return next((word for text, word in CONVEYANCES.items() if text in said.upper()), "other")
    return REGISTER.get((office, code)) or legal_codes().word(office, code) or "other"


def _events(
    row: Row, publication: PublicationNumber, line: list[Entry], register: list[Entry]
) -> Iterator[Record]:
    gathered: dict[tuple[str, date, str], tuple[list[str], str]] = {}
    for day, word, code, said in line:
        if word not in ("filed", "status"):
            gathered.setdefault((word, day, code), ([], "events"))[0].append(said)
    for day, _, code, said in register:
        word = _word(publication.office, code, said)
        gathered.setdefault((word, day, code), ([], "legal"))[0].append(said)
    for (word, day, code), (said_all, path) in gathered.items():
        detail = "\n".join(dict.fromkeys(said_all))
        told: dict[str, Value] = {"event": word, "effective_on": day, "code": code, "detail": detail}
        where = FieldOrigin(path, "time_line" if path == "events" else "register")
        record = f"{publication.key}|{word}|{day.isoformat()}|{code}"
        yield Record(
            "patent_events", publication.key, record, told, row.origin, dict.fromkeys(told, where), true_from=day,
        )
