"""Two to four rights side by side: fields in rows, and what differs marked."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yuzhi.engines.search.answers import Segment
from yuzhi.engines.text.claims import claims
from yuzhi.engines.text.differing import differing
from yuzhi.engines.toolbox import Toolbox
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.standing import STATES
from yuzhi.records.accounts.permissions import Viewer
from yuzhi.records.datasets import editions
from yuzhi.records.rights.finding import resolve_one
from yuzhi.rooms.lookup.queries.records import RecordPage, record
from yuzhi.rooms.lookup.queries.telling import Fact

LEAST, MOST = 2, 4
_APART = {"county", "county_reason", "state_text", "first_claim", "abstract"}
"""Fields that have rows of their own, or say again what another row says."""


@dataclass(frozen=True, slots=True)
class Column:
    """One of the compared rights, with the letter that stands for it."""

    letter: str
    page: RecordPage


@dataclass(frozen=True, slots=True)
class Cell:
    """What one right has in a row: lines in segments, marked where they differ; no lines where no source says anything."""

    letter: str
    lines: tuple[tuple[Segment, ...], ...]
    masked: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One field. `same` where all have the very same; `long` for a text whose words are compared with those of A."""

    label: str
    cells: tuple[Cell, ...]
    same: bool
    long: bool = False


@dataclass(frozen=True, slots=True)
class Comparison:
    """Rights side by side."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def differing(self) -> int:
        """In how many rows they differ."""
        return sum(not row.same for row in self.rows)


def keys_of(texts: Sequence[str], tools: Toolbox) -> list[str]:
    """The keys of what was ticked or typed, in any spelling of a number; blank fields and repetitions aside.

    Raises: NotFound for a number under which nothing is known, BadValue for more than four.
    """
    snapshot = editions.snapshot(tools.lake, editions.current())
    keys = list(dict.fromkeys(resolve_one(snapshot, text.strip())[1] for text in texts[: MOST * 4] if text.strip()))
    if len(keys) > MOST:
        raise BadValue(f"一次对比 {LEAST} 到 {MOST} 件不同的权利，这里是 {len(keys)} 件，没有对比。请回到结果页重新勾选，或在下面填号码。")
    return keys


def compared(keys: Sequence[str], viewer: Viewer | None, tools: Toolbox) -> Comparison:
    """The rights side by side, each as this viewer may see it.

    Raises: NotFound, NotPermitted, as their own pages.
    """
    columns = tuple(Column(letter, record(key, viewer, tools)) for letter, key in zip("ABCD", keys, strict=False))
    return Comparison(columns, tuple(_rows(columns)))


def _rows(columns: Sequence[Column]) -> Iterator[Row]:
    pages = [one.page for one in columns]
    yield _short(_("种类"), columns, [(page.table.zh,) for page in pages])
    yield _short(_("状态"), columns, [_standing(page) for page in pages])
    yield _short(_("权利人"), columns, [tuple(name for name, _code, _key in page.parties) for page in pages])
    yield _short(_("县（市、区）"), columns, [(page.county,) if page.county else () for page in pages])
    for name, label in _fields(pages).items():
        yield _of_facts(label, columns, [page.facts.get(name) for page in pages])
    if any(page.texts for page in pages):
        yield _short(_("权利要求"), columns, [_counted(page) for page in pages])
    for name in ("abstract", "first_claim"):
        facts = [page.facts.get(name) for page in pages]
        if any(facts):
            yield _of_facts(next(fact.label for fact in facts if fact), columns, facts)


def _fields(pages: Sequence[RecordPage]) -> dict[str, str]:
    """Field → label of all that any of the rights has, in the order of their tables."""
    shown: dict[str, str] = {}
    for page in pages:
        holders = page.face.holders if page.face else ""
        shown |= {name: fact.label for name, fact in page.facts.items() if name not in _APART and name != holders and name not in shown}
    return shown


def _standing(page: RecordPage) -> tuple[str, ...]:
    return (_(STATES[page.standing.state]), page.standing.reason) if page.standing else ()


def _counted(page: RecordPage) -> tuple[str, ...]:
    for text in page.texts:
        if listed := claims(text.claims):
            alone = [str(one.number) for one in listed if one.kind == "independent"]
            return (_("%(n)s 项，其中独立的是第 %(alone)s 项") % {"n": len(listed), "alone": "、".join(alone)},)
    return ()


def _of_facts(label: str, columns: Sequence[Column], facts: Sequence[Fact | None]) -> Row:
    lines = [fact.lines if fact else () for fact in facts]
    row = (_long if any(fact.long for fact in facts if fact) else _short)(label, columns, lines)
    masked = [bool(fact and fact.masked) for fact in facts]
    cells = tuple(_hidden(cell) if hidden else cell for cell, hidden in zip(row.cells, masked, strict=True))
    return Row(row.label, cells, row.same and not any(masked), row.long)


def _hidden(cell: Cell) -> Cell:
    """What is shown of a masked value is no value: nothing in it differs."""
    return Cell(cell.letter, tuple(tuple(Segment(part.text, False) for part in line) for line in cell.lines), masked=True)


def _short(label: str, columns: Sequence[Column], lines: Sequence[Sequence[str]]) -> Row:
    """Lines that no other has are marked."""
    had = Counter(line for each in lines for line in dict.fromkeys(each))
    cells = tuple(
        Cell(column.letter, tuple((Segment(line, had[line] == 1),) for line in each))
        for column, each in zip(columns, lines, strict=True)
    )
    return Row(label, cells, all(tuple(each) == tuple(lines[0]) for each in lines))


def _long(label: str, columns: Sequence[Column], lines: Sequence[Sequence[str]]) -> Row:
    """Words that the first does not have are marked in the others."""
    texts = ["\n".join(each) for each in lines]
    first = texts[0]
    cells = [Cell(columns[0].letter, ((Segment(first, False),),) if first else ())]
    for column, text in zip(columns[1:], texts[1:], strict=True):
        marked = tuple(Segment(piece, differs and bool(first)) for piece, differs in differing(first, text))
        cells.append(Cell(column.letter, (marked,) if marked else ()))
    return Row(label, tuple(cells), len(set(texts)) == 1, long=True)

