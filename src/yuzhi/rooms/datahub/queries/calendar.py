"""Which files were due from whom, which came, and what each source covers: all measured from loads and what they brought."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import lru_cache
from statistics import median
from typing import Literal
from zoneinfo import ZoneInfo

from django.db.models import Count, Sum
from django.utils.translation import gettext_lazy as _

from yuzhi.engines.calendar import Due, dues, months_between, workdays_late
from yuzhi.engines.lake import Snapshot
from yuzhi.engines.reading.sources import Delivery, Source
from yuzhi.engines.toolbox import Toolbox
from yuzhi.records.datasets import editions
from yuzhi.records.datasets.models import Edition, Load

State = Literal["late", "waiting", "coming", "came", "came_late", "backfilled"]
STATES = {
    "late": _("逾期未到"), "waiting": _("待送"), "coming": _("本期未完"), "came": _("按时送到"), "came_late": _("迟到"), "backfilled": _("补录"),
}
SHANGHAI = ZoneInfo("Asia/Shanghai")
_SHOWN = 12
_LOOKED_BACK = 24
_FAR = timedelta(days=370)


@dataclass(frozen=True, slots=True)
class Period:
    """One period of a source: when its file was due, when it came, and how many working days late that is or was."""

    due: Due
    state: State
    came_on: date | None
    late: int
    records: int


@dataclass(frozen=True, slots=True)
class Standing:
    """One source: what was agreed, what came, what is late, and what it covers.

    `delay` is the median of days from an event to its delivery, over what came after the source's first day: on that day
    history is filled in. None where nothing came later. `share` is that of quarantined rows among all rows read. `gaps` are periods or months without a
    record between the first and the last that was due.
    """

    source: Source
    delivery: Delivery | None
    periods: tuple[Period, ...]
    last_good: date | None
    loads: int
    refused: int
    records: int
    share: float | None
    covered_from: date | None
    covered_to: date | None
    delay: float | None
    gaps: tuple[str, ...]

    @property
    def late(self) -> tuple[Period, ...]:
        """The periods whose file should have come, and did not; the oldest first."""
        return tuple(one for one in self.periods if one.state == "late")

    @property
    def next(self) -> Period | None:
        """The next file that is expected."""
        return next((one for one in self.periods if one.state in ("waiting", "coming")), None)

    @property
    def worst(self) -> int:
        """Working days by which the longest outstanding file is late."""
        return max((one.late for one in self.late), default=0)


@dataclass(slots=True)
class _Came:
    """What came from one source: the days of good loads by name, and how many records of which day each brought."""

    loads: dict[str, date] = field(default_factory=dict)
    days: list[tuple[str, date, int]] = field(default_factory=list)


def deliveries(tools: Toolbox) -> list[Standing]:
    """Every source with an agreement or with loads: those with late files first, the latest first, then by the next due day."""
    came, counts = _came(tools), _counts()
    found = [
        _standing(one, came.get(one.name, _Came()), counts.get(one.name, {}), tools)
        for one in agreed_sources(tools) if one.delivery or one.name in counts
    ]
    far = tools.today() + _FAR
    return sorted(found, key=lambda one: (-one.worst, one.next.due.on if one.next else far, one.source.name))


def agreed_sources(tools: Toolbox) -> list[Source]:
    """Every source with what was really agreed: made-up agreements hold only where there are made-up data."""
    sample = Load.objects.filter(made_up=True).exclude(edition=None).exists()
    return [replace(one, delivery=None) if one.delivery and one.delivery.made_up and not sample else one for one in tools.sources]


def expected(tools: Toolbox) -> list[tuple[Source, Due]]:
    """The files that are due from today on, within about a year, by day."""
    today, found = tools.today(), []
    for one in agreed_sources(tools):
        if one.delivery and one.delivery.rhythm and not one.retired:
            since = max(one.delivery.since or today, today - timedelta(days=400))
            listed = dues(one.delivery.rhythm, one.delivery.due_day, since, today + _FAR, tools.workdays())
            found += [(one, due) for due in listed if today <= due.on <= today + _FAR]
    return sorted(found, key=lambda pair: (pair[1].on, pair[0].name))


def _counts() -> dict[str, dict[str, int]]:
    """Source → how many loads were good and refused, and the sums of what they read and could not read; repeats aside."""
    found: dict[str, dict[str, int]] = defaultdict(lambda: dict.fromkeys(("good", "refused", "read", "quarantined", "added"), 0))
    rows = Load.objects.exclude(source="").filter(reread=False).values("source", "state").order_by()
    for row in rows.annotate(n=Count("pk"), read=Sum("records_read"), out=Sum("quarantined"), new=Sum("added")):
        one = found[row["source"]]
        if row["state"] == Load.State.REFUSED:
            one["refused"] += row["n"]
        elif row["state"] in (Load.State.PUBLISHED, Load.State.UNCHANGED):
            one["good"] += row["n"]
            one["read"] += row["read"]
            one["quarantined"] += row["out"]
            one["added"] += row["new"]
    return dict(found)


def _came(tools: Toolbox) -> dict[str, _Came]:
    found: dict[str, _Came] = defaultdict(_Came)
    good = Load.objects.filter(state__in=(Load.State.PUBLISHED, Load.State.UNCHANGED), reread=False)
    for load in good.only("id", "source", "requested_at"):
        found[load.source].loads[load.name] = load.requested_at.astimezone(SHANGHAI).date()
    edition = editions.current()
    if edition is not None:
        snapshot = editions.snapshot(tools.lake, edition)
        for source, load_name, day, n in _days(_Held(snapshot, edition)):
            found[source].days.append((load_name, day, n))
    return found


class _Held:
    """A snapshot by the number of its edition: what an edition holds never changes."""

    def __init__(self, snapshot: Snapshot, edition: Edition) -> None:
        self.snapshot, self._key = snapshot, (str(edition.number), repr(sorted(edition.tables.items())))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Held) and self._key == other._key

    def __hash__(self) -> int:
        return hash(self._key)


@lru_cache(maxsize=2)
def _days(held: _Held) -> tuple[tuple[str, str, date, int], ...]:
    """(source, load, day of the event, records) of all that is current."""
    found: list[tuple[str, str, date, int]] = []
    for table in held.snapshot.tables:
        rows = held.snapshot.rows(
            f"select source, load, true_from as day, count(*) as n from {held.snapshot.current(table)}"
            " where true_from is not null group by all"
        )
        found += [(row["source"], row["load"], row["day"], row["n"]) for row in rows]
    return tuple(found)


def _standing(source: Source, came: _Came, counts: dict[str, int], tools: Toolbox) -> Standing:
    today = tools.today()
    agreed = source.delivery
    days = [(load, day, n) for load, day, n in came.days if day <= today]
    periods = tuple(_periods(agreed, came, tools)) if agreed and agreed.rhythm and agreed.since and not source.retired else ()
    read, out = counts.get("read", 0), counts.get("quarantined", 0)
    covered_from, covered_to = min((one[1] for one in days), default=None), max((one[1] for one in days), default=None)
    return Standing(
        source, agreed, periods[-_SHOWN:], max(came.loads.values(), default=None), counts.get("good", 0), counts.get("refused", 0),
        counts.get("added", 0), out / (read + out) if read + out else None, covered_from, covered_to, _delay(came, days),
        _gaps(periods, days, covered_from, covered_to),
    )


def _periods(agreed: Delivery, came: _Came, tools: Toolbox) -> Iterable[Period]:
    today, calendar = tools.today(), tools.workdays()
    first = min(came.loads.values(), default=None)
    newest: dict[str, date] = {}
    for load, day, _records in came.days:
        newest[load] = max(day, newest.get(load, day))
    for due in dues(agreed.rhythm, agreed.due_day, agreed.since or today, today, calendar):
        inside = [(load, n) for load, day, n in came.days if due.first <= day <= due.last]
        told = [came.loads[load] for load, n in inside if load in came.loads and came.loads[load] > due.last]
        length = due.last - due.first
        # A file with nothing of the period may say that nothing happened in it, unless it ends long before.
        near = [
            day for name, day in came.loads.items() if due.last < day <= due.last + length + timedelta(days=1)
            and newest.get(name, due.last) >= due.first - length - timedelta(days=1)
        ]
        on = min(told or near, default=None)
        yield Period(due, _state(due, on, first, today), on, workdays_late(due.on, on or today, calendar), sum(n for load, n in inside))


def _state(due: Due, came_on: date | None, first: date | None, today: date) -> State:
    if came_on is not None:
        if came_on <= due.on:
            return "came"
        return "backfilled" if came_on == first else "came_late"
    if today > due.on:
        return "late"
    return "waiting" if today > due.last else "coming"


def _delay(came: _Came, days: list[tuple[str, date, int]]) -> float | None:
    first = min(came.loads.values(), default=None)
    spread = [
        waited for load, day, n in days if load in came.loads and came.loads[load] != first
        for waited in [(came.loads[load] - day).days] * min(n, 1000)
    ]
    return float(median(spread)) if spread else None


def _gaps(
    periods: tuple[Period, ...], days: list[tuple[str, date, int]], covered_from: date | None, covered_to: date | None
) -> tuple[str, ...]:
    """Without an agreement: the months of the last two years, up to the last day covered, of which nothing is told."""
    if periods:
        return tuple(one.due.zh for one in periods if not one.records and one.state not in ("coming", "waiting"))
    if covered_from is None or covered_to is None:
        return ()
    told = {one[1].replace(day=1) for one in days}
    months = months_between(covered_from, covered_to)[-_LOOKED_BACK:]
    return tuple(f"{month.year}年{month.month}月" for month in months if month not in told)
