"""What the columns of an unknown spreadsheet most likely are, by their titles and by what stands in them."""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import Any

from yuzhi.engines.formats.tables import CHOICES
from yuzhi.engines.formats.templates import TEMPLATES
from yuzhi.engines.formats.titles import others_of, plain_title, titles_of
from yuzhi.engines.reading.heads import DOT
from yuzhi.engines.reading.mapping.cells import cell_rule, ordered_day
from yuzhi.engines.reading.mapping.declared import MappedColumn, SheetMapping
from yuzhi.engines.reading.mapping.fields import ORDERS, SEPARATORS, SEVERAL, UNITS, Offer, offers, stated_unit
from yuzhi.engines.reading.mapping.looking import Look
from yuzhi.engines.reading.rules import RULES
from yuzhi.kernel.areas import AreaBook
from yuzhi.kernel.errors import BadValue

_SAMPLES, _FEW = 40, 8
_COLUMNS = 100
"""How many columns are looked at; behind them a wide sheet repeats itself, and an officer still may choose."""
_ENOUGH = 0.39
_SAME = 0.8
_TELLING = frozenset({"application_number", "publication_number", "credit_code", "registration_number", "variety_number", "area", "ipc_list"})
"""Rules whose cells give themselves away, whatever their title."""
_CHECKED = _TELLING | {
    "day", "money_yuan", "int", "year", "ipc", "cpc_list", "locarno_list", "nice_classes", "choice", "bool_shi_fou", "trademark_number",
    "credit_codes", "area_code",
}
_PART = 0.98
_HAN = "\u3400-\u9fff"
_CHINESE_FIRST = re.compile(rf"(.*[{_HAN}].*?)[\s/／|(（]+([A-Za-z][^{_HAN}]+?)[)）]?")
_ENGLISH_FIRST = re.compile(rf"([A-Za-z][^{_HAN}]*[a-z][^{_HAN}]*?)[\s/／|(（]+([{_HAN}].*?)[)）]?")
_UNIT = re.compile(r"[(（\[【]?[万亿]元[)）\]】]?|[(（]元[)）]|[(（][^()（）]*[)）]$")


def suggested(look: Look, header: int, table: str, areas: AreaBook) -> SheetMapping:
    """The most likely mapping of a sheet to a table: every column is there, those that nobody knows are not read."""
    samples = {title: cells[:_SAMPLES] for title, cells in look.samples(header).items()}
    chosen = _chosen(table, samples, areas)
    columns = []
    for title in look.titles(header):
        one = chosen.get(title)
        columns.append(_column(title, one, samples.get(title, []), look.unit_above(header), areas) if one else MappedColumn(title))
    return SheetMapping(table, tuple(columns), stated=stated_above(look, header), constants=_from_heading(look, header, table, {one.field for one in columns}))


def stated_above(look: Look, header: int) -> str:
    """The unit of sums that stands above the header, in words; "" where none does."""
    unit = look.unit_above(header)
    return "" if unit is None else UNITS[unit]


def tables_for(look: Look, header: int, areas: AreaBook) -> list[tuple[str, float]]:
    """The tables, most likely first, each with how well the columns fit it (0 to about 1)."""
    samples = {title: cells[:_FEW] for title, cells in look.samples(header).items()}
    said = look.title + "".join(text for number, texts in look.rows if number < header for text in texts)
    scores = [(table, _fit(table, samples, areas) + (0.15 if _named(table, said) else 0)) for table in TEMPLATES]
    return sorted(scores, key=lambda one: -one[1])


_NAMES = {
    "pledges": "质押", "licences": "许可 转让", "trademarks": "商标", "patents": "专利", "works": "著作权 软著 版权", "indications": "地理标志",
    "indication_users": "用标 专用标志", "varieties": "新品种 品种权", "companies": "企业名录 企业名单", "agencies": "代理机构", "talents": "人才",
    "populations": "人口", "centres": "培育中心", "outlets": "网点", "awards": "奖", "patent_events": "法律事件 法律状态",
}


def _named(table: str, said: str) -> bool:
    return any(word in said for word in _NAMES.get(table, "").split())


def _fit(table: str, samples: Mapping[str, Sequence[str]], areas: AreaBook) -> float:
    """How well: the share of columns that find a field, and more for those that make up the key."""
    chosen = _chosen(table, samples, areas)
    keys = [one for one in offers(table) if one.key]
    had = {one.field for one in chosen.values()}
    weights = sum(_like(title, one.field, table) for title, one in chosen.items())
    have = sum(1 for one in keys if one.field in had or one.rule == "choice") / max(len(keys), 1)
    advised = [one for one in offers(table) if one.advised]
    also = sum(1 for one in advised if one.field in had) / max(len(advised), 1)
    return 0.4 * weights / max(len(samples), 1) + 0.35 * have + 0.25 * also


def _chosen(table: str, samples: Mapping[str, Sequence[str]], areas: AreaBook) -> dict[str, Offer]:
    """The field of each column: the surest pairs first, each column and each field once."""
    pairs = [
        (score, -place, title, one)
        for place, (title, cells) in enumerate(islice(samples.items(), _COLUMNS))
        for one in offers(table)
        if (score := _score(title, cells, one, table, areas)) >= _ENOUGH
    ]
    found: dict[str, Offer] = {}
    taken: set[str] = set()
    for _, _, title, one in sorted(pairs, key=lambda pair: (-pair[0], -pair[1])):
        if title not in found and one.field not in taken:
            found[title] = one
            taken.add(one.field)
    return found


