"""What the background worker does for this room: days are settled, owners told, messages sent, desks told."""

from yuzhi.engines.toolbox import Toolbox
from yuzhi.records.clocks.settling import settle_next
from yuzhi.records.datasets import editions
from yuzhi.records.messages.outbox import send_waiting
from yuzhi.rooms.dues.actions import escalate_failed, warn_next

_AT_ONCE = 20
"""Messages sent before the worker looks for other work: each may wait for an answer."""


def newest_edition() -> int:
    """The number of the newest edition, 0 before the first."""
    edition = editions.current()
    return edition.number if edition else 0


def settle_days(tools: Toolbox) -> bool:
    """Whether a portion of the stored days was brought to today and the newest edition."""
    return settle_next(tools, newest_edition())


def step(tools: Toolbox) -> bool:
    """Whether one portion of this room's work was done: stored days first, then warnings, then sending and desks."""
    edition = newest_edition()
    if settle_next(tools, edition) or warn_next(tools, edition):
        return True
    sent = send_waiting(tools.channels(), at=tools.now(), limit=_AT_ONCE)
    return bool(sent + escalate_failed(tools))


def run_all(tools: Toolbox) -> None:
    """All that today asks for is done; what waits for a later hour stays in the outbox."""
    while step(tools):
        pass
