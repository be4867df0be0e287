"""The files of a delivery: which rows and documents stand in which file, in the order in which they are to be read."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import TypeVar

from yuzhi.engines.formats.templates import TEMPLATES
from yuzhi.engines.sampling import abroad, dirt
from yuzhi.engines.sampling.chance import Chance
from yuzhi.engines.sampling.city import City
from yuzhi.engines.sampling.items import Mark, Patent
from yuzhi.engines.sampling.lines import CNIPR_TITLES, Dirt, Line, Printer, cnipr_line
from yuzhi.engines.sampling.patents import CNIPR, NEW_XML, OLD_XML
from yuzhi.engines.sampling.plan import CityPlan
from yuzhi.engines.sampling.revisions import Revision, Revisions
from yuzhi.engines.sampling.workbooks import write_csv, write_xlsx, write_zip
from yuzhi.engines.sampling.writers_xml import documents, new_xml, old_xml

T = TypeVar("T")
PREFIX = "示例"


@dataclass(frozen=True, slots=True)
class File:
    """One file that was written: its table, how many records it holds, and what is wrong at which place."""

    name: str
    table: str
    records: int
    faults: tuple[tuple[str, Dirt], ...] = ()


class Courier:
    """Writes the files of a city into a folder, each once, in order."""

    def __init__(self, folder: Path, plan: CityPlan, city: City, chance: Chance) -> None:
        self._folder, self._plan, self._city, self._chance = folder, plan, city, chance
        self._printers = {name: Printer(plan, template) for name, template in TEMPLATES.items()}

    def first(self, told: Revisions) -> Iterator[File]:
        """The first delivery."""
        yield from self._parts("01-企业与单位", "companies", self._city.bodies.all(), 1, dirt.company_codes)
        yield from self._rows()
        yield from self._patents(told)
        yield from self._marks(told.marks)
        yield from self._parts("50-著作权登记", "works", told.works.first, 3, dirt.works)
        yield self._sheet("60-地理标志.xlsx", "indications", self._city.indications)
        yield from self._parts("61-地理标志用标企业", "indication_users", told.users.first, 1, dirt.user_codes)
        yield from self._parts("70-质押登记", "pledges", told.pledges.first, 1, dirt.pledges)

    def second(self, told: Revisions) -> Iterator[File]:
        """The later delivery: corrections and withdrawals."""
        yield self._again("90-更正-专利.csv", "patents", told.patents)
        yield self._again("91-更正-商标.csv", "trademarks", told.marks)
        yield self._again("92-更正-著作权登记.csv", "works", told.works)
        yield self._again("93-更正-用标企业.csv", "indication_users", told.users)
        yield self._again("94-更正-质押登记.xlsx", "pledges", told.pledges)

    def _again(self, name: str, table: str, revision: Revision[T]) -> File:
        lines = [self._line(table, thing) for thing in revision.corrected]
        lines += [self._line(table, thing, withdrawn=True) for thing in revision.withdrawn]
        return self._write(name, table, self._printers[table].titles, lines)

    def _rows(self) -> Iterator[File]:
        by_table = defaultdict(list)
        for row in self._city.rows:
            by_table[row.table].append(row)
        for nth, (table, rows) in enumerate(by_table.items()):
            yield self._sheet(f"{10 + nth}-{TEMPLATES[table].zh}.{'xlsx' if nth % 2 else 'csv'}", table, rows)

    def _patents(self, told: Revisions) -> Iterator[File]:
        by_channel = defaultdict(list)
        for patent in self._city.patents:
            by_channel[patent.channel].append(patent)
        yield from self._zips("30-专利文献", by_channel[NEW_XML], new_xml)
        yield from self._zips("31-专利文献（旧版）", by_channel[OLD_XML], old_xml)
        exported = by_channel[CNIPR]
        for nth, part in enumerate(_cut(exported, 4), 1):
            lines = dirt.mixed(
                self._chance, [cnipr_line(p) for p in part], dirt.export(_spare(part)) if nth == 1 else []
            )
            yield self._write(f"32-CNIPR导出{nth}.xlsx", "patents", CNIPR_TITLES, lines, "Sheet1")
        # Some patents are known from two sources: they must count once.
        twice = exported[: len(exported) // 25]
        yield from self._parts("33-专利", "patents", [*told.patents.first, *twice], 5, dirt.patents)
        yield from self._parts("34-专利法律事件", "patent_events", self._city.events, 2, dirt.events)
        yield self._abroad("35-国外同族专利.jsonl")

    def _abroad(self, name: str) -> File:
        path = self._folder / f"{PREFIX}{name}"
        path.write_text("".join(f"{abroad.line(it)}\n" for it in self._city.relatives), encoding="utf-8")
        return File(path.name, "patents", len(self._city.relatives))

    def _marks(self, told: Revision[Mark]) -> Iterator[File]:
        parts = _cut(told.first, 6)
        yield from self._parts("40-商标", "trademarks", [mark for part in parts[:5] for mark in part], 5, dirt.marks)
        printer = self._printers["trademarks"]
        lines = [_many_classes(printer, list(group)) for _, group in groupby(parts[5], key=_alike)]
        yield self._write("41-商标（一标多类）.csv", "trademarks", printer.titles, lines)

    def _zips(
        self, name: str, patents: Sequence[Patent], print_one: Callable[[Patent, date, bool], str]
    ) -> Iterator[File]:
        issues: dict[date, list[tuple[str, str]]] = defaultdict(list)
        for nth, patent in enumerate(patents):
            for on, granted in documents(patent, both=nth % 4 == 0):
                member = f"{patent.stem}{'B' if granted else 'A'}.XML"
                issues[on].append((f"{on:%Y%m%d}/{member}", print_one(patent, on, granted)))
        for on, members in sorted(issues.items()):
            file = f"{PREFIX}{name}-{on:%Y%m%d}.zip"
            write_zip(self._folder / file, members)
            yield File(file, "patents", len(members))

    def _parts(
        self,
        name: str,
        table: str,
        things: Sequence[T],
        parts: int,
        spoil: Callable[[Printer, Sequence[T]], list[Line]],
    ) -> Iterator[File]:
        """Several files: the first is a workbook, the others CSV, one of them as offices in China save it."""
        printer = self._printers[table]
        for nth, part in enumerate(_cut(things, parts), 1):
            lines = [self._line(table, thing) for thing in part]
            dirty = spoil(printer, _spare(part)) if nth <= 2 else []
            yield self._write(
                f"{name}{nth if parts > 1 else ''}.{'xlsx' if nth == 1 else 'csv'}",
                table,
                printer.titles,
                dirt.mixed(self._chance, lines, dirty),
                encoding="gb18030" if nth == 3 else "utf-8-sig",
            )

    def _sheet(self, name: str, table: str, things: Sequence[object]) -> File:
        lines = [self._line(table, thing) for thing in things]
        return self._write(name, table, self._printers[table].titles, lines)

    def _line(self, table: str, thing: object, withdrawn: bool = False) -> Line:
        printer = self._printers[table]
        if isinstance(thing, Patent):
            return printer.line(thing, withdrawn=withdrawn, published_on=thing.shown_on)
        return printer.line(thing, withdrawn=withdrawn)

    def _write(
        self,
        name: str,
        table: str,
        titles: Sequence[str],
        lines: Sequence[Line],
        title: str = "",
        encoding: str = "utf-8-sig",
    ) -> File:
        sheet, path = title or TEMPLATES[table].zh, self._folder / f"{PREFIX}{name}"
        rows = [titles, *(line.texts for line in lines)]
        if path.suffix == ".csv":
            write_csv(path, rows, encoding)
        else:
            write_xlsx(path, sheet, rows)
        place = "line {}" if path.suffix == ".csv" else f"{sheet}!{{}}"
        faults = tuple((place.format(n), line.dirt) for n, line in enumerate(lines, 2) if line.dirt)
        return File(path.name, table, sum(line.records for line in lines), faults)


def _alike(mark: Mark) -> tuple[str, ...]:
    return mark.number, mark.name, mark.address, str(mark.ended_on)


def _many_classes(printer: Printer, group: list[Mark]) -> Line:
    """One line for all classes of a registration, as certificates show them."""
    line = printer.line(replace(group[0], goods="；".join(mark.goods for mark in group)), records=len(group))
    index = next(i for i, column in enumerate(printer.template.columns) if column.field == "nice_class")
    texts = list(line.texts)
    texts[index] = ";".join(str(mark.nice_class) for mark in group)
    return Line(tuple(texts), line.records)


def _spare(things: Sequence[T]) -> Sequence[T]:
    """The things that dirty rows are copied from: a spread over the part."""
    return things[:: max(1, len(things) // 5)]


def _cut(things: Sequence[T], parts: int) -> list[Sequence[T]]:
    size = max(1, -(-len(things) // parts))
    return [things[start : start + size] for start in range(0, len(things), size)]
