"""Reads the platform's spreadsheets: one record for each row, checked against itself."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from yuzhi.engines.formats.tables import CHOICES, TABLES
from yuzhi.engines.formats.templates import (
    LISTS_SHEET,
    MADE,
    MADE_UP,
    NOTES_SHEET,
    PATENT,
    WITHDRAWAL,
    WITHDRAWN,
    Column,
    Template,
    in_wan,
    which,
)
from yuzhi.engines.reading.placing import COUNTY_RULE, REPORTED, UNREPORTED, placed
from yuzhi.engines.reading.records import Fault, Record, Skipped
from yuzhi.engines.reading.rows import Row, Rule, missing_columns
from yuzhi.engines.reading.rules import RULES, area, area_code, choice, only
from yuzhi.engines.reading.sheets import rows
from yuzhi.engines.reading.sources import Context, Document, Outcome
from yuzhi.kernel.numbers import ApplicationNumber
from yuzhi.kernel.origin import FieldOrigin
from yuzhi.packs.cn.sources.templates.checks import contradictions
from yuzhi.packs.cn.sources.templates.keys import key_of, record_of

_ASIDE = frozenset({NOTES_SHEET, LISTS_SHEET})
_NOT_STORED = frozenset({PATENT, WITHDRAWAL, MADE})


@dataclass(frozen=True, slots=True)
class _Step:
    """One column with the rule that reads it; `key` columns are needed even to withdraw a row."""

    title: str
    column: Column
    rule: Rule[Any]
    key: bool


def read(template: Template, document: Document, context: Context) -> Iterator[Outcome]:
    """Every row of the file as a record of the template's table, or as the faults that keep it out.

    Raises: BadFile for a damaged file, an unknown or a missing column.
    """
    needed = frozenset(column.zh for column in template.columns if column.required and column.rule != "money_yuan")
    header = _Header(template)
    steps: list[_Step] = []
    seen: dict[str, tuple[Mapping[str, Any], str]] = {}
    for row in rows(document, context, header, required=needed, aside=_ASIDE):
        if isinstance(row, Skipped):
            yield row
            continue
        if not steps:
            steps = [step for column in template.columns for step in _steps(template, column, context)]
        yield from _outcomes(template, steps, row, context, seen)


class _Header:
    """Knows the template's header, and what each of its titles means."""

    def __init__(self, template: Template) -> None:
        self._template = template

    def __call__(self, texts: Sequence[str]) -> Mapping[str, str] | None:
        return self._template.names(texts) if which(texts) is self._template else None


def _outcomes(
    template: Template, steps: list[_Step], row: Row, context: Context, seen: dict[str, tuple[Mapping[str, Any], str]]
) -> Iterator[Outcome]:
    values = _values(steps, row)
    row.finish()
    withdrawn = bool(values.get(WITHDRAWAL))
    if not row.faults:
        _complete(template, values, row, context)
    if not row.faults and not withdrawn:
        for column, reason in contradictions(template.table, values):
            row.fault(_title(template, column), reason)
    if row.faults:
        yield from row.faults
        return
    for record in _records(template, values, row, withdrawn=withdrawn):
        yield _once(record, seen, row)


def _steps(template: Template, column: Column, context: Context) -> list[_Step]:
    key = column.field in template.key and column.required
    if column.rule == "money_yuan":
        titles = {column.zh: "money_yuan", in_wan(column.zh): "money_wan"}
        return [_Step(title, column, RULES[rule], key) for title, rule in titles.items()]
    return [_Step(column.zh, column, _rule(column, context), key)]


def _rule(column: Column, context: Context) -> Rule[Any]:
    if column.rule == "choice":
        return Rule("choice", choice(CHOICES[column.field]))
    made: dict[str, Rule[Any]] = {
        "area": Rule("area", area(context.areas)),
        "area_code": Rule("area_code", area_code(context.areas), exact=True),
        "operation": Rule("operation", only(WITHDRAWN)),
        "nature": Rule("nature", only(MADE_UP)),
    }
    return made.get(column.rule) or RULES[column.rule]


