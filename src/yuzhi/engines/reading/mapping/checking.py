"""A whole file read by a mapping before anything is saved: what would come of it, and what is wrong with which column."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import islice

from yuzhi.engines.reading.records import Fault, Record, Value
from yuzhi.engines.reading.sources import Outcome

MOST = 20_000
"""How many outcomes are looked at while an officer waits."""
SHOWN = 20
_KINDS = 40


@dataclass(slots=True)
class Cell:
    """What is wrong with one column: how many rows, the first reason, and the texts that could not be read with their counts."""

    rows: int = 0
    reason: str = ""
    texts: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Shown:
    """One row of the preview: its place, what was understood by field, and what was not (column → reason).

    `said` are the columns from which something was understood; `raw` are the cells of a row that failed.
    """

    place: str
    values: Mapping[str, Value]
    faults: Mapping[str, str]
    skipped: str = ""
    said: frozenset[str] = frozenset()
    raw: Mapping[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class Check:
    """What reading would bring. Rows are counted by their places: each is read, failed or skipped.

    `whole` is false where the file is longer than was looked at. `columns` has the faults by column, "" for whole rows;
    `filled` how many read rows say something in a column.
    """

    read: int = 0
    failed: int = 0
    skipped: int = 0
    doubled: int = 0
    whole: bool = True
    columns: dict[str, Cell] = field(default_factory=dict)
    preview: list[Shown] = field(default_factory=list)
    reasons: dict[str, int] = field(default_factory=dict)
    filled: dict[str, int] = field(default_factory=dict)

    @property
    def rows(self) -> int:
        """How many rows there are, as far as was looked."""
        return self.read + self.failed + self.skipped


def check(outcomes: Iterable[Outcome], most: int = MOST) -> Check:
    """The counts and the first rows of what a reader yields."""
    found = Check()
    place, row = "", Shown("", {}, {})
    for number, outcome in enumerate(islice(outcomes, most + 1)):
        if number == most:
            found.whole = False
            break
        if outcome.origin.place != place:
            _close(found, row)
            place, row = outcome.origin.place, Shown(outcome.origin.place, {}, {})
        row = _joined(found, row, outcome)
    _close(found, row)
    return found


def _joined(found: Check, row: Shown, outcome: Outcome) -> Shown:
    if isinstance(outcome, Record):
        said = {outcome.origins[name].path for name, value in outcome.values.items() if value not in (None, "", []) and name in outcome.origins}
        return Shown(row.place, {**outcome.values, **row.values}, row.faults, said=row.said | said)
    if isinstance(outcome, Fault):
        cell = found.columns.setdefault(outcome.column, Cell())
        cell.rows += 1
        cell.reason = cell.reason or outcome.reason
        if len(cell.texts) < _KINDS or outcome.value in cell.texts:
            cell.texts[outcome.value] = cell.texts.get(outcome.value, 0) + 1
        return replace(row, faults={**row.faults, outcome.column: outcome.reason}, raw=outcome.row)
    return replace(row, skipped=outcome.reason)


def _close(found: Check, row: Shown) -> None:
    if not row.place:
        return
    if row.faults:
        found.failed += 1
        found.doubled += "" in row.faults
    elif row.values:
        found.read += 1
        for title in row.said:
            found.filled[title] = found.filled.get(title, 0) + 1
    else:
        found.skipped += _is_row(row.place)
        kind = row.skipped.split("（", 1)[0] if "完全相同" not in row.skipped else "与前面的行完全相同，只读一次"
        found.reasons[kind] = found.reasons.get(kind, 0) + 1
    if len(found.preview) < SHOWN and _is_row(row.place):
        found.preview.append(row)


def _is_row(place: str) -> bool:
    """Whether a place is that of a row; a sheet that is passed over whole has a place too."""
    return "!" in place or place.startswith("line ")
