"""A trade mark of one class in ST.96."""

from collections.abc import Collection, Mapping
from typing import Any

from lxml import etree

from yuzhi.engines.formats.st96 import FIGURE, MARK_CATEGORIES
from yuzhi.engines.formats.st96_writing.document import Draft, Written, party
from yuzhi.kernel.registrations import office_of_mark


def mark(
    values: Mapping[str, Any], *, key: str = "", made_up: bool = False, hidden: Collection[str] = (),
) -> Written:
    """The document of a mark; `key` tells the application number where the office numbers applications apart."""
    draft = Draft("tmk:TrademarkApplication", "trademarks", values, hidden)
    into = draft.path(draft.root, "tmk:TrademarkBag/tmk:Trademark")
    _numbers(draft, into, key)
    draft.filled(into, "com:ApplicationDate", draft.day("applied_on"))
    draft.filled(into, "com:RegistrationDate", draft.day("registered_on"))
    draft.filled(into, "com:ExpiryDate", draft.day("expires_on"))
    draft.filled(into, "tmk:TerminationDate", draft.day("ended_on"))
    if draft.values.get("ended_on"):
        draft.filled(into, "tmk:MarkCurrentStatusCode", " ".join(str(draft.get("end_reason") or "").split()))
    draft.filled(into, "tmk:MarkCategory", MARK_CATEGORIES.get(str(draft.get("mark_kind") or ""), ""))
    _shown(draft, into)
    _goods(draft, into)
    _holder(draft, into)
    if agency := str(draft.get("agency") or ""):
        party(draft, draft.path(into, "com:RepresentativeBag/com:Representative"), agency)
    return draft.finished(made_up=made_up)


def _numbers(draft: Draft, into: etree._Element, key: str) -> None:
    called = str(draft.get("number") or "")
    office = office_of_mark(called)
    number = called if office == "CN" else called[2:]
    applied = key.split("/")[2] if key.count("/") == 3 else number
    draft.add(into, "com:RegistrationOfficeCode", office)
    registered = bool(draft.values.get("registered_on"))
    if not registered or (applied != number and office != "CN"):
        draft.path(into, "com:ApplicationNumber/com:ApplicationNumberText", number if not registered else applied)
    if registered:
        draft.add(into, "com:RegistrationNumber", number)
    if not number:
        draft.needs("商标号")


def _shown(draft: Draft, into: etree._Element) -> None:
    name = str(draft.get("name") or "")
    if not name:
        return
    shown = draft.path(into, "tmk:MarkRepresentation/tmk:MarkReproduction")
    if name.startswith(FIGURE):
        draft.path(shown, "tmk:MarkImageBag/tmk:MarkImage/com:FileName", name.removeprefix(FIGURE))
        draft.miss("图样文件不在平台里，只写入了文件名")
        return
    words = draft.add(shown, "tmk:WordMarkSpecification")
    draft.add(words, "tmk:MarkVerbalElementText", name)
    draft.add(words, "tmk:MarkSignificantVerbalElementText", name)
    draft.miss("平台没有商标图样，只写入了文字部分")


def _goods(draft: Draft, into: etree._Element) -> None:
    nice, goods = draft.get("nice_class"), str(draft.get("goods") or "")
    if nice is None and not goods:
        return
    inner = draft.path(into, "tmk:GoodsServicesBag/tmk:GoodsServices")
    goods_of(draft, inner, nice, goods)


def goods_of(draft: Draft, into: etree._Element, nice: Any, goods: str) -> None:
    """The class, and what is said of the goods; without a class the demanded kind of classification stays empty."""
    one = draft.path(into, "tmk:GoodsServicesClassificationBag/tmk:GoodsServicesClassification")
    draft.add(one, "tmk:ClassificationKindCode", "Nice" if nice is not None else "")
    if nice is None:
        draft.needs("商品和服务的分类")
    else:
        draft.add(one, "tmk:ClassNumber", str(nice))
    if goods:
        described = draft.path(into, "tmk:ClassDescriptionBag/tmk:ClassDescription")
        draft.filled(described, "tmk:ClassNumber", str(nice) if nice is not None else "")
        draft.add(described, "tmk:GoodsServicesDescriptionText", goods)


def _holder(draft: Draft, into: etree._Element) -> None:
    name, code, address = (str(draft.get(field) or "") for field in ("registrant", "registrant_code", "address"))
    kind = draft.values.get("registrant_kind")
    if not (name or code or address):
        return
    one = draft.path(into, "tmk:ApplicantBag/tmk:Applicant")
    draft.filled(one, "com:PartyIdentifier", code)
    if name or address:
        if kind == "person":
            draft.said.add("registrant_kind")
        party(draft, one, name, kind="PersonName/PersonFullName" if kind == "person" else "EntityName", address=address)
