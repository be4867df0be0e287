"""Where a right stands on a day: its state, the days that made it so, and why."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

STATES: dict[str, str] = {
    "unfiled": "尚未申请",
    "pending": "审查中",
    "valid": "有效",
    "grace": "宽展期",
    "lapsed": "未缴年费终止",
    "expired": "期满",
    "abandoned": "已放弃",
    "invalidated": "已宣告无效",
    "ended": "已失效",
    "refused": "已驳回",
    "withdrawn": "已撤回",
    "unknown": "来源未载明",
}
"""The closed list of states: the left side is stored, the right side is shown."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a right on a day.

    `granted_on` is the day the right began, `ends_on` the day on which it ends or ended at the latest, None
    where the sources do not say. `reason` is one Chinese sentence with the facts that decide.
    """

    state: str
    reason: str
    begun_on: date | None = None
    granted_on: date | None = None
    ends_on: date | None = None


@dataclass(frozen=True, slots=True)
class Spell:
    """Days on which a right stands alike: from `since`, None for all days before, until the day before `until`, None for ever."""

    since: date | None
    until: date | None
    state: str
    reason: str


def spells(standing_on: Callable[[date], Standing], days: Iterable[date]) -> tuple[Spell, ...]:
    """The life of a right as spells without gap or overlap; `days` are all those on which it may come to stand otherwise.

    A neighbour with the same state goes on in the spell before it, whose reason is the one on its first day.
    """
    told: list[tuple[date | None, Standing]] = []
    changes = sorted(set(days))
    if changes and changes[0] > date.min:
        told.append((None, standing_on(changes[0] - timedelta(days=1))))
    for day in changes:
        found = standing_on(day)
        if not told or told[-1][1].state != found.state:
            told.append((day, found))
    ends = [*(since for since, _ in told[1:]), None] if told else []
    return tuple(Spell(since, until, one.state, one.reason) for (since, one), until in zip(told, ends, strict=True))
