"""A list of results to take along: the rows that the page shows, and what a reader of the file has to know of them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yuzhi.engines.formats.csvs import csv_lines
from yuzhi.engines.formats.ris import KINDS, RIS, Lines, ris_day, ris_records
from yuzhi.engines.formats.tables import TABLES
from yuzhi.engines.formats.workbooks import XLSX, workbook
from yuzhi.engines.search import Ask
from yuzhi.engines.search.answers import WHY, Answer, Hit
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.areas import AreaBook
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.standing import STATES
from yuzhi.kernel.unplaced import word_of
from yuzhi.records.accounts.actors import Operator
from yuzhi.records.accounts.masks import without_id_numbers
from yuzhi.records.accounts.permissions import Viewer, require
from yuzhi.records.accounts.things import Thing
from yuzhi.records.parties.models import Party
from yuzhi.rooms.lookup.queries import covering

MOST_ROWS = 5000
FORMS = {"xlsx": XLSX, "csv": "text/csv; charset=utf-8", "ris": RIS}
"""Form of the file → its media type."""


@dataclass(frozen=True, slots=True)
class Listing:
    """A list of results: sentences about it, its columns, its rows in the order of the page, and the hits behind them."""

    head: tuple[tuple[str, str], ...]
    header: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    hits: tuple[Hit, ...]
    edition: int | None


def listing(ask: Ask, asker: Viewer | Operator | None, tools: Toolbox, *, address: str = "") -> Listing:
    """What a question finds, at most five thousand rows, with the permissions of the page; the question is not kept.

    `address` is that of the page which shows the same. Raises: NotPermitted.
    """
    if not isinstance(asker, Operator):
        require(asker, "search", Thing("right"))
        require(asker, "export", Thing("right"))
    answer = tools.index.find(replace(ask, top=MOST_ROWS, offset=0, facets=()))
    header = (
        _("种类"), _("号码"), _("名称"), _("权利人"), _("日期"), _("县（市、区）"), _("状态"), _("分类号"), _("来源"),
        _("为什么列出"), _("示例数据"), "key",
    )
    rows = tuple(_row(hit, tools.areas) for hit in answer.hits)
    return Listing(tuple(_head(ask, answer, tools, address)), header, rows, answer.hits, answer.edition)


def written(form: str, listed: Listing, tools: Toolbox, base: str = "") -> Iterator[bytes]:
    """The file in pieces. `base` stands before the address of a record.

    Raises: BadValue for a form that is none of FORMS.
    """
    if form == "xlsx":
        sheets = [(_("说明"), (), listed.head), (_("结果"), listed.header, listed.rows)]
        return iter([workbook([(title, tuple(header), rows) for title, header, rows in sheets])])
    if form == "csv":
        lines = csv_lines(listed.header, listed.rows, [f"{label}：{value}" for label, value in listed.head])
    elif form == "ris":
        lines = ris_records(_records(listed, tools, base))
    else:
        raise BadValue(f"“{form}”不是可以导出的格式，没有导出。可以用的是 {'、'.join(FORMS)}。")
    return (line.encode() for line in lines)


def file_name(form: str, tools: Toolbox) -> str:
    """The name of the file: nothing of what was asked stands in it."""
    return f"yuzhi-search-{tools.today()}.{form}"


def _row(hit: Hit, areas: AreaBook) -> tuple[object, ...]:
    return (
        _kind(hit.kind), hit.numbers[0] if hit.numbers else "", without_id_numbers(hit.title_text),
        [without_id_numbers(name) for name in hit.names], hit.day, place_told(hit.county, areas), state_told(hit.state),
        hit.codes, hit.sources, [_(WHY[one]) for one in hit.why], _("示例数据") if hit.made_up else "", hit.key,
    )


def _head(ask: Ask, answer: Answer, tools: Toolbox, address: str) -> Iterator[tuple[str, str]]:
    """(label, sentence) of all that a reader of the file alone could not know."""
    yield _("检索式（所输入的）"), ask.query or "*"
    yield _("检索式（实际执行的）"), answer.understood or "*"
    for label, value in filters_told(ask, tools.areas):
        yield _("筛选：%(label)s") % {"label": label}, value
    for note in answer.notes:
        yield _("怎样理解的"), note
    shown = len(answer.hits)
    told = _("共找到 %(total)s 条，全部列出。") % {"total": f"{answer.total:,}"}
    if answer.total > shown:
        told = _("共找到 %(total)s 条，这里只列出前 %(shown)s 条：一个文件最多 %(most)s 条。请加筛选条件后分次导出。") % {
            "total": f"{answer.total:,}", "shown": f"{shown:,}", "most": f"{MOST_ROWS:,}"}
    yield _("条数"), told
    yield _("次序"), _("最新在前") if ask.sort == "newest" or answer.understood in ("", "*") else _("按相关程度")
    yield _("数据版本"), f"E{answer.edition}" if answer.edition else _("还没有数据")
    for one in covering.searched(tools, ask.kinds):
        until = _("收录到 %(day)s") % {"day": one.until} if one.until else _("收录到哪一天，来源没有载明")
        loaded = _("%(day)s 读入") % {"day": f"{one.loaded_at:%Y-%m-%d}"} if one.loaded_at else ""
        yield _("数据范围"), f"{one.name}：{until}{'；' if loaded else ''}{loaded}"
    yield _("没有列出的"), _("没有列出，不等于没有这件权利：也可能还没有收录。法律状态以发布机关的登记簿为准。")
    if any(hit.made_up for hit in answer.hits):
        yield _("示例数据"), _("其中有示例数据（虚构），逐行注明。")
    yield _("导出日期"), tools.today().isoformat()
    if address:
        yield _("网页"), address


def filters_told(ask: Ask, areas: AreaBook) -> Iterator[tuple[str, str]]:
    """(label, values) of each filter that is on, in words."""
    first, last = ask.years
    years = f"{first or ''}–{last or ''}" if first != last else str(first or "")
    named = dict(Party.objects.filter(key__in=ask.parties).values_list("key", "name")) if ask.parties else {}
    for label, values in (
        (_("种类"), [_kind(one) for one in ask.kinds]), (_("县（市、区）"), [place_told(one, areas) for one in ask.counties]),
        (_("状态"), [state_told(one) for one in ask.states]), (_("年份"), [years] if years else []), (_("分类"), ask.classes),
        (_("权利人"), [named.get(one, one) for one in ask.parties]),
    ):
        if values:
            yield label, "、".join(values)


def _records(listed: Listing, tools: Toolbox, base: str) -> Iterator[tuple[str, Lines]]:
    """The first record tells of the list: the format has no other place for it."""
    yield "GEN", [("TI", _("榆知检索结果：说明")), *(("N1", f"{label}：{value}") for label, value in listed.head)]
    for hit, row in zip(listed.hits, listed.rows, strict=True):
        yield KINDS.get(hit.kind, "GEN"), _lines(hit, row, listed.edition, tools, base)


def _lines(hit: Hit, row: Sequence[object], edition: int | None, tools: Toolbox, base: str) -> Lines:
    entry = tools.index.entry(hit.key)
    published = [one for one in hit.numbers if one[:2].isalpha() and one.isalnum()]
    applied = [one for one in hit.numbers if one not in published and one != hit.key]
    texts, inventors = (entry.text, entry.inventors) if entry else ("", ())
    return [
        ("TI", str(row[2])), *(("AU", without_id_numbers(name)) for name in inventors),
        ("PB", "；".join(without_id_numbers(name) for name in hit.names)),
        ("DA", ris_day(hit.day)), ("PY", hit.day[:4]), *(("SN", one) for one in published[:1]), *(("M1", one) for one in applied[:1]),
        ("M3", str(row[0])), ("C6", str(row[6])), *(("KW", code) for code in hit.codes),
        ("AB", without_id_numbers(texts)), ("LA", hit.language),
        *((("N1", _("示例数据（虚构）")),) if hit.made_up else ()),
        ("DB", _("榆知 数据版本 E%(n)s") % {"n": edition or 0}), ("DP", "、".join(hit.sources)), ("AN", hit.key),
        ("UR", f"{base}/record/{hit.key}" if base else ""), ("Y2", ris_day(tools.today().isoformat())),
    ]


def _kind(kind: str) -> str:
    table = TABLES.get(kind)
    return kind if table is None else table.en.capitalize() if _english() else table.zh


def place_told(code: str, areas: AreaBook) -> str:
    """What people call the place of a county code, in the language of the page."""
    return _(word_of(code, areas, english=_english()))


def state_told(state: str) -> str:
    """What people call the state of a right, in the language of the page."""
    return _(STATES[state]) if state in STATES else state


def _english() -> bool:
    return (get_language() or "zh").startswith("en")
