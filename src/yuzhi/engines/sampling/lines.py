"""Lines of sheets: the made-up city's things as the texts that stand in columns."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from yuzhi.engines.formats.cnipr import COLUMNS
from yuzhi.engines.formats.templates import MADE, MADE_UP, WITHDRAWAL, WITHDRAWN, CellValue, Template, shown
from yuzhi.engines.sampling.items import Patent, Row
from yuzhi.engines.sampling.places import with_postcode
from yuzhi.engines.sampling.plan import CityPlan

CNIPR_TITLES = tuple(column.zh for column in COLUMNS)


@dataclass(frozen=True, slots=True)
class Dirt:
    """What is wrong with a line: the column, its bad text, the text that repairs it, and the kind of fault."""

    column: str
    value: str
    repair: str
    fault: str


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a sheet: a text for each column, how many records it makes, and what is wrong with it."""

    texts: tuple[str, ...]
    records: int = 1
    dirt: Dirt | None = None


class Printer:
    """Turns things into lines of one template."""

    def __init__(self, plan: CityPlan, template: Template) -> None:
        self.template = template
        self._areas = {area.code: area.zh for area in plan.areas}
        self._city = plan.zh

    @property
    def titles(self) -> tuple[str, ...]:
        """The header."""
        return tuple(column.title for column in self.template.columns)

    def line(self, thing: object, *, withdrawn: bool = False, records: int = 1, **other: CellValue) -> Line:
        """The line of a thing; `other` fields replace what the thing says."""
        texts = []
        for column in self.template.columns:
            if column.field == WITHDRAWAL:
                texts.append(WITHDRAWN if withdrawn else "")
            elif column.field == MADE:
                texts.append(MADE_UP)
            elif column.field == "county":
                texts.append(self._area(thing))
            else:
                told = other[column.field] if column.field in other else _told(thing, column.field)
                texts.append(shown(column, told))
        return Line(tuple(texts), records)

    def dirty(self, line: Line, field: str, bad: str, fault: str) -> Line:
        """The line with one bad text in the column of a field."""
        index = next(i for i, column in enumerate(self.template.columns) if column.field == field)
        texts = list(line.texts)
        good, texts[index] = texts[index], bad
        return Line(tuple(texts), 0, Dirt(self.template.columns[index].zh, bad, good, fault))

    def _area(self, thing: object) -> str:
        """The county's name; the city's where only that is known; nothing for places elsewhere."""
        county = getattr(thing, "county", None)
        if county is not None:
            return self._areas[county]
        return self._city if getattr(thing, "inside", True) else ""


def cnipr_line(patent: Patent) -> Line:
    """The line of a patent in the export, in the order of its columns."""
    classes = [f"{ipc.replace(' ', '')}(2006.01)I" for ipc in patent.ipc] or patent.locarno
    granted = patent.granted_on is not None
    told: Mapping[str, str] = {
        "申请号": f"CN{patent.number}",
        "公开（公告）号": patent.publication,
        "公开（公告）日": _dotted(patent.shown_on),
        "申请日": _dotted(patent.filed_on),
        "专利号": f"CN{patent.number}",
        "名称": patent.title,
        "主分类号": classes[0],
        "分类号": ";".join(classes),
        "申请（专利权）人": ";".join(patent.applicants),
        "发明（设计）人": ";".join(patent.inventors),
        "地址": with_postcode(patent.place, patent.address),
        "颁证日": _dotted(patent.granted_on) if granted and patent.granted_on else "",
        "专利代理机构": f"{patent.agency} {patent.agency_code}".strip(),
        "代理人": ";".join(patent.agents),
        "摘要": patent.abstract,
        "主权项": patent.first_claim,
        "光盘号": "D1301",
        "PCT公开": "0",
    }
    return Line(tuple(told.get(title, "") for title in CNIPR_TITLES))


def cnipr_dirty(line: Line, title: str, bad: str, fault: str) -> Line:
    """The line of the export with one bad text."""
    index = CNIPR_TITLES.index(title)
    texts = list(line.texts)
    good, texts[index] = texts[index], bad
    return Line(tuple(texts), 0, Dirt(title, bad, good, fault))


def _told(thing: object, field: str) -> CellValue:
    if isinstance(thing, Row):
        return thing.values.get(field)
    told: CellValue = getattr(thing, field, None)
    return told


def _dotted(day: date) -> str:
    return day.strftime("%Y.%m.%d")
