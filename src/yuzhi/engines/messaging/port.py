"""What every way out has in common: an envelope goes in, an outcome comes back, nothing is raised."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal, Protocol

Kind = Literal["accepted", "retry", "refused"]

_PAUSES = (timedelta(minutes=10), timedelta(hours=1), timedelta(hours=6))
MOST_TRIES = 3


@dataclass(frozen=True, slots=True)
class Envelope:
    """One message to one address. `key` is the same in every attempt, so that the other side can tell a repetition."""

    key: str
    to: str
    title: str
    body: str


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the other side answered: taken over, to be tried again, or refused for good.

    `dead` says that the address itself is of no use any more. `said` are the other side's words, `reference` its number.
    """

    kind: Kind
    said: str
    reference: str = ""
    dead: bool = False


class Port(Protocol):
    """One way out. It never raises for what the other side or the network does."""

    def send(self, envelope: Envelope) -> Outcome:
        """What became of the envelope."""


def pause(tries: int) -> timedelta | None:
    """How long to wait after so many failed tries at one address; None when that was the last.

    >>> pause(1), pause(3)
    (datetime.timedelta(seconds=600), None)
    """
    return _PAUSES[tries - 1] if tries < MOST_TRIES else None
