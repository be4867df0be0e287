"""Reads of frozen plans: the closing figures beside a recount, the records behind, and how they differ."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from yuzhi.engines.indicators.declared import Indicator, Plan
from yuzhi.engines.indicators.observations import Contribution
from yuzhi.records.observations.figures import Figure, Figures
from yuzhi.records.observations.freezing import Closed, listed
from yuzhi.records.observations.models import FrozenObservation


@dataclass(frozen=True, slots=True)
class Line:
    """One indicator of a plan in one area: the frozen figure, if any, and what the newest data give for its day.

    `targets` are the ids of the targets that it is judged by; empty for what stands beside them.
    """

    indicator: Indicator
    on: date
    targets: tuple[str, ...]
    frozen: Figure | None
    recount: Figure
    many: int | None

    @property
    def reason(self) -> str:
        """Why there is no value, in Chinese: the frozen reason where there is one."""
        return (self.frozen or self.recount).reason

    @property
    def moved(self) -> bool:
        """Whether a recount gives another value than the frozen one."""
        return self.frozen is not None and self.frozen.value != self.recount.value


@dataclass(frozen=True, slots=True)
class Change:
    """How a list of records differs between the freezing and now."""

    added: tuple[Contribution, ...]
    removed: tuple[Contribution, ...]
    changed: tuple[Contribution, ...]

    @property
    def any(self) -> bool:
        """Whether there is a difference at all."""
        return bool(self.added or self.removed or self.changed)


def lines(found: Figures, plan: Plan, closing: Closed | None, area: str) -> list[Line]:
    """Every indicator that the plan's targets speak of, in the plan's order, those beside a target after it."""
    asked: dict[tuple[str, date], list[str]] = {}
    for target in found.runner.targets(plan.name):
        for name in (target.indicator, *target.beside):
            if name:
                asked.setdefault((name, target.by), []).extend([target.id] if name == target.indicator else [])
    found.fetch(sorted({name for name, _ in asked}), sorted({on for _, on in asked}))
    told = []
    for (name, on), targets in asked.items():
        indicator = found.runner.declared.indicator(name)
        row = closing.rows.get((name, on, area)) if closing else None
        told.append(Line(
            indicator, on, tuple(targets), closing.at(indicator, on, area) if closing else None, found.at(name, on)[area],
            row.many if row and row.records else None,
        ))
    return told


def change(found: Figures, row: FrozenObservation, kept: Sequence[Contribution]) -> Change:
    """What the newest data add to the frozen records of one figure, and what they leave out."""
    now = {one.record: one for one in found.runner.explain(row.indicator, row.area, row.as_of)}
    then = {one.record: one for one in kept}
    return Change(
        tuple(now[key] for key in sorted(now.keys() - then.keys())),
        tuple(then[key] for key in sorted(then.keys() - now.keys())),
        tuple(now[key] for key in sorted(now.keys() & then.keys()) if now[key].value != then[key].value),
    )


def records(found: Figures, row: FrozenObservation) -> list[Contribution]:
    """The records behind a frozen figure. Raises: NotFound where the archive has lost their list."""
    return listed(row, found.tools)
