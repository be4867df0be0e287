"""Patents most like another one, or like a text that somebody gives; the text is neither kept nor logged."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yuzhi.engines.embedding import encoder
from yuzhi.engines.search import Entry
from yuzhi.engines.similarity import Collection, Item, Ranked, Reason, Store, answers, collection, reason, same_texts
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import BadValue, NotFound, Refused

KIND = "patents"
SMALL = 3_000
"""So many patents are made ready at the first question after a new edition; more wait for `yuzhi similar --build`."""

LONGEST = 20_000
_SPARE = 3
PRIVACY = gettext_lazy("您给出的文字只用于这一次比较：不保存，不记入日志，也不交给任何检测。")


@dataclass(frozen=True, slots=True)
class Like:
    """One patent of the answer, why it is listed, and the keys of those that say word for word the same."""

    entry: Entry
    language: str
    reason: Reason
    also: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Similar:
    """The answer: what was compared, with how many documents of which edition, and what came out.

    `vectors` tells whether sentence vectors took part; without them other languages are hardly found.
    """

    asked: Item
    documents: int
    edition: int | None
    current: int | None
    vectors: bool
    hits: tuple[Like, ...]


def like_key(key: str, tools: Toolbox, top: int = 20) -> Similar:
    """Patents most like that of a key.

    Raises: NotFound for what is no patent in the index, Refused where nothing is ready.
    """
    entry = tools.index.entry(key)
    if entry is None or entry.kind != KIND:
        raise NotFound(f"检索索引里没有专利“{key}”，没有比较。请核对号码；相似文献目前只比较专利。")
    return _like(_asked(entry), tools, top)


def like_text(text: str, tools: Toolbox, top: int = 20) -> Similar:
    """Patents most like a text, a claim or an abstract.

    Raises: BadValue for a text that is empty or too long, Refused where nothing is ready.
    """
    cleaned = text.strip()
    if not cleaned:
        raise BadValue("没有给出文字，没有比较。请粘贴摘要、权利要求或技术方案。")
    if len(cleaned) > LONGEST:
        raise BadValue(f"文字有 {len(cleaned):,} 个字符，超过 {LONGEST:,} 个，没有比较。请只留摘要或权利要求。")
    return _like(Item("", "", cleaned), tools, top)


def build(tools: Toolbox, *, vectors: bool) -> int:
    """The number of patents that are ready to be compared afterwards, in the edition that the index shows."""
    edition = tools.index.edition
    items = sorted((_item(entry) for entry in tools.index.entries(KIND)), key=lambda item: item.key)
    store(tools).put(collection(items, encoder() if vectors else None), edition)
    return len(items)


def behind(tools: Toolbox, most: int) -> bool:
    """Whether the index shows an edition whose patents, so many at most, are not ready to be compared."""
    shown = tools.index.edition
    if shown is None:
        return False
    ready = store(tools).get()
    return (ready is None or ready[1] != shown) and tools.index.count() <= most


def with_vectors(tools: Toolbox) -> bool:
    """Whether the patents that are ready have sentence vectors: the next edition's get them, too."""
    ready = store(tools).get()
    return ready is not None and ready[0].senses is not None


def store(tools: Toolbox) -> Store:
    """Where the collection of this deployment is kept."""
    return _store(tools.home / "similar")


@lru_cache(maxsize=4)
def _store(folder: Path) -> Store:
    return Store(folder)


def _ready(tools: Toolbox) -> tuple[Collection, int | None]:
    kept, shown = store(tools).get(), tools.index.edition
    if kept is not None and kept[1] == shown:
        return kept
    if tools.index.count() <= SMALL:
        build(tools, vectors=False)
        kept = store(tools).get()
    if kept is None:
        raise Refused("相似文献还没有准备好，没有比较。请系统管理员运行 yuzhi similar --build，之后再试。")
    return kept


def _like(asked: Item, tools: Toolbox, top: int) -> Similar:
    among, edition = _ready(tools)
    embed = encoder() if among.senses else None
    ranked = next(iter(answers([asked], among, embed, top * _SPARE)))["fusion"] if among.keys else []
    copies = same_texts(ranked, among) if ranked else {}
    listed = [one for one in ranked if one.key not in copies][:top]
    also = {one.key: tuple(key for key, first in copies.items() if first == one.key) for one in listed}
    hits = tuple(_hits(asked, listed, among, tools, also))
    return Similar(asked, len(among.keys), edition, tools.index.edition, among.senses is not None, hits)


def _hits(asked: Item, listed: Iterable[Ranked], among: Collection, tools: Toolbox, also: dict[str, tuple[str, ...]]) -> Iterable[Like]:
    for one in listed:
        entry = tools.index.entry(one.key)
        if entry is not None:      # gone since the collection was made
            yield Like(entry, one.language, reason(asked, _item(entry), among, one), also[one.key])


def _item(entry: Entry) -> Item:
    """A patent as it is compared: `year` is that of its publication."""
    year = int(entry.day[:4]) if entry.day[:4].isdecimal() else entry.year
    return Item(entry.key, entry.title, entry.text, entry.codes, year)


def _asked(entry: Entry) -> Item:
    """A patent as it is asked for: `year` is that from which what was published is no prior art."""
    return Item(entry.key, entry.title, entry.text, entry.codes, entry.year)


def notes(answer: Similar) -> list[str]:
    """What the reader has to know about the answer."""
    told = []
    if answer.edition != answer.current:
        told.append(_("比较的是第 %(n)s 版的数据，检索索引已到第 %(m)s 版：最近读入的还没有比较。") % {"n": answer.edition or 0, "m": answer.current or 0})
    if not answer.vectors:
        told.append(_("这一次没有用句向量：其他语言的文献和换了说法的文献可能没有列出。"))
    told.append(_("列出的是文字和分类最接近的，不是新颖性或侵权的结论；没有列出的也可能相关。"))
    return told
