"""A trade mark in ST.96: one record for each Nice class, as the lake keeps marks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from yuzhi.engines.formats.st96 import CERTIFICATION, COLLECTIVE, FIGURE, ST96_PATENT
from yuzhi.engines.reading.patents.numbers import day
from yuzhi.engines.reading.patents.page import Page
from yuzhi.engines.reading.patents.parts import Element
from yuzhi.engines.reading.patents.texts import in_line
from yuzhi.engines.reading.records import Record, Skipped, Value
from yuzhi.engines.reading.sources import Context, Outcome
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.offices import office as known_office
from yuzhi.kernel.origin import FieldOrigin, Origin
from yuzhi.kernel.registrations import OfficeMark
from yuzhi.packs.wo.publishing import ABROAD
from yuzhi.packs.wo.sources.st96.parties import Party, parties
from yuzhi.packs.wo.sources.st96.placing import place
from yuzhi.packs.wo.sources.st96.rest import strangers, text_at, told

_OFFICE = ("RegistrationOfficeCode", "ApplicationNumber/IPOfficeCode", "ReceivingOfficeCode")
_APPLICATION = ("ApplicationNumber/ApplicationNumberText", "ApplicationNumber/ST13ApplicationNumber")
_REGISTRATION = ("RegistrationNumber",)
_GOODS = "GoodsServicesBag/GoodsServices"
_CLASSIFIED = f"{_GOODS}/GoodsServicesClassificationBag/GoodsServicesClassification"
_DESCRIBED = f"{_GOODS}/ClassDescriptionBag/ClassDescription"
_SHOWN = "MarkRepresentation/MarkReproduction"
_WORDS = (
    f"{_SHOWN}/WordMarkSpecification/MarkVerbalElementText",
    f"{_SHOWN}/WordMarkSpecification/MarkSignificantVerbalElementText",
)
_IMAGE = (f"{_SHOWN}/MarkImageBag/MarkImage/FileName",)
_HOLDERS = ("HolderBag/Holder", "ApplicantBag/Applicant")
_AGENTS = ("RepresentativeBag/Representative", "NationalRepresentative", "RecordAttorney")
_DAYS = {
    "applied_on": ("ApplicationDate", "ApplicationDateTime"), "registered_on": ("RegistrationDate",),
    "expires_on": ("ExpiryDate",), "ended_on": ("TerminationDate",),
}
_STATUS = "MarkCurrentStatusCode"
_READ = frozenset({
    *_OFFICE, *_APPLICATION, *_REGISTRATION, *_WORDS, *_IMAGE, *_HOLDERS, *_AGENTS, _CLASSIFIED, _DESCRIBED, "MarkCategory",
    *(path for paths in _DAYS.values() for path in paths),
    f"{_GOODS}/ClassificationKindCode",
})
_PASSED = frozenset({"FilingPlace", "ReceivingOfficeDate", "NationalGoodsServices"})
_NO_COLUMN = "商标表没有这一栏"
_NICE = re.compile(r"0*(?P<number>[1-9]|[1-3][0-9]|4[0-5])")
_MOMENT = re.compile(r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})(?:T.*|Z|[+-][0-9]{2}:[0-9]{2})")


@dataclass(frozen=True, slots=True)
class Numbered:
    """How a mark is named: the office's number that it keeps for life, the number that people call it by, and its path."""

    office: str
    lasting: str
    called: str
    path: str


def read_mark(root: Element, origin: Origin, context: Context, made_up: bool) -> Iterator[Outcome]:
    """One record for each Nice class of the mark; what has no column is named."""
    page = Page(root, ST96_PATENT, origin, context, ABROAD)
    numbered = _numbers(page)
    classes = _classes(page)
    if numbered is not None and not classes:
        page.fault(_CLASSIFIED, "", f"商标 {numbered.called} 没有尼斯分类（1 至 45），不能入库：请补写类别后重新读取。")
    if numbered is None or not classes:
        yield from page.faults
        return
    _fill(page, numbered)
    for nice, path in classes.items():
        yield from _record(page, numbered, nice, path, made_up)
    yield from page.faults
    read = _READ | ({_STATUS} if "ended_on" in page.values else frozenset())
    for path, (count, text) in strangers(root, read, _PASSED).items():
        yield Skipped(origin, told(path, count, text, _NO_COLUMN))
    yield from _others(page)


def _numbers(page: Page) -> Numbered | None:
    registration, path = text_at(page, page.root, "", _REGISTRATION)
    application, application_path = text_at(page, page.root, "", _APPLICATION)
    told_office, office_path = text_at(page, page.root, "", _OFFICE)
    called, path = (registration, path) if registration else (application, application_path)
    office, _ = page.parsed(office_path, told_office, lambda text: known_office(text).code, "office")
    if office is None or not called:
        page.fault(office_path if office is None else path, called,
                   "商标没有写明受理局或没有号码，不能确定是哪一件：请补上后重新读取。")
        return None
    return Numbered(office, application or registration, called, path)


def _classes(page: Page) -> dict[int, str]:
    """Nice class → path: as classified, else as the goods are described."""
    found: dict[int, str] = {}
    for element, path in page.every(page.root, (_CLASSIFIED,)):
        kind = text_at(page, element, path, ("ClassificationKindCode",))[0]
        number = nice_number(text_at(page, element, path, ("ClassNumber",))[0])
        if number and kind in ("Nice", ""):
            found.setdefault(number, f"{path}/ClassNumber")
    for element, path in () if found else page.every(page.root, (_DESCRIBED, _CLASSIFIED)):
        if number := nice_number(text_at(page, element, path, ("ClassNumber",))[0]):
            found.setdefault(number, f"{path}/ClassNumber")
    return found