def _score(title: str, cells: Sequence[str], one: Offer, table: str, areas: AreaBook) -> float:
    if any(plain_title(text) in others_of(table) for text in _said(title)):
        return 0.0
    named = _like(title, one.field, table)
    if named == 0 and one.rule not in _TELLING:
        return 0.0
    readable = _readable(cells, one, areas) if one.rule in _CHECKED and cells else None
    if readable is None:
        return named
    if named:
        floor = 0.75 if named > _SAME else 0.4       # the very title counts even where its cells need another unit or order
        return named * (floor + (1 - floor) * readable)
    return 0.5 * readable if readable >= 0.8 else 0.0


def _like(title: str, name: str, table: str) -> float:
    """How much a title is like those of a field: 1 for the same, less the later it is listed, half where it holds one."""
    said = _said(title)
    alike = [_likeness(plain_title(text), plain_title(_UNIT.sub("", text)), name, table) for text in said]
    return max(alike[0], _PART * max(alike[1:], default=0.0))


def _said(title: str) -> list[str]:
    """The title, and what it says in part: below a merged title its own, of two languages each.

    >>> _said("时间·登记"), _said("申请号 Application Number"), _said("Title(标题)"), _said("IPC 分类号")
    (['时间·登记', '登记时间', '登记'], ['申请号 Application Number', '申请号', 'Application Number'], ['Title(标题)', '标题', 'Title'], ['IPC 分类号'])
    """
    told = [title]
    if DOT in title:
        group, _, own = title.rpartition(DOT)
        told += [own + group, own]
    if both := _CHINESE_FIRST.fullmatch(told[-1].strip()):
        told += both.groups()
    elif both := _ENGLISH_FIRST.fullmatch(told[-1].strip()):
        told += reversed(both.groups())
    return told


@lru_cache(maxsize=16384)
def _likeness(plain: str, bare: str, name: str, table: str) -> float:
    template = TEMPLATES[table]
    own = (plain_title(template.column(name).zh),) if template.has(name) else ()
    known = (*own, *titles_of(table).get(name, ()))
    for text in (plain, bare):
        if text in known:
            return 1.0 - 0.01 * known.index(text)
    parts = [one for one in known if len(one) >= 3 and (one in plain or (len(plain) >= 3 and plain in one))]
    return 0.6 * max((min(len(one), len(plain)) / max(len(one), len(plain)) for one in parts), default=0.0) + (0.15 if parts else 0)


def _readable(cells: Sequence[str], one: Offer, areas: AreaBook) -> float:
    if one.rule == "day":
        return max(_share(cells, ordered_day(order) if order else RULES["day"].parse) for order in ORDERS)
    splits = SEPARATORS if one.rule in SEVERAL else ("",)
    return max(_share(cells, cell_rule(MappedColumn("", one.field, split=split), one.rule, areas).parse) for split in splits)


def _share(cells: Sequence[str], parse: Callable[[str], Any]) -> float:
    """The share of cells that can be read."""
    read = 0
    for text in cells:
        try:
            parse(text)
        except BadValue:
            continue
        read += 1
    return read / len(cells)


def _column(title: str, one: Offer, cells: Sequence[str], unit: str | None, areas: AreaBook) -> MappedColumn:
    """The column with the options that read most of its cells."""
    column = MappedColumn(title, one.field)
    if one.rule == "money_yuan":
        said = stated_unit(title)
        return replace(column, unit=unit or "" if said is None else said)
    if cells and one.rule == "day":
        return replace(column, order=_best(cells, ORDERS, lambda order: ordered_day(order) if order else RULES["day"].parse))
    if cells and one.rule in SEVERAL:
        return replace(column, split=_between(cells) if one.rule == "list_semicolon" else _best(
            cells, SEPARATORS, lambda split: cell_rule(replace(column, split=split), one.rule, areas).parse
        ))
    return replace(column, words=_words(one.field, cells, areas)) if one.rule == "choice" else column


def _words(name: str, cells: Sequence[str], areas: AreaBook) -> dict[str, str]:
    """Words that are none of the closed list but hold exactly one of its labels."""
    parse, found = cell_rule(MappedColumn("", name), "choice", areas).parse, {}
    for word in dict.fromkeys(cells):
        try:
            parse(word)
        except BadValue:
            holding = [stored for stored, label in CHOICES[name].items() if label in word]
            if len(holding) == 1:
                found[word] = holding[0]
    return found


def _best(cells: Sequence[str], options: Mapping[str, str], parser: Callable[[str], Callable[[str], Any]]) -> str:
    shares = {option: _share(cells, parser(option)) for option in options}
    return max(options, key=lambda option: (shares[option], option == ""))


def _between(cells: Sequence[str]) -> str:
    """What stands between several names: only what is plain; commas also stand inside names."""
    if any(";" in text or "；" in text for text in cells):
        return ""
    return next((one for one in ("|", "、") if sum(one in text for text in cells) * 10 >= len(cells)), "")


def _from_heading(look: Look, header: int, table: str, had: set[str]) -> dict[str, str]:
    """Entries of closed lists that the heading or the sheet's name says for all rows."""
    said = look.title + "".join(text for number, texts in look.rows if number < header for text in texts)
    found = {}
    for one in offers(table):
        if one.rule == "choice" and one.key and one.field not in had:
            labels = [label for label in CHOICES[one.field].values() if label in said]
            if labels:
                found[one.field] = max(labels, key=len)
    return found
