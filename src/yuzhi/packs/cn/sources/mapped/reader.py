"""Reads a mapped spreadsheet: one record for each row, by the same checks as our own templates."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from yuzhi.engines.formats.tables import CHOICES
from yuzhi.engines.formats.templates import LISTS_SHEET, NOTES_SHEET
from yuzhi.engines.reading.mapping import SheetMapping, fits
from yuzhi.engines.reading.mapping.fields import stated_unit
from yuzhi.engines.reading.mapping.headers import names
from yuzhi.engines.reading.placing import COUNTY_RULE, REPORTED, UNREPORTED, placed
from yuzhi.engines.reading.records import Skipped
from yuzhi.engines.reading.rows import Row
from yuzhi.engines.reading.sheets import rows
from yuzhi.engines.reading.sources import Context, Document, Outcome
from yuzhi.kernel.chinese import fold
from yuzhi.kernel.numbers import ApplicationNumber
from yuzhi.kernel.origin import FieldOrigin
from yuzhi.packs.cn.publishing import is_grant
from yuzhi.packs.cn.sources.mapped.plan import MappedPlan
from yuzhi.packs.cn.sources.templates.checks import contradictions
from yuzhi.packs.cn.sources.templates.reader import Seen, once, records

_ASIDE = frozenset({NOTES_SHEET, LISTS_SHEET})
_TOTALS = frozenset({"合计", "总计", "小计", "共计", "总数", "total"})

_SIGNED = re.compile(r"(填表|填报|制表|审核|复核|经办|报送|负责|联系)(人|单位|日期|时间|电话|方式)?[::]|单位负责人[::]|(注|备注|说明|填表说明)[::]")


class _Reading:
    """One file being read: the newest version whose header a sheet has reads that sheet."""

    def __init__(self, versions: Sequence[SheetMapping], context: Context) -> None:
        self._plans = [MappedPlan(one, context) for one in versions]
        self.plan = self._plans[0]
        self._above: list[str] = []

    def header(self, texts: Sequence[str]) -> Mapping[str, str] | None:
        """What each title means, where the row is the header of a version.

        Raises: BadFile where a line above it states another unit of sums than the one by which they would be read.
        """
        for plan in self._plans:
            if fits(plan.mapping, texts):
                plan.agree(stated_unit(" ".join(self._above)))
                self.plan = plan
                self._above.clear()
                return names(plan.mapping, texts)
        self._above += texts
        return None


def read(versions: Sequence[SheetMapping], document: Document, context: Context) -> Iterator[Outcome]:
    """Every row as a record, or as the faults that keep it out; totals below a list are Skipped by name.

    Raises: BadFile for a damaged file, a column that nobody knows, and where no sheet has a header of the mapping.
    """
    reading = _Reading(versions, context)
    seen: Seen = {}
    for row in rows(document, context, reading.header, aside=_ASIDE, merged=True):
        if isinstance(row, Skipped):
            yield row
        elif reading.plan.mapping.sheet and row.origin.place.rpartition("!")[0] not in ("", reading.plan.mapping.sheet):
            yield Skipped(row.origin, f"工作表不是“{reading.plan.mapping.sheet}”，按对照不读")
        elif _is_total(row, reading.plan):
            yield Skipped(row.origin, "合计行，不是一条记录")
        elif _is_signature(row):
            yield Skipped(row.origin, "表末的落款或说明，不是一条记录")
        else:
            yield from _outcomes(reading.plan, row, seen)


def _is_total(row: Row, plan: MappedPlan) -> bool:
    """Whether the row sums up the others: what tells rows apart is blank or says so, and some cell is the word for a sum."""
    words = {fold(text).rstrip(":：").casefold() for text in row.cells.values() if text.strip()}
    if not words & _TOTALS:
        return False
    keys = [fold(row.cells.get(plan.titles[field], "")).casefold() for field in plan.must if field in plan.titles]
    return all(not text or text.rstrip(":：") in _TOTALS for text in keys)


def _is_signature(row: Row) -> bool:
    """Whether the row says nothing but who filled the sheet in, or how to read it."""
    return all(_SIGNED.match(fold(text).strip()) for text in row.cells.values() if text.strip())


def _outcomes(plan: MappedPlan, row: Row, seen: Seen) -> Iterator[Outcome]:
    values = plan.values(row)
    if not row.faults:
        _complete(plan, values, row)
    if not row.faults:
        for field, reason in contradictions(plan.template.table, values):
            row.fault(plan.title(field), reason)
    if row.faults:
        yield from row.faults
        return
    fingerprint = hash(tuple(row.cells.values()))
    document = values.get("publication") if plan.mapping.table == "patents" else None
    for record in records(plan.template, plan.numbers, values, row):
        # one application has several published documents, each a statement of its own
        told = replace(record, record=str(document) if document else record.record, made_up=plan.mapping.made_up)
        yield once(told, seen, row, fingerprint)


def _complete(plan: MappedPlan, values: dict[str, Any], row: Row) -> None:
    """Adds what follows from the row itself: the office, the kind of right, the day of the grant, the county."""
    number = values.get("number")
    if isinstance(number, ApplicationNumber):
        _patent(plan, number, values, row)
    if plan.mapping.table == "works" and number is not None and "work_kind" not in values:
        values["work_kind"], row.fields["work_kind"] = number.work_kind, FieldOrigin(plan.title("number"), "kind_of_number")
    if plan.places:
        _place(plan, values, row)


def _patent(plan: MappedPlan, number: ApplicationNumber, values: dict[str, Any], row: Row) -> None:
    title = plan.title("number")
    values["office"], row.fields["office"] = "CN", FieldOrigin(title, "application_number")
    given = values.setdefault("right_kind", number.kind)
    row.fields.setdefault("right_kind", FieldOrigin(title, "kind_of_number"))
    if given != number.kind:
        row.fault(plan.title("right_kind"), f"专利类型与申请号不符：申请号表明是{CHOICES['right_kind'][number.kind]}。请核对。")
    publication, published = values.get("publication"), values.get("published_on")
    if publication is not None and published and "granted_on" not in values and is_grant(publication, published):
        values["granted_on"], row.fields["granted_on"] = published, FieldOrigin(plan.title("published_on"), "grant_of_kind")


def _place(plan: MappedPlan, values: dict[str, Any], row: Row) -> None:
    """The county that the sheet or the mapping names; else the one in which the address lies."""
    if values.get("county"):
        values["county_reason"], row.fields["county_reason"] = REPORTED, row.fields["county"]
        return
    address, origin = values.get("address"), FieldOrigin(plan.title("address") or next(iter(plan.titles.values())), COUNTY_RULE)
    code, reason = placed(plan.context.areas, address) if address else (None, UNREPORTED)
    values["county_reason"], row.fields["county_reason"] = reason, origin
    if code is not None:
        values["county"], row.fields["county"] = code, origin


