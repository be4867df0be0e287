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
    progress: Progress | None
    seconds: float

    @property
    def running(self) -> bool:
        """Whether it waits, is being read, or is not yet found by a search."""
        return self.load.state == Load.State.QUEUED or self.load.in_hand

    @property
    def reading(self) -> bool:
        """Whether its files are being read: then the share of their bytes says how far it is."""
        return self.running and self.load.phase in ("", Load.Phase.READING)

    @property
    def mood(self) -> str:
        """The mood of its state; what is not yet found is not yet done."""
        return "ontime" if self.load.in_hand else MOODS.get(self.load.state, "unknown")


def told(load: Load, now: datetime) -> Told:
    """The load as it stands at that instant."""
    seconds = ((load.finished_at or now) - load.started_at).total_seconds() if load.started_at else 0.0
    far = progress(load.bytes_done, load.bytes_total, load.records_read, load.quarantined, seconds)
    return Told(load, far if load.started_at else None, seconds)
