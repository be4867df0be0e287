"""A geographical indication in ST.96, and who may use it."""

from collections.abc import Iterator
from datetime import date

from yuzhi.engines.formats.st96 import ST96_PATENT, SYSTEM_WORD
from yuzhi.engines.formats.tables import CHOICES
from yuzhi.engines.reading.patents.page import Page
from yuzhi.engines.reading.patents.parts import Element
from yuzhi.engines.reading.patents.texts import in_line
from yuzhi.engines.reading.records import Record, Skipped, Value
from yuzhi.engines.reading.sources import Context, Outcome
from yuzhi.kernel.chinese import fold
from yuzhi.kernel.offices import office as known_office
from yuzhi.kernel.origin import FieldOrigin, Origin
from yuzhi.packs.wo.publishing import ABROAD
from yuzhi.packs.wo.sources.st96.marks import day_of, nice_number
from yuzhi.packs.wo.sources.st96.parties import parties
from yuzhi.packs.wo.sources.st96.placing import place
from yuzhi.packs.wo.sources.st96.rest import below, local, strangers, text_at, told

_DATA = "GIData"
_NAMES = ("GINameBag/GINameText", "GINameBag/GINameRichText")
_GOODS = "ProductIndicationBag/GoodsServices"
_CLASSIFIED = f"{_GOODS}/GoodsServicesClassificationBag/GoodsServicesClassification"
_DESCRIBED = f"{_GOODS}/ClassDescriptionBag/ClassDescription/GoodsServicesDescriptionText"
_FEATURES = "FeatureDescriptionBag/FeatureDescription"
_PRODUCT = (
    _DESCRIBED, "ProductIndicationBag/ProductCategory", f"{_FEATURES}/MainFeatureDescriptionText",
    f"{_FEATURES}/FeatureDescriptionText",
)
_REGION = "GeographicRegionDescriptionBag/GeographicRegionDescription/GeographicRegionDescriptionText"
_PUBLISHED = "GIPublicationBag/GIPublication"
_SYSTEMS = {word: system for system, word in CHOICES["system"].items()}
_NO_COLUMN = "地理标志表没有这一栏"
_DAYS = {"recognised_on": "RegistrationDate", "expires_on": "ExpiryDate", "ended_on": "WithdrawalDate"}
_IN_DATA = (
    f"{_GOODS}/ClassDescriptionBag/ClassDescription/ClassNumber",
    "ApplicationNumber", "RegistrationNumber", *_NAMES, _CLASSIFIED, *_PRODUCT, _PUBLISHED, "CommentText", "AuthorizedUser", *_DAYS.values(),
)
_BESIDE = ("ApplicationNumber", "AuthorizedUser", "ApplicantBag/Applicant", "GIPublicationBag/GIPublication")


def read_indication(root: Element, origin: Origin, context: Context, made_up: bool) -> Iterator[Outcome]:
    """The indication and its users; what has no column is named."""
    page = Page(root, ST96_PATENT, origin, context, ABROAD)
    base = "" if local(root) == _DATA else _DATA
    data = next((one for one, _ in page.every(root, (base,))), root)
    key = _fill(page, data, base)
    if key is None:
        yield from page.faults
        return
    begins = page.values.get("recognised_on")
    yield Record("indications", key, key, page.values, origin, page.origins,
                 true_from=begins if isinstance(begins, date) else None, made_up=made_up)
    yield from _users(page, key, made_up)
    yield from page.faults
    told_place = (_REGION,) if "county_reason" in page.values else ()
    read = frozenset(below(base, path) for path in (*_IN_DATA, *told_place)) | frozenset(_BESIDE)
    for path, (count, text) in strangers(root, read, frozenset({"GICategory"})).items():
        yield Skipped(origin, told(path, count, text, _NO_COLUMN))
    yield from _others(page, data, base)


