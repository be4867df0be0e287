"""Saved searches, as their owner sees them. They lie in a drawer of their own: no other query of the platform opens it."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuzhi.engines.drawers import Drawer, Drawers, Kept
from yuzhi.engines.search import Ask, Entry
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import NotFound
from yuzhi.records.accounts.models import User
from yuzhi.records.accounts.permissions import require
from yuzhi.records.accounts.things import Thing
from yuzhi.rooms.lookup.queries.asking import FILTERS, ask_of
from yuzhi.rooms.lookup.queries.listing import filters_told, place_told, state_told

MOST_SAVED = 100
MOST_WATCHED = 2000
"""So many hits of a search are compared; a search that finds more is kept without being watched."""

SHAPE = 1
"""Which form of `shown` a saved search was last looked at with: another one says nothing of whether a hit changed."""

PRIVACY = (
    gettext_lazy("保存的是：检索式和筛选条件、您起的名字、每次查到的结果（用来比较有没有变化）。"),
    gettext_lazy("只有您自己看得到：工作人员、管理员和同一单位的其他账号都没有查看的页面和权限；不写入存证日志和访问记录，不用于任何检测、信用或统计。"),
    gettext_lazy("加密存放在您自己的文件里，与全市数据分开，不进备份，也不随城市导出；后台只在数据更新时替您再查一遍。"),
    gettext_lazy("填了邮箱的，有变化时发一封邮件，只说有变化，不写检索的内容和结果；不填就只在本站提示。邮箱和检索放在一起，一样加密，一样删除。"),
    gettext_lazy("随时可以暂停、删除；删除后文件里一个字节也不留。掌管服务器和密钥的人在技术上能解开文件，所以请不要把未公开的技术方案原文写进检索式。"),
)
WORDS: Mapping[str, object] = {
    "title": gettext_lazy("名称"), "state": gettext_lazy("状态"), "names": gettext_lazy("权利人"), "numbers": gettext_lazy("号码"),
    "codes": gettext_lazy("分类号"), "day": gettext_lazy("日期"), "county": gettext_lazy("县（市、区）"),
    "others": gettext_lazy("发明人或代理机构"), "text": gettext_lazy("摘要、权利要求或其他文字"),
}
"""A field of a hit, as the news call it."""


@dataclass(frozen=True, slots=True)
class News:
    """One piece of news of a saved search, with the edition and the day on which it was seen.

    `fields` are (label, before, now) in words; both are "" where only the fact of a change is known.
    """

    key: str
    title: str
    what: str
    fields: tuple[tuple[str, str, str], ...]
    edition: int | None
    on: str


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """One saved search. `readable` is False where the key that sealed it is gone: it can only be deleted."""

    number: int
    readable: bool
    name: str = ""
    query: str = ""
    told: tuple[tuple[str, str], ...] = ()
    watched: bool = False
    over: bool = False
    total: int = 0
    made_at: datetime | None = None
    looked_at: datetime | None = None
    edition: int | None = None
    news: tuple[News, ...] = ()
    unseen: int = 0
    mail: str = ""
    refused: str = ""


def drawers(tools: Toolbox) -> Drawers:
    """The drawers of this deployment."""
    return Drawers(tools.home / "private", str(settings.SECRET_KEY).encode())


def drawer_of(user: User, tools: Toolbox) -> Drawer:
    """The drawer of the person who asks: there is no way to name another one.

    Raises: NotPermitted for a visitor.
    """
    require(user, "keep_search", Thing("saved", owner=str(getattr(user, "key", ""))))
    return drawers(tools).of(str(user.key))


def saved_of(user: User, tools: Toolbox) -> list[SavedSearch]:
    """Everything that this person saved, the newest first."""
    return [_told(one, tools) for one in drawer_of(user, tools).all()]


def saved(user: User, number: int, tools: Toolbox) -> SavedSearch:
    """One saved search of this person.

    Raises: NotFound where the person has none of that number, whoever else has.
    """
    found = drawer_of(user, tools).get(number)
    if found is None:
        raise NotFound(f"您没有第 {number} 号保存的检索：可能已经删除。")
    return _told(found, tools)


def unseen(user: User, tools: Toolbox) -> int:
    """How many pieces of news the person has not seen."""
    return drawer_of(user, tools).news()


def cleaned(query: str) -> str:
    """The address of a search with what matters for the set of its hits, in one order."""
    asked, kept = QueryDict(query), QueryDict(mutable=True)
    kept["q"] = asked.get("q", "").strip()[:400] or "*"
    for name in FILTERS:
        kept.setlist(name, sorted(set(asked.getlist(name)))[:20])
    return kept.urlencode()


def asked_by(query: str, tools: Toolbox) -> Ask:
    """The question of a saved address."""
    return ask_of(QueryDict(query), tools.areas)


def described(query: str, tools: Toolbox) -> tuple[tuple[str, str], ...]:
    """(label, value) of the words and filters of a saved address."""
    ask = asked_by(query, tools)
    return ((_("检索式"), ask.query or "*"), *filters_told(ask, tools.areas))


def found_now(query: str, tools: Toolbox) -> tuple[int, dict[str, list[str]]]:
    """How many hits there are now, and each as it is compared; none where there are too many to be watched."""
    answer = tools.index.find(replace(asked_by(query, tools), top=MOST_WATCHED, sort="newest"))
    if answer.total > MOST_WATCHED:
        return answer.total, {}
    entries = (tools.index.entry(hit.key) for hit in answer.hits)
    return answer.total, {entry.key: shown(entry) for entry in entries if entry is not None}


def shown(entry: Entry) -> list[str]:
    """A hit as it is compared from look to look."""
    text = hashlib.sha256(entry.text.encode("utf-8", "replace")).hexdigest()[:16]
    return [
        entry.title, entry.state, "；".join(entry.names), "；".join(sorted(entry.numbers)), "；".join(entry.codes), entry.day,
        entry.county, "；".join(entry.others), text,
    ]


def _told(kept: Kept, tools: Toolbox) -> SavedSearch:
    content = kept.content
    if content is None:
        return SavedSearch(kept.number, readable=False)
    news = tuple(
        News(one["key"], one["title"], one["what"], tuple(_moved(*field, tools) for field in one["fields"]), one["edition"], one["on"])
        for one in content["news"]
    )
    return SavedSearch(
        kept.number, True, content["name"], content["query"], described(content["query"], tools), content["watched"],
        content["over"], content["total"], datetime.fromisoformat(content["made_at"]), datetime.fromisoformat(content["looked_at"]),
        content["looked"][0], news, kept.news, content.get("mail", ""), content.get("refused", ""),
    )


def _moved(name: str, before: str, now: str, tools: Toolbox) -> tuple[str, str, str]:
    said = {"state": state_told, "county": lambda code: place_told(code, tools.areas)}.get(name, str)
    return str(WORDS[name]), *("" if name == "text" else said(value) or _("（空）") for value in (before, now))
