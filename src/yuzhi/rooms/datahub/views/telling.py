"""A load as pages tell it: its numbers, and how far it is."""

from dataclasses import dataclass
from datetime import datetime

from yuzhi.records.datasets.models import Load
from yuzhi.rooms.datahub.rules import Progress, progress

MOODS = {"queued": "ontime", "running": "ontime", "published": "done", "unchanged": "done", "refused": "overdue"}


@dataclass(frozen=True, slots=True)
class Told:
    """A load with its mood and, while it is read, its progress."""

    load: Load
    mood: str
    progress: Progress | None
    seconds: float

    @property
    def running(self) -> bool:
        """Whether it waits or is being read."""
        return self.load.state in (Load.State.QUEUED, Load.State.RUNNING)


def told(load: Load, now: datetime) -> Told:
    """The load as it stands at that instant."""
    seconds = ((load.finished_at or now) - load.started_at).total_seconds() if load.started_at else 0.0
    far = progress(load.bytes_done, load.bytes_total, load.records_read, load.quarantined, seconds)
    return Told(load, MOODS.get(load.state, "unknown"), far if load.started_at else None, seconds)
