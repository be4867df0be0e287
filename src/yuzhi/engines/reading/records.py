"""What a reader yields: records for the lake, and faults for the quarantine."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from yuzhi.kernel.origin import FieldOrigin, Origin

Value = str | int | bool | date | list[str] | None
"""Money is a decimal text with two places ("1000000.00"); days are dates; everything else as it is."""


@dataclass(frozen=True, slots=True)
class Record:
    """One statement of a source about one thing.

    `table` names the lake table and `key` the thing. `record` tells statements of one source about the same
    key apart (a publication number, a registration number, an event's day and kind); (source, record) is what
    a later version replaces. `true_from`/`true_to` bound the days on which the statement is true of the
    world (`true_to` is the first day on which it no longer is), None where the source does not say.
    """

    table: str
    key: str
    record: str
    values: Mapping[str, Value]
    origin: Origin
    origins: Mapping[str, FieldOrigin]
    true_from: date | None = None
    true_to: date | None = None
    withdrawn: bool = False
    made_up: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """A row that could not be read: it goes to quarantine and can be repaired and read again."""

    origin: Origin
    column: str
    value: str
    reason: str
    row: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Skipped:
    """A part of a file that is named and deliberately not read, with the reason.

    `source` names another source that reads it: the file is then read once more, as that source's.
    """

    origin: Origin
    reason: str
    source: str = ""
