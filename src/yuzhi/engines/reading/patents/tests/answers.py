"""Comparing records with an answer file that a person wrote."""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from yuzhi.engines.reading.records import Record
from yuzhi.engines.reading.sources import Outcome

BY_PLACE = {"county", "county_reason"}
"""Depends on the city and is tested there."""


def answers(path: Path) -> dict[str, Any]:
    """The answer file."""
    loaded: dict[str, Any] = yaml.safe_load(path.read_text(encoding="utf-8"))
    return loaded


def differences(outcomes: Iterable[Outcome], answer: Mapping[str, Any]) -> list[str]:
    """What differs, in words; nothing where every field of every record is as answered and no other field exists."""
    told: list[str] = []
    records: dict[str, list[Record]] = {}
    for outcome in outcomes:
        if isinstance(outcome, Record):
            records.setdefault(outcome.table, []).append(outcome)
        else:
            told.append(f"unexpected: {outcome}")
    for table in set(records) ^ (set(answer) - {"file", "source"}):
        told.append(f"{table} is in only one of both")
    for table in set(records) & set(answer):
        wanted = answer[table] if isinstance(answer[table], list) else [answer[table]]
        if len(wanted) != len(records[table]):
            told.append(f"{table} has {len(records[table])} records, not {len(wanted)}")
        for record, one in zip(records[table], wanted, strict=False):
            told.extend(f"{table}: {difference}" for difference in _record(record, one))
    return told


def _record(record: Record, answer: Mapping[str, Any]) -> Iterable[str]:
    for name in ("key", "record", "true_from"):
        if getattr(record, name) != answer[name]:
            yield f"{name} is {getattr(record, name)!r}, not {answer[name]!r}"
    values = {name: value for name, value in record.values.items() if name not in BY_PLACE}
    for name in set(values) ^ set(answer["values"]):
        yield f"{name} is in only one of both"
    for name in set(values) & set(answer["values"]):
        yield from (f"{name} {one}" for one in _value(values[name], answer["values"][name]))
    for name in set(record.values) ^ set(record.origins):
        yield f"{name} has a value or an origin, not both"


def _value(value: Any, answer: Any) -> Iterable[str]:
    if isinstance(answer, dict):
        yield from _long_text(value, answer)
    elif (value.isoformat() if isinstance(value, date) and isinstance(answer, str) else value) != answer:
        yield f"is {value!r}, not {answer!r}"


def _long_text(value: str, answer: dict[str, Any]) -> Iterable[str]:
    blocks = value.split("\n\n")
    found = {"length": len(value), "blocks": len(blocks), "lines": len([line for line in value.split("\n") if line])}
    yield from (f"has {name} {number}, not {answer[name]}" for name, number in found.items()
                if answer.get(name, number) != number)
    if not value.startswith(answer["begins"]):
        yield f"begins {value[:60]!r}"
    if not value.endswith(answer["ends"]):
        yield f"ends {value[-60:]!r}"
    yield from (f"lacks {part!r}" for part in answer.get("has", ()) if part not in value)
    yield from (f"block {number} begins {blocks[number - 1][:60]!r}"
                for number, begins in answer.get("block_begins", {}).items()
                if not blocks[number - 1].startswith(begins))
