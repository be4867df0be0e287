"""Decisions of the data hub: how files are put into loads, and what a load's numbers mean."""

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from yuzhi.engines.formats.tables import CHOICES
from yuzhi.engines.formats.templates import TEMPLATES, Column
from yuzhi.engines.reading.rows import FAILED_FORMULAS, Rule
from yuzhi.engines.reading.rules import RULES, area, choice
from yuzhi.kernel.areas import AreaBook
from yuzhi.kernel.chinese import fold
from yuzhi.kernel.errors import BadValue, Refused

MAX_FILES = 200
MAX_BYTES = 64 * 1024 * 1024
MAX_NAME = 300
_UNSAFE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_CLOSED = {"choice", "bool_shi_fou", "area"}
_SAYS_NOTHING = {"无", "暂无", "空", "没有", "不详", "未知", "未填", "待定", "待补", "na", "n/a", "null", "none", "nan"}


@dataclass(frozen=True, slots=True)
class Arrival:
    """A file as it came: its name, digest and size, and the source that recognised it."""

    name: str
    digest: str
    size: int
    source: str


def safe_name(name: str) -> str:
    """The name of a file as it may be stored and shown: one line, read from left to right, of bounded length.

    Bytes that are no UTF-8 (Python gives them as lone surrogates) are read as GB18030, in which older computers wrote
    names; characters that break a line, steer a terminal or turn the direction of writing become U+FFFD.

    >>> safe_name("专利\\n.xlsx")
    '专利\ufffd.xlsx'
    """
    parts = [_decoded(part) for part in name.split("/")]
    shown = "".join("\ufffd" if unicodedata.category(one) in _UNSAFE else one for one in "/".join(parts))
    return shown[-MAX_NAME:] or "未命名"


def _decoded(part: str) -> str:
    for encoding in ("utf-8", "gb18030"):
        try:
            return part.encode("utf-8", "surrogateescape").decode(encoding)
        except UnicodeError:
            continue
    return part.encode("utf-8", "replace").decode("utf-8", "replace")


def said_of_refusal(message: str, source: str, *, in_full: bool) -> str:
    """Why a file was not read, as this reader may see it: the whole sentence quotes the file, the public gets none of it.

    >>> said_of_refusal("《名单.xlsx》第一行是 张三", "", in_full=False)
    '没有来源认得它，没有入库。'
    """
    if in_full or not message:
        return message
    return "文件已拒收，没有入库；原因只给工作人员看。" if source else "没有来源认得它，没有入库。"


def loads_of(arrivals: Iterable[Arrival]) -> Iterator[Sequence[Arrival]]:
    """The arrivals in the order received, cut into loads: one source each, bounded in files and bytes.

    A load is published whole or not at all, so the bounds say how much a crash can make the writer read again.
    """
    load: list[Arrival] = []
    for arrival in arrivals:
        full = load and (
            arrival.source != load[0].source
            or len(load) >= MAX_FILES
            or sum(one.size for one in load) + arrival.size > MAX_BYTES
        )
        if full:
            yield load
            load = []
        load.append(arrival)
    if load:
        yield load


def county_of_row(row: Mapping[str, str], areas: AreaBook) -> str:
    """The code of the county whose desk should mend an unreadable row, "" where its cells do not say.

    A cell that names a county wins over an address; the city's own code counts as not said.
    """
    for title, text in row.items():
        if "县" in title and text.strip():
            try:
                found = areas.named(text)
            except BadValue:
                continue
            return found.code if found in areas.counties else ""
    for title, text in row.items():
        if ("地址" in title or "住所" in title) and text.strip() and (placed := areas.of_address(text).area):
            return placed.code
    return ""


def column_of_template(source: str, title: str) -> Column | None:
    """The column of the platform's template that the source reads; None for other sources and other titles.

    >>> column_of_template("cn.templates.pledges", "所在县（市、区）").rule
    'area'
    """
    _, _, name = source.rpartition(".templates.")
    template = TEMPLATES.get(name) if name != source else None
    return next((column for column in template.columns if column.zh == title), None) if template else None


def why_only_here(source: str, title: str, text: str, areas: AreaBook) -> str:
    """Why a repair of this text must not hold for other rows, in Chinese; "" where it may.

    Only a misspelt word of a closed list means the same wherever it stands. A blank, a number, a name or a sum
    belongs to its row; a word that can be read was stopped by what stands beside it.
    """
    column = column_of_template(source, title)
    if column is None or column.rule not in _CLOSED:
        return f"“{title}”不是从固定名单里选的列，同样的内容在别的行里可能是另一回事，只能逐行修复。"
    plain = fold(text).lower()
    if plain in _SAYS_NOTHING or plain.upper() in FAILED_FORMULAS or not any(letter.isalpha() for letter in plain):
        return "原值没有写出内容，各行应补的内容各不相同，只能逐行修复。"
    try:
        _spelled(column, areas).parse(text)
    except BadValue:
        return ""
    return f"“{text}”本身读得懂，是与同一行的其他内容不符，只能逐行修复。"


def checked_everywhere(source: str, title: str, before: str, after: str, areas: AreaBook) -> str:
    """The text that takes the place of another one in every file of the source.

    Raises: Refused where that must not hold for other rows, or where the new text cannot be read either.
    """
    if why := why_only_here(source, title, before, areas):
        raise Refused(why)
    column = column_of_template(source, title)
    assert column is not None
    try:
        _spelled(column, areas).parse(after.strip())
    except BadValue as bad:
        raise Refused(f"填写的内容仍然读不出，未保存。{bad.sentence}") from bad
    return after.strip()


def _spelled(column: Column, areas: AreaBook) -> Rule[Any]:
    if column.rule == "choice":
        return Rule("choice", choice(CHOICES[column.field]))
    return Rule("area", area(areas)) if column.rule == "area" else RULES[column.rule]


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a running load is: share of bytes, records per second, seconds remaining (None: not yet known)."""

    share: float
    rate: float
    remaining: float | None
    quarantined: int


def progress(done: int, total: int, records: int, quarantined: int, seconds: float) -> Progress:
    """The progress after `seconds` of reading `done` of `total` bytes.

    >>> progress(50, 100, 1000, 3, 10.0)
    Progress(share=0.5, rate=100.0, remaining=10.0, quarantined=3)
    """
    share = min(1.0, done / total) if total else 0.0
    rate = records / seconds if seconds > 0 else 0.0
    remaining = seconds * (1 - share) / share if share > 0 and seconds > 0 else None
    return Progress(share, rate, remaining, quarantined)
