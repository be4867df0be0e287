"""A geographical indication in ST.96, with those who may use it."""

import re
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from lxml import etree

from yuzhi.engines.formats.st96 import SYSTEM_WORD
from yuzhi.engines.formats.st96_writing.document import Draft, Written, office_of, party, script_of
from yuzhi.engines.formats.st96_writing.marks import goods_of
from yuzhi.engines.formats.tables import CHOICES

_DATED = re.compile(r"(?P<name>.*\S) (?P<day>[12][0-9]{3}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01]))", re.DOTALL)
_CATEGORY = "Geographical Indication"


def indication(
    values: Mapping[str, Any], users: Iterable[Mapping[str, Any]] = (), *, area: str = "", made_up: bool = False,
    hidden: Collection[str] = (),
) -> Written:
    """The document of an indication; `area` is the full name of its county, "" where none is known."""
    draft = Draft("gin:GIApplication", "indications", values, hidden)
    office, number = _office(str(draft.get("number") or ""))
    begun = draft.day("recognised_on")
    registered = bool(begun) or office == "CN"
    if number and not registered:
        draft.path(draft.root, "com:ApplicationNumber/com:ApplicationNumberText", number)
    data = draft.add(draft.root, "gin:GIData")
    draft.set(data, officeCode=office, languageCode=_language(draft, office))
    if number and registered:
        draft.add(data, "com:RegistrationNumber", number)
        draft.filled(data, "com:RegistrationDate", begun)
    if not number:
        draft.needs("地理标志的号码")
    _described(draft, data, area)
    draft.add(data, "gin:GICategory", _CATEGORY)
    if office != "CN":
        draft.miss(f"来源记录没有保留地理标志的类别，标准必填：按总称写作 {_CATEGORY}")
    if system := draft.get("system"):
        draft.add(data, "com:CommentText", f"{SYSTEM_WORD}{CHOICES['system'].get(str(system), str(system))}")
    for user in users:
        _user(draft, data, user)
    if announcement := str(draft.get("announcement") or ""):
        dated = _DATED.fullmatch(announcement)
        published = draft.path(data, "gin:GIPublicationBag/gin:GIPublication")
        draft.add(published, "com:PublicationIdentifier", dated["name"] if dated else announcement)
        draft.filled(published, "com:PublicationDate", dated["day"] if dated else "")
    draft.filled(data, "gin:WithdrawalDate", draft.day("ended_on"))
    draft.filled(data, "com:ExpiryDate", draft.day("expires_on"))
    _holder(draft)
    return draft.finished(made_up=made_up)


def _office(number: str) -> tuple[str, str]:
    """The office before the number, as the lake writes those of elsewhere: `FR IG 18-002`."""
    office, rest = office_of(number)
    return (office, rest) if office and number[2:3] == " " else ("CN", number)


def _language(draft: Draft, office: str) -> str:
    if office == "CN":
        return "zh"
    found = script_of(str(draft.values.get("name") or ""))
    if not found:
        found = "en"
        draft.miss("来源没有载明语言，标准必填：按拉丁文字写作 en，请核对")
    return found


def _described(draft: Draft, into: etree._Element, area: str) -> None:
    name = str(draft.get("name") or "")
    draft.path(into, "gin:GINameBag/gin:GINameText", name)
    if not name:
        draft.needs("地理标志名称")
    goods = draft.path(into, "gin:ProductIndicationBag/tmk:GoodsServices")
    goods_of(draft, goods, draft.get("nice_class"), str(draft.get("product_kind") or ""))
    draft.path(into, "gin:FeatureDescriptionBag/gin:FeatureDescription/gin:FeatureDescriptionText")
    draft.needs("产品特征的说明")
    draft.path(
        into, "gin:GeographicRegionDescriptionBag/gin:GeographicRegionDescription/gin:GeographicRegionDescriptionText", area)
    if not area:
        draft.needs("产地范围")


def _user(draft: Draft, into: etree._Element, user: Mapping[str, Any]) -> None:
    one = draft.add(into, "gin:AuthorizedUser")
    party(draft, one, str(user.get("user") or ""))
    if user.get("ended"):
        draft.add(one, "gin:AuthorizedUserStatusCategory", "Ended")
    draft.miss("用标企业的信用代码、用标途径、核准公告和日期没有写入：标准没有对应的位置")


def _holder(draft: Draft) -> None:
    name, code = str(draft.get("holder") or ""), str(draft.get("holder_code") or "")
    one = draft.path(draft.root, "gin:ApplicantBag/gin:Applicant")
    draft.filled(one, "com:PartyIdentifier", code)
    party(draft, one, name)
    if not name:
        draft.needs("注册人或申请人")
