"""Reads the platform's spreadsheets: one record for each row, checked against itself."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from yuzhi.engines.formats.tables import CHOICES
from yuzhi.engines.formats.templates import LISTS_SHEET, MADE, NOTES_SHEET, PATENT, WITHDRAWAL, Template
from yuzhi.engines.reading.placing import REPORTED, UNREPORTED, placed
from yuzhi.engines.reading.records import Fault, Record, Skipped
from yuzhi.engines.reading.rows import Row
from yuzhi.engines.reading.sheets import rows
from yuzhi.engines.reading.sources import Context, Document, Outcome
from yuzhi.kernel.numbers import ApplicationNumber
from yuzhi.kernel.origin import FieldOrigin
from yuzhi.packs.cn.sources.templates.checks import contradictions
from yuzhi.packs.cn.sources.templates.keys import key_of, record_of
from yuzhi.packs.cn.sources.templates.plan import Plan

_ASIDE = frozenset({NOTES_SHEET, LISTS_SHEET})
_NOT_STORED = frozenset({PATENT, WITHDRAWAL, MADE})
_OF_NUMBER = FieldOrigin("申请号", "application_number")
_KIND_OF_NUMBER = FieldOrigin("申请号", "kind_of_number")

Seen = dict[str, tuple[int, str]]
"""A fingerprint of the row and the place of each statement of the file so far."""


def read(template: Template, document: Document, context: Context) -> Iterator[Outcome]:
    """Every row of the file as a record of the template's table, or as the faults that keep it out.

    Raises: BadFile for a damaged file, an unknown or a missing column.
    """
    plan = Plan(template, context)
    seen: Seen = {}
    for row in rows(document, context, plan.header, required=plan.required, aside=_ASIDE):
        if isinstance(row, Skipped):
            yield row
        else:
            yield from _outcomes(plan, row, seen)


def _outcomes(plan: Plan, row: Row, seen: Seen) -> Iterator[Outcome]:
    values = plan.values(row)
    withdrawn = bool(values.get(WITHDRAWAL))
    if not row.faults:
        _complete(plan, values, row)
    if not row.faults and not withdrawn:
        for field, reason in contradictions(plan.template.table, values):
            row.fault(plan.template.column(field).zh, reason)
    if row.faults:
        yield from row.faults
        return
    fingerprint = hash(tuple(row.cells.values()))
    for record in records(plan.template, plan.numbers, values, row, withdrawn=withdrawn):
        yield once(record, seen, row, fingerprint)


def _complete(plan: Plan, values: dict[str, Any], row: Row) -> None:
    """Adds what follows from the row itself: the office, the kind of right, the county."""
    number = values.get("number")
    if isinstance(number, ApplicationNumber):
        values["office"], row.fields["office"] = "CN", _OF_NUMBER
        given = values.setdefault("right_kind", number.kind)
        row.fields.setdefault("right_kind", _KIND_OF_NUMBER)
        if given != number.kind:
            row.fault("专利类型", f"专利类型与申请号不符：申请号表明是{CHOICES['right_kind'][number.kind]}。请核对。")
    if not plan.places:
        return
    if plan.county is not None:
        values["county_reason"] = REPORTED if values.get("county") else UNREPORTED
        row.fields["county_reason"] = row.fields.get("county", plan.county)
    elif plan.address is not None:
        address = values.get("address")
        code, reason = placed(plan.context.areas, address) if address else (None, "来源没有填写地址")
        values["county_reason"], row.fields["county_reason"] = reason, plan.address
        if code is not None:
            values["county"], row.fields["county"] = code, plan.address


def records(
    template: Template, numbers: Iterable[str], values: dict[str, Any], row: Row, *, withdrawn: bool = False
) -> Iterator[Record]:
    """One record, or one for each class of a mark in several classes; `numbers` are the fields stored as they are written."""
    stored, origins = dict(values), row.fields
    for name in _NOT_STORED:
        if stored.pop(name, None) is not None:
            origins.pop(name, None)
    for name in numbers:
        if name in stored:
            stored[name] = str(stored[name])
    begins = next((values[name] for name in template.begins if values.get(name)), None)
    classes = stored.get("nice_class") if template.table == "trademarks" else None
    for number in classes if isinstance(classes, list) else [None]:
        each = stored if number is None else {**stored, "nice_class": number}
        key = key_of(template.table, values if number is None else {**values, "nice_class": number})
        yield Record(
            template.table, key, record_of(template.table, key, values), each, row.origin, origins,
            true_from=begins, true_to=_end(template, values), withdrawn=withdrawn, made_up=bool(values.get(MADE)),
        )


def _end(template: Template, values: Mapping[str, Any]) -> date | None:
    ended = values.get(template.ends) if template.ends else None
    if not isinstance(ended, date):
        return None
    return ended + timedelta(days=1) if template.ends_after else ended


def once(record: Record, seen: Seen, row: Row, fingerprint: int) -> Outcome:
    """The record; or why a second row about the same thing is not taken."""
    told, place = seen.setdefault(record.record, (fingerprint, record.origin.place))
    if place == record.origin.place:
        return record
    if told == fingerprint:
        return Skipped(record.origin, f"与 {place} 完全相同，只读一次")
    reason = f"与 {place} 是同一条记录（{record.record}），但内容不同：请在原件中只保留正确的一行。"
    return Fault(record.origin, "", record.record, reason, dict(row.cells))
