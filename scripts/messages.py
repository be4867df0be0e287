"""The messages that pages and Python say, and which of them have no English yet.

`.venv/bin/python scripts/messages.py`          lists what is missing in locale/en (exit code 1 if anything is)
`.venv/bin/python scripts/messages.py --write`  adds the missing ones, empty, and drops those that nobody says

What packs declare in Chinese alone has its English, clause by clause, in packs/locale/en; pages say it with the filter `told`.
Message ids are Chinese, so Chinese needs no catalogue. The catalogue is compiled by `pybabel compile`.
"""

import io
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

from yuzhi.engines.exhibits.exhibit import KINDS
from yuzhi.engines.exhibits.verify import WORDS
from yuzhi.engines.formats.tables import CHOICES
from yuzhi.engines.reading.mapping.fields import ORDERS, SEPARATORS, UNITS
from yuzhi.kernel.limits import MATTERS
from yuzhi.kernel.standing import STATES
from yuzhi.kernel.unplaced import ELSEWHERE, UNPLACED, WHOLE
from yuzhi.packs.cn.sources import SOURCES as CN
from yuzhi.packs.cn_shaanxi_yulin.declarations import indicators, targets
from yuzhi.packs.ep.sources import SOURCES as EP
from yuzhi.packs.us.sources import SOURCES as US
from yuzhi.packs.wo.sources import SOURCES as WO
from yuzhi.records.accounts.reasons import PURPOSES
from yuzhi.records.observations.lights import LIGHT_WORDS
from yuzhi.rooms.dues.rules import ANSWERS, STEPS
from yuzhi.site.rooms import ROOMS

SOURCES = (*CN, *US, *EP, *WO)
STORED_STATES = (
    {"queued": "排队中", "running": "读取中", "published": "已发布", "unchanged": "无变化", "refused": "已拒收"},
    {"reading": "读取中", "publishing": "发布中", "indexing": "建索引中"},
    {"open": "待处理", "repaired": "已修复", "dismissed": "已搁置"},
)
"""Labels of `Load.State` and `Quarantined.State`, which Django keeps in models."""

CLOCK_STATES = {
    "open": "未到期", "met": "已办理", "missed": "已错过", "passed": "日期已过，结果不明", "superseded": "不再适用",
}
EXHIBIT_STATES = {
    "received": "已收下", "sealed": "已编号", "anchored": "已进入日志", "witnessed": "已见证", "stamped": "已盖时间戳",
}
"""Labels of how far an exhibit has come, which stand beside Django's tables."""
STORED_DUES = {
    "waiting": "待送达", "delivered": "已送达", "failed": "未能送达", "answered": "已答复", "escalated": "已转县（市、区）",
    "recalled": "已撤回", "far": "还早", "dead": "已失效", "month": "30 天内", "quarter": "90 天内", "half": "半年内", "year": "一年多内",
}
"""Labels of stored days and of messages, which Django keeps in models."""

ROOT = Path(__file__).resolve().parent.parent
SOURCE = ROOT / "src/yuzhi"
CATALOGUE = SOURCE / "site/locale/en/LC_MESSAGES/django.po"
PACKS = SOURCE / "packs/locale/en/LC_MESSAGES/django.po"
SAYS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2), "pgettext": ((1, "c"), 2)}


Messages = Iterable[tuple[str, str | tuple[str, str]]]


def said() -> Messages:
    """(file, message id) of every message in templates and Python; a plural is a pair."""
    if not settings.configured:
        settings.configure()
    yield from (("declared", word) for word in declared())
    for file in sorted(SOURCE.rglob("*")):
        if file.suffix not in (".html", ".py", ".txt") or "tests" in file.parts or "migrations" in file.parts:
            continue
        if file.suffix == ".txt" and "templates" not in file.parts:
            continue
        text = file.read_text("utf-8")
        python = text if file.suffix == ".py" else templatize(text, origin=str(file))
        for _line, message, _comments, _context in extract("python", io.BytesIO(python.encode()), SAYS):
            place = str(file.relative_to(ROOT))
            if isinstance(message, tuple):
                yield place, (str(message[0]), str(message[1]))
            elif message and not str(message).isascii():
                yield place, str(message)


