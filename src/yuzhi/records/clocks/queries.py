"""Reads of legal days: those that hold now, those that held at an instant, and the whole chain behind one."""

from datetime import datetime

from django.db.models import QuerySet

from yuzhi.kernel.limits import Limit
from yuzhi.records.clocks.models import Clock


def holding() -> QuerySet[Clock]:
    """The last row of every chain: what holds now."""
    return Clock.objects.filter(successor=None)


def open_clocks() -> QuerySet[Clock]:
    """The days that still lie ahead, or of which nothing else is known yet."""
    return holding().filter(state="open")


def held_at(instant: datetime) -> QuerySet[Clock]:
    """What held at an instant in the past: rows written by then that no row written by then replaced."""
    written = Clock.objects.filter(computed_at__lte=instant)
    return written.exclude(pk__in=written.exclude(supersedes=None).values("supersedes"))


def chain(clock: Clock) -> list[Clock]:
    """All rows of the same day's matter, the oldest first."""
    return list(
        Clock.objects.filter(object_key=clock.object_key, matter=clock.matter, ordinal=clock.ordinal).order_by("pk")
    )


def same(clock: Clock, limit: Limit) -> bool:
    """Whether a stored day says what the law says now."""
    return (clock.rule, clock.rule_since, clock.trigger_on, clock.nominal_on, clock.last_on) == (
        limit.rule, limit.rule_since, limit.trigger_on, limit.nominal_on, limit.last_on
    )