def _values(steps: list[_Step], row: Row) -> dict[str, Any]:
    """The values of all columns that the row has; a withdrawn row needs only its key."""
    withdrawn = bool(row.cells.get("记录操作", "").strip())
    values: dict[str, Any] = {}
    cells = row.cells
    for step in steps:
        if step.title in cells:
            column = step.column
            required = column.required and (step.key or not withdrawn)
            value = row.take(step.title, step.rule, required=required, field=column.field)
            if value is not None:
                values[column.field] = value
        elif step.column.required and not {step.column.zh, in_wan(step.column.zh)} & cells.keys():
            raise missing_columns(row.origin.place, [step.column.zh])
    return values


def _complete(template: Template, values: dict[str, Any], row: Row, context: Context) -> None:
    """Adds what follows from the row itself: the office, the kind of right, the county."""
    number = values.get("number")
    if template.table == "patents" and isinstance(number, ApplicationNumber):
        values["office"] = "CN"
        row.fields["office"] = FieldOrigin("申请号", "application_number")
        given = values.setdefault("right_kind", number.kind)
        row.fields.setdefault("right_kind", FieldOrigin("申请号", "kind_of_number"))
        if given != number.kind:
            row.fault("专利类型", f"专利类型与申请号不符：申请号表明是{CHOICES['right_kind'][number.kind]}。请核对。")
    if "county" not in TABLES[template.table].names:
        return
    if template.has("county"):
        _report(template, values, row)
    elif address := values.get("address"):
        code, reason = placed(context.areas, address)
        origin = FieldOrigin(template.column("address").zh, COUNTY_RULE)
        row.fields["county"] = row.fields["county_reason"] = origin
        values["county"], values["county_reason"] = code, reason
    else:
        values["county_reason"] = "来源没有填写地址"
        row.fields["county_reason"] = FieldOrigin(template.column("address").zh, COUNTY_RULE)


def _report(template: Template, values: dict[str, Any], row: Row) -> None:
    values["county_reason"] = REPORTED if values.get("county") else UNREPORTED
    row.fields["county_reason"] = FieldOrigin(template.column("county").zh, "area")


def _records(template: Template, values: dict[str, Any], row: Row, *, withdrawn: bool) -> Iterator[Record]:
    """One record, or one for each class of a mark in several classes."""
    stored = {
        name: _plain(value) for name, value in values.items() if name not in _NOT_STORED and value is not None
    }
    begins = next((values[name] for name in template.begins if values.get(name)), None)
    classes = stored.get("nice_class") if template.table == "trademarks" else None
    for number in classes if isinstance(classes, list) else [None]:
        each = stored if number is None else {**stored, "nice_class": number}
        key = key_of(template.table, {**values, "nice_class": number})
        yield Record(
            template.table, key, record_of(template.table, key, values), each, row.origin,
            {name: origin for name, origin in row.fields.items() if name not in _NOT_STORED},
            true_from=begins, true_to=_end(template, values), withdrawn=withdrawn, made_up=bool(values.get(MADE)),
        )


def _end(template: Template, values: Mapping[str, Any]) -> date | None:
    ended = values.get(template.ends) if template.ends else None
    if not isinstance(ended, date):
        return None
    return ended + timedelta(days=1) if template.ends_after else ended


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | date | list) else str(value)


def _once(record: Record, seen: dict[str, tuple[Mapping[str, Any], str]], row: Row) -> Outcome:
    """The record; or why a second row about the same thing is not taken."""
    before = seen.setdefault(record.record, (record.values, record.origin.place))
    if before[1] == record.origin.place:
        return record
    if before[0] == record.values:
        return Skipped(record.origin, f"与 {before[1]} 完全相同，只读一次")
    reason = f"与 {before[1]} 是同一条记录（{record.record}），但内容不同：请在原件中只保留正确的一行。"
    return Fault(record.origin, "", record.record, reason, dict(row.cells))


def _title(template: Template, field: str) -> str:
    return template.column(field).zh if template.has(field) else field