def declared() -> Iterator[str]:
    """Words of closed lists that pages translate by value."""
    for field, words in CHOICES.items():
        if field != "unit":
            yield from words.values()
    yield from STATES.values()
    yield from (room.zh for room in ROOMS)
    yield from LIGHT_WORDS
    for words in (PURPOSES, MATTERS, CLOCK_STATES, STORED_DUES, ANSWERS, STEPS):
        yield from words.values()
    yield from (WHOLE, UNPLACED, ELSEWHERE, "在用", "已注销")
    for words in (KINDS, WORDS, EXHIBIT_STATES):
        yield from words.values()
    yield from (word for words in (ORDERS, SEPARATORS, UNITS) for word in words.values())
    yield from (word for words in STORED_STATES for word in words.values())


def clauses() -> Iterator[tuple[str, str]]:
    """(pack's part, clause) of what packs declare in Chinese alone and figures say where they are missing."""
    for one in indicators():
        for text in (one.question, one.missing, one.owner, *(each.why for each in one.breaks)):
            yield from ((one.name, clause) for clause in text.split("；") if clause)
    for goal in targets():
        yield from ((goal.id, clause) for text in (goal.pending, goal.note) for clause in (text or "").split("；") if clause)
    for source in SOURCES:
        for text in (source.publisher, source.licence, source.covers):
            yield from ((source.name, clause) for clause in text.split("；") if clause)
    yield from (("figures", one) for one in ("这一地区到该日没有已公布的数", "缺的是“常住人口”", "少于3份合同，不公开"))


def fresh() -> Catalog:
    """An empty catalogue; its dates are fixed, so that the same messages give the same file."""
    fixed = datetime(2025, 1, 1, tzinfo=UTC)
    return Catalog(
        locale="en", project="yuzhi", version="1", copyright_holder="yuzhi", charset="utf-8", fuzzy=False,
        header_comment="# English of the pages; message ids are Chinese.", creation_date=fixed, revision_date=fixed,
        last_translator="yuzhi", language_team="en", msgid_bugs_address="",
    )


def catalogue(file: Path = CATALOGUE) -> Catalog:
    """The English catalogue as it is; an empty one before the first."""
    if not file.exists():
        return fresh()
    with file.open("rb") as stream:
        return read_po(stream, locale="en", charset="utf-8")


def missing() -> list[str]:
    """Message ids without English, in the order of their files."""
    return [*_missing(said(), catalogue()), *_missing(clauses(), catalogue(PACKS))]


def _missing(messages: Messages, known: Catalog) -> list[str]:
    found: dict[str, None] = {}
    for _place, message in messages:
        first = message[0] if isinstance(message, tuple) else message
        entry = known.get(first)
        if entry is None or not entry.string or not all(entry.string if isinstance(entry.string, tuple) else [1]):
            found[first] = None
    return list(found)


def write() -> None:
    """The catalogues hold exactly the messages that are said, with the English that they had."""
    for file, messages in ((CATALOGUE, said()), (PACKS, clauses())):
        before, after = catalogue(file), fresh()
        for _place, message in messages:
            first = message[0] if isinstance(message, tuple) else message
            known = before.get(first)
            after.add(message, known.string if known and known.string else None)
        file.parent.mkdir(parents=True, exist_ok=True)
        with file.open("wb") as stream:
            write_po(stream, after, width=0, sort_output=True, omit_header=False)


if __name__ == "__main__":
    if "--write" in sys.argv:
        write()
    lacking = missing()
    sys.stdout.write("".join(f"{one}\n" for one in lacking))
    raise SystemExit(bool(lacking) and "--write" not in sys.argv)