def _fill(page: Page, data: Element, base: str) -> str | None:
    """Fill the page; the key comes back, None where the document does not say what it is about."""
    told_office = next((value for name, value in data.attrib.items() if str(name).endswith("officeCode")), "")
    office, _ = page.parsed(below(base, "@officeCode"), str(told_office), lambda text: known_office(text).code, "office")
    number, path = text_at(page, data, base, ("RegistrationNumber", "ApplicationNumber/ApplicationNumberText",
                                          "ApplicationNumber/ST13ApplicationNumber"))
    if not number:
        number, path = text_at(page, page.root, "", ("ApplicationNumber/ApplicationNumberText",))
    if office is None or not number:
        page.fault(path, number, "地理标志没有写明受理局或没有号码，不能确定是哪一件：请补上后重新读取。")
        return None
    page.put("number", number if office == "CN" else f"{office} {number}", path, "identifier")
    name, name_path = text_at(page, data, base, _NAMES)
    page.put("name", name, name_path, "text")
    system = _system(page, data, base)
    _classes(page, data, base)
    _published(page, data, base)
    for holder in parties(page, page.root, ("ApplicantBag/Applicant",))[:1]:
        page.put("holder", holder.name, holder.name_path, "names")
        page.put("holder_code", holder.code, holder.code_path, "credit_code")
    for field, step in _DAYS.items():
        text, day_path = text_at(page, data, base, (step,))
        value, rule = page.parsed(day_path, text, day_of, "day")
        page.put(field, value, day_path, rule)
    region, region_path = text_at(page, data, base, (_REGION,))
    place(page, region, region_path, at_home=office == "CN", field="")
    folded = fold(number).upper()
    return f"cn/gi/{system or 'unknown'}/{folded}" if office == "CN" else f"{office.lower()}/gi/{folded}"


def _system(page: Page, data: Element, base: str) -> str:
    """The Chinese system of protection, as our own documents say it in a comment."""
    text, path = text_at(page, data, base, ("CommentText",))
    system = _SYSTEMS.get(text.removeprefix(SYSTEM_WORD), "") if text.startswith(SYSTEM_WORD) else ""
    page.put("system", system, path, "choice")
    return system


def _classes(page: Page, data: Element, base: str) -> None:
    for element, path in page.every(data, (_CLASSIFIED,)):
        if number := nice_number(text_at(page, element, path, ("ClassNumber",))[0]):
            page.put("nice_class", number, below(base, f"{path}/ClassNumber"), "nice_class")
            break
    text, path = text_at(page, data, base, _PRODUCT)
    page.put("product_kind", text, path, "text")


def _published(page: Page, data: Element, base: str) -> None:
    for element, start in ((data, base), (page.root, "")):
        for one, path in page.every(element, (_PUBLISHED,)):
            said = [text_at(page, one, "", (step,))[0] for step in ("PublicationIdentifier", "PublicationDate")]
            page.put("announcement", " ".join(filter(None, said)), below(start, path), "text")
            return


def _users(page: Page, key: str, made_up: bool) -> Iterator[Record]:
    """Those who may use the indication, each once."""
    number = str(page.values["number"])
    named = parties(page, page.root, (f"{_DATA}/AuthorizedUser", "AuthorizedUser"))
    for user in named:
        values: dict[str, Value] = {
            "indication": number, "indication_name": page.values.get("name"), "user": user.name, "user_code": user.code,
        }
        values = {field: value for field, value in values.items() if value}
        paths = {"user": (user.name_path, "names"), "user_code": (user.code_path, "credit_code")}
        origins = {
            field: FieldOrigin(*paths[field]) if field in paths
            else page.origins["number" if field == "indication" else "name"] for field in values
        }
        office, kept = key.partition("/")[0], key.rpartition("/")[2]
        who = f"{office}/giu/{kept}/{user.code or fold(user.name)}"
        yield Record("indication_users", who, who, values, page.origin, origins, made_up=made_up)


def _others(page: Page, data: Element, base: str) -> Iterator[Skipped]:
    """Classes after the first, holders after the first, and days for which there is no column."""
    for party in parties(page, page.root, ("ApplicantBag/Applicant",))[1:]:
        yield Skipped(page.origin, told(party.name_path, 1, party.name, "地理标志表只有一位注册人，其余只登记在此"))
    classes = [in_line(one) for one, _ in page.every(data, (f"{_CLASSIFIED}/ClassNumber",))]
    if len(classes) > 1:
        yield Skipped(page.origin, told(below(base, f"{_CLASSIFIED}/ClassNumber"), len(classes) - 1, "、".join(classes[1:]),
                                        "地理标志表只有一个类别，其余只登记在此"))
    if "system" not in page.values:
        comment, where = text_at(page, data, base, ("CommentText",))
        if comment:
            yield Skipped(page.origin, told(where, 1, comment, _NO_COLUMN))
