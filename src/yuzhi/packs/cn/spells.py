"""The life of a Chinese right as spells of one state each, by what is known of it."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from yuzhi.engines.lawbook.book import LawBook, LawGap
from yuzhi.kernel.errors import BadValue
from yuzhi.kernel.periods import add_months
from yuzhi.kernel.standing import Spell, Standing, spells
from yuzhi.packs.cn.standing import standing

Get = Callable[[str], Any]
Stood = Callable[[str, Get, Iterable[Mapping[str, Any]], date, LawBook], Standing]
"""Says where a right stands on a day."""
_DAYS = (
    "filed_on", "granted_on", "applied_on", "registered_on", "expires_on", "ended_on", "completed_on", "cancelled_on",
    "recognised_on",
)
"""Fields of rights that say a day on which something begins or ends."""
_DAY = timedelta(days=1)


def life(
    kind: str, get: Get, events: Iterable[Mapping[str, Any]], law: LawBook, stood: Stood = standing
) -> tuple[Spell, ...]:
    """Where the right stood, stands and will stand if nothing more becomes known, each spell with its reason.

    The state on any day is that of `stood` for the same knowledge.
    """
    known = list(events)
    days = set(_turns(kind, get, known, law, stood))
    return spells(lambda on: stood(kind, get, known, on, law), days)


def _turns(kind: str, get: Get, events: Sequence[Mapping[str, Any]], law: LawBook, stood: Stood) -> Iterator[date]:
    """The days on which the right may come to stand otherwise."""
    told = [day for name in _DAYS if isinstance(day := get(name), date)]
    told += [event["effective_on"] for event in events if event["effective_on"]]
    for day in told:
        yield day
        if day < date.max:
            yield day + _DAY        # a last day is the day before a turn
    if kind == "patents" and told:
        ends = stood(kind, get, (), max(told), law).ends_on      # the term's end, whatever the events say
        if ends is not None:
            yield ends
        if isinstance(filed := get("filed_on"), date) and filed.year < date.max.year - 20:
            yield add_months(filed, 20 * 12)    # abroad, where no term is computed, nothing is said to be valid for longer
    expires = get("expires_on") if kind == "trademarks" else None
    if expires is not None:
        try:
            yield add_months(expires, int(law.at("trademark_law.grace", on=expires).value)) + _DAY
        except (LawGap, BadValue, OverflowError):     # a source may state a day before the law existed
            return