def nice_number(text: str) -> int | None:
    """The Nice class that the text writes, None for none."""
    shape = _NICE.fullmatch(text)
    return int(shape["number"]) if shape else None


def _fill(page: Page, numbered: Numbered) -> None:
    """What all classes of the mark share."""
    name, path = text_at(page, page.root, "", _WORDS)
    if not name:
        name, path = text_at(page, page.root, "", _IMAGE)
        name = f"{FIGURE}{name}" if name else ""
    page.put("name", name, path, "text")
    categories = [in_line(element) for element, _ in page.every(page.root, ("MarkCategory",))]
    if categories:
        kinds = {"collective" if COLLECTIVE.lower() in one.lower() else
                 "certification" if CERTIFICATION in one else "ordinary" for one in categories}
        page.put("mark_kind", next(kind for kind in ("certification", "collective", "ordinary") if kind in kinds),
                 "MarkCategory", "mark_kind")
    _holders(page, numbered.office)
    for agent in parties(page, page.root, _AGENTS)[:1]:
        page.put("agency", agent.name, agent.name_path, "text")
    for field, paths in _DAYS.items():
        text, path = text_at(page, page.root, "", paths)
        value, rule = page.parsed(path, text, day_of, "day")
        page.put(field, value, path, rule)
    state, path = text_at(page, page.root, "", (_STATUS,))
    if "ended_on" in page.values:
        page.put("end_reason", state, path, "text")


def _holders(page: Page, office: str) -> None:
    found = _registrants(page)
    if not found:
        return
    first = found[0]
    page.put("registrant", first.name, first.name_path, "names")
    page.put("registrant_code", first.code, first.code_path, "credit_code")
    if first.person:
        page.put("registrant_kind", "person", first.name_path, "person_name")
    place(page, first.address, first.address_path, at_home=office == "CN")


def _registrants(page: Page) -> list[Party]:
    """The holders; where only applicants are told, the one that the office numbers last comes first: it holds the mark."""
    named = parties(page, page.root, _HOLDERS[:1])
    return named or parties(page, page.root, _HOLDERS[1:])[::-1]


def _record(page: Page, numbered: Numbered, nice: int, path: str, made_up: bool) -> Iterator[Record]:
    values, origins = dict(page.values), dict(page.origins)
    try:
        mark = OfficeMark.parse(numbered.lasting, numbered.office, nice)
        called = str(OfficeMark.parse(numbered.called, numbered.office, nice))
    except BadValue as bad:
        page.fault(numbered.path, numbered.called, bad.sentence)
        return
    told_goods = _goods(page, nice)
    extra: dict[str, tuple[Value, str, str]] = {
        "number": (called, numbered.path, "trademark_number"), "nice_class": (nice, path, "nice_class"),
        "goods": (told_goods, f"{_DESCRIBED}/GoodsServicesDescriptionText", "text"),
    }
    for field, (value, where, rule) in extra.items():
        if value:
            values[field], origins[field] = value, FieldOrigin(where, rule)
    begins = values.get("registered_on") or values.get("applied_on")
    yield Record("trademarks", mark.key, mark.key, values, page.origin, origins,
                 true_from=begins if isinstance(begins, date) else None, made_up=made_up)


def _goods(page: Page, nice: int) -> str:
    """The goods and services of the class; those that are told without any class belong to each."""
    lines = []
    for element, path in page.every(page.root, (_DESCRIBED,)):
        number = text_at(page, element, path, ("ClassNumber",))[0]
        if not number or nice_number(number) == nice:
            lines += [in_line(one) for one, _ in page.every(element, ("GoodsServicesDescriptionText",))]
    return "\n".join(filter(None, dict.fromkeys(lines)))


def _others(page: Page) -> Iterator[Skipped]:
    """Holders after the first, national classes, and numbers and figures for which there is no column."""
    for party in _registrants(page)[1:]:
        yield Skipped(page.origin, told(party.name_path, 1, party.name, "商标表只有一位注册人，其余只登记在此"))
    application, path = text_at(page, page.root, "", _APPLICATION)
    registration = text_at(page, page.root, "", _REGISTRATION)[0]
    if application and registration and application != registration:
        yield Skipped(page.origin, told(path, 1, application, "已用作商标的键，商标表没有申请号一栏"))
    national = [text_at(page, element, path, ("NationalClassNumber",))[0] for element, path in page.every(page.root, (_CLASSIFIED,))]
    if numbers := list(dict.fromkeys(filter(None, national))):
        yield Skipped(page.origin, told(f"{_CLASSIFIED}/NationalClassNumber", len(numbers), "、".join(numbers), _NO_COLUMN))
    image, path = text_at(page, page.root, "", _IMAGE)
    if image and not str(page.values.get("name") or "").startswith(FIGURE):
        yield Skipped(page.origin, told(path, 1, image, "图样文件不在本文件之内，商标表也没有图样一栏"))


def day_of(text: str) -> date:
    """The day of a day or a moment. Raises BadValue."""
    moment = _MOMENT.fullmatch(text)
    return day(moment["day"] if moment else text)
