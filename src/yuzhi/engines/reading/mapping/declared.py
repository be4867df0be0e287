"""A mapping as a value, and as the plain words in which it is stored, carried between hosts and shown."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from dataclasses import field as made
from datetime import date
from typing import Any, cast, get_args

from yuzhi.engines.formats.tables import CHOICES, TABLES
from yuzhi.engines.formats.templates import TEMPLATES
from yuzhi.engines.reading.mapping.fields import ORDERS, SEPARATORS, SEVERAL, UNITS, needed, offer
from yuzhi.engines.reading.sources import Delivery, Rhythm
from yuzhi.kernel.errors import BadValue

NAME = re.compile(r"[a-z][a-z0-9_]*(?:\.[a-z0-9_]+)*")
_LONGEST = {"name": 60, "zh": 80, "en": 80, "publisher": 120, "licence": 300, "covers": 300, "sheet": 60, "marker": 60, "stated": 4}
_MOST_COLUMNS = 500
_TEXTS = ("name", "zh", "en", "publisher", "licence", "covers", "sheet", "marker", "stated")
_WORDS = frozenset({*_TEXTS, "table", "rank", "columns", "constants", "made_up", "delivery"})
_COLUMN = frozenset({"title", "field", "unit", "order", "split", "words"})
_DELIVERY = frozenset({"deliverer", "contact", "rhythm", "due_day", "since", "note", "made_up"})
_LAST_DAY = {"": 31, "week": 7, "month": 28, "quarter": 28, "year": 28}


@dataclass(frozen=True, slots=True)
class MappedColumn:
    """One column as received: the field it fills, "" where it is not read.

    `unit` is "wan" for sums in ten thousands of yuan, "yi" in hundreds of millions; `order` "dmy" or "mdy" for days written so; `split` what stands
    between several values, "" for semicolons; `words` maps other words to those of a closed list (or to 是 and 否).
    """

    title: str
    field: str = ""
    unit: str = ""
    order: str = ""
    split: str = ""
    words: Mapping[str, str] = made(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SheetMapping:
    """What the columns of one kind of spreadsheet are. `constants` hold for each row: field → text as in a cell.

    `sheet` names the one worksheet to read, "" for each that has the header. `marker` is a text that must stand in the
    file's name, a sheet's title or above the header: it tells two senders of the same form apart.
    `stated` is the unit of sums (元, 万元 or 亿元) that stood above the header when it was mapped: a later file that states
    another one is not read by it.
    """

    table: str
    columns: tuple[MappedColumn, ...]
    name: str = ""
    zh: str = ""
    en: str = ""
    publisher: str = ""
    licence: str = ""
    covers: str = ""
    rank: int = 35
    constants: Mapping[str, str] = made(default_factory=dict)
    sheet: str = ""
    marker: str = ""
    stated: str = ""
    made_up: bool = False
    delivery: Delivery | None = None

    @property
    def used(self) -> tuple[MappedColumn, ...]:
        """The columns that are read."""
        return tuple(one for one in self.columns if one.field)

    @property
    def missing(self) -> tuple[str, ...]:
        """What people call the fields without which no row can be read, and which nothing fills."""
        have = {one.field for one in self.used} | set(self.constants)
        template = TEMPLATES[self.table]
        return tuple(one.zh for one in template.columns if one.field in needed(template) and one.field not in have)

    def column_of(self, name: str) -> MappedColumn | None:
        """The column that fills a field."""
        return next((one for one in self.used if one.field == name), None)


def told(words: object) -> SheetMapping:
    """The mapping that plain words describe; not yet whether its key is complete.

    Raises: BadValue, naming the word that is wrong.
    """
    if not isinstance(words, dict) or (strange := sorted(map(str, set(words) - _WORDS))):
        raise BadValue(f"列名对照写得不对：{'、'.join(strange) if isinstance(words, dict) else '应为一组字段'} 没有人认得。没有保存。")
    table = words.get("table")
    if not isinstance(table, str) or table not in TEMPLATES:
        raise BadValue(f"没有名为“{table}”的数据表，没有保存。可用的有：{'、'.join(TEMPLATES)}。")
    texts = {word: _text(word, words.get(word, "")) for word in _TEXTS}
    if texts["stated"] and texts["stated"] not in UNITS.values():
        raise BadValue(f"表头上方写的单位“{texts['stated']}”不对：应为 {'、'.join(UNITS.values())}，没有写的留空。没有保存。")
    if texts["name"] and not NAME.fullmatch(texts["name"]):
        raise BadValue(f"代号“{texts['name']}”不对：只用小写字母、数字、下划线和点，以字母开头，例如 sheet.pledges_province。")
    rank = words.get("rank", 35)
    if isinstance(rank, bool) or not isinstance(rank, int) or not 1 <= rank <= 99:
        raise BadValue(f"优先次序“{rank}”不对：应为 1 至 99 的整数。")
    mapping = replace(
        SheetMapping(table, _columns(table, words.get("columns"))), rank=rank, made_up=bool(words.get("made_up", False)),
        delivery=delivery(words["delivery"]) if words.get("delivery") else None, **cast(dict[str, Any], texts),
    )
    return replace(mapping, constants=_constants(mapping, words.get("constants") or {}))


def as_told(mapping: SheetMapping) -> dict[str, Any]:
    """The plain words of a mapping; what is not said is left out.

    >>> as_told(told({"table": "companies", "columns": [{"title": "信用代码", "field": "code"}]}))
    {'table': 'companies', 'rank': 35, 'columns': [{'title': '信用代码', 'field': 'code'}]}
    """
    said: dict[str, Any] = {word: getattr(mapping, word) for word in _TEXTS if getattr(mapping, word)}
    said |= {"table": mapping.table, "rank": mapping.rank}
    said["columns"] = [
        {name: (dict(value) if name == "words" else value) for name in ("title", "field", "unit", "order", "split", "words")
         if (value := getattr(one, name)) or name in ("title", "field")}
        for one in mapping.columns
    ]
    if mapping.constants:
        said["constants"] = dict(mapping.constants)
    if mapping.made_up:
        said["made_up"] = True
    if mapping.delivery:
        said["delivery"] = delivery_told(mapping.delivery)
    return said


def delivery_told(one: Delivery) -> dict[str, Any]:
    """The plain words of an agreement."""
    said = {name: getattr(one, name) for name in ("deliverer", "contact", "rhythm", "due_day", "note", "made_up") if getattr(one, name)}
    return {**said, **({"since": one.since.isoformat()} if one.since else {})}


def delivery(words: object) -> Delivery:
    """The agreement that plain words describe.

    Raises: BadValue, naming the word that is wrong.
    """
    if not isinstance(words, dict) or set(words) - _DELIVERY:
        raise BadValue(f"送交约定写得不对：只认 {'、'.join(sorted(_DELIVERY))}。没有保存。")
    rhythm, due_day, since = words.get("rhythm") or "", words.get("due_day", 10), words.get("since")
    if rhythm not in get_args(Rhythm):
        raise BadValue(f"送交周期“{rhythm}”不对：应为 week、month、quarter 或 year，没有约定时留空。")
    if isinstance(due_day, bool) or not isinstance(due_day, int) or not 1 <= due_day <= _LAST_DAY[rhythm]:
        raise BadValue(f"应送日“{due_day}”不对：应为 1 至 {_LAST_DAY[rhythm]} 的整数。")
    try:
        first = since if isinstance(since, date) else date.fromisoformat(since) if since else None
    except (TypeError, ValueError):
        raise BadValue(f"约定起始日“{since}”不对：请写成 2026-10-01。") from None
    texts = {word: words.get(word) or "" for word in ("deliverer", "contact", "note")}
    if any(not isinstance(text, str) or len(text) > 200 for text in texts.values()):
        raise BadValue("送交单位、联系方式和说明应为不超过 200 个字的文字。没有保存。")
    return Delivery(**texts, rhythm=cast(Rhythm, rhythm), due_day=due_day, since=first, made_up=bool(words.get("made_up")))


def _text(word: str, value: object) -> str:
    if not isinstance(value, str):
        raise BadValue(f"列名对照的 {word} 应为文字，没有保存。")
    text = value.strip()
    if len(text) > _LONGEST[word] or any(ord(one) < 32 for one in text):
        raise BadValue(f"列名对照的 {word} 应为不超过 {_LONGEST[word]} 个字的一行文字，没有保存。")
    return text


def _columns(table: str, listed: object) -> tuple[MappedColumn, ...]:
    if not isinstance(listed, list) or not listed or len(listed) > _MOST_COLUMNS:
        raise BadValue(f"列名对照应列出 1 至 {_MOST_COLUMNS} 列，没有保存。")
    columns = tuple(_column(table, one) for one in listed)
    for names, what in (([one.title for one in columns], "列名"), ([one.field for one in columns if one.field], "字段")):
        if twice := next((name for name in names if names.count(name) > 1), None):
            raise BadValue(f"{what}“{_label(table, twice) if what == '字段' else twice}”出现了两次：一列只能对应一个字段，一个字段只能来自一列。请改其中之一。")
    return columns


def _column(table: str, words: object) -> MappedColumn:
    if not isinstance(words, dict) or set(words) - _COLUMN or not isinstance(words.get("title"), str) or not words["title"].strip():
        raise BadValue(f"对照中的一列写得不对：{str(words)[:80]}。应写明 title 和 field。没有保存。")
    title = words["title"].strip()[:200]
    given = {name: words.get(name) or "" for name in ("field", "unit", "order", "split")}
    if any(not isinstance(value, str) for value in given.values()):
        raise BadValue(f"“{title}”这一列的对照写得不对：field、unit、order、split 应为文字。没有保存。")
    found = offer(table, given["field"]) if given["field"] else None
    if given["field"] and found is None:
        raise BadValue(f"“{title}”对应的字段“{given['field']}”不在“{TABLES[table].zh}”表里，没有保存。")
    for name, known in (("unit", UNITS), ("order", ORDERS), ("split", SEPARATORS)):
        if given[name] not in known:
            raise BadValue(f"“{title}”这一列的 {name} 不能是“{given[name]}”：可用的有 {'、'.join(filter(None, known))}。没有保存。")
    if found is None:
        return MappedColumn(title)
    return MappedColumn(
        title, given["field"], given["unit"] if found.rule == "money_yuan" else "", given["order"] if found.rule == "day" else "",
        given["split"] if found.rule in SEVERAL else "", _words(title, found.field, found.rule, words.get("words") or {}),
    )


def _words(title: str, name: str, rule: str, given: object) -> dict[str, str]:
    known = CHOICES[name] if rule == "choice" else {"是": "是", "否": "否"} if rule == "bool_shi_fou" else {}
    if not isinstance(given, dict) or len(given) > 500:
        raise BadValue(f"“{title}”这一列的 words 写得不对：应为 原文: 选项。没有保存。")
    for word, stored in given.items():
        if not isinstance(word, str) or (known and stored not in known):
            raise BadValue(f"“{title}”这一列把“{word}”对应为“{stored}”，不在可选项中：应为 {'、'.join(known)} 之一。没有保存。")
    return dict(given) if known else {}


def _constants(mapping: SheetMapping, given: object) -> dict[str, str]:
    if not isinstance(given, dict):
        raise BadValue("固定内容 constants 写得不对：应为 字段: 内容。没有保存。")
    for name, text in given.items():
        if offer(mapping.table, str(name)) is None or not isinstance(text, str) or not text.strip():
            raise BadValue(f"固定内容“{name}”写得不对：应为“{TABLES[mapping.table].zh}”表的字段和文字。没有保存。")
        if column := mapping.column_of(name):
            raise BadValue(f"“{_label(mapping.table, name)}”已由“{column.title}”这一列给出，不能再写固定内容。请留其中之一。")
    return {str(name): text.strip() for name, text in given.items()}


def _label(table: str, name: str) -> str:
    found = offer(table, name)
    return found.zh if found else name
